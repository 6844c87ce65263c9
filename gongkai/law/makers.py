"""Chapter II 公开的主体: who discloses what several organs had a hand in (Art. 10, 11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.translation import _

from .citation import Article
from .scope import Class


class Source(StrEnum):
    """How the organ came by the information (Art. 10)."""

    MADE = "made"
    ORGAN = "organ"
    OTHERS = "others"


@dataclass(frozen=True)
class Discloser:
    """公开主体: ``organ`` is the other organ that discloses; empty: the one that keeps the paper."""

    organ: str
    article: Article


def discloser(source: str, *, maker: str = "", lead: str = "") -> Discloser:
    """Who discloses: the maker; the keeper of what citizens and organisations gave; the lead organ.

    What was obtained from another organ is disclosed by the organ that made it or first obtained
    it, ``maker``, unless a law or regulation says otherwise (Art. 10(1)). What several organs made
    together is disclosed by the ``lead`` organ 牵头机关 (Art. 10(3)); empty: this one leads.
    """
    if lead:
        return Discloser(lead, Article(10, 3))
    if source == Source.ORGAN:
        return Discloser(maker or _("制作机关"), Article(10, 1))
    return Discloser("", Article(10, 1))


class Outcome(StrEnum):
    """What an organ answered when it was consulted; unanswered has none."""

    AGREED = "agreed"
    OBJECTED = "objected"
    UNCONCERNED = "unconcerned"


OUTCOMES = {
    Outcome.AGREED: _("确认一致，同意公开"),
    Outcome.OBJECTED: _("有不同意见"),
    Outcome.UNCONCERNED: _("不涉及该机关"),
}


def unconfirmed(organs: Iterable[str], answers: Mapping[str, str]) -> list[str]:
    """The organs that must still confirm before what touches them is published (Art. 11).

    Silence confirms nothing here: that silence is consent holds for co-makers asked about an
    application only (Art. 34).
    """
    return [organ for organ in organs if answers.get(organ) not in (Outcome.AGREED, Outcome.UNCONCERNED)]


_OPENNESS = (Class.WITHHELD, Class.ON_REQUEST, Class.PUBLISH)


def may_forward(klass: str, original: str) -> bool:
    """True where a paper of ``klass`` may forward an original of another class.

    Practice, not statute (rules of counties and towns on the class of official papers): a
    forwarded paper takes the class of the original, and what is published may neither contain
    nor forward what is not. A narrower class than the original's is the organ's own decision.
    """
    return _OPENNESS.index(Class(klass)) <= _OPENNESS.index(Class(original))
