"""泄露检查: numbers of persons, accounts and marks of secrecy in what is to become public.

Standard library only. A paper is read as parts (title, body, an attachment …), a part as lines:
a paragraph is a line, a row of a table is a line with tabs between its cells. What is found is
told with its middle masked, never whole.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.translation import _


class Severity(StrEnum):
    """``BLOCK``: not without a reason on record; ``ASK``: whoever reviews must look."""

    BLOCK = "block"
    ASK = "ask"


KINDS: dict[str, tuple[str, Severity]] = {
    "id": (_("居民身份证号"), Severity.BLOCK),
    "old_id": (_("15位身份证号"), Severity.BLOCK),
    "card": (_("银行卡号"), Severity.BLOCK),
    "mark": (_("密级或内部标志"), Severity.BLOCK),
    "near_id": (_("疑似身份证号（校验码不符）"), Severity.ASK),
    "mobile": (_("手机号码"), Severity.ASK),
    "email": (_("电子邮箱"), Severity.ASK),
    "column": (_("登记个人号码的栏目"), Severity.ASK),
    "word": (_("涉密或内部用语"), Severity.ASK),
    "cited": (_("引用未公开的文件"), Severity.ASK),
    "unread": (_("附件没有可检查的文字"), Severity.ASK),
    "long": (_("附件太长，只检查了前一部分"), Severity.ASK),
}
"""Kind → what it is called, and how it is taken."""


@dataclass(frozen=True)
class Part:
    """A part of the paper; ``code`` stands for it in keys, ``name`` on pages."""

    code: str
    name: str
    text: str
    is_file: bool = False


@dataclass(frozen=True)
class Finding:
    """All of one kind in one part; ``line`` is where the first one stands, from 1."""

    kind: str
    part: Part
    line: int
    count: int
    samples: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same for the same content: what an explanation names."""
        return f"{self.kind}:{self.part.code}"

    @property
    def label(self) -> str:
        return KINDS[self.kind][0]

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind][1]

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCK

    @property
    def place(self) -> str:
        if not self.line:
            return self.part.name
        words = _("{part}第{line}行") if self.part.is_file else _("{part}第{line}段")
        return words.format(part=self.part.name, line=self.line)


_PLAIN: dict[int, int | None] = {
    **{0xFF01 + n: 0x21 + n for n in range(94)},
    **dict.fromkeys((0x3000, 0x00A0), 0x20),
    **dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)),
}
"""Full width as half width, and what cannot be seen as nothing."""
_SAMPLES = 3


def check(
    parts: Sequence[Part], *, own: Collection[str] = (), not_public: Collection[str] = ()
) -> list[Finding]:
    """What is found in the parts, the blocking kinds first.

    ``own``: telephones and addresses of the organ itself, in any form; ``not_public``: document numbers in
    their one form that may not be cited.
    """
    known = frozenset(
        [
            *(_digits(found) for text in own for found in _OWN.findall(text.translate(_PLAIN))),
            *(found.lower() for text in own for found in _EMAIL.findall(text)),
        ]
    )
    found: dict[tuple[str, Part], list[tuple[int, str]]] = {}
    for part in parts:
        for kind, line, sample in _in_part(part, known, not_public):
            found.setdefault((kind, part), []).append((line, sample))
    order = list(KINDS)
    findings = [
        Finding(kind, part, hits[0][0], len(hits), tuple(dict.fromkeys(s for _l, s in hits))[:_SAMPLES])
        for (kind, part), hits in found.items()
    ]
    return sorted(findings, key=lambda one: order.index(one.kind))


def has_number(text: str) -> bool:
    """True where a number of a person or an account stands in the text, beyond doubt."""
    lines = text.translate(_PLAIN).split("\n")
    hits = (kind for line in lines for kind, _sample in _numbers(line, frozenset()))
    return any(KINDS[kind][1] == Severity.BLOCK for kind in hits)


def _in_part(part: Part, own: frozenset[str], not_public: Collection[str]) -> Iterator[tuple[str, int, str]]:
    if part.is_file and not part.text.strip():
        yield "unread", 0, ""
    several = "\n" in part.text
    for number, line in enumerate(part.text.translate(_PLAIN).split("\n"), start=1):
        if not _WORTH.search(line):
            continue
        for kind, sample in _in_line(line, own, not_public):
            yield kind, number if several else 0, sample


_WORTH = re.compile(r"[0-9][0-9 \t\-–—]{9}|[0-9]\s?[\])】〕〗}]|[\t@密]|内部|公开|此件|本件|外传")
"""What a line must have before anything is looked for in it: most have none."""


def _in_line(line: str, own: frozenset[str], not_public: Collection[str]) -> Iterator[tuple[str, str]]:
    if "\t" in line:
        yield from (("column", cell.strip()) for cell in line.split("\t") if _is_heading(cell))
    yield from _numbers(line, own)
    emails = (found[0] for found in _EMAIL.finditer(line))
    yield from (("email", masked(one)) for one in emails if one.lower() not in own)
    yield from _marks(line)
    if not_public:
        yield from (("cited", one) for one in dict.fromkeys(cited(line)) if one in not_public)


# Numbers ------------------------------------------------------------------------------------------

_RUN = re.compile(r"[0-9][0-9 \t\-–—]*[0-9][ \t\-–—]{0,2}[Xx](?![A-Za-z0-9])|[0-9][0-9 \t\-–—]*[0-9]")
"""Digits with what may stand between those of one number; X only at the end of an identity number."""
_GROUP = re.compile(r"[0-9]+|[Xx]")
_FEWEST, _MOST = 11, 19
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83".split()
)
_CARD = re.compile(r"(?:6[0258]|81|9[4-9])\d{13,17}$|(?:4\d|5[1-5]|35)\d{14}$|3[47]\d{13}$")
"""How numbers of bank cards begin, by their length."""
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})$")
_OWN = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")
_WIDEST_GAP, _MOST_PRINTED = 3, 5
"""Signs between two groups of a number; groups of a printed card. An identity number may have one a digit."""


