"""What a paragraph of a DOCX looks like 样式.

The document's defaults, then its style and those that is based on, then its own properties; only
what letters use is known. Lengths are points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .package import Package, W

Look = dict[str, Any]
"""Properties by name; those that are not there are as they were."""

NATURAL = 1.3
"""Height of a line in its type size, where no pitch is set."""
_ALIGNMENTS = {"start": "left", "end": "right", "distribute": "both"}
_SIDES = ("top", "bottom")


@dataclass
class Styles:
    """The styles of a package, each resolved once."""

    package: Package
    _elements: dict[str, etree._Element] = field(init=False, default_factory=dict)
    _looks: dict[str, Look] = field(init=False, default_factory=dict)
    _base: Look = field(init=False, default_factory=dict)
    _normal: str = field(init=False, default="")

    def __post_init__(self) -> None:
        part = self.package.part("styles")
        if part is None:
            return
        root = etree.fromstring(part.xml)
        for style in root.iter(f"{W}style"):
            self._elements[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph":
                self._normal = style.get(f"{W}styleId", "")
        for place in ("pPrDefault", "rPrDefault"):
            if (default := root.find(f"{W}docDefaults/{W}{place}")) is not None:
                self._base |= look(default)

    def of(self, paragraph: etree._Element) -> Look:
        """The look of a paragraph, and of its text where a run says nothing else."""
        properties = paragraph.find(f"{W}pPr")
        own = {} if properties is None else _paragraph(properties)
        return self._base | self._style(value(properties, "pStyle") or self._normal, ()) | own

    def run(self, run: etree._Element) -> Look:
        """What a run changes in the look of its paragraph."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return {}
        return self._style(value(properties, "rStyle") or "", ()) | _characters(properties)

    def name(self, paragraph: etree._Element) -> str:
        """Word's own name of a paragraph's style, in small letters; ids differ from language to language."""
        element = self._elements.get(value(paragraph.find(f"{W}pPr"), "pStyle") or self._normal)
        return (value(element, "name") or "").lower()

    def table_borders(self, id: str | None) -> etree._Element | None:
        """The borders of a table's style, or of one that it is based on."""
        for _step in range(len(self._elements)):
            element = self._elements.get(id or "")
            if element is None:
                return None
            if (borders := element.find(f"{W}tblPr/{W}tblBorders")) is not None:
                return borders
            id = value(element, "basedOn")
        return None

    def _style(self, id: str, above: tuple[str, ...]) -> Look:
        element = self._elements.get(id)
        if element is None or id in above:
            return {}
        if id not in self._looks:
            base = self._style(value(element, "basedOn") or "", (*above, id))
            self._looks[id] = base | look(element)
        return self._looks[id]


def look(element: etree._Element) -> Look:
    """The properties of paragraphs and of text below ``element``."""
    found: Look = {}
    if (paragraph := element.find(f"{W}pPr")) is not None:
        found |= _paragraph(paragraph)
    if (characters := element.find(f"{W}rPr")) is not None:
        found |= _characters(characters)
    return found


def value(element: etree._Element | None, name: str) -> str | None:
    """``w:val`` of a child; None where there is no such child."""
    child = None if element is None else element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "")


def switched(element: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on; None where nothing is said of it."""
    given = value(element, name)
    return None if given is None else given not in ("0", "false", "off")


def points(text: str | None, unit: float = 20) -> float | None:
    """A length in twentieths of a point (or another ``unit``); None for what is no number."""
    try:
        return float(text) / unit if text else None
    except ValueError:
        return None


def _paragraph(properties: etree._Element) -> Look:
    found: Look = {}
    if alignment := value(properties, "jc"):
        found["align"] = _ALIGNMENTS.get(alignment, alignment)
    for name, key in (("keepNext", "keep"), ("pageBreakBefore", "break")):
        if (on := switched(properties, name)) is not None:
            found[key] = on
    if (level := value(properties, "outlineLvl")) is not None:
        found["level"] = level
    found |= _spacing(properties.find(f"{W}spacing")) | _indents(properties.find(f"{W}ind"))
    if (borders := properties.find(f"{W}pBdr")) is not None:
        for side in _SIDES:
            found[f"border_{side}"] = _border(borders.find(f"{W}{side}"))
    return found


def _spacing(spacing: etree._Element | None) -> Look:
    if spacing is None:
        return {}
    given = {key: points(spacing.get(f"{W}{key}")) for key in ("before", "after")}
    found: Look = {key: length for key, length in given.items() if length is not None}
    if (line := points(spacing.get(f"{W}line"), 1)) is not None:
        found |= {"line": line, "rule": spacing.get(f"{W}lineRule", "auto")}
    return found


def _indents(indents: etree._Element | None) -> Look:
    """Indents in points, and in hundredths of a character, which go before the others."""
    if indents is None:
        return {}
    found: Look = {}
    for key, names in {"left": ("left", "start"), "right": ("right", "end"), "first": ("firstLine",)}.items():
        for name in names:
            if (length := points(indents.get(f"{W}{name}"))) is not None:
                found |= {key: length, f"{key}_characters": None}
            if (count := points(indents.get(f"{W}{name}Chars"), 100)) is not None:
                found[f"{key}_characters"] = count or None
    if length := points(indents.get(f"{W}hanging")):
        found |= {"first": -length, "first_characters": None}
    if count := points(indents.get(f"{W}hangingChars"), 100):
        found["first_characters"] = -count
    return found


def _border(side: etree._Element | None) -> Mapping[str, Any] | None:
    """Lines from top to bottom, each with its thickness; how far they stand from the text."""
    style = "none" if side is None else side.get(f"{W}val", "none")
    if side is None or style in ("none", "nil"):
        return None
    thick = points(side.get(f"{W}sz"), 8) or 0.5
    thin = 0.75
    lines = {"double": [thick, thick]}
    if style.startswith("thickThin"):
        lines[style] = [thick, thin]
    elif style.startswith("thinThick"):
        lines[style] = [thin, thick]
    return {
        "lines": lines.get(style, [thick]),
        "space": points(side.get(f"{W}space"), 1) or 0,
        "colour": _colour(side.get(f"{W}color")),
    }


def _characters(properties: etree._Element) -> Look:
    found: Look = {}
    if size := points(value(properties, "sz"), 2):
        found["size"] = size
    if (track := points(value(properties, "spacing"))) is not None:
        found["track"] = track
    if (colour := value(properties, "color")) is not None:
        found["colour"] = _colour(colour)
    if (bold := switched(properties, "b")) is not None:
        found["bold"] = bold
    if (line := value(properties, "u")) is not None:
        found["underlined"] = line != "none"
    fonts = properties.find(f"{W}rFonts")
    if fonts is not None and (font := fonts.get(f"{W}eastAsia")):
        found["font"] = font
    return found


def _colour(text: str | None) -> str:
    plain = (text or "").strip().lower()
    return plain if len(plain) == 6 and all(sign in "0123456789abcdef" for sign in plain) else "000000"
