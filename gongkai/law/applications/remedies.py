"""救济途径 (Art. 51; 《行政复议法》, 《行政诉讼法》): review and suit, by answer and day of decision.

Since 2024-01-01 review comes before a suit against what is withheld under Art. 14-16. Whether an
answer that never came belongs there too is not settled; nothing here says so.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.translation import _

from .. import parameters
from ..citation import Article
from .answers import ANSWERS

FOLDER = parameters.FOLDER / "review_first"

DISCLOSED_TO_OTHERS = "third_party_disclosed"
"""The decision that a third party is told of: disclosed against its will, or without its opinion."""

WITHOUT_REMEDY = frozenset(
    {
        "receipt",
        "correction_notice",
        "reasons_notice",
        "extension_notice",
        "postponement_notice",
        "third_party_letter",
        "co_maker_letter",
        "assistance_letter",
        "fee_notice",
    }
)
"""Papers of a case that decide nothing by themselves; what follows from them can be challenged."""


@dataclass(frozen=True)
class Remedy:
    """What can be done against a decision, from its receipt.

    ``review_first``: review before a suit; ``suit_months`` is then None. ``partly``: that holds for
    the withheld parts only, and for the rest either way is open.
    """

    review_first: bool
    review_days: int
    suit_months: int | None
    suit_days_after_review: int
    articles: tuple[Article, ...]
    partly: bool = False


def remedy_of(code: str, decided_on: date, *, withheld: bool = True) -> Remedy | None:
    """The remedies against an answer, or None for a paper that has none of its own.

    ``code`` is one of ``ANSWERS``, ``DISCLOSED_TO_OTHERS``, or one of ``WITHOUT_REMEDY``; another is
    a KeyError. ``withheld``: of a partly granted one, that a part is withheld under Art. 14-16.
    """
    if code in WITHOUT_REMEDY:
        return None
    if code != DISCLOSED_TO_OTHERS:
        ANSWERS[code]
    group = _group(decided_on)
    partly = bool(group) and code == "partly_granted" and withheld and group["withheld_parts"]
    first = partly or (bool(group) and code in group["answers"])
    review, suit = parameters.on("review_application", decided_on), parameters.on("suit", decided_on)
    after = parameters.on("suit_after_review", decided_on)
    articles: tuple[Article, ...] = (Article(51), review.article, after.article)
    articles += (Article(**group["article"]),) if first else ()
    articles += (suit.article,) if partly or not first else ()
    return Remedy(
        review_first=first,
        review_days=review.value,
        suit_months=suit.value if partly or not first else None,
        suit_days_after_review=after.value,
        articles=articles,
        partly=partly,
    )


def remedy(code: str, decided_on: date, *, review_body: str, court: str, withheld: bool = True) -> str:
    """The sentence on remedies that stands at the foot of a reply; empty where there is none.

    ``review_body`` and ``court`` are the names as printed; for the rest see ``remedy_of``.
    """
    found = remedy_of(code, decided_on, withheld=withheld)
    if found is None:
        return ""
    values = {
        "paper": _("本告知书") if code == DISCLOSED_TO_OTHERS else _("本答复"),
        "body": review_body,
        "court": court,
        "days": found.review_days,
        "months": found.suit_months,
        "after": found.suit_days_after_review,
    }
    if found.partly:
        return (_PART_FIRST + _PART_EITHER).format(**values)
    return (_FIRST if found.review_first else _EITHER).format(**values)


_FIRST = _(
    "如对{paper}不服，应当自收到{paper}之日起{days}日内先向{body}申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起{after}日内向{court}提起行政诉讼。"
)
_EITHER = _(
    "如对{paper}不服，可以自收到{paper}之日起{days}日内向{body}申请行政复议，"
    "或者自收到{paper}之日起{months}个月内向{court}提起行政诉讼。"
)
_PART_FIRST = _(
    "如对{paper}中不予公开的部分不服，应当自收到{paper}之日起{days}日内先向{body}申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起{after}日内向{court}提起行政诉讼。"
)
_PART_EITHER = _(
    "对{paper}的其他内容不服，可以自收到{paper}之日起{days}日内向{body}申请行政复议，"
    "或者自收到{paper}之日起{months}个月内向{court}提起行政诉讼。"
)


def _group(on: date) -> dict[str, Any]:
    """The answers with review first on a day; empty before there were any."""
    fitting = [one for one in _all() if one["since"] <= on]
    return fitting[-1] if fitting else {}


@cache
def _all() -> list[dict[str, Any]]:
    return sorted((_read(path) for path in FOLDER.glob("*.toml")), key=lambda one: one["since"])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
