"""Made-up reports of the sample county, each with text of our own that agrees with its tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from gongkai.annual_report import reading
from gongkai.annual_report.aggregation import total
from gongkai.annual_report.report import Report, Section

from . import figures, promised

_SIZES = {
    "yunchuan-office": 30,
    "yunchuan-finance": 10,
    "yunchuan-education": 14,
    "yunchuan-land": 60,
    "wangshu": 24,
    "tingyu": 8,
    "shiqiao": 18,
}
SEED = 20190515  # the day the Regulation took effect; any number would do
COUNTY = "yunchuan"
TOWN = "wangshu"
TEXT = Path(__file__).with_name("wangshu-2020.txt")
"""望舒镇's report on 2020, a text with the figures of a real township's report of that year."""
_BEFORE_TEXT = {"made": 8, "disclosed": 8, "disclosed_total": 101}
"""Its normative documents of 2019: 101 still public, and 18 of 2020 make the 119 of the text."""


Counted = Callable[[str, int], Mapping[str, Any]]
"""Slug and year → cells that are counted from records; none where there are no records."""


def lower_reports(
    organs: Sequence[Mapping[str, Any]], years: range, counted: Counted
) -> Iterator[tuple[str, Report]]:
    """Slug and report of every organ but the county itself, year by year."""
    for organ in organs:
        if organ["slug"] == COUNTY:
            continue
        random, chain = Random(f"{SEED} {organ['slug']}"), figures.Chain()
        for year in years:
            if organ["slug"] == TOWN and year <= _TEXT_YEAR:
                cells, chain = _town_before(year)
            else:
                cells, chain = figures.year_cells(random, year, _SIZES[organ["slug"]], chain)
            cells = {**cells, **counted(organ["slug"], year)}
            report = _report(organ["name"], year, cells, random)
            yield organ["slug"], _promising(report) if organ["slug"] == TOWN else report


_TEXT_YEAR = 2020


def _town_before(year: int) -> tuple[figures.Cells, figures.Chain]:
    """望舒镇's cells up to the year of the text: no applications, no items, its documents."""
    text = reading.read(TEXT.read_bytes())
    if year == _TEXT_YEAR:
        cells = {id: value for id, value in text.cells.items() if value is not None}
    else:
        cells = dict.fromkeys(figures.form_of(year).cells, 0)
        cells.update({f"disclosure.normative_documents.{c}": value for c, value in _BEFORE_TEXT.items()})
    documents = cells["disclosure.normative_documents.disclosed_total"]
    return cells, figures.Chain(documents=int(documents))


def county_report(name: str, reports: Sequence[Report]) -> Report:
    """The county's report on a year: the sum of those below it, with its own text."""
    summed = total(reports)
    assert summed.year is not None
    cells = {id: value for id, value in summed.cells.items() if value is not None}
    return _report(name, summed.year, cells, Random(f"{SEED} {COUNTY} {summed.year}"))


def _report(name: str, year: int, cells: Mapping[str, Any], random: Random) -> Report:
    form = figures.form_of(year)
    signed_on = date(year + 1, 1, random.randint(5, 25))
    return Report(
        organ=name,
        year=year,
        format=form.id,
        variant=form.variant,
        preface=(
            "本报告依据《中华人民共和国政府信息公开条例》第五十条编制，"
            f"统计期限自{year}年1月1日起至{year}年12月31日止。"
        ),
        cells=cells,
        sections=tuple(_sections(form.sections, name, year, cells, random)),
        signed_by=name,
        signed_on=signed_on,
    )


def _promising(report: Report) -> Report:
    """With what became of the measures of the year before."""
    assert report.year is not None
    year = report.year
    sections = tuple(
        replace(one, text=promised.section_five(year, one.text)) if one.no == 5 else one
        for one in report.sections
    )
    return replace(report, sections=sections)


def _sections(
    forms: Any, name: str, year: int, cells: Mapping[str, Any], random: Random
) -> Iterator[Section]:
    texts = {
        1: _overview(name, year, cells, random),
        5: random.choice(_PROBLEMS).format(next=year + 1),
        6: f"{year}年，{name}没有收取信息处理费。",
    }
    for form in forms:
        yield Section(form.no, form.title, texts.get(form.no, ""))


def _overview(name: str, year: int, cells: Mapping[str, Any], random: Random) -> str:
    new, carried, handled, left = (
        cells[f"applications.{row}.total"]
        for row in ("received_new", "carried_in", "handled_total", "carried_out")
    )
    review = cells["remedies.review.total"]
    suits = cells["remedies.suit_direct.total"] + cells["remedies.suit_after_review.total"]
    items = random.randint(180, 900)
    return "\n".join(
        (
            "（一）主动公开",
            f"{year}年，{name}主动公开政府信息{items}条，各项信息均在形成或者变更之日起二十个工作日内公开。",
            "（二）依申请公开",
            f"{year}年新收政府信息公开申请{new}件，上年结转{carried}件；办结{handled}件，结转下年度继续办理{left}件。"
            f"因政府信息公开工作被申请行政复议{review}件，被提起行政诉讼{suits}件。",
            "（三）政府信息管理",
            "制发公文时同步确定公开属性，公开前逐件进行保密审查，对不予公开的信息定期评估。",
            "（四）政府信息公开平台建设",
            "按统一要求设置政府信息公开专栏，栏目责任到人，提供检索、查阅和下载。",
            "（五）监督保障",
            "公开工作纳入年度考核，组织业务培训，没有因政府信息公开被追究责任的情形。",
        )
    )


_PROBLEMS = (
    "政策解读的形式比较单一，部分栏目更新不够均衡。{next}年将对照公开目录按月核对，解读材料与文件同步起草、同步公开。",
    "依申请公开答复的说理还不够充分，科室之间衔接不够顺畅。{next}年将统一答复文本，明确会办时限，定期复盘被纠正的案件。",
    "公开的业务类信息偏少，群众关心的事项整理得不够。{next}年将按领域梳理公开事项，在便民服务场所增设查阅点。",
)
