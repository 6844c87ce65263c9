"""公开时限 of the matters in a standard catalogue: words → rules → last days.

Catalogues say in words by when a matter is published. A sentence is read as a whole or not at all:
what this file does not know stays text, for a person to judge. A term in days begins on the day
after its event (《民法典》第二百零一条); one in calendar days or months that ends on a day of rest
ends on the next working day (第二百零三条). Where no event is named, it is that of Art. 26: the day
the information was formed or changed.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.translation import _

from .clock import Due
from .working_days import WorkingDays

_DAY = timedelta(days=1)


class Event(StrEnum):
    """The day a term runs from."""

    FORMED = "formed"
    """信息形成或者变更之日."""
    ISSUED = "issued"
    """文件印发、决定作出之日: for a document the day it was formed, too."""
    OTHER = "other"
    """Any other, which no date of an item tells."""


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


class Period(StrEnum):
    """How often something is due."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


class Standing(StrEnum):
    """A limit without a last day."""

    AT_ONCE = "at_once"
    """及时、实时公开."""
    LASTING = "lasting"
    """长期、永久公开."""


@dataclass(frozen=True)
class Within:
    """若干日内: a number of days or months after an event."""

    count: int
    unit: Unit
    event: Event = Event.FORMED
    words: str = ""
    """The event in the catalogue's own words, where it is not that of Art. 26."""
    about: str = ""
    """What part of the matter it is said of, e.g. 政府文件."""

    def last_day(self, event_on: date, days: WorkingDays) -> date:
        """The last day of the term. Raises OutOfRange before the first loaded year."""
        if self.unit == Unit.WORKING_DAYS:
            on = Due.walked(event_on, self.count, days).on
            assert on is not None
            return on
        if self.unit == Unit.MONTHS:
            last = _months_later(event_on, self.count)
        else:
            last = event_on + self.count * _DAY
        while not days.works(last):
            last += _DAY
        return last

    @property
    def runs_from_forming(self) -> bool:
        """Whether the day an item was formed is the day the term runs from."""
        return self.event in (Event.FORMED, Event.ISSUED)


