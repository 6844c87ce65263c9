"""Consistent reports of fictional organs: figures of three sizes, prose that tells of them rightly."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format, Table
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import Report, Section

_FIRST = "望听观临松竹云石清澄翠岚霁朗映栖渡汀沐语"
_SECOND = "舒泉澜溪涛影岫桥浦渚屏川原湾林谷岭洲塘台"
_SIZES = (("town", 0.6), ("county", 0.3), ("city", 0.1))
_MOST = {"town": 6, "county": 160, "city": 2600}
_CHANGE = 8
_STEADY = (".decisions", ".amount", ".projects", ".made", ".disclosed")


def town(rng: random.Random, number: int) -> Report:
    """A clean report: every relation holds, every number in the prose is the table's."""
    year = rng.choice((2019, 2020, 2021, 2022, 2023, 2024, 2025))
    form = formats.for_year(year)
    variant = rng.choice((None, None, None, *form.variants))
    form = formats.load(form.id, variant)
    size = rng.choices([size for size, _weight in _SIZES], [weight for _size, weight in _SIZES])[0]
    name = f"{rng.choice(_FIRST)}{rng.choice(_SECOND)}"
    kind = {
        "town": rng.choice(("镇人民政府", "乡人民政府", "街道办事处")),
        "county": "县人民政府",
        "city": "市人民政府",
    }
    organ = f"{name}{kind[size]}"
    cells = _cells(form, rng, _MOST[size])
    report = Report(
        organ=organ,
        year=year,
        format=form.id,
        variant=variant,
        preface=(
            f"本报告由{organ}办公室编制。所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
            f"如有疑问，请与{organ}办公室联系（地址：{name}路{rng.randint(1, 200)}号，电话：0000-{rng.randint(1000000, 9999999)}）。"
        ),
        cells=cells,
        signed_by=organ,
        signed_on=date(year + 1, 1, rng.randint(5, 29)),
    )
    return replace(report, sections=_sections(report, form, rng, number))


def year_before(report: Report, rng: random.Random) -> Report:
    """Last year's report of the same organ, of which this year's follows; its text is another."""
    assert report.year is not None
    before = report.year - 1
    form = formats.for_year(before) if before >= 2019 else formats.load("2019")
    form = formats.load(form.id, report.variant if form.id == report.format else None)
    cells = dict(_cells(form, rng, max(3, int(report.cells["applications.received_new.total"] or 0))))
    _set_flow(
        cells, form, {c.id: int(report.cells[f"applications.carried_in.{c.id}"] or 0) for c in _people(form)}
    )
    for row in ("rules", "normative_documents"):
        if report.format == form.id == "2021":
            issued, repealed, in_force = (
                int(report.cells[f"disclosure.{row}.{column}"] or 0)
                for column in ("issued", "repealed", "in_force")
            )
            cells[f"disclosure.{row}.in_force"] = in_force - issued + repealed
            cells[f"disclosure.{row}.issued"] = cells[f"disclosure.{row}.repealed"] = 0
    if report.format == form.id == "2019":
        for id in form.cells:
            if id.endswith(".items_last_year"):
                change = id.replace("items_last_year", "items_change")
                cells[change] = min(int(cells[change] or 0), int(report.cells[id] or 0))
                cells[id] = int(report.cells[id] or 0) - int(cells[change] or 0)
    for id in form.cells:
        if id.startswith("remedies.") and id.endswith(".pending"):
            _lower_pending(cells, id, int(report.cells.get(id.replace("pending", "total")) or 0))
    for id in cells:
        now = report.cells.get(id)
        if id.endswith(".disclosed_total") and now is not None:
            cells[id] = now - (report.cells[id.replace("disclosed_total", "disclosed")] or 0)
        alike = id.startswith("remedies.") or id.endswith(_STEADY)
        if alike and now is not None:
            cells[id] = now  # like this year's: a jump is planted, not met by chance
    old = replace(
        report, year=before, format=form.id, variant=form.variant, cells=cells, sections=(),
        preface=report.preface.replace(str(report.year), str(before)), signed_on=date(before + 1, 1, 20),
    )  # fmt: skip
    return replace(old, sections=_sections(old, form, rng, rng.randint(0, 10**6)))


def _lower_pending(cells: dict[str, Number | None], id: str, most: int) -> None:
    over = int(cells[id] or 0) - most
    if over > 0:
        cells[id] = most
        total = id.replace("pending", "total")
        cells[total] = int(cells[total] or 0) - over


