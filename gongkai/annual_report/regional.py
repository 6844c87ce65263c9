"""汇总报告的文字: what a government's comprehensive report begins with; what people know is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.translation import _

from .drafting import PROMPT, growth
from .formats.relations import Number
from .report import NOTE, Report, Section


@dataclass(frozen=True)
class Region:
    """Whose reports were added up: by names, as they were called in the year."""

    organ: str
    year: int
    accepted: int
    wanting: Sequence[str] = ()
    """Organs whose report is asked for and was not accepted yet."""
    included: Sequence[str] = ()
    """Organs whose figures stand in the report of the one that took over."""


def regional(report: Report, region: Region, before: Report | None = None) -> Report:
    """The summed tables of ``report`` as the draft of the region's report; ``before``: last year's.

    A number is printed plain: which of the reports left a cell blank is told on the page of the totals.
    """
    form = report.form
    assert form is not None
    texts = {
        1: _overview(report, before),
        5: _prompt(_("全地区存在的主要问题、改进措施和上年问题的整改情况")),
        6: _prompt(_("收取信息处理费的情况；其他需要报告的事项，没有的写“无其他需要报告的事项”")),
    }
    return replace(
        plain(report),
        organ=region.organ,
        year=region.year,
        signed_by=region.organ,
        preface=_preface(region),
        sections=tuple(Section(one.no, one.title, texts.get(one.no, "")) for one in form.sections),
    )


def plain(report: Report) -> Report:
    """The tables without remarks on who left a cell blank."""
    return replace(report, marks={id: mark for id, mark in report.marks.items() if not mark.startswith(NOTE)})


def _preface(region: Region) -> str:
    told = [
        _(
            "本报告根据《中华人民共和国政府信息公开条例》第四十九条、第五十条的规定，"
            "由本级政府的数据和所属{count}个机关的年度报告汇总编制。"
            "所列数据的统计期限自{year}年1月1日至{year}年12月31日。"
        ).format(count=region.accepted, year=region.year)
    ]
    if region.included:
        names = "、".join(region.included)
        told.append(_("{names}的数据已由承继机关一并报告，不重复计算。").format(names=names))
    if region.wanting:
        names = "、".join(region.wanting)
        told.append(
            _("截至编制时，{names}共{count}个机关的报告尚未接收，数据未计入。").format(
                names=names, count=len(region.wanting)
            )
        )
    return "".join(told)


def _overview(report: Report, before: Report | None) -> str:
    came, carried, done, left = (
        report.printed(f"applications.{row}.total")
        for row in ("received_new", "carried_in", "handled_total", "carried_out")
    )
    return "\n".join(
        (
            _("（一）主动公开"),
            _prompt(_("全地区主动公开的总体情况")),
            _("（二）依申请公开"),
            _(
                "全地区本年新收政府信息公开申请{came}件{growth}，上年结转{carried}件；"
                "本年度办理完结{done}件，结转下年度继续办理{left}件。"
            ).format(came=came, growth=_growth(report, before), carried=carried, done=done, left=left),
            _("（三）政府信息管理"),
            _prompt(_("政府信息的制作、保存、动态调整等情况")),
            _("（四）政府信息公开平台建设"),
            _prompt(_("网站、政务新媒体、查阅场所等情况")),
            _("（五）监督保障"),
            _prompt(_("机构、会议、培训，以及考核、社会评议、责任追究的结果")),
        )
    )


def _growth(report: Report, before: Report | None) -> str:
    """同比 with last year's own report of the region as its base; nothing where there is none."""
    now, then = (_received(one) for one in (report, before))
    if now is None or then is None:
        return ""
    return growth(int(now), int(then), _("件"))


def _received(report: Report | None) -> Number | None:
    return report.cells.get("applications.received_new.total") if report else None


def _prompt(words: str) -> str:
    return f"{PROMPT}{words}］"