@dataclass(frozen=True)
class Every:
    """按期: once in every period, by a day in it; without one, by its last day."""

    period: Period
    month: int = 0
    """Month of the period, from 1; 0: its last."""
    day: int = 0
    """Day of that month; 0: its last."""
    after: Within | None = None
    """Counted from the end of the period before, instead of a day."""

    def begins(self, on: date) -> date:
        """The first day of the period ``on`` lies in."""
        length = _LENGTHS[self.period]
        return date(on.year, (on.month - 1) // length * length + 1, 1)

    def last_day(self, on: date, days: WorkingDays) -> date:
        """The last day to publish in the period ``on`` lies in."""
        first = self.begins(on)
        if self.after is not None:
            return self.after.last_day(first - _DAY, days)
        month = first.month - 1 + (self.month or _LENGTHS[self.period])
        last = monthrange(first.year, month)[1]
        return date(first.year, month, min(self.day or last, last))

    def owed_since(self, on: date, days: WorkingDays) -> date:
        """The first day of the last period whose day is past: nothing since then is nothing in time."""
        first = self.begins(on)
        return first if self.last_day(on, days) < on else self.begins(first - _DAY)


Rule = Within | Every | Standing


@dataclass(frozen=True)
class TimeLimit:
    """A text, the rules read in it, and the sentences that were not read."""

    text: str
    rules: tuple[Rule, ...] = ()
    unread: tuple[str, ...] = ()


def read(text: str) -> TimeLimit:
    """The rules of a time limit; a sentence that is not understood whole gives none."""
    rules: list[Rule] = []
    unread: list[str] = []
    for sentence in re.split(r"[;。\n]+", unicodedata.normalize("NFKC", text)):
        clauses = [_SPACE.sub("", one) for one in re.split(r"[,，]", sentence)]
        clauses = [_NAME.sub("", one) for one in clauses if one and not _PROVISO.search(one)]
        found = [_rule(clause) for clause in clauses]
        if None in found:
            unread.append(sentence.strip())
        else:
            rules += [rule for rule in found if rule is not None]
    return TimeLimit(text, tuple(dict.fromkeys(rules)), tuple(unread))


def described(rule: Rule) -> str:
    """A rule in the words of a catalogue; reading them gives the rule again."""
    if isinstance(rule, Standing):
        return {Standing.AT_ONCE: _("及时公开"), Standing.LASTING: _("长期公开")}[rule]
    if isinstance(rule, Within):
        term = _term(rule)
        if rule.about:
            return f"{rule.about}{term}"
        words = rule.words or _("信息形成或者变更")
        return _("自{words}之日起{term}").format(words=words, term=term)
    name = {
        Period.YEAR: _("每年"),
        Period.HALF: _("每半年"),
        Period.QUARTER: _("每季度"),
        Period.MONTH: _("每月"),
    }[rule.period]
    if rule.after is not None:
        return _("{period}结束后{term}").format(period=name, term=_term(rule.after))
    if not (rule.month or rule.day):
        return _("{period}公开").format(period=name)
    month = _month_name(rule)
    if not rule.day:
        return _("{period}{month}底前").format(period=name, month=month)
    return _("{period}{month}{day}日前").format(period=name, month=month, day=rule.day)


# Reading ------------------------------------------------------------------------------------------

_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"^公开时限:")
_PROVISO = re.compile(r"另有规定|从其规定|^(?:按照?|根据|依照|依据)《[^》]+》的?(?:有关|相关)?(?:规定|要求)$")
"""Where a law sets another period, that one prevails (Art. 26): said of every limit, it is none. Nor is
the name of the law a limit stands in."""
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_N = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_DONE = r"(?:予以|进行|主动|向社会|上网|及时|更新|公开|公布|发布|公示|[一1]次|至少)*"
_UNIT = r"(?P<unit>个?工作日|个?自然日|日|天|个月)"
_UNITS = {
    "工作日": Unit.WORKING_DAYS,
    "自然日": Unit.DAYS,
    "日": Unit.DAYS,
    "天": Unit.DAYS,
    "月": Unit.MONTHS,
}
_AFTER = re.compile(
    r"(?:自|从|在|于|经)?(?P<words>.+?)(?:(?:之日|当日|之时)?起|之日后|之?后|以后)的?"
    rf"{_N}{_UNIT}(?:之内|以内|内)?{_DONE}"
)
_PLAIN = re.compile(rf"(?:在|于)?(?P<about>[^\d:]{{0,12}}?):?{_N}{_UNIT}(?:之内|以内|内){_DONE}")
_NO_EVENT = re.compile(r"前|不少于|不得|不超过|至少|提前|除|每|按|日内|月内")
"""Words that say something else than from when a term runs."""
_NO_SUBJECT = re.compile(r"前|不|至少|公示|保留|期满|每|按|超过|延长|[后起若如的经自从日月]|年(?!度)")
_FORMED = re.compile(
    r"(?:政府|相关|有关|该|本|信息|内容|事项|或者?|及|和|与|[、/()]|形成|变更|变动|变化|发生|制作|生成|产生|更新)+"
)
_ISSUED = re.compile(r"印发|制发|成文|签发|作出|出台")
_FOREIGN = re.compile(r"上级|批准|批复|申请|获取|收到")
"""The day of another's doing is not the day this information was formed."""

_LENGTHS = {Period.YEAR: 12, Period.HALF: 6, Period.QUARTER: 3, Period.MONTH: 1}
_PERIODS = {"年": Period.YEAR, "半年": Period.HALF, "季": Period.QUARTER, "月": Period.MONTH}
_EVERY = re.compile(
    r"(?:每个?|按)(?P<period>半年|年|季|月)度?"
    rf"(?:(?:结束|终了)(?:之日)?(?:之?后|起){_N}{_UNIT}(?:之内|以内|内)"
    r"|(?P<end>年底|年末|季末|季度末|月底|月末|期末|底|末)前?"
    r"|(?:(?P<which>首|末|第[一二三四五六]个?)月|(?P<month>\d{1,2})月份?)?(?P<day>\d{1,2}日|底|末)(?:之?前|以前|内)?"
    rf")?{_DONE}"
)
_STANDING = {
    Standing.AT_ONCE: re.compile(rf"(?:实时|及时|即时|随时|立即|第一时间){_DONE}"),
    Standing.LASTING: re.compile(rf"(?:长期|永久|常年|持续|始终)(?:有效|展示)?{_DONE}"),
}


