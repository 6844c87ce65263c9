"""The parts of a report in running order: title, preface, six sections, signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from gongkai.translation import _

from ..report import Unread
from . import labels
from .document import Block, Document, Paragraph

_DIGITS = {d: str(n) for n, d in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "Ｏ": "0"}
_NUMERALS = "一二三四五六"
_STYLES = {
    "numeral": re.compile(rf"(?P<no>[{_NUMERALS}])\s*[、.．，,：:]\s*(?P<title>.+)"),
    "part": re.compile(rf"第(?P<no>[{_NUMERALS}])(?:部分|章|节|项)[、.．：:\s]*(?P<title>.+)"),
    "bracket": re.compile(rf"[（(](?P<no>[{_NUMERALS}])[)）]\s*[、.．]?\s*(?P<title>.+)"),
    "figure": re.compile(r"(?P<no>[1-6１-６])\s*[、.．]\s*(?P<title>.+)"),
    "spaced": re.compile(rf"(?P<no>[{_NUMERALS}])\s+(?P<title>.+)"),
    "bare": re.compile(r"(?P<title>.+)"),
}
"""Ways to number the sections: 一、 第一部分 （一） 1. 一 and none at all, in the order looked for."""
_SPEAKS_OF = {
    1: ("总体情况", "概述", "总体工作", "基本情况"),
    2: ("主动公开",),
    3: ("申请",),
    4: ("复议", "诉讼"),
    5: ("问题", "改进", "整改", "不足", "打算"),
    6: ("其他", "报告的事项"),
}
_TITLES = {
    1: ("总体情况", "概述", "总体工作情况", "基本情况"),
    2: ("主动公开政府信息情况", "主动公开政府信息的情况", "政府信息主动公开情况"),
    3: (
        "收到和处理政府信息公开申请情况",
        "收到和处理政府信息公开申请的情况",
        "政府信息公开申请收到和处理情况",
    ),
    4: (
        "政府信息公开行政复议、行政诉讼情况",
        "因政府信息公开申请行政复议、提起行政诉讼的情况",
        "政府信息公开行政复议和行政诉讼情况",
    ),
    5: (
        "存在的主要问题及改进情况",
        "存在问题及改进情况",
        "政府信息公开工作存在的主要问题及改进情况",
        "存在的主要问题和改进措施",
        "存在的主要问题及整改措施",
    ),
    6: ("其他需要报告的事项", "其他需要报告事项", "需要报告的其他事项"),
}
_FEWEST_SECTIONS = 3
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
    headings = _headings(blocks)
    for at, block in enumerate(blocks):
        if at in headings:
            found.parts.append(headings[at])
        elif isinstance(block, Paragraph) and block.part == "supplied":
            continue
        elif found.parts and _begins_another(block, found.parts):
            _leave_out(blocks[at:], found)
            break
        elif found.parts:
            found.parts[-1].blocks.append(block)
        elif isinstance(block, Paragraph):
            head.append(block)
        else:
            found.loose.append(block)
    return head


def _headings(blocks: Sequence[Block]) -> dict[int, Part]:
    """Where each section begins: as the source says, else in the way of numbering that most have."""
    lines = [(at, block) for at, block in enumerate(blocks) if isinstance(block, Paragraph)]
    declared = {at: Part(line.no or 0, line.text) for at, line in lines if line.part == "heading"}
    if declared or any(line.part for _at, line in lines):
        return declared
    short = [(at, line) for at, line in lines if len(line.text) <= _LONGEST_HEADING]
    best: dict[int, Part] = {}
    for style in _STYLES:
        ways = _in_style(short, style)
        if len(ways) > len(best) and (not best or len(ways) >= _FEWEST_SECTIONS):
            best = ways
    return _with_strays(short, best)


def _in_style(lines: Sequence[tuple[int, Paragraph]], style: str) -> dict[int, Part]:
    """The headings numbered in one way, going forward from 一 to 六."""
    found: dict[int, Part] = {}
    after = 0
    for at, line in lines:
        no = _section_no(line.text, style)
        if no > after and not (style in _SUBHEADINGS and no - after > 1 and after == 0):
            found[at] = Part(no, line.text)
            after = no
    return found


_SUBHEADINGS = ("bracket", "figure", "bare")
"""Ways of numbering that parts of a section have, too: such headings must begin with 总体情况."""


def is_heading(text: str) -> bool:
    """True for a line that opens a section, or a part of one (（一）…), and no sentence."""
    if len(text) > _LONGEST_HEADING:
        return False
    if any(_section_no(text, style) for style in _STYLES):
        return True
    return bool(_STYLES["bracket"].fullmatch(text)) and not _SENTENCE.search(text)


def _section_no(text: str, style: str) -> int:
    """The section that a heading opens; 0 for none.

    Its title decides where it is the form's; a number that does not fit it was restarted or
    miscounted. A title in other words needs its number.
    """
    match = _STYLES[style].fullmatch(labels.simplified(text))
    if match is None:
        return 0
    title = labels.key(match["title"])
    named = _by_title().get(title, 0)
    if named or style in _SUBHEADINGS:
        return named
    no = (_NUMERALS.index(match["no"]) if match["no"] in _NUMERALS else int(match["no"]) - 1) + 1
    return no if any(word in match["title"] for word in _SPEAKS_OF[no]) else 0


def _with_strays(lines: Sequence[tuple[int, Paragraph]], found: dict[int, Part]) -> dict[int, Part]:
    """With the sections still missing, where a heading in another style has exactly the form's title."""
    missing = {no for no in _TITLES if no > 1} - {part.no for part in found.values()}
    if not found or not missing:
        return found
    for at, line in lines:
        no = next((no for style in _STRAY if (no := _section_no(line.text, style)) in missing), 0)
        between = [part.no for where, part in found.items() if where < at]
        after = [part.no for where, part in found.items() if where > at]
        if no and between and at not in found and max(between) < no < min(after, default=_LAST + 1):
            found[at] = Part(no, line.text)
            missing.discard(no)
    return dict(sorted(found.items()))


