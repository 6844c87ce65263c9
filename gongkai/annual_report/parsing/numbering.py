"""Automatic numbers of a DOCX 自动编号: "总体情况" that Word shows as "一、总体情况"."""

from dataclasses import dataclass, field

from lxml import etree

from .archive import Archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanDigital",
    }
)
_DIGITS = "〇一二三四五六七八九"
_PLAIN = frozenset({"decimal", "decimalZero", "decimalFullWidth", "decimalEnclosedCircle", ""})
_MOST_LEVELS = 9


@dataclass
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _List:
    """A list that goes on through the document: its levels and where it has come to."""

    levels: dict[int, _Level] = field(default_factory=dict)
    at: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbers in the order the paragraphs are asked for; each paragraph must be asked once."""

    def __init__(self, archive: Archive) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if "word/numbering.xml" in archive.names:
            self._read_lists(archive.xml("word/numbering.xml"))
            if "word/styles.xml" in archive.names:
                self._read_styles(archive.xml("word/styles.xml"))

    def label(self, paragraph: etree._Element) -> str:
        """The number Word shows before ``paragraph``; empty where it has none, or a bullet."""
        if not self._lists:
            return ""
        id, level = self._of(paragraph)
        found = self._lists.get(id)
        if found is None or level not in found.levels:
            return ""
        found.at[level] = found.at.get(level, found.levels[level].start - 1) + 1
        for deeper in [one for one in found.at if one > level]:
            del found.at[deeper]
        return self._written(found, level)

    def _of(self, paragraph: etree._Element) -> tuple[str, int]:
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        by_style = self._styles.get(style.get(f"{_W}val", "") if style is not None else "", ("", 0))
        if own is None:
            return by_style
        id, level = _value(own, "numId"), _value(own, "ilvl")
        return id or by_style[0], int(level) if level.isdigit() else by_style[1]

    @staticmethod
    def _written(found: _List, level: int) -> str:
        text = found.levels[level].text
        for number in range(_MOST_LEVELS):
            mark = f"%{number + 1}"
            if mark in text:
                kind = found.levels.get(number, _Level())
                count = found.at.get(number, kind.start)
                written = _counted(count, kind.format)
                if written is None:
                    return ""
                text = text.replace(mark, written)
        return text if any(letter.isalnum() for letter in text) else ""

    def _read_lists(self, root: etree._Element) -> None:
        abstract = {}
        for one in root.iter(f"{_W}abstractNum"):
            levels = {}
            for level in one.iter(f"{_W}lvl"):
                number = level.get(f"{_W}ilvl", "")
                if number.isdigit():
                    start = _value(level, "start")
                    levels[int(number)] = _Level(
                        _value(level, "numFmt"),
                        _value(level, "lvlText"),
                        int(start) if start.isdigit() and len(start) < 5 else 1,
                    )
            abstract[one.get(f"{_W}abstractNumId", "")] = levels
        shared: dict[str, _List] = {}
        for one in root.iter(f"{_W}num"):
            of = _value(one, "abstractNumId")
            if of in abstract:
                restarts = one.find(f"{_W}lvlOverride") is not None
                held = _List(abstract[of]) if restarts else shared.setdefault(of, _List(abstract[of]))
                self._lists[one.get(f"{_W}numId", "")] = held

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iter(f"{_W}style"):
            own = style.find(f"{_W}pPr/{_W}numPr")
            if own is not None:
                level = _value(own, "ilvl")
                self._styles[style.get(f"{_W}styleId", "")] = (
                    _value(own, "numId"),
                    int(level) if level.isdigit() else 0,
                )


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _counted(count: int, format: str) -> str | None:
    """A count in the digits of a format; None for letters and signs, which number no section."""
    if format in _CHINESE:
        return _in_chinese(count)
    return str(count) if format in _PLAIN else None


def _in_chinese(count: int) -> str:
    if count >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    tens, units = divmod(count, 10)
    before = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return before + (_DIGITS[units] if units or not tens else "")
