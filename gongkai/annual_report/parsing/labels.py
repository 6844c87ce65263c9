"""Labels compared by what they say: spaces, punctuation and width of characters do not count.

"1、属于国家秘密" is "1.属于国家秘密"; straight quotes are “ ”; a label broken over lines is whole.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

_SILENT = re.compile(r"[\W_]+")
_UNIT = re.compile(r"(单位)?(为)?(?P<unit>万元|元)(保留[一二三四五六1-6]位小数)?$")

YUAN = "元"
TEN_THOUSAND_YUAN = "万元"


_TRADITIONAL = str.maketrans(
    "處業爲過訪訴計規祕無獲範單後額許國統議護請確問稱詢採糾轉執條體廢結錄監會設維動沒類訟圖區試發檢對開舉務現據購補繼這臺記況納"
    "進報於強續減罰號穩復構數費內並屬認繳權總關決組審與織經當華機項萬辦見題為",
    "处业为过访诉计规秘无获范单后额许国统议护请确问称询采纠转执条体废结录监会设维动没类讼图区试发检对开举务现据购补继这台记况纳"
    "进报于强续减罚号稳复构数费内并属认缴权总关决组审与织经当华机项万办见题为",
)
"""The letters of the form's labels in copies written in Traditional Chinese."""


def simplified(text: str) -> str:
    """``text`` with the form's letters simplified, letter for letter: to compare, not to show."""
    return text.translate(_TRADITIONAL)


def key(text: str) -> str:
    """The letters and digits of a label, full-width forms made narrow."""
    return _remembered(text) if len(text) <= _LONGEST else _key(text)


def _key(text: str) -> str:
    return _SILENT.sub("", unicodedata.normalize("NFKC", text)).translate(_TRADITIONAL)


_remembered = lru_cache(maxsize=20_000)(_key)
_LONGEST = 200  # a longer text is no label, and is not remembered


def is_misprint(printed: str, label: str) -> bool:
    """True where a printed label is the form's with a slip: a letter in four wrong, lost or too many,
    or a part of it lost. Another word in its place ("修改" for "废止") is another label.
    """
    found, expected = key(printed), key(label)
    slips = max(1, len(expected) // _LETTERS_A_SLIP)
    if Levenshtein.distance(found, expected, score_cutoff=slips) <= slips:
        return not _has_other_word(found, expected)
    return len(found) >= _LEAST_LEFT * len(expected) and _is_part(found, expected)


def _has_other_word(found: str, expected: str) -> bool:
    """True where two letters in a row were put in the place of two others."""
    changed = [
        (op.src_start, op.src_end) for op in Levenshtein.opcodes(found, expected) if op.tag == "replace"
    ]
    return any(end - start > 1 for start, end in changed)


def _is_part(found: str, expected: str) -> bool:
    """True where the letters of ``found`` stand in ``expected`` in their order."""
    letters = iter(expected)
    return all(letter in letters for letter in found)


_LETTERS_A_SLIP = 4
_LEAST_LEFT = 0.6


def amount(label: str) -> tuple[str, str | None]:
    """The key of an amount's label without its unit, and the unit printed in it (元, 万元)."""
    return _remembered_amount(label) if len(label) <= _LONGEST else (_key(label), None)


@lru_cache(maxsize=20_000)
def _remembered_amount(label: str) -> tuple[str, str | None]:
    whole = key(label)
    found = _UNIT.search(whole)
    return (whole[: found.start()], found["unit"]) if found else (whole, None)