def _people(form: Format) -> list:
    return [column for column in form.table("applications").blocks[0].columns if column.id != "total"]


def _cells(form: Format, rng: random.Random, most: int) -> dict[str, Number | None]:
    cells: dict[str, Number | None] = {}
    _disclosure(cells, form.table("disclosure"), rng, most)
    table = form.table("applications")
    people = _people(form)
    idle = most == _MOST["town"] and rng.random() < _RARE  # most towns have years without an application
    for row in table.rows:
        if row.role == "leaf":
            for column in people:
                likely = 0.5 if column.id == "natural_person" else 0.12
                cells[f"applications.{row.id}.{column.id}"] = (
                    rng.randint(1, max(1, most // 6))
                    if not idle and rng.random() < likely * min(1, most / 40) + 0.03
                    else 0
                )
    for column in people:
        carried = rng.randint(0, max(1, most // 20)) if not idle and rng.random() < _RARE else 0
        cells[f"applications.carried_in.{column.id}"] = carried
    _set_flow(
        cells,
        form,
        {
            c.id: rng.randint(0, max(1, most // 20)) if not idle and rng.random() < _RARE else 0
            for c in people
        },
    )
    for row in form.table("remedies").rows:
        results = {c: rng.randint(0, max(1, most // 15)) if rng.random() < _RARE else 0 for c in _RESULTS}
        cells |= {f"remedies.{row.id}.{c}": n for c, n in results.items()}
        cells[f"remedies.{row.id}.total"] = sum(results.values())
    return {id: cells[id] for id in form.cells}


_RARE = 0.35
_RESULTS = ("upheld", "corrected", "other", "pending")


def _set_flow(cells: dict[str, Number | None], form: Format, carried_out: dict[str, int]) -> None:
    """Balance every column for what is carried out of the year, then every row."""
    table = form.table("applications")
    people = _people(form)
    leaves = [row.id for row in table.rows if row.role == "leaf"]
    for column in people:
        handled = sum(int(cells[f"applications.{row}.{column.id}"] or 0) for row in leaves)
        out = carried_out[column.id]
        carried_in = min(int(cells[f"applications.carried_in.{column.id}"] or 0), handled + out)
        cells[f"applications.carried_in.{column.id}"] = carried_in
        cells[f"applications.handled_total.{column.id}"] = handled
        cells[f"applications.carried_out.{column.id}"] = out
        cells[f"applications.received_new.{column.id}"] = handled + out - carried_in
    for row in table.rows:
        cells[f"applications.{row.id}.total"] = sum(
            int(cells[f"applications.{row.id}.{c.id}"] or 0) for c in people
        )


def _disclosure(cells: dict[str, Number | None], table: Table, rng: random.Random, most: int) -> None:
    for block in table.blocks:
        for row in block.rows:
            id = f"{table.id}.{row.id}"
            small = 0 if row.id == "rules" and most < _MOST["city"] else rng.randint(0, 12)
            figures: dict[str, Number] = {
                "made": small,
                "disclosed": small,
                "disclosed_total": small + rng.randint(0, 90),
                "issued": small,
                "repealed": rng.randint(0, small),
                "in_force": small + rng.randint(0, 60),
                "items_last_year": rng.randint(_CHANGE, 300),
                "items_change": rng.randint(-_CHANGE, _CHANGE),
                "decisions": rng.choice((0, rng.randint(1, 40 * most))),
                "projects": rng.randint(0, 40),
                "amount": Decimal(rng.randint(1, 900_000)) / 100
                if most > _MOST["town"]
                else Decimal(rng.randint(1, 90_000)) / 100,
            }
            for column in block.columns:
                cells[f"{id}.{column.id}"] = figures[column.id]


def _sections(report: Report, form: Format, rng: random.Random, number: int) -> tuple[Section, ...]:
    texts = {1: _one(report, rng), 5: _five(rng), 6: _six(rng)}
    return tuple(Section(s.no, s.title, texts.get(s.no, "")) for s in form.sections)


def _one(report: Report, rng: random.Random) -> str:
    year, cells = report.year, report.cells
    new, carried = cells["applications.received_new.total"], cells["applications.carried_in.total"]
    handled, out = cells["applications.handled_total.total"], cells["applications.carried_out.total"]
    granted = cells["applications.granted.total"]
    published = rng.randint(80, 4000)
    before = rng.randint(60, 3500)
    grown = (published - before) / before * 100
    growth = f"同比{'增长' if grown >= 0 else '下降'}{abs(grown):.1f}%（上年{before}条）"
    people = cells["applications.received_new.natural_person"]
    received = rng.choice(
        (
            f"{year}年，共收到政府信息公开申请{new}件，上年结转{carried}件。",
            f"全年新收政府信息公开申请{new}件，其中自然人申请{people}件；上年结转{carried}件。",
            f"本年度受理政府信息公开申请{new}件。",
        )
    )  # fmt: skip
    answered = rng.choice(
        (
            f"全年办结{handled}件，其中予以公开{granted}件，结转下年度继续办理{out}件。",
            f"已答复{handled}件，结转下年度{out}件。",
            f"办理结果中，予以公开{granted}件。",
        )
    )
    if not new and not carried:
        received, answered = f"{year}年未收到政府信息公开申请。", ""
    openings = (
        f"{year}年，{report.organ}认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进各项工作。",
        f"一年来，{report.organ}坚持以公开为常态、不公开为例外，持续提升公开质量。",
        f"{year}年，我们围绕群众关心的事项，把公开贯穿于决策、执行、管理、服务和结果全过程。",
    )
    topics = rng.sample(_TOPICS, 4)
    return "\n".join(
        (
            rng.choice(openings),
            "（一）主动公开情况",
            f"全年通过门户网站主动公开政府信息{published}条，{growth}，其中{topics[0]}类{rng.randint(3, 60)}条。{_SENTENCES[rng.randrange(len(_SENTENCES))].format(*topics)}",
            "（二）依申请公开情况",
            f"{received}{answered}{rng.choice(_APPLICATION_WORDS)}",
            "（三）政府信息管理情况",
            rng.choice(_MANAGEMENT).format(*topics),
            "（四）政府信息公开平台建设情况",
            rng.choice(_PLATFORM).format(*topics),
            "（五）监督保障情况",
            rng.choice(_SUPERVISION).format(rng.randint(1, 6), rng.randint(12, 90)),
        )
    )


def _five(rng: random.Random) -> str:
    problems, measures = rng.sample(_PROBLEMS, 2), rng.sample(_MEASURES, 2)
    return f"一是{problems[0]}；二是{problems[1]}。\n下一年，将{measures[0]}，{measures[1]}。"


def _six(rng: random.Random) -> str:
    return rng.choice(
        (
            "本年度未收取政府信息公开信息处理费，没有其他需要报告的事项。",
            "本机关依据信息处理费管理办法，全年收取信息处理费0元。",
            "未发出收费通知，未收取信息处理费。无其他需要报告的事项。",
        )
    )


_TOPICS = (
    "养老服务",
    "义务教育",
    "道路修缮",
    "农田水利",
    "社会救助",
    "就业创业",
    "医疗卫生",
    "环境保护",
    "财政预决算",
    "应急管理",
)
_SENTENCES = (
    "围绕{0}、{1}等事项及时发布办理进展，配合图解说明。",
    "对{1}、{2}有关的通知做到形成后及时公开，方便居民查阅。",
    "在公示栏张贴{2}和{3}的办事指南，照顾不上网的老年人。",
)
_APPLICATION_WORDS = (
    "答复前由法制人员审核文书。",
    "对申请内容不明确的，一次告知需要补正的事项。",
    "设置专用邮箱并由专人值守。",
)
_MANAGEMENT = (
    "完善{0}信息的源头认定，发布前逐条核对。",
    "定期清理{1}栏目中过期的内容，做好归档。",
    "按季更新目录，{2}信息的有效性随文标注。",
)
_PLATFORM = (
    "优化网站检索，增设{3}专栏。",
    "公开查阅点配备电脑和打印机，便于查阅{0}信息。",
    "政务新媒体与网站同步发布{1}信息。",
)
_SUPERVISION = (
    "组织业务培训{0}次，参加人员{1}人。",
    "开展自查{0}轮，整改问题{1}个。",
    "召开专题会议{0}次，听取群众意见{1}条。",
)
_PROBLEMS = (
    "个别科室报送信息不够及时",
    "解读材料形式比较单一",
    "经办人员更替后业务不熟",
    "历史栏目整理进度偏慢",
    "群众参与的渠道还不够多",
)
_MEASURES = (
    "建立按月提醒的工作台账",
    "增加图解和问答形式的解读",
    "对新任人员开展集中辅导",
    "分批清理历史栏目",
    "在服务大厅设置意见簿",
)
