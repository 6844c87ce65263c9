"""更正 (Art. 41): how an application to put records about oneself right ends. No row of any table."""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.translation import _

from ..citation import Article

ARTICLE = Article(41)


class Outcome(StrEnum):
    CORRECTED = "record_corrected"
    PASSED_ON = "record_passed_on"
    ELSEWHERE = "record_elsewhere"
    KEPT = "record_kept"


@dataclass(frozen=True)
class Ending:
    label: str
    needs_text: bool = False
    """What was put right, in words."""
    needs_organ: bool = False
    needs_reason: bool = False


OUTCOMES = {
    Outcome.CORRECTED: Ending(_("予以更正"), needs_text=True),
    Outcome.PASSED_ON: Ending(_("转送有权更正的机关"), needs_organ=True),
    Outcome.ELSEWHERE: Ending(_("告知向有权更正的机关提出"), needs_organ=True),
    Outcome.KEPT: Ending(_("证据不足，不予更正"), needs_reason=True),
}
