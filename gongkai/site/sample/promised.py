"""What 望舒镇 promised in its reports, and what became of it; sections five tell the same."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gongkai.annual_report import improvements
from gongkai.annual_report.facts import Commitment
from gongkai.annual_report.rendering.layout import chinese_date

from ..accounts.models import User
from ..annual_reports import improvement_actions
from ..annual_reports.models import AnnualReport
from ..organs.models import Organ, Role

LAST = 2025
"""Of this year's problems the measures run."""
_ROWS: Mapping[int, tuple[Mapping[str, Any], ...]] = {
    2020: (
        {
            "problem": "公开的业务类信息偏少",
            "evidence": "全年公开的信息里动态类占多数",
            "measure": "按月核对公开目录，缺的由党政办公室逐项催办",
            "owner": "党政办公室",
            "due": date(2021, 12, 31),
        },
        {
            "problem": "各科室更新不够均衡",
            "evidence": "四个科室全年没有更新所负责的栏目",
            "measure": "每季度末公布各科室的核对结果",
            "owner": "党政办公室、各科室",
            "due": date(2021, 12, 31),
        },
        {
            "problem": "政策解读的形式比较单一",
            "evidence": "解读材料只有文字",
            "measure": "政策性文件与解读材料同步起草、同步公开",
            "owner": "各起草科室",
            "due": date(2021, 12, 31),
        },
    ),
    2021: (
        {
            "problem": "政策解读还没有视频等形式",
            "evidence": "",
            "measure": "全年至少制作一件视频解读",
            "owner": "党政办公室",
            "due": date(2022, 12, 31),
        },
    ),
    LAST: (
        {
            "problem": "业务类信息的更新还集中在少数科室",
            "evidence": "",
            "measure": "由党政办公室按月核对公开目录，逐科室列出应当公开而没有公开的事项",
            "owner": "党政办公室",
            "due": date(2026, 12, 31),
        },
        {
            "problem": "解读材料形成得偏晚",
            "evidence": "",
            "measure": "解读材料与文件一并送审",
            "owner": "各起草科室",
            "due": date(2026, 10, 31),
        },
        {
            "problem": "公开的渠道还不够多",
            "evidence": "",
            "measure": "每月在镇政府公开栏公布目录的更新情况",
            "owner": "便民服务中心",
            "due": date(2026, 12, 20),
        },
    ),
}
_OUTCOMES: Mapping[int, tuple[tuple[str, str, str], ...]] = {
    2020: (
        ("done", "全年核对12次，补登业务类信息46条。", "12期核对结果"),
        ("done", "四个季度末各公布一次，没有更新的科室都已补上。", "四期核对结果"),
        ("under_way", "全年解读3件，其中图解1件，视频解读还没有做。", "解读3件"),
    ),
    2021: (("done", "制作视频解读1件，在镇政府公开栏旁的屏幕播放。", "视频1件"),),
}
"""By the end of the year after."""


def section_five(year: int, problems: str) -> str:
    """Section five on a year, from its rows and those of the year before; else ``problems`` as they are."""
    kept = tuple(
        _commitment(row, *said)
        for row, said in zip(_ROWS.get(year - 1, ()), _OUTCOMES.get(year - 1, ()), strict=True)
    )
    own = tuple(_commitment(row) for row in _ROWS.get(year, ()))
    if not kept:
        return problems
    counts = {f"commitments_{state}": 0 for state in improvements.WORDS}
    for one in kept:
        counts[f"commitments_{one.state}"] += 1
    counts["commitments"] = len(kept)
    told = improvements.section_five(own, kept, lambda key: str(counts[key]))
    return told if own else f"{told}\n（二）存在的主要问题和改进措施\n{problems}"


def record(organ: Organ, people: Mapping[str, User], year: int, at: datetime) -> None:
    """登记改进事项 of a year."""
    for fields in _ROWS[year]:
        improvement_actions.record(organ, year, fields, user=people[Role.DISCLOSURE_OFFICER], at=at)


def load(organ: Organ, people: Mapping[str, User]) -> None:
    """The rows of the years that are over, with what had become of them when the next report came."""
    for year, outcomes in _OUTCOMES.items():
        record(organ, people, year, _published(organ, year))
        rows = AnnualReport.objects.get(organ=organ, year=year).improvements.all()
        at = _published(organ, year + 1)
        for row, (state, note, proof) in zip(rows, outcomes, strict=True):
            officer = people[Role.DISCLOSURE_OFFICER]
            improvement_actions.say_outcome(row, state, note=note, proof=proof, user=officer, at=at)


def _published(organ: Organ, year: int) -> datetime:
    first = AnnualReport.objects.get(organ=organ, year=year).versions.get(number=1)
    assert first.published_at is not None
    return first.published_at


def _commitment(row: Mapping[str, Any], state: str = "", note: str = "", proof: str = "") -> Commitment:
    words = {name: row[name] for name in ("problem", "evidence", "measure", "owner")}
    return Commitment(**words, due=chinese_date(row["due"]), state=state, note=note, proof=proof)