def _rule(clause: str) -> Rule | None:
    for standing, pattern in _STANDING.items():
        if pattern.fullmatch(clause):
            return standing
    if found := _EVERY.fullmatch(clause):
        return _every(found)
    if found := _AFTER.fullmatch(clause):
        return _after(found)
    if (found := _PLAIN.fullmatch(clause)) and not _NO_SUBJECT.search(found["about"]):
        return _within(found, about=found["about"])
    return None


def _after(found: re.Match[str]) -> Within | None:
    words = found["words"]
    if _NO_EVENT.search(words):
        return None
    if _FORMED.fullmatch(words):
        return _within(found)
    own = _ISSUED.search(words) and not _FOREIGN.search(words)
    return _within(found, event=Event.ISSUED if own else Event.OTHER, words=words)


def _within(
    found: re.Match[str], *, event: Event = Event.FORMED, words: str = "", about: str = ""
) -> Within | None:
    count = _number(found["n"])
    unit = _UNITS[found["unit"].removeprefix("个")]
    return Within(count, unit, event, words, about) if count else None


def _every(found: re.Match[str]) -> Every | None:
    period = _PERIODS[found["period"]]
    if found["n"]:
        after = _within(found)
        return Every(period, after=after) if after else None
    if not found["day"]:
        return Every(period) if _ends(period, found["end"]) else None
    month = _month(found, period)
    day = int(found["day"][:-1]) if found["day"].endswith("日") else 0
    if month is None or day > 31 or (found["day"].endswith("日") and not day):
        return None
    if month and day > monthrange(2020, month)[1] and period == Period.YEAR:
        return None  # no such day in the year
    return Every(period, month, day)


def _ends(period: Period, end: str | None) -> bool:
    """Whether the end named is that of the period: 每月年底前 is nonsense."""
    own = {Period.YEAR: "年", Period.HALF: "期", Period.QUARTER: "季", Period.MONTH: "月"}[period]
    return end is None or end[0] in ("期", "底", "末", own)


def _month(found: re.Match[str], period: Period) -> int | None:
    """The month of the period, from 1; None where the text names none that is in it."""
    length = _LENGTHS[period]
    if found["month"]:
        month = int(found["month"])
        return month if period == Period.YEAR and 1 <= month <= length else None
    if not found["which"]:
        return 1 if period == Period.MONTH else None
    which = found["which"]
    month = {"首": 1, "末": length}.get(which) or _number(which.removeprefix("第").removesuffix("个"))
    return month if length > 1 and month <= length else None


def _number(text: str) -> int:
    """20 or 二十; 0 for what is no number."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    high, low = _DIGITS.get(tens, 0 if tens else 1), _DIGITS.get(ones, 0)
    return high * 10 + low if high and bool(low) == bool(ones) else 0


def _term(rule: Within) -> str:
    return {
        Unit.WORKING_DAYS: _("{count}个工作日内"),
        Unit.DAYS: _("{count}日内"),
        Unit.MONTHS: _("{count}个月内"),
    }[rule.unit].format(count=rule.count)


def _month_name(rule: Every) -> str:
    if rule.period == Period.YEAR:
        return _("{month}月").format(month=rule.month)
    if rule.period == Period.MONTH:
        return ""
    return _("首月") if rule.month == 1 else _("第{month}个月").format(month="一二三四五六"[rule.month - 1])


def _months_later(on: date, count: int) -> date:
    years, month = divmod(on.month - 1 + count, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
