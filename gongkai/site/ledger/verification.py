"""Is the ledger whole? Walks the chain and names the first broken line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import FIRST_PREVIOUS, Entry, Head

BATCH = 2000


@dataclass(frozen=True)
class Verdict:
    """How many lines are sound, the hash of the last of them, and what is wrong with the next."""

    sound: int
    hash: str
    fault: str | None = None


def verify(noted: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Every line follows the one before and says what its hash says; the last is the head's.

    ``noted`` are numbers and hashes of lines that somebody wrote down elsewhere: only they show
    that the whole chain was made anew, head and all, by one who owns the database.

    Acts may be written meanwhile and need not wait: all lines up to a head read before the walk
    must be there, and none beyond a head read after it.
    """
    head = Head.current()
    known = [(head.number, head.hash), *noted]
    number, previous = 0, FIRST_PREVIOUS
    for entry in _lines():
        if fault := _fault(entry, number, previous) or _contradiction(entry, known):
            return Verdict(number, previous, fault)
        number, previous = entry.number, entry.hash
    if number < (due := max(line for line, _ in known)):
        return Verdict(number, previous, _missing(number + 1, due))
    if number > Head.current().number:
        return Verdict(head.number, head.hash, _unrecorded(head.number + 1, head.number))
    return Verdict(number, previous)


def _lines() -> Iterator[Entry]:
    """All lines in order. By batches, since some drivers hold a whole answer in memory."""
    number = 0
    while batch := list(Entry.objects.after(number)[:BATCH]):
        yield from batch
        number = batch[-1].number


def _fault(entry: Entry, number: int, previous: str) -> str | None:
    """What is wrong with a line, given number and hash of the line before it."""
    if entry.number != number + 1:
        return _("第{number}行缺失。").format(number=number + 1)
    if entry.previous != previous:
        return _("第{number}行记载的前行摘要与前一行不符。").format(number=entry.number)
    if entry.hash != entry.digest():
        return _("第{number}行的内容与其摘要不符。").format(number=entry.number)
    return None


def _contradiction(entry: Entry, known: list[tuple[int, str]]) -> str | None:
    if any(entry.number == number and entry.hash != hash for number, hash in known):
        return _("第{number}行的摘要与末行记录或者留存的摘要不符。").format(number=entry.number)
    return None


def _missing(number: int, due: int) -> str:
    return _("第{number}行起缺失：台账应有{due}行。").format(number=number, due=due)


def _unrecorded(number: int, due: int) -> str:
    return _("第{number}行起不是由系统记入的：台账应有{due}行。").format(number=number, due=due)
