"""The parts of a report in running order: title, preface, six sections, signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.translation import _

from ..report import Unread
from .document import Block, Document, Paragraph

_DIGITS = {d: str(n) for n, d in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "Ｏ": "0"}
_NUMERALS = "一二三四五六"
_HEADING = re.compile(rf"(?P<no>[{_NUMERALS}])[、.．]\s*(?P<title>.+)")
_SPEAKS_OF = {
    1: ("总体情况", "概述", "总体工作"),
    2: ("主动公开",),
    3: ("申请",),
    4: ("复议", "诉讼"),
    5: ("问题", "改进", "整改"),
    6: ("其他", "报告的事项"),
}
_LONGEST_HEADING = 45
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇○零Ｏ九][〇○零Ｏ一二三四五六七八九]{2})"
_YEAR_AFTER = _YEAR.replace("year", "year_after")
_TITLE = re.compile(
    rf"(?P<organ>.*?)(?:关于)?{_YEAR}年?度?.{{0,6}}?政府?信息公开.{{0,12}}报告"
    r"|(?P<organ_only>.*?)(?:关于)?政府信息公开.{0,8}年度报告"
    rf"(?:[(（]{_YEAR_AFTER}年?度?[)）])?"
)
_COUNT = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = rf"(?P<y>\d{{4}}|[一二][〇○零Ｏ九一二三四五六七八]{{3}})年(?P<m>{_COUNT})月(?P<d>{_COUNT})日"
_SIGNED = re.compile(rf"(?P<by>[^。；：]{{2,40}}?)?\s*{_DATE}")
_SENTENCE = re.compile(r"[。；;：:，,]")
_LONGEST_NAME = 40
_TITLE_LINES = 4
_LONGEST_TITLE = 200
_HEAD_LINES = 300


@dataclass
class Part:
    """A section as found: its number, its printed title, and what stands in it."""

    no: int
    title: str
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Outline:
    """A document's parts before any number is placed."""

    organ: str | None = None
    year: int | None = None
    preface: list[Paragraph] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    signed_by: str | None = None
    signed_on: date | None = None
    loose: list[Block] = field(default_factory=list)  # grids before the first section
    unread: list[Unread] = field(default_factory=list)


def outline(document: Document) -> Outline:
    """Part ``document`` into title, preface, sections and signature."""
    found = Outline()
    head = _sections(document.blocks, found)
    _title(head, document.title, found)
    _signature(found)
    if not any(line.part == "title" for line in head):  # one that declares its parts would say
        found.organ = found.organ or found.signed_by
    return found


def _sections(blocks: Sequence[Block], found: Outline) -> list[Paragraph]:
    """Fill ``found.parts``; return the paragraphs before the first section."""
    head: list[Paragraph] = []
    for block in blocks:
        heading = _heading(block, found.parts) if isinstance(block, Paragraph) else None
        if heading:
            found.parts.append(heading)
        elif isinstance(block, Paragraph) and block.part == "supplied":
            continue
        elif found.parts:
            found.parts[-1].blocks.append(block)
        elif isinstance(block, Paragraph):
            head.append(block)
        else:
            found.loose.append(block)
    return head


def _heading(line: Paragraph, parts: Sequence[Part]) -> Part | None:
    """A heading of the form: numbered, short, speaking of its matter, and not going back."""
    if line.part is not None:
        return Part(line.no or 0, line.text) if line.part == "heading" else None
    match = _HEADING.fullmatch(line.text) if len(line.text) <= _LONGEST_HEADING else None
    if match is None:
        return None
    no = _NUMERALS.index(match["no"]) + 1
    after = parts[-1].no if parts else 0
    if no > after and any(word in match["title"] for word in _SPEAKS_OF[no]):
        return Part(no, line.text)
    return None


