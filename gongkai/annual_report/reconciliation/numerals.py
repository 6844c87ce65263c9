"""Numbers in prose 数字: 12, １２, 1,036, 1.2万, 十二, 一百零三."""

import re
import unicodedata
from decimal import Decimal

NUMBER = (
    r"(?:[\d０-９]+(?:[,，][\d０-９]{3})*(?:\.[\d０-９]+)?(?:[万千百]|亿)?"
    r"|[〇零一二两三四五六七八九十百千万]+)"
)
"""A pattern of one number, without groups."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TEN_THOUSAND = 10_000
_SCALES = {"百": 100, "千": 1000, "万": _TEN_THOUSAND, "亿": 100_000_000}
_ARABIC = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)([百千万亿]?)")


def read(text: str) -> Decimal | None:
    """The number that ``text`` writes; None for what is no number (三万五, a year in single digits is)."""
    plain = unicodedata.normalize("NFKC", text).replace("，", ",")
    found = _ARABIC.fullmatch(plain)
    if found:
        return Decimal(found[1].replace(",", "")) * _SCALES.get(found[2], 1)
    return _chinese(plain)


def _chinese(text: str) -> Decimal | None:
    if not text or any(letter not in _DIGITS and letter not in _UNITS and letter != "万" for letter in text):
        return None
    if all(letter in _DIGITS for letter in text):
        if len(text) > 1 and text[0] != "二":  # 一二 is no count; 二〇二三 is a year
            return None
        return Decimal("".join(str(_DIGITS[letter]) for letter in text))
    high, _ten_thousand, low = text.rpartition("万")
    if high.count("万"):
        return None
    parts = [_below_ten_thousand(part) for part in (high, low) if part]
    if any(part is None for part in parts):
        return None
    if not _ten_thousand:
        return Decimal(parts[0] or 0)
    upper = _below_ten_thousand(high) if high else None
    lower = _below_ten_thousand(low) if low else 0
    return None if upper is None or lower is None else Decimal(upper * _TEN_THOUSAND + lower)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, _TEN_THOUSAND
    for letter in text:
        if letter in _UNITS:
            unit = _UNITS[letter]
            if unit >= last or (digit is None and unit != _UNITS["十"]):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last = None, unit
        elif digit in (None, 0):
            digit = _DIGITS[letter]
        else:
            return None
    return total + (digit or 0)
