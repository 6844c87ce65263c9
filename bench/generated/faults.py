"""Planted faults: one thing wrong in a clean report, and the findings that must name it."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import Report, Section

Planted = tuple[Report, Report | None, str]
"""The report, last year's for comparison if any, and the code of the finding that must come."""


@dataclass(frozen=True)
class Fault:
    """A kind of fault. ``plant`` gives None where the report has no place for it."""

    name: str
    plant: Callable[[Report, Report, random.Random], Planted | None]
    arithmetic: bool = False


def _with(report: Report, changes: dict[str, Number | None], marks: dict[str, str] | None = None) -> Report:
    return replace(report, cells={**report.cells, **changes}, marks={**report.marks, **(marks or {})})


def _number(report: Report, cell: str) -> int:
    return int(report.cells.get(cell) or 0)


def _text(report: Report, no: int, change: Callable[[str], str]) -> Report:
    sections = tuple(replace(s, text=change(s.text)) if s.no == no else s for s in report.sections)
    return replace(report, sections=sections)


def _changed_text(
    report: Report, no: int, pattern: str, by: Callable[[re.Match[str]], str], code: str
) -> Planted | None:
    changed = _text(report, no, lambda text: re.sub(pattern, by, text, count=1))
    return (changed, None, code) if changed.sections != report.sections else None


def _more(rng: random.Random) -> int:
    return rng.choice((1, 1, 2, 3, 9, 10, -1)) or 1


def _cell_fault(
    prefix: Callable[[Report, random.Random], str], code: str
) -> Callable[[Report, Report, random.Random], Planted | None]:
    def plant(report: Report, _before: Report, rng: random.Random) -> Planted | None:
        cell = prefix(report, rng)
        if cell not in report.cells:
            return None
        value = _number(report, cell)
        return (
            _with(report, {cell: max(0, value + _more(rng)) if value else rng.choice((1, 2, 5))}),
            None,
            code,
        )

    return plant


_PEOPLE = ("natural_person", "business", "research", "public_benefit", "legal_service", "other_org")


def _leaf(report: Report, rng: random.Random) -> str:
    form = report.form
    assert form
    leaves = [row.id for row in form.table("applications").rows if row.role == "leaf"]
    return f"applications.{rng.choice(leaves)}.{rng.choice(_PEOPLE)}"


def _remedy(results: tuple[str, ...]) -> Callable[[Report, random.Random], str]:
    return lambda _report, rng: (
        f"remedies.{rng.choice(('review', 'suit_direct', 'suit_after_review'))}.{rng.choice(results)}"
    )


