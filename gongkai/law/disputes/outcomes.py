"""结果 of reviews and suits: as the laws name them, by column of table four, and whether to act anew."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from gongkai.translation import _

from .. import parameters, terms
from ..citation import REVIEW_LAW, REVIEW_LAW_2017, SUIT_LAW, Article
from ..clock import Due
from ..parameters import NotInForce
from ..working_days import WorkingDays

FOLDER = parameters.FOLDER / "dispute_columns"
COLUMNS = ("upheld", "corrected", "other", "pending")
"""The columns of table four but for its total, by their ids in the forms."""
_REVISED = date(2024, 1, 1)
_BEGINNING = date(1999, 10, 1)


class Proceeding(StrEnum):
    """The way a dispute takes."""

    REVIEW = "review"
    SUIT = "suit"


PROCEEDINGS = {Proceeding.REVIEW: _("行政复议"), Proceeding.SUIT: _("行政诉讼")}


@dataclass(frozen=True)
class Outcome:
    """An outcome, with the article that names it from a day on; ``anew``: the organ must act (again).

    ``until`` is the first day on which there is no such outcome any more.
    """

    code: str
    label: str
    versions: tuple[tuple[date, Article | None], ...]
    """None where the article was not read."""
    anew: bool = False
    until: date | None = None

    def article(self, on: date) -> Article | None:
        """The article of the day. Raises NotInForce where the law of the day has no such outcome."""
        fitting = [article for since, article in self.versions if since <= on]
        if not fitting or (self.until and on >= self.until):
            raise NotInForce(
                _("{day}时的法律没有“{label}”这一结果，请核对日期和结果").format(day=on, label=self.label)
            )
        return fitting[-1]


def _review(
    code: str, label: str, now: Article | None, before: Article | None = None, *, anew: bool = False
) -> Outcome:
    return Outcome(code, label, ((_BEGINNING, before), (_REVISED, now)), anew)


def _new(number: int) -> Article:
    return Article(number, law=REVIEW_LAW)


def _old(number: int, item: int | None = None) -> Article:
    return Article(number, 1 if item else None, item, law=REVIEW_LAW_2017)


def _suit(code: str, label: str, article: Article | None, *, anew: bool = False) -> Outcome:
    return Outcome(code, label, ((date(2015, 5, 1), article),), anew)


def _court(number: int) -> Article:
    return Article(number, law=SUIT_LAW)


_REVIEW = (
    _review("upheld", _("维持"), _new(68), _old(28, 1)),
    _review("claim_dismissed", _("驳回行政复议请求"), _new(69)),
    _review("changed", _("变更"), _new(63), _old(28, 3)),
    _review("revoked", _("撤销或者部分撤销"), _new(64), _old(28, 3)),
    _review("revoked_anew", _("撤销并责令重新作出"), _new(64), _old(28, 3), anew=True),
    _review("unlawful", _("确认违法"), _new(65), _old(28, 3)),
    Outcome(
        "unlawful_anew",
        _("确认违法并责令重新作出"),
        ((_BEGINNING, _old(28, 3)),),
        anew=True,
        until=_REVISED,
    ),
    _review("ordered", _("限期履行"), _new(66), _old(28, 2), anew=True),
    Outcome("void", _("确认无效"), ((_REVISED, _new(67)),)),
    _review("not_accepted", _("不予受理"), _new(30), _old(17)),
    _review("rejected", _("驳回申请"), _new(33)),
    _review("terminated", _("终止（撤回申请等）"), _new(41), _old(25)),
    _review("mediated", _("调解"), _new(73)),
    _review("settled", _("和解"), _new(74)),
)
_SUIT = (
    _suit("claim_dismissed", _("判决驳回诉讼请求"), _court(69)),
    _suit("revoked", _("判决撤销或者部分撤销"), _court(70)),
    _suit("revoked_anew", _("判决撤销并重新作出"), _court(70), anew=True),
    _suit("ordered", _("判决限期履行"), _court(72), anew=True),
    _suit("payment", _("判决履行给付义务"), _court(73)),
    _suit("unlawful", _("判决确认违法"), _court(74)),
    _suit("void", _("判决确认无效"), _court(75)),
    _suit("changed", _("判决变更"), _court(77)),
    _suit("withdrawn", _("裁定准许撤诉"), _court(62)),
    _suit("not_filed", _("裁定不予立案"), _court(51)),
    _suit("rejected", _("裁定驳回起诉"), None),
)
OUTCOMES: dict[Proceeding, dict[str, Outcome]] = {
    Proceeding.REVIEW: {one.code: one for one in _REVIEW},
    Proceeding.SUIT: {one.code: one for one in _SUIT},
}
"""Way → code → outcome. An appeal has none of its own; see ``standing``."""

APPEAL_DISMISSED = "appeal_dismissed"
REMANDED = "remanded"
APPEALS: dict[str, tuple[str, Article]] = {
    APPEAL_DISMISSED: (_("驳回上诉，维持原判决、裁定"), Article(89, 1, 1, law=SUIT_LAW)),
    REMANDED: (_("撤销原判决，发回重审"), Article(89, law=SUIT_LAW)),
}
"""What a higher court may do beside giving an outcome itself."""


def standing(instances: Iterable[str | None]) -> str | None:
    """The outcome of a suit that stands after its instances, first to last; None while it is pending.

    A dismissed appeal leaves the outcome before it; one sent back has none until it is decided anew.
    """
    found: str | None = None
    for outcome in instances:
        if outcome != APPEAL_DISMISSED:
            found = None if outcome == REMANDED else outcome
    return found


def column(proceeding: Proceeding, outcome: str | None, concluded_on: date | None, *, on: date) -> str:
    """The column of table four that counts a case on a day, usually December 31.

    Pending while it has no outcome, or one of a later day only. Raises KeyError for an outcome that
    the way does not have, NotInForce before 2019-05-15.
    """
    if outcome is None or concluded_on is None or concluded_on > on:
        return "pending"
    columns = _columns(concluded_on)[proceeding.value]
    return next(name for name, codes in columns.items() if OUTCOMES[proceeding][outcome].code in codes)


def row(proceeding: Proceeding, *, filed_on: date | None = None, reviewed_on: date | None = None) -> str:
    """The group of table four that counts a case: review, or a suit direct or after review.

    ``reviewed_on``: day of the review decision, or the last of a term to decide that passed; it
    makes a suit one after review where it lies before ``filed_on`` or on that day.
    """
    if proceeding is Proceeding.REVIEW:
        return "review"
    if filed_on is None:
        raise ValueError(_("请填写起诉日期"))
    return "suit_after_review" if reviewed_on is not None and reviewed_on <= filed_on else "suit_direct"


def anew_due(
    proceeding: Proceeding,
    outcome: str,
    effective_on: date,
    days: WorkingDays,
    *,
    count: int | None = None,
    unit: str = "working_days",
) -> Due | None:
    """Last day to act anew as an outcome orders, or None where it orders nothing of the kind.

    ``effective_on``: service of the review decision, or the day the judgment takes effect. ``count``
    and ``unit`` (of ``law.terms``) are what the decision sets; where it sets nothing, the term of
    reply (Art. 33), which is our reading.
    """
    found = OUTCOMES[proceeding][outcome]
    article = found.article(effective_on)
    if not found.anew:
        return None
    if count is None:
        return terms.due(parameters.on("reply", effective_on), effective_on, days)
    if count < 1:
        raise ValueError(_("重新作出或者履行的期限至少一日"))
    assert article is not None
    return terms.counted(count, unit, effective_on, days, article)


def _columns(on: date) -> dict[str, dict[str, list[str]]]:
    fitting = [one for one in _all() if one["since"] <= on]
    if not fitting:
        raise NotInForce(_("{day}时还没有这种统计").format(day=on))
    return fitting[-1]


@cache
def _all() -> list[dict[str, Any]]:
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")]
    return sorted(found, key=lambda one: one["since"])
