"""Labels compared by what they say: spaces, punctuation and width of characters do not count.

"1、属于国家秘密" is "1.属于国家秘密"; straight quotes are “ ”; a label broken over lines is whole.
"""

import re
import unicodedata
from functools import lru_cache

_SILENT = re.compile(r"[\W_]+")
_UNIT = re.compile(r"(单位)?(为)?(?P<unit>万元|元)(保留[一二三四五六1-6]位小数)?$")

YUAN = "元"
TEN_THOUSAND_YUAN = "万元"


def key(text: str) -> str:
    """The letters and digits of a label, full-width forms made narrow."""
    return _remembered(text) if len(text) <= _LONGEST else _key(text)


def _key(text: str) -> str:
    return _SILENT.sub("", unicodedata.normalize("NFKC", text))


_remembered = lru_cache(maxsize=20_000)(_key)
_LONGEST = 200  # a longer text is no label, and is not remembered


def amount(label: str) -> tuple[str, str | None]:
    """The key of an amount's label without its unit, and the unit printed in it (元, 万元)."""
    return _remembered_amount(label) if len(label) <= _LONGEST else (_key(label), None)


@lru_cache(maxsize=20_000)
def _remembered_amount(label: str) -> tuple[str, str | None]:
    whole = key(label)
    found = _UNIT.search(whole)
    return (whole[: found.start()], found["unit"]) if found else (whole, None)