def _title(head: list[Paragraph], page_title: str, found: Outline) -> None:
    for line in head:
        if line.part == "organ":
            found.organ = line.text
        elif line.part == "title":
            match = _TITLE.search(_tight(line.text)[:_LONGEST_TITLE])
            found.year = _year(match["year"]) if match and match["year"] else None
        elif line.part == "preface":
            found.preface.append(line)
    plain = [line for line in head if line.part is None]
    at = _title_line(plain)
    if at is None:
        _read_title(_tight(page_title), found)
        found.preface += plain
        return
    first, last = at
    _read_title("".join(_tight(line.text) for line in plain[first : last + 1]), found)
    found.preface += plain[last + 1 :]
    if first:
        text = "\n".join(line.text for line in plain[:first])
        found.unread.append(Unread(text, _("在报告标题之前"), plain[0].place))


def _title_line(lines: Sequence[Paragraph]) -> tuple[int, int] | None:
    """First and last line of the title: it may be broken, and the organ may stand above it."""
    for last, line in enumerate(lines[:_HEAD_LINES]):
        if not _tight(line.text).endswith(("报告", "）", ")")) or not _short(line):
            continue
        for first in range(last, max(-1, last - _TITLE_LINES), -1):
            if not _short(lines[first]):
                break
            match = _TITLE.fullmatch("".join(_tight(one.text) for one in lines[first : last + 1]))
            if match and (match["organ"] or match["organ_only"]):
                return first, last
        if _TITLE.fullmatch(_tight(line.text)):
            return last, last
    return None


def _short(line: Paragraph) -> bool:
    return len(line.text) <= _LONGEST_NAME + 10 and not _SENTENCE.search(line.text)


def _read_title(text: str, found: Outline) -> None:
    match = _TITLE.search(text[:_LONGEST_TITLE])
    if match is None:
        return
    found.organ = found.organ or (match["organ"] or match["organ_only"] or None)
    year = match["year"] or match["year_after"]
    found.year = found.year or (_year(year) if year else None)


def _signature(found: Outline) -> None:
    """Take organ and date from the end of the last section."""
    if not found.parts:
        return
    part = found.parts[-1]
    lines = [block for block in part.blocks if isinstance(block, Paragraph)]
    if any(line.part for line in lines):
        _declared_signature(part, lines, found)
        return
    for at in range(len(lines) - 1, -1, -1):
        match = _SIGNED.fullmatch(_tight(lines[at].text))
        if match is None:
            continue
        signed_on = _date(match)
        if signed_on is None:
            continue
        found.signed_on = signed_on
        taken = lines[at:]
        if match["by"]:
            found.signed_by = match["by"]
        elif at and _is_name(lines[at - 1]):
            found.signed_by = lines[at - 1].text
            taken = lines[at - 1 :]
        part.blocks = [block for block in part.blocks if all(block is not line for line in taken)]
        after = lines[at + 1 :]
        if after:
            text = "\n".join(line.text for line in after)
            found.unread.append(Unread(text, _("在落款之后"), after[0].place))
        return


def _declared_signature(part: Part, lines: Sequence[Paragraph], found: Outline) -> None:
    for line in lines:
        if line.part == "signed_by":
            found.signed_by = line.text
        elif line.part == "signed_on":
            match = _SIGNED.fullmatch(_tight(line.text))
            found.signed_on = _date(match) if match else None
    part.blocks = [
        block for block in part.blocks if not (isinstance(block, Paragraph) and block.part in _SIGNATURE)
    ]


_SIGNATURE = ("signed_by", "signed_on")


def _is_name(line: Paragraph) -> bool:
    return len(line.text) <= _LONGEST_NAME and not _SENTENCE.search(line.text)


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _year(text: str) -> int:
    return int("".join(_DIGITS.get(letter, letter) for letter in text))


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(_year(match["y"]), _count(match["m"]), _count(match["d"]))
    except ValueError:
        return None


def _count(text: str) -> int:
    """A day or month in digits or Chinese numerals up to 三十一."""
    if text.isdigit():
        return int(text)
    tens, _ten, units = text.rpartition("十")
    if not _ten:
        return _year(text)
    return (_year(tens) if tens else 1) * 10 + (_year(units) if units else 0)
