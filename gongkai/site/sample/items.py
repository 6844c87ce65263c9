"""Made-up items of the sample county: what each organ published from 2019 to 2021.

望舒镇 has the counts of a real township's report of 2020: 309 items in the year, 59 normative
documents made, 18 of them published, and 119 public at its end, 101 of them from before.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

TOWN = "wangshu"
FIRST, LAST = 2019, 2021
_SEED = 20190515
_A_YEAR = 54
"""Items of an organ in a year, about."""
_TOWN_ITEMS = {2019: 136, 2020: 309, 2021: 338}
_TOWN_DOCUMENTS = {2013: 9, 2014: 12, 2015: 14, 2016: 18, 2017: 20, 2018: 20, 2019: 8, 2020: 18, 2021: 6}
"""Normative documents by the year they were published: 93 before 2019, then 8 and 18."""
NOT_PUBLISHED_2020 = 59 - 18
"""Documents made in 2020 that stayed inside the house."""
ADOPTED_2020 = 252

_DATA: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("items.toml").read_text("utf-8"))


def files(organs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Slug and import file of every organ."""
    for organ in organs:
        rows = _rows(organ)
        yield organ["slug"], json.dumps(rows, ensure_ascii=False).encode()


def unpublished() -> Iterator[tuple[str, str, date]]:
    """Title, number and day of the documents of 2020 that were not published."""
    titles = _document_titles()[-NOT_PUBLISHED_2020:]
    random = Random(_SEED)
    days = sorted(date(2020, 1, 6) + timedelta(days=random.randint(0, 350)) for _ in titles)
    for number, (title, day) in enumerate(zip(titles, days, strict=True), start=101):
        yield title, f"望政发〔2020〕{number}号", day


def adoptions() -> Iterator[tuple[str, str, date]]:
    """Title, adopter and day of what superior bodies took over in 2020."""
    random = Random(_SEED + 1)
    adopters = (
        "县政府办公室信息科",
        "县融媒体中心",
        "市政府信息专报",
        "县应急管理局简报",
        "县农业农村局简报",
    )
    subjects = (
        "春季造林",
        "防汛备汛",
        "秋粮收购",
        "环境整治",
        "就业服务",
        "便民办理",
        "基层治理",
        "文化活动",
    )
    for number in range(1, ADOPTED_2020 + 1):
        day = date(2020, 1, 3) + timedelta(days=random.randint(0, 360))
        yield f"望舒镇{random.choice(subjects)}做法（信息第{number}期）", random.choice(adopters), day


def _rows(organ: Mapping[str, Any]) -> list[dict[str, Any]]:
    random = Random(f"{_SEED} {organ['slug']}")
    town = organ["slug"] == TOWN
    rows = list(_documents(random)) if town else []
    for year in range(FIRST, LAST + 1):
        of_year = sum(row["发布时间"].startswith(str(year)) for row in rows)
        count = _TOWN_ITEMS[year] - of_year if town else _A_YEAR + random.randint(-6, 6)
        rows += _items(organ, year, count, random)
    return sorted(rows, key=lambda row: str(row["发布时间"]))


def _items(organ: Mapping[str, Any], year: int, count: int, random: Random) -> Iterator[dict[str, Any]]:
    """``count`` items of a year, no two with the same title."""
    kind = {"subdistrict": "town"}.get(organ["kind"], organ["kind"])
    patterns = [pattern for pattern in _DATA["patterns"] if kind in pattern["kinds"]]
    weights = [pattern["weight"] for pattern in patterns]
    used: set[str] = set()
    while len(used) < count:
        pattern = random.choices(patterns, weights)[0]
        formed = date(year, 1, 4) + timedelta(days=random.randint(0, 350))
        values = {
            "year": year,
            "month": formed.month,
            "quarter": (formed.month - 1) // 3 + 1,
            "village": random.choice(_DATA["villages"]),
            "n": random.randint(1, 12),
            "count": random.randint(3, 90),
            "amount": round(random.uniform(2, 480), 2),
            "organ": organ["name"],
            "short": organ["short_name"],
        }
        title = pattern["title"].format(**values)
        if title in used:
            continue
        used.add(title)
        paragraphs = "".join(f"<p>{text.format(**values)}</p>" for text in pattern["body"])
        yield {
            "标题": title,
            "栏目": pattern["column"],
            "形成日期": formed.isoformat(),
            "发布时间": _published(formed, random),
            "体裁": _GENRES[pattern["genre"]],
            "正文": f"{paragraphs}<p>{organ['name']}</p><p>{formed.year}年{formed.month}月{formed.day}日</p>",
        }


_GENRES = {"other": "其他信息", "circular": "通知", "announcement": "公告", "bulletin": "通报"}


def _published(formed: date, random: Random) -> str:
    """Some days after it was formed, in the same year, in office hours."""
    day = min(formed + timedelta(days=random.randint(0, 14)), date(formed.year, 12, 31))
    return f"{day.isoformat()} {random.randint(9, 16):02}:{random.randint(0, 59):02}"


def _document_titles() -> list[str]:
    titles = [kind["title"].format(topic=topic) for kind in _DATA["normative"] for topic in kind["topics"]]
    Random(_SEED).shuffle(titles)
    return titles


def _documents(random: Random) -> Iterator[dict[str, Any]]:
    """望舒镇's public normative documents, those before 2019 among them."""
    titles = iter(_document_titles())
    for year, count in _TOWN_DOCUMENTS.items():
        days = sorted(date(year, 1, 6) + timedelta(days=random.randint(0, 340)) for _ in range(count))
        for number, formed in enumerate(days, start=1):
            title = next(titles)
            yield {
                "标题": title,
                "发文字号": f"望政发〔{year}〕{number}号",
                "栏目": "行政法规、规章和规范性文件",
                "形成日期": formed.isoformat(),
                "发布时间": _published(formed, random),
                "实施日期": formed.isoformat(),
                "规范性文件": "是",
                "体裁": "通知",
                "正文": _document(title, formed),
            }


def _document(title: str, formed: date) -> str:
    paragraphs = (
        "各村民委员会、镇属各单位：",
        f"为规范有关工作，根据上级要求和本镇实际，制定本文件。《{title}》自公布之日起施行。",
        "第一条　办理有关事项应当依法、公开、便民，接受群众监督。",
        "第二条　各村民委员会和镇属各单位按照职责分工落实，不得增设没有依据的条件和材料。",
        "第三条　办理过程和结果应当留存记录，属于主动公开范围的，自形成之日起二十个工作日内公开。",
        "第四条　本文件由望舒镇党政办公室负责解释。",
        "望舒镇人民政府",
        f"{formed.year}年{formed.month}月{formed.day}日",
    )
    return "".join(f"<p>{text}</p>" for text in paragraphs)