_STRAY = ("numeral", "part", "spaced", "bare")
_LAST = 6


def _begins_another(block: Block, parts: Sequence[Part]) -> bool:
    """True at the first heading of a second report on the same page."""
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_HEADING or parts[-1].no == 1:
        return False
    return any(_section_no(block.text, style) == 1 for style in ("numeral", "part", "spaced"))


def _leave_out(blocks: Sequence[Block], found: Outline) -> None:
    text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    reason = _("这里起是同一文件里的另一份报告，未读；请把它单独存成文件")
    place = blocks[0].place
    found.unread.append(Unread(text, reason, place))


@cache
def _by_title() -> dict[str, int]:
    return {labels.key(title): no for no, titles in _TITLES.items() for title in titles}


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
        if not _tight(line.text).endswith(("报告", "報告", "）", ")")) or not _short(line):
            continue
        for first in range(last, max(-1, last - _TITLE_LINES), -1):
            if not _short(lines[first]):
                break
            title = "".join(_tight(one.text) for one in lines[first : last + 1])
            match = _TITLE.fullmatch(labels.simplified(title))
            if match and (match["organ"] or match["organ_only"]):
                return first, last
        if _TITLE.fullmatch(labels.simplified(_tight(line.text))):
            return last, last
    return None


def _short(line: Paragraph) -> bool:
    return len(line.text) <= _LONGEST_NAME + 10 and not _SENTENCE.search(line.text)


def _read_title(text: str, found: Outline) -> None:
    match = _TITLE.search(labels.simplified(text[:_LONGEST_TITLE]))
    if match is None:
        return
    organ = text[slice(*match.span("organ" if match["organ"] else "organ_only"))]
    found.organ = found.organ or organ or None
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
