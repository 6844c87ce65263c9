"""起草: the text a compiled report begins with, built from its figures; what only people know is asked for.

Every number is a figure (``figures``) and stays bound to it (``live``). A passage that has still to be
written is marked, so that no report goes out with one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from gongkai.translation import _

from .facts import STATES, Commitment, Facts, Telling, Told
from .improvements import section_five
from .live import Binding, bound, marked
from .report import Report, Section

PROMPT = "［待填写："
"""How a passage begins that has still to be written."""

FEE_YEAR = 2021
"""The first year of the information processing fee (国办函〔2020〕109号)."""

COLUMNS_TOLD = 6
"""The largest columns are told; all of them would be a table and no sentence."""

SMALLEST_BASE = 10
"""From so many in the year before a rate of growth is told; under it the two counts alone.

On a base of 3 one case more is a third, on 10 it is ten points (practice; the form asks for no rate).
Texts give 同比 of far smaller numbers than pictures do (``pictures.SMALL``), and here the base always
stands beside it.
"""

_STOCK = {
    "2019": (("made", _("新制作规范性文件{n}件")), ("disclosed_total", _("年末对外公开的规范性文件共{n}件"))),
    "2021": (
        ("issued", _("制发行政规范性文件{n}件")),
        ("repealed", _("废止{n}件")),
        ("in_force", _("年末现行有效{n}件")),
    ),
}
_PAIRS = ("published", "received", "adopted", "interpreted")
_GATHERED = ("meetings", "trainings_given", "trainings_taken")
_SINGLE = (
    "fee_cases",
    "fee_yuan",
    "withdrawn",
    "revised",
    "reexamined",
    "group",
    "officers",
    "places",
    "handed_over",
)

Figure = Callable[[str], str]
"""A key → its words, marked for a binding."""


@dataclass(frozen=True)
class Draft:
    """A report with its text, and which words of it tell which figure."""

    report: Report
    bindings: tuple[Binding, ...]


def draft(report: Report, facts: Facts) -> Draft:
    """``report`` with an opening, its six sections as the form titles them, and who signs; not yet when."""
    form = report.form
    assert form is not None
    known = figures(report, facts.told)

    def told(key: str) -> str:
        return marked(key, known[key])

    texts = {
        1: _overview(report, facts, told),
        5: improvements(facts.told, told),
        6: _others(facts, told),
    }
    sections, bindings = bound(Section(one.no, one.title, texts.get(one.no, "")) for one in form.sections)
    written = replace(
        report,
        signed_by=facts.organ,
        preface=_(
            "本报告根据《中华人民共和国政府信息公开条例》第五十条的规定编制。"
            "所列数据的统计期限自{year}年1月1日至{year}年12月31日。"
        ).format(year=facts.year),
        sections=sections,
    )
    return Draft(written, bindings)


def drafted(report: Report, facts: Facts) -> Report:
    """The report of ``draft``, where nobody asks for the bindings."""
    return draft(report, facts).report


def figures(report: Report, told: Told) -> dict[str, str]:
    """Every figure that a text can tell, in words: the cells by their ids, the counts by their names."""
    found = {id: report.printed(id) for id in report.cells}
    for name in _SINGLE:
        found[name] = str(getattr(told, name))
    for name in _PAIRS:
        found |= _paired(name, *getattr(told, name))
    for name in _GATHERED:
        found[name], found[f"{name}_people"] = map(str, getattr(told, name))
    for group in ("columns", "channels"):
        for name, now, before in getattr(told, group):
            found |= _paired(f"{group}:{name}", now, before)
    found["questions"], found["questions_answered"] = map(str, told.questions)
    suits = [report.cells.get(f"remedies.{way}.total") or 0 for way in ("suit_direct", "suit_after_review")]
    found["suits"] = str(sum(suits))
    for state in STATES:
        found[f"commitments_{state}"] = str(sum(one.state == state for one in told.commitments))
    found |= {f"more:{one.key}": str(one.count) for one in told.more}
    return found | {"commitments": str(len(told.commitments))}


def unwritten(report: Report) -> list[Section]:
    """The sections that still ask for something."""
    return [section for section in report.sections if PROMPT in section.text]


def growth(now: int, before: int, unit: str) -> str:
    """同比 with its base; no rate where last year had fewer than SMALLEST_BASE."""
    known = _paired("it", now, before)
    return _grown("it", unit, known.__getitem__)


def improvements(told: Told, figure: Figure) -> str:
    """Section five from its problems and from what became of last year's commitments."""
    text = section_five(told.problems, told.commitments, figure)
    if not told.problems:
        text = f"{_prompt(_('存在的主要问题和改进措施'))}\n{text}"
    unsaid = [one for one in told.commitments if not one.state]
    if unsaid:
        text = f"{text}\n" + "\n".join(map(_ask_after, unsaid))
    elif not told.commitments:
        text = f"{text}\n{_prompt(_('上年问题的整改情况，上年没有提出的删去这一句'))}"
    return "\n".join(line for line in text.splitlines() if line)


