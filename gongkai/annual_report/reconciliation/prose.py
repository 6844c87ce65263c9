"""正文与表格: what the prose says of applications, reviews and documents against the tables.

收到, 受理, 办结 and 答复 are different things, and officers count with or without what was carried
over: a difference is told only where the number is none of those the words may mean. Sentences
on another year, another scope (全区 in the report of a bureau), a channel or a part are left alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.translation import _

from ..formats.relations import Number
from ..report import Report, figure
from . import numerals
from .findings import WARNING, Finding
from .sentences import Sentence, sentences

_NEW, _IN = "applications.received_new.total", "applications.carried_in.total"
_DONE, _OUT = "applications.handled_total.total", "applications.carried_out.total"
_COUNT = rf"(?P<number>{numerals.NUMBER})\s*(?:余|多)?(?:件|份|条|宗|起|项)"
_KIND = r"(?:依申请公开|政府信息公开|信息公开|公开政府信息|公开)?(?:的)?申请(?:公开)?(?:事项|件)?"
_FILLER = r"(?:各类|群众|公众|社会公众|公民、法人(?:和|或)其他组织)?(?:提出的|提交的)?"
_ADDED = r"(?:共计|共|合计|总计|数量为|数量|总数为|为)?"

Values = Callable[[str], Number | None]


@dataclass(frozen=True)
class _Claim:
    """Words that tell of a cell; ``meant`` gives every number they may mean, the plainest first."""

    pattern: re.Pattern[str]
    cell: str
    meant: Callable[[Values], Sequence[Number | None]]


def _plain(cell: str) -> Callable[[Values], Sequence[Number | None]]:
    return lambda value: (value(cell),)


def _received(value: Values) -> Sequence[Number | None]:
    return value(_NEW), _plus(value(_NEW), value(_IN))


def _accepted(value: Values) -> Sequence[Number | None]:
    return (*_received(value), value(_DONE), _plus(value(_DONE), value(_OUT)))


def _answered(value: Values) -> Sequence[Number | None]:
    declined, other = _group(value, "declined_"), _group(value, "other")
    done = value(_DONE)
    return (
        done,
        _plus(done, value(_OUT)),
        value(_NEW),
        _minus(done, declined),
        _minus(done, other),
        _minus(_minus(done, declined), other),
        _minus(value(_NEW), value(_OUT)),
        _minus(done, value(_IN)),
    )


def _of_group(prefix: str) -> Callable[[Values], Sequence[Number | None]]:
    return lambda value: (_group(value, prefix),)


def _granted(value: Values) -> Sequence[Number | None]:
    granted, partly = value("applications.granted.total"), value("applications.partly_granted.total")
    return granted, _plus(granted, partly)


def _suits(value: Values) -> Sequence[Number | None]:
    direct, after = value("remedies.suit_direct.total"), value("remedies.suit_after_review.total")
    return _plus(direct, after), direct, after


def _claim(words: str, cell: str, meant: Callable[[Values], Sequence[Number | None]] | None = None) -> _Claim:
    return _Claim(re.compile(words), cell, meant or _plain(cell))


_RECEIVED = r"(?:新收到|共收到|收到|新收|接收|接到)"
_ACCEPTED = r"(?:受理|共受理)"
_ANSWERED = r"(?:办结|办理完结|办理完毕|已答复|答复|回复)"
_CLAIMS = (
    _claim(rf"{_RECEIVED}了?{_FILLER}{_KIND}{_ADDED}{_COUNT}", _NEW, _received),
    _claim(
        rf"{_RECEIVED}了?{_COUNT}{_FILLER}(?:依申请公开|政府信息公开|信息公开)(?:的)?申请", _NEW, _received
    ),
    _claim(rf"{_ACCEPTED}了?{_FILLER}{_KIND}{_ADDED}{_COUNT}", _NEW, _accepted),
    _claim(
        rf"{_ACCEPTED}了?{_COUNT}{_FILLER}(?:依申请公开|政府信息公开|信息公开)(?:的)?申请", _NEW, _accepted
    ),
    _claim(rf"{_ANSWERED}了?(?:{_KIND})?{_ADDED}{_COUNT}(?!提案|建议)", _DONE, _answered),
    _claim(rf"(?:予以公开|同意公开|准予公开)的?{_ADDED}{_COUNT}", "applications.granted.total", _granted),
    _claim(rf"部分公开的?{_ADDED}{_COUNT}", "applications.partly_granted.total"),
    _claim(rf"不予公开的?{_ADDED}{_COUNT}", "applications.refused_state_secret.total", _of_group("refused_")),
    _claim(rf"无法提供的?{_ADDED}{_COUNT}", "applications.unable_not_held.total", _of_group("unable_")),
    _claim(rf"不予处理的?{_ADDED}{_COUNT}", "applications.declined_petition.total", _of_group("declined_")),
    _claim(rf"结转下(?:一)?年度?(?:继续)?(?:办理)?的?{_ADDED}{_COUNT}", _OUT),
    _claim(rf"(?:上年度?|上一年度?)结转的?(?:{_KIND})?{_ADDED}{_COUNT}", _IN),
    _claim(
        rf"(?:政府)?信息公开(?:工作)?(?:被)?(?:申请|提起|引发|引起|类)?(?:的)?行政复议(?:案件|申请)?{_ADDED}{_COUNT}",
        "remedies.review.total",
    ),
    _claim(
        rf"(?:政府)?信息公开(?:工作)?(?:被)?(?:申请|提起|引发|引起|类)?(?:的)?行政诉讼(?:案件)?{_ADDED}{_COUNT}",
        "remedies.suit_direct.total",
        _suits,
    ),
    _claim(rf"制发(?:了)?(?:行政)?规范性文件{_ADDED}{_COUNT}", "disclosure.normative_documents.issued"),
    _claim(rf"废止(?:了)?(?:行政)?规范性文件{_ADDED}{_COUNT}", "disclosure.normative_documents.repealed"),
    _claim(rf"现行有效(?:的)?(?:行政)?规范性文件{_ADDED}{_COUNT}", "disclosure.normative_documents.in_force"),
    _claim(rf"新(?:制作|制定)(?:了)?规范性文件{_ADDED}{_COUNT}", "disclosure.normative_documents.made"),
    _claim(rf"作出行政许可决定{_ADDED}{_COUNT}", "disclosure.licences.decisions"),
    _claim(rf"作出行政处罚决定{_ADDED}{_COUNT}", "disclosure.penalties.decisions"),
)
_TOLD = re.compile(r"申请|办结|答复|公开的?[共\d]|结转|复议|诉讼|规范性文件|决定|无法提供|不予处理|受理")
_FIGURES = re.compile(r"[\d０-９零一二两三四五六七八九十]")
_ELSEWHERE = re.compile(
    r"上年(?!度?结转)|上一年(?!度?结转)|去年|同期|季度|上半年|下半年|累计|以来|历年|近[一二两三四五\d]+年|\d+月份|\d+月(?!\d|1日|31日)"
    r"|网络|网上|信函|邮寄|当面|传真|电子邮件|邮箱|信箱|平台(?:收到|受理|申请)|渠道|企业|热线|12345|留言|咨询|提案|建议|下属|各部门|各单位|各乡镇"
)
_AMONG = re.compile(r"其中[^，；。]{0,14}$")
_PART = re.compile(r"(?:较上年|比上年|同比|增加了?|减少了?|自然人|法人|涉及|关于|对)[^，；。]{0,14}$")
_YEAR = re.compile(r"(20\d\d)年")
_OWN_SCOPE = re.compile(r"本办|本机关|本局|我办|我局|本委|我委|本部门")
_WIDE_SCOPE = re.compile(r"全([省市区县旗镇乡州])|全街道")


def check(report: Report) -> Iterator[Finding]:
    """All findings on the prose; a cell that is absent or no number is undecided."""
    for sentence in sentences(report, preface=True):
        if "%" in sentence.text or "％" in sentence.text or "百分之" in sentence.text:
            yield from percentage_differs(sentence)
            yield from rate_without_base(report, sentence)
        if _TOLD.search(sentence.text) and _is_of_this_report(report, sentence.text):
            yield from nothing_said_of_figures(report, sentence)
            if _FIGURES.search(sentence.text):
                yield from prose_differs(report, sentence)
    yield from _fees(report)


def prose_differs(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """A number in the text that is none of those its words may mean in the tables."""
    value = _values(report)
    for claim in _CLAIMS:
        for found in claim.pattern.finditer(sentence.text):
            before = sentence.text[: found.start()]
            if _PART.search(before) or (claim.cell in (_NEW, _DONE) and _AMONG.search(before)):
                continue
            said = numerals.read(found["number"])
            meant = claim.meant(value)
            if said is None or meant[0] is None or any(number == said for number in meant):
                continue
            told = figure(meant[0])
            words = _("“{sentence}”：写的是“{words}”，表格“{cell}”是{told}，请核对").format(
                sentence=_short(sentence.text), words=found[0], cell=_label(report, claim.cell), told=told
            )
            yield Finding(
                "prose_differs", WARNING, words, "practice", (claim.cell,), said, meant[0], sentence.where,
                subject=found[0],
            )  # fmt: skip


def nothing_said_of_figures(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """The text says there was nothing, the table has numbers."""
    value = _values(report)
    for pattern, cells in _NOTHING:
        found = pattern.search(sentence.text)
        counts = [value(cell) for cell in cells]
        if found is None or any(count is None for count in counts):
            continue
        total = sum(count for count in counts if count)
        if total:
            words = _("“{sentence}”：写的是没有，表格“{cell}”是{told}，请核对").format(
                sentence=_short(sentence.text), cell=_label(report, cells[0]), told=figure(total)
            )
            yield Finding(
                "nothing_said_of_figures", WARNING, words, "practice", tuple(cells), 0, total, sentence.where,
                subject=found[0],
            )  # fmt: skip


_NO = r"(?:未|没有|无)(?:收到|接到|发生|受理|产生|有|出现)?(?:过)?(?:任何)?"
_NOTHING = (
    (
        re.compile(
            r"(?:未|没有)(?:收到|接到|受理)过?(?:任何)?(?:依申请公开|政府信息公开|信息公开)?(?:的)?申请"
        ),
        (_NEW,),
    ),
    (
        re.compile(rf"{_NO}(?:因|涉及)?(?:政府)?信息公开(?:的|引发的|引起的)?行政复议"),
        ("remedies.review.total",),
    ),
    (
        re.compile(rf"{_NO}(?:因|涉及)?(?:政府)?信息公开(?:的|引发的|引起的)?行政诉讼"),
        ("remedies.suit_direct.total", "remedies.suit_after_review.total"),
    ),
)

_RATE = r"(?P<rate>\d+(?:\.(?P<decimals>\d+))?)\s*[%％]"
_GROWN = re.compile(
    rf"(?P<now>{numerals.NUMBER})\s*(?P<unit>条|件|项|次|篇|份|个|人次?)[，,]?[^，。；\d]{{0,8}}"
    rf"(?:同比|较上年|比上年|较去年|比去年)[^，。；\d]{{0,6}}(?P<sense>增长|增加|上升|提高|下降|减少|降低)(?:了|约)?{_RATE}"
    rf"[（(，,]?(?:上年|去年|同期|上年同期)[^，。；\d]{{0,6}}(?P<before>{numerals.NUMBER})\s*(?P=unit)"
)
_SHARE = re.compile(
    rf"(?P<total>{numerals.NUMBER})\s*(?P<unit>条|件|项|次|篇|份|个)[，,]\s*其中[^，。；\d]{{0,16}}(?P<part>{numerals.NUMBER})\s*(?P=unit)"
    rf"[，,（(]?\s*占(?:比|总数的?|总量的?|全部的?)?(?:约|为)?{_RATE}"
)
_ALL = re.compile(
    r"(?P<name>(?:按时|按期|及时|依法)?(?:答复|办结|回复)率)[^，。；\d]{0,8}(?:100\s*[%％]|百分之百)"
)
_ROUNDING = Decimal("0.51")
_UP = ("增长", "增加", "上升", "提高")


def percentage_differs(sentence: Sentence) -> Iterator[Finding]:
    """A percentage derived again from the two numbers beside it."""
    for found in _GROWN.finditer(sentence.text):
        now, before = numerals.read(found["now"]), numerals.read(found["before"])
        if now is not None and before:
            change = (now - before) / before * 100
            yield from _percentage(sentence, found, change if found["sense"] in _UP else -change)
    for found in _SHARE.finditer(sentence.text):
        part, total = numerals.read(found["part"]), numerals.read(found["total"])
        if part is not None and total:
            yield from _percentage(sentence, found, part / total * 100)


def _percentage(sentence: Sentence, found: re.Match[str], derived: Decimal) -> Iterator[Finding]:
    said = Decimal(found["rate"])
    step = Decimal(1).scaleb(-len(found["decimals"] or ""))
    if abs(said - derived) <= step * _ROUNDING + (step if "约" in found[0] else 0):
        return
    rounded = derived.quantize(step)
    words = _("“{sentence}”：按文中的数应是{derived}%，写的是{said}%").format(
        sentence=_short(sentence.text), derived=rounded, said=said
    )
    yield Finding(
        "percentage_differs",
        WARNING,
        words,
        "arithmetic",
        (),
        said,
        rounded,
        sentence.where,
        subject=found[0],
    )


def rate_without_base(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """100 % of no applications at all."""
    value = _values(report)
    new, carried = value(_NEW), value(_IN)
    found = _ALL.search(sentence.text)
    if found is None or new != 0 or carried != 0 or not re.search(r"申请|公开", sentence.text):
        return
    words = _("“{sentence}”：全年没有申请，{name}没有基数").format(
        sentence=_short(sentence.text), name=found["name"]
    )
    yield Finding(
        "rate_without_base", WARNING, words, "practice", (_NEW, _IN), 0, 0, sentence.where, subject=found[0]
    )


_FEE = re.compile(r"信息处理费|收费通知|收取[^，。；]{0,12}费")
_NO_FEE = re.compile(
    r"(?:未|没有|无)[^，。；]{0,10}(?:收取|收费|发出收费|产生)|收取[^，。；]{0,16}费(?:用)?(?:为|共|计)?(?:0(?:\.0+)?|零)元"
)
_SOME_FEE = re.compile(rf"(?:收取|收费)[^，。；\d]{{0,16}}?(?P<number>{numerals.NUMBER})\s*(?P<unit>万?元)")
_OTHER_FEE = re.compile(r"行政事业性收费")


def _fees(report: Report) -> Iterator[Finding]:
    """信息处理费: the same wherever the report speaks of it."""
    told: list[tuple[Decimal, Sentence]] = []
    for sentence in sentences(report):
        if not _FEE.search(sentence.text) or _OTHER_FEE.search(sentence.text):
            continue
        amount = _fee(sentence.text)
        if amount is not None:
            told.append((amount, sentence))
    yield from fee_differs(told)


def fee_differs(told: Sequence[tuple[Decimal, Sentence]]) -> Iterator[Finding]:
    """Two sentences tell of different sums for the information-processing fee."""
    for amount, sentence in told[1:]:
        first, earlier = told[0]
        if amount != first:
            words = _("信息处理费前后不一：“{one}”是{first}元，“{other}”是{amount}元").format(
                one=_short(earlier.text),
                first=figure(first),
                other=_short(sentence.text),
                amount=figure(amount),
            )
            yield Finding(
                "fee_differs",
                WARNING,
                words,
                "practice",
                (),
                first,
                amount,
                sentence.where,
                subject="信息处理费",
            )
            return


def _fee(text: str) -> Decimal | None:
    if _NO_FEE.search(text):
        return Decimal(0)
    found = _SOME_FEE.search(text)
    number = numerals.read(found["number"]) if found else None
    if found is None or number is None:
        return None
    return number * 10_000 if found["unit"] == "万元" else number


def _is_of_this_report(report: Report, text: str) -> bool:
    """False for words on another year, another scope, or a part: no difference is told of them."""
    if _ELSEWHERE.search(text):
        return False
    if any(int(year) != report.year for year in _YEAR.findall(text)):
        return False
    return _same_scope(report.organ or "", text)


def _same_scope(organ: str, text: str) -> bool:
    """全区 is the scope of a district's government, 本办 of an office; the other way round it is not."""
    wide = _WIDE_SCOPE.search(text)
    government = re.search(r"([省市区县旗镇乡州])(?:人民)?政府$|(街道)(?:办事处)$", organ)
    if wide:
        return (
            bool(government) and (wide[1] or "街道") in (government[1], government[2])
            if government
            else False
        )
    return not (government and government[1] and _OWN_SCOPE.search(text))


