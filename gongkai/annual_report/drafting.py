"""起草: the text a compiled report begins with, built from its figures; what only people know is asked for.

A passage that has still to be written is marked, so that no report goes out with one.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from gongkai.translation import _

from .facts import Facts
from .report import Report, Section, figure

PROMPT = "［待填写："
"""How a passage begins that has still to be written."""

FEE_YEAR = 2021
"""The first year of the information processing fee (国办函〔2020〕109号)."""

_STOCK = {
    "2019": (("made", _("新制作规范性文件{n}件")), ("disclosed_total", _("年末对外公开的规范性文件共{n}件"))),
    "2021": (
        ("issued", _("制发行政规范性文件{n}件")),
        ("repealed", _("废止{n}件")),
        ("in_force", _("年末现行有效{n}件")),
    ),
}


def drafted(report: Report, facts: Facts) -> Report:
    """``report`` with an opening, its six sections as the form titles them, and who signs; not yet when."""
    form = report.form
    assert form is not None
    texts = {
        1: _overview(report, facts),
        5: _prompt(_("存在的主要问题、改进措施和上年问题的整改情况")),
        6: _others(facts),
    }
    return replace(
        report,
        signed_by=facts.organ,
        preface=_(
            "本报告根据《中华人民共和国政府信息公开条例》第五十条的规定编制。"
            "所列数据的统计期限自{year}年1月1日至{year}年12月31日。"
        ).format(year=facts.year),
        sections=tuple(Section(one.no, one.title, texts.get(one.no, "")) for one in form.sections),
    )


def unwritten(report: Report) -> list[Section]:
    """The sections that still ask for something."""
    return [section for section in report.sections if PROMPT in section.text]


def growth(now: int, before: int, unit: str) -> str:
    """同比 with its base; no rate where last year had none."""
    if not before:
        return _("（上年{before}{unit}）").format(before=before, unit=unit)
    if now == before:
        return _("，与上年持平（上年{before}{unit}）").format(before=before, unit=unit)
    rate = (Decimal(abs(now - before)) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
    word = _("增长") if now > before else _("下降")
    return _("，同比{word}{rate}%（上年{before}{unit}）").format(
        word=word, rate=rate, before=before, unit=unit
    )


def _overview(report: Report, facts: Facts) -> str:
    cells = report.cells
    came, carried, done, left = (
        cells[f"applications.{row}.total"]
        for row in ("received_new", "carried_in", "handled_total", "carried_out")
    )
    published, published_before = facts.told.published
    return "\n".join(
        (
            _("（一）主动公开"),
            _("{year}年主动公开政府信息{n}条{growth}。{stock}").format(
                year=facts.year,
                n=published,
                growth=growth(published, published_before, _("条")),
                stock=_stock(report),
            ),
            _("（二）依申请公开"),
            _(
                "本年新收政府信息公开申请{came}件{growth}，上年结转{carried}件；"
                "本年度办理完结{done}件，结转下年度继续办理{left}件。"
            ).format(
                came=came, growth=growth(*facts.told.received, _("件")), carried=carried, done=done, left=left
            ),
            _("（三）政府信息管理"),
            _prompt(_("政府信息的制作、保存、动态调整等情况")),
            _("（四）政府信息公开平台建设"),
            _prompt(_("网站、政务新媒体、查阅场所等情况")),
            _("（五）监督保障"),
            _prompt(_("机构、会议、培训，以及考核、社会评议、责任追究的结果")),
        )
    )


def _stock(report: Report) -> str:
    told = list(_stock_words(report))
    return "，".join(told) + "。" if told else ""


def _stock_words(report: Report) -> Iterator[str]:
    for column, words in _STOCK[report.format or ""]:
        value = report.cells[f"disclosure.normative_documents.{column}"]
        if value is not None:
            yield words.format(n=figure(value))


def _others(facts: Facts) -> str:
    if facts.year < FEE_YEAR:
        return _prompt(_("其他需要报告的事项，没有的写“无其他需要报告的事项”"))
    told = facts.told
    fee = (
        _("本年收取信息处理费{cases}件，共{yuan}元。").format(cases=told.fee_cases, yuan=told.fee_yuan)
        if told.fee_cases
        else _("本年没有收取信息处理费。")
    )
    return f"{fee}\n{_prompt(_('其他需要报告的事项，没有的删去这一句'))}"


def _prompt(words: str) -> str:
    return f"{PROMPT}{words}］"