def _ask_after(one: Commitment) -> str:
    asked = _("上年提出的“{measure}”的落实情况").format(measure=one.measure)
    noted = _("，已登记的进展：{progress}").format(progress=one.progress) if one.progress else ""
    return _prompt(f"{asked}{noted}")


def _paired(name: str, now: int, before: int) -> dict[str, str]:
    return {name: str(now), f"{name}_before": str(before), f"{name}_rate": _rate(now, before)}


def _rate(now: int, before: int) -> str:
    if before and now == before:
        return _("与上年持平")
    if before < SMALLEST_BASE:
        return ""
    rate = (Decimal(abs(now - before)) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{_('增长') if now > before else _('下降')}{rate}%"


def _grown(name: str, unit: str, figure: Figure) -> str:
    base = _("（上年{before}{unit}）").format(before=figure(f"{name}_before"), unit=unit)
    rate = figure(f"{name}_rate")
    if "%" in rate:
        return _("，同比{rate}{base}").format(rate=rate, base=base)
    return f"，{rate}{base}" if _("与上年持平") in rate else base


def _overview(report: Report, facts: Facts, figure: Figure) -> str:
    return "\n".join(
        (
            _("（一）主动公开"),
            "".join(_disclosed(report, facts, figure)),
            _("（二）依申请公开"),
            "".join(_applied(report, figure)),
            _("（三）政府信息管理"),
            *_managed(facts.told, figure),
            _prompt(_("公文制发时确定公开属性、公开前保密审查、信息保存等情况")),
            _("（四）政府信息公开平台建设"),
            *_platform(facts.told, figure),
            _prompt(_("网站、政务新媒体建设等情况")),
            _("（五）监督保障"),
            *_organised(facts.told, figure),
            _disputed(figure),
            _prompt(_("考核、社会评议、责任追究的结果，公众投诉举报的处理")),
        )
    )


def _disclosed(report: Report, facts: Facts, figure: Figure) -> Iterator[str]:
    told = facts.told
    yield _("{year}年主动公开政府信息{n}条{growth}。").format(
        year=facts.year, n=figure("published"), growth=_grown("published", _("条"), figure)
    )
    if told.columns:
        of_each = "，".join(
            _("{name}{n}条（上年{before}条）").format(
                name=name, n=figure(f"columns:{name}"), before=figure(f"columns:{name}_before")
            )
            for name, _now, _before in told.columns[:COLUMNS_TOLD]
        )
        yield _("按栏目分，较多的是{of_each}。").format(of_each=of_each)
    if told.channels:
        of_each = "，".join(
            _("{name}{n}条次（上年{before}条次）").format(
                name=name, n=figure(f"channels:{name}"), before=figure(f"channels:{name}_before")
            )
            for name, _now, _before in told.channels
        )
        yield _("除网站外，通过其他渠道公开的有{of_each}。").format(of_each=of_each)
    if stock := "，".join(_stock_words(report, figure)):
        yield f"{stock}。"
    if any(told.interpreted):
        yield _("发布政策解读{n}篇{growth}。").format(
            n=figure("interpreted"), growth=_grown("interpreted", _("篇"), figure)
        )
    if any(told.adopted):
        yield _("被上级机关采用信息{n}条{growth}，另行统计，不计入主动公开。").format(
            n=figure("adopted"), growth=_grown("adopted", _("条"), figure)
        )


def _applied(report: Report, figure: Figure) -> Iterator[str]:
    yield _(
        "本年新收政府信息公开申请{came}件{growth}，上年结转{carried}件；"
        "本年度办理完结{done}件，结转下年度继续办理{left}件。"
    ).format(
        came=figure("applications.received_new.total"),
        growth=_grown("received", _("件"), figure),
        carried=figure("applications.carried_in.total"),
        done=figure("applications.handled_total.total"),
        left=figure("applications.carried_out.total"),
    )
    if report.cells["applications.handled_total.total"]:
        yield _("办结的申请中，予以公开{granted}件，部分公开{partly}件。").format(
            granted=figure("applications.granted.total"), partly=figure("applications.partly_granted.total")
        )


def _managed(told: Told, figure: Figure) -> Iterator[str]:
    if told.revised or told.withdrawn or told.reexamined:
        yield _(
            "全年对已公开的信息动态调整，更新{revised}条，撤下{withdrawn}条；对不予公开的信息再审查{again}件次。"
        ).format(revised=figure("revised"), withdrawn=figure("withdrawn"), again=figure("reexamined"))


def _platform(told: Told, figure: Figure) -> Iterator[str]:
    if told.places:
        handed = _("，全年移送信息{n}件").format(n=figure("handed_over")) if told.handed_over else ""
        yield _("设有政府信息查阅场所{places}处{handed}。").format(places=figure("places"), handed=handed)
    if told.questions[0]:
        yield _("网站全年收到公众提问{n}个，年内答复{answered}个。").format(
            n=figure("questions"), answered=figure("questions_answered")
        )


def _organised(told: Told, figure: Figure) -> Iterator[str]:
    organised = []
    if told.group:
        led = _("，由{leader}任组长").format(leader=told.leader) if told.leader else ""
        organised.append(_("公开工作领导小组共{n}人{led}").format(n=figure("group"), led=led))
    if told.office:
        organised.append(_("由{office}承担日常工作").format(office=told.office))
    if told.officers:
        organised.append(_("明确公开专员{n}人").format(n=figure("officers")))
    if organised:
        yield "，".join(organised) + "。"
    held = [
        words.format(n=figure(name), people=figure(f"{name}_people"))
        for name, words in zip(
            _GATHERED,
            (
                _("召开会议{n}次（{people}人次）"),
                _("举办培训{n}次（{people}人次）"),
                _("参加培训{n}次（{people}人次）"),
            ),
            strict=True,
        )
        if getattr(told, name)[0]
    ]
    if held:
        yield _("全年就政府信息公开工作{held}。").format(held="，".join(held))
    if told.more:
        yield _("全年{clauses}。").format(clauses="，".join(_clause(one, figure) for one in told.more))


def _clause(one: Telling, figure: Figure) -> str:
    """The clause with its count bound; a clause that tells none stays as it is."""
    return re.sub(rf"(?<!\d){one.count}(?!\d)", lambda _found: figure(f"more:{one.key}"), one.clause, count=1)


def _disputed(figure: Figure) -> str:
    return _("因政府信息公开被申请行政复议{reviews}件，被提起行政诉讼{suits}件。").format(
        reviews=figure("remedies.review.total"), suits=figure("suits")
    )


def _stock_words(report: Report, figure: Figure) -> Iterator[str]:
    for column, words in _STOCK[report.format or ""]:
        cell = f"disclosure.normative_documents.{column}"
        if report.cells[cell] is not None:
            yield words.format(n=figure(cell))


def _others(facts: Facts, figure: Figure) -> str:
    if facts.year < FEE_YEAR:
        return _prompt(_("其他需要报告的事项，没有的写“无其他需要报告的事项”"))
    fee = (
        _("本年收取信息处理费{cases}件，共{yuan}元。").format(
            cases=figure("fee_cases"), yuan=figure("fee_yuan")
        )
        if facts.told.fee_cases
        else _("本年没有收取信息处理费。")
    )
    return f"{fee}\n{_prompt(_('其他需要报告的事项，没有的删去这一句'))}"


def _prompt(words: str) -> str:
    return f"{PROMPT}{words}］"