def _values(report: Report) -> Values:
    return report.cells.get


def _group(value: Values, prefix: str) -> Number | None:
    """The total of a group of results: all its rows, whichever this form has."""
    rows = [value(f"applications.{row}.total") for row in _GROUPS[prefix]]
    known = [number for number in rows if number is not None]
    return sum(known) if known else None


_GROUPS = {
    "refused_": (
        "refused_state_secret", "refused_other_law", "refused_safety_stability", "refused_third_party",
        "refused_internal_affairs", "refused_process", "refused_enforcement_file", "refused_admin_query",
    ),
    "unable_": ("unable_not_held", "unable_needs_creation", "unable_still_unclear"),
    "declined_": (
        "declined_petition", "declined_repeat", "declined_publication", "declined_excessive",
        "declined_confirm_reissue",
    ),
    "other": ("other", "other_not_corrected", "other_fee_unpaid", "other_misc"),
}  # fmt: skip


def _plus(one: Number | None, other: Number | None) -> Number | None:
    return None if one is None or other is None else one + other


def _minus(one: Number | None, other: Number | None) -> Number | None:
    return None if one is None or other is None else one - other


def _label(report: Report, cell: str) -> str:
    form = report.form
    return form.cells[cell].label if form and cell in form.cells else cell


_LONGEST = 60


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