def _numbers(line: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    for run in _RUN.finditer(line):
        yield from _in_run(run[0], own)


def _in_run(run: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Numbers made of whole groups of digits, each group used once, the longest number first."""
    groups = [(found.start(), found.end(), found[0]) for found in _GROUP.finditer(run)]
    at = 0
    while at < len(groups):
        kind, sample, used = _from_group(groups, at, run, own)
        if kind:
            yield kind, sample
        at += used


def _from_group(
    groups: list[tuple[int, int, str]], at: int, run: str, own: frozenset[str]
) -> tuple[str, str, int]:
    best = ("", "", 1)
    digits = ""
    for used, (start, end, group) in enumerate(groups[at : at + _MOST], start=1):
        if used > 1 and start - groups[at + used - 2][1] > _WIDEST_GAP:
            break
        digits += group
        if len(digits) > _MOST:
            break
        if len(digits) < _FEWEST or (used > _MOST_PRINTED and len(digits) != 18):
            continue
        kind = _kind(digits, run[groups[at][0] : end], used, own)
        if kind and (not best[0] or KINDS[kind][1] == Severity.BLOCK):
            best = (kind, masked(digits), used)
    return best


def _kind(digits: str, printed: str, groups: int, own: frozenset[str]) -> str:
    if len(digits) == 18 and digits[:2] in _PROVINCES and _is_day(digits[6:14]):
        if check_digit(digits[:17]) == digits[17].upper():
            return "id"
        return "near_id" if groups == 1 else ""
    if not digits.isdigit():
        return ""
    if len(digits) == 15 and groups == 1 and digits[:2] in _PROVINCES and _is_day("19" + digits[6:12]):
        return "old_id"
    if _CARD.match(digits) and (groups == 1 or _PRINTED_CARD.match(printed)) and luhn(digits):
        return "card"
    mobile = _MOBILE.match(digits)
    if mobile and mobile[1] not in own and (groups == 1 or _PRINTED_MOBILE.match(printed)):
        return "mobile"
    return ""


_PRINTED_CARD = re.compile(r"\d{4}(?:([ \-])\d{4})(?:\1\d{4}){1,2}(?:\1\d{1,4})?$|\d{6}([ \-])\d{9,13}$")
_PRINTED_MOBILE = re.compile(r"(?:86[ \-])?1\d{2}([ \-])\d{4}\1\d{4}$|86[ \-]1\d{10}$")
"""The groups that such numbers are printed in, so that amounts side by side are none."""


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


def check_digit(seventeen: str) -> str:
    """The last sign of an identity number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def luhn(digits: str) -> bool:
    """True where the last digit of a card is the right one."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def masked(text: str) -> str:
    """A sample that shows where to look, and gives nothing away."""
    head, tail = (3, 2) if len(text) > 9 else (1, 0)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


# Words --------------------------------------------------------------------------------------------

_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_HEADING = re.compile(
    r"身份证|证件号|公民身份|[账帐帳][号户]|卡号|手机|住址|家庭地址|户籍地|银行|存折|社保|医保|社会保障|医疗保险|残疾证"
)
_LONGEST_HEADING = 15
_STAR = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]")
_OWN_CLASS = re.compile(r"(?:此件|本件|公开属性\s*:)\s*(?:不予公开|不公开|依申请公开)|此件(?:内部|不得外传)")
_ALONE = re.compile(
    r"(?:绝密|机密|秘密|工作秘密|内部(?:资料|文件|材料|传阅|使用|参考|刊物)|不予公开)"
    r"(?:注意保存|妥善保管|严禁外传|不得外传|请勿外传)?$"
)
_BRACKETS = re.compile(r"[\s【】\[\]()<>《》〔〕.。,、!:·]")
_WORD = re.compile(r"绝密|机密|工作秘密|内部(?:资料|传阅|文件)|不得外传|严禁外传")
_LONGEST_MARK = 24


def _marks(line: str) -> Iterator[tuple[str, str]]:
    """A mark of the paper itself blocks; the same word in a sentence only asks."""
    marks = [found[0] for found in (*_STAR.finditer(line), *_OWN_CLASS.finditer(line))]
    marks += [
        cell.strip()
        for cell in line.split("\t")
        if len(cell) <= _LONGEST_MARK and _ALONE.match(_BRACKETS.sub("", cell))
    ]
    if marks:
        yield from (("mark", mark) for mark in marks)
    else:
        yield from (("word", found[0]) for found in _WORD.finditer(line))


def _is_heading(cell: str) -> bool:
    text = cell.strip()
    return len(text) <= _LONGEST_HEADING and bool(_HEADING.search(text))


_NUMBER = re.compile(r"\s?[\[(【〔〖{]\s?([0-9]{4})\s?[\])】〕〗}]\s?第?\s?([0-9]{1,4})\s?号")
_LETTERS = re.compile(r"[\u4e00-\u9fff]{1,12}$")
_LONGEST_LETTERS = 12


def cited(text: str) -> Iterator[str]:
    """Document numbers that the text may mean: with 按照望政发〔2020〕1号 each end of the words before it."""
    plain = text.translate(_PLAIN)
    for found in _NUMBER.finditer(plain):
        before = _LETTERS.search(plain[max(0, found.start() - _LONGEST_LETTERS) : found.start()])
        letters = before[0] if before else ""
        for start in range(len(letters)):
            yield f"{letters[start:]}〔{found[1]}〕{int(found[2])}号"
