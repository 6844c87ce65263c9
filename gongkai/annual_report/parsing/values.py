"""What stands in a value cell: a number, nothing, "/", or text; remarks and units kept."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ..formats.form import Column
from ..formats.relations import Number
from ..report import BLANK, NOT_APPLICABLE, NOTE, TEXT
from .labels import TEN_THOUSAND_YUAN, YUAN

_SPACE = re.compile(r"\s+")
_LOOSE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_UNIT_ONLY = re.compile(r"[(（](?:单位[:：]?)?(万元|元)[)）]")
_NOT_APPLICABLE = frozenset("/-") | {"--", "---", "----", "//"}
_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加?|减少?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?P<unit>万元|元|件|项|个|条|次|人|宗|起|份)?"
    r"(?P<remark>[(（].*[)）])?"
)
_DASHES = str.maketrans("−－–—‐‑", "------")
_MINUS = ("-", "减", "减少")
_TEN_THOUSAND = 4  # 1万元 is 10^4 元
MOST_DIGITS = 15
LONGEST = 200
"""Characters; a longer text is no value, and is not remembered."""


@dataclass(frozen=True)
class Value:
    """A cell's content: ``number`` in the form's unit or None, and the mark that goes with it."""

    number: Number | None
    mark: str | None = None


def read(text: str, column: Column, heading_unit: str | None = None) -> Value:
    """Read a cell of ``column``; ``heading_unit`` is the unit printed in its heading, if any.

    Nothing is guessed: what is no number of the column's kind is kept as text.
    """
    return _read(text, column, heading_unit) if len(text) <= LONGEST else Value(None, TEXT + text.strip())


@lru_cache(maxsize=20_000)
def _read(text: str, column: Column, heading_unit: str | None) -> Value:
    printed = _SPACE.sub(" ", text).strip()
    if not printed:
        return Value(None, BLANK)
    plain = _plain(printed)
    if plain in _NOT_APPLICABLE:
        return Value(None, NOT_APPLICABLE)
    found = _NUMBER.fullmatch(plain)
    if not found or len(found["digits"]) > MOST_DIGITS:
        return Value(None, TEXT + printed)
    return _number(found, printed, column, heading_unit) or Value(None, TEXT + printed)


def is_value(text: str) -> bool:
    """True for a number (with sign, unit or remark) or a "/": what a value cell may hold."""
    return len(text) <= LONGEST and _is_value(text)


@lru_cache(maxsize=20_000)
def _is_value(text: str) -> bool:
    plain = _plain(text)
    return plain in _NOT_APPLICABLE or bool(_NUMBER.fullmatch(plain))


def _plain(text: str) -> str:
    """Narrow forms, without spaces but those between two digits; ① and ² are no digits."""
    if any(unicodedata.category(letter) == "No" for letter in text):
        return text
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).translate(_DASHES)


def _number(found: re.Match[str], printed: str, column: Column, heading_unit: str | None) -> Value | None:
    number = Decimal(found["digits"].replace(",", "") + (found["decimals"] or ""))
    if found["sign"] in _MINUS:
        number = -number
    unit, remark = found["unit"], found["remark"]
    if remark and not unit and _UNIT_ONLY.fullmatch(remark):
        unit = _UNIT_ONLY.fullmatch(remark)[1]  # type: ignore[index]
    if column.unit is None:
        if unit in (YUAN, TEN_THOUSAND_YUAN) or number != number.to_integral_value():
            return None
        bare = not unit and not found["remark"] and not found["decimals"]
        return Value(int(number), None if bare else NOTE + printed)
    if unit not in (None, YUAN, TEN_THOUSAND_YUAN):
        return None
    own = unit or heading_unit
    if own == YUAN and column.unit == TEN_THOUSAND_YUAN:
        number = number.scaleb(-_TEN_THOUSAND)
    noted = printed if unit or found["remark"] else f"{printed}{heading_unit}"
    return Value(number, NOTE + noted if own or found["remark"] else None)