def _swapped(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    """Two columns of a row changed places."""
    form = report.form
    assert form
    for row in form.table("applications").rows:
        one, other = f"applications.{row.id}.natural_person", f"applications.{row.id}.business"
        if _number(report, one) != _number(report, other) and row.role == "leaf":
            changed = _with(report, {one: report.cells[other], other: report.cells[one]})
            return changed, None, "applications_handled_total"
    return None


def _digits(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    """12 written as 21."""
    cell = "applications.handled_total.total"
    text = str(_number(report, cell))
    turned = int(text[::-1])
    return (_with(report, {cell: turned}), None, "applications_balance") if turned != int(text) else None


def _carry(report: Report, before: Report, rng: random.Random) -> Planted | None:
    if before.year is None or before.year < 2019:
        return None
    cell = "applications.carried_out.natural_person"
    return report, _with(before, {cell: _number(before, cell) + 1}), "applications_carry_over"


def _stock(report: Report, before: Report, rng: random.Random) -> Planted | None:
    cell = "disclosure.normative_documents.in_force"
    if report.format != "2021" or before.format != "2021":
        return None
    return report, _with(before, {cell: _number(before, cell) + 3}), "in_force_chain"


def _items(report: Report, before: Report, rng: random.Random) -> Planted | None:
    cell = "disclosure.penalties.items_last_year"
    if report.format != "2019" or before.format != "2019" or before.year != 2019:
        return None
    return report, _with(before, {cell: _number(before, cell) + 5}), "items_chain"


def _negative(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return (
        _with(
            report, {"disclosure.rules.issued" if report.format == "2021" else "disclosure.rules.made": -2}
        ),
        None,
        "negative_count",
    )


def _no_number(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    cell = "remedies.review.other"
    return _with(report, {cell: None}, {cell: "text: 无"}), None, "cell_not_a_number"


def _slash(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    cell = "disclosure.coercion.decisions"
    return _with(report, {cell: None}, {cell: "na"}), None, "cell_not_a_number"


def _over_disclosed(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    if report.format != "2019":
        return None
    cell = "disclosure.normative_documents.made"
    return _with(report, {cell: _number(report, cell) + 40}), None, "normative_made_over_disclosed"


def _not_in_force(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    if report.format != "2021":
        return None
    changes: dict[str, Number | None] = {
        f"disclosure.normative_documents.{column}": number
        for column, number in (("issued", 9), ("repealed", 0), ("in_force", 2))
    }
    return _with(report, changes), None, "issued_in_force_or_repealed"


def _prose(pattern: str) -> Callable[[Report, Report, random.Random], Planted | None]:
    def plant(report: Report, _before: Report, rng: random.Random) -> Planted | None:
        return _changed_text(
            report, 1, pattern, lambda m: f"{m[1]}{int(m[2]) + rng.randint(3, 40)}{m[3]}", "prose_differs"
        )

    return plant


def _percentage(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return _changed_text(
        report,
        1,
        r"(同比(?:增长|下降))(\d+\.\d)%",
        lambda m: f"{m[1]}{float(m[2]) + 11.3:.1f}%",
        "percentage_differs",
    )


def _rate(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    if _number(report, "applications.received_new.total") or _number(report, "applications.carried_in.total"):
        return None
    return _text(report, 1, lambda text: f"{text}\n政府信息公开申请答复率100%。"), None, "rate_without_base"


def _received_none(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    if not _number(report, "applications.received_new.total"):
        return None
    return _changed_text(
        report,
        1,
        r"(?:全年新收|\d{4}年，共收到|本年度受理)政府信息公开申请\d+件[^。]*。",
        lambda _m: "全年未收到政府信息公开申请。",
        "nothing_said_of_figures",
    )


def _reviews(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    count = _number(report, "remedies.review.total") + 4
    return (
        _text(report, 1, lambda text: f"{text}\n全年发生政府信息公开行政复议{count}件。"),
        None,
        "prose_differs",
    )


def _documents(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    if report.format != "2021":
        return None
    count = _number(report, "disclosure.normative_documents.issued") + 6
    return _text(report, 1, lambda text: f"{text}\n全年制发行政规范性文件{count}件。"), None, "prose_differs"


def _fee(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    sections = tuple(
        replace(s, text="全年收取政府信息公开信息处理费4300元。") if s.no == _LAST else s
        for s in report.sections
    )
    with_fee = replace(report, sections=sections)
    return _text(with_fee, 1, lambda text: f"{text}\n本年度未收取信息处理费。"), None, "fee_differs"


_LAST = 6


def _month_on_month(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return _changed_text(report, 1, "同比", lambda _m: "环比", "annual_comparison_word")


def _no_base(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return _changed_text(report, 1, r"（上年\d+条）", lambda _m: "", "growth_without_base")


def _without_section(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    sections = tuple(s for s in report.sections if s.no != _LAST)
    return replace(report, sections=sections), None, "section_missing"


def _empty_section(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return _text(report, 5, lambda _text: ""), None, "section_empty"


def _period(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    year = report.year or 0
    preface = report.preface.replace(
        f"{year}年1月1日至{year}年12月31日", f"{year}年1月1日至{year - 1}年12月31日"
    )
    return replace(report, preface=preface), None, "period_wrong"


def _other_place(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return (
        _text(report, 5, lambda text: f"{text}\n下一步，绥化市将继续推进政府信息公开工作。"),
        None,
        "name_other_place",
    )


def _copied(report: Report, before: Report, rng: random.Random) -> Planted | None:
    old = {section.no: section.text for section in before.sections}
    sections = tuple(
        Section(
            s.no,
            s.title,
            re.sub(r"\d+", lambda m: m[0] if len(m[0]) == 4 else str(rng.randint(1, 99)), old[s.no])
            if s.no in (1, 5)
            else s.text,
        )
        for s in report.sections
    )
    return replace(report, sections=sections), before, "copied_from_previous"


def _unit(report: Report, before: Report, rng: random.Random) -> Planted | None:
    if report.format != "2021" or before.format != "2021":
        return None
    cell = "disclosure.fees.amount"
    amount = Decimal(rng.randint(3000, 90_000)) / 100
    return _with(report, {cell: amount * 10_000}), _with(before, {cell: amount}), "unit_suspect"


def _early(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return replace(report, signed_on=date(report.year or 0, 12, 28)), None, "signed_outside"


def _late(report: Report, _before: Report, rng: random.Random) -> Planted | None:
    return replace(report, signed_on=date((report.year or 0) + 1, 6, 9)), None, "signed_outside"


def _jump(report: Report, before: Report, rng: random.Random) -> Planted | None:
    cell = "disclosure.penalties.decisions"
    return _with(report, {cell: 9200}), _with(before, {cell: 230}), "jump"


FAULTS = (
    Fault(
        "一行总计加错",
        _cell_fault(
            lambda r, g: (
                f"applications.{g.choice(('received_new', 'carried_in', 'granted', 'carried_out'))}.total"
            ),
            "applications_row_total",
        ),
        True,
    ),
    Fault(
        "结转与总计不平",
        _cell_fault(lambda r, g: f"applications.carried_out.{g.choice(_PEOPLE)}", "applications_balance"),
        True,
    ),
    Fault(
        "新收与总计不平",
        _cell_fault(lambda r, g: f"applications.received_new.{g.choice(_PEOPLE)}", "applications_balance"),
        True,
    ),
    Fault("办理结果加总不符", _cell_fault(_leaf, "applications_handled_total"), True),
    Fault(
        "总计一格填错",
        _cell_fault(
            lambda r, g: f"applications.handled_total.{g.choice(_PEOPLE)}", "applications_handled_total"
        ),
        True,
    ),
    Fault("两列填反", _swapped, True),
    Fault("总计数字颠倒", _digits, True),
    Fault("表四总计错", _cell_fault(_remedy(("total",)), "remedies_total"), True),
    Fault(
        "表四一项错",
        _cell_fault(_remedy(("upheld", "corrected", "other", "pending")), "remedies_total"),
        True,
    ),
    Fault("上年结转不衔接", _carry, True),
    Fault("负数", _negative, True),
    Fault("现行有效件数不衔接", _stock),
    Fault("上一年项目数量不衔接", _items),
    Fault("格内填文字", _no_number),
    Fault("格内填“/”", _slash),
    Fault("新制作多于新公开", _over_disclosed),
    Fault("制发多于有效和废止", _not_in_force),
    Fault("正文收到数不符", _prose(r"((?:共收到|新收|本年度受理)政府信息公开申请)(\d+)(件)")),
    Fault("正文办结数不符", _prose(r"((?:全年办结|已答复))(\d+)(件)")),
    Fault("正文予以公开数不符", _prose(r"(予以公开)(\d+)(件)")),
    Fault("正文结转数不符", _prose(r"(结转下年度(?:继续办理)?)(\d+)(件)")),
    Fault("正文复议数不符", _reviews),
    Fault("正文规范性文件数不符", _documents),
    Fault("百分比算错", _percentage),
    Fault("无基数的百分率", _rate),
    Fault("说未收到而表中有", _received_none),
    Fault("收费前后不一", _fee),
    Fault("误用环比", _month_on_month),
    Fault("增长无基数", _no_base),
    Fault("缺节", _without_section),
    Fault("空节", _empty_section),
    Fault("统计期限错", _period),
    Fault("他地名称", _other_place),
    Fault("照抄上年", _copied),
    Fault("单位疑为元", _unit),
    Fault("年内落款", _early),
    Fault("逾期落款", _late),
    Fault("数据突变", _jump),
)
