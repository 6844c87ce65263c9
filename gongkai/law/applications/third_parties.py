"""第三方和共同制作机关的意见 (Art. 15, 32, 34): what follows from an opinion, and from silence.

A third party's silence leaves the decision to the organ; a co-maker's is consent.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.translation import _

from ..citation import Article
from ..working_days import WorkingDays
from .reply import Contradiction, opinion_due


class Opinion(StrEnum):
    """What became of asking, once it is over."""

    AGREES = "agrees"
    REFUSES_WITH_REASON = "refuses_with_reason"
    REFUSES_WITHOUT_REASON = "refuses_without_reason"
    SILENT = "silent"


OPINIONS = {
    Opinion.AGREES: _("同意公开"),
    Opinion.REFUSES_WITH_REASON: _("不同意公开，有合理理由"),
    Opinion.REFUSES_WITHOUT_REASON: _("不同意公开，没有合理理由"),
    Opinion.SILENT: _("逾期未提出意见"),
}


@dataclass(frozen=True)
class Outcome:
    """What an opinion orders: to disclose, not to, or (None) that the organ decides by Art. 13-16.

    ``notify``: what is disclosed, and why, must be told to the third party in writing.
    """

    discloses: bool | None
    ground: str
    article: Article
    notify: bool = False


def third_party(opinion: Opinion, *, public_interest: bool = False) -> Outcome:
    """What a third party's opinion orders (Art. 15, 32).

    ``public_interest``: the organ holds that withholding would gravely harm the public interest.
    """
    if opinion is Opinion.AGREES:
        return Outcome(True, _("第三方同意公开，予以公开"), Article(15))
    if public_interest:
        ground = _("不公开会对公共利益造成重大影响，予以公开，并将公开的内容和理由书面告知第三方")
        return Outcome(True, ground, Article(32), notify=True)
    if opinion is Opinion.REFUSES_WITH_REASON:
        return Outcome(False, _("第三方不同意公开且有合理理由，不予公开"), Article(32))
    if opinion is Opinion.SILENT:
        return Outcome(None, _("第三方逾期未提出意见，由行政机关依照条例决定是否公开"), Article(32))
    # The article speaks of good reasons only; that without one the organ decides is our reading.
    return Outcome(None, _("第三方不同意公开但没有合理理由，由行政机关依照条例决定"), Article(32))


def co_maker(opinion: Opinion) -> Outcome:
    """What a co-maker's opinion orders (Art. 34): consent and silence disclose.

    An objection binds the lead organ to nothing; it decides by Art. 13-16 (our reading).
    """
    if opinion is Opinion.AGREES:
        return Outcome(True, _("共同制作机关同意公开"), Article(34))
    if opinion is Opinion.SILENT:
        return Outcome(True, _("共同制作机关逾期未提出意见，视为同意公开"), Article(34))
    return Outcome(None, _("共同制作机关不同意公开，由牵头机关依照条例决定"), Article(34))


def ended_on(
    delivered_on: date | None,
    opinion_on: date | None,
    on: date,
    days: WorkingDays,
    *,
    co_maker: bool = False,
) -> date | None:
    """The day asking is over, as seen on a day: the opinion's or the last of its term, the earlier.

    None while the opinion is awaited: not delivered yet, or the term still runs. It is what
    ``reply.Consultation.ended_on`` wants. Raises Contradiction where the opinion came first.
    """
    if delivered_on is None:
        return opinion_on
    if opinion_on is not None and opinion_on < delivered_on:
        raise Contradiction(
            _("收到意见的日期{opinion}在征求意见书送达日期{delivered}之前，请核对").format(
                opinion=opinion_on, delivered=delivered_on
            )
        )
    due = opinion_due(delivered_on, days, co_maker=co_maker).on
    assert due is not None
    if opinion_on is not None:
        return min(opinion_on, due)
    return due if on > due else None


def silent(
    delivered_on: date | None,
    opinion_on: date | None,
    on: date,
    days: WorkingDays,
    *,
    co_maker: bool = False,
) -> bool:
    """True where the term to answer is over and no opinion came in it; a late one is none."""
    over = ended_on(delivered_on, opinion_on, on, days, co_maker=co_maker)
    return over is not None and (opinion_on is None or opinion_on > over)
