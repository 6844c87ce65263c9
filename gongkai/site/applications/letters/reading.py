"""A rendered letter as data for its PDF 版式数据: page, headers, footers, paragraphs, tables.

Lengths are points.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from gongkai.annual_report.parsing.numbering import Numbering
from gongkai.annual_report.rendering import page

from .package import Package, TemplateRefused, W
from .styles import NATURAL, Look, Styles, points, switched, value

Block = Mapping[str, Any]

_A4 = tuple(length * 72 / 25.4 for length in page.PAPER)
_INCH = 72.0
_SANS = ("黑", "hei", "等线", "arial", "sans", "gothic")
_STOUT = ("小标宋", "xiaobiaosong")
_LEAST = 1.0
_NARROWEST = 2 * _INCH
"""Of the text, across and down: less is no page of a letter."""


def data(package: Package, numbering: Numbering) -> dict[str, Any]:
    """What letter.typ sets. Raises TemplateRefused where the document has no body."""
    reader = _Reader(package, numbering)
    body = etree.fromstring(package.texts[0].xml).find(f"{W}body")
    if body is None:
        raise TemplateRefused(_("文件已损坏，内容读不出来"))
    blocks = list(reader.blocks(body))
    return {
        "title": title(package),
        "page": _page(body.find(f"{W}sectPr")),
        "around": reader.around(body.find(f"{W}sectPr")),
        "blocks": blocks,
    }


def title(package: Package) -> str:
    """The text set as title; without such a style, of the first paragraph that is centred."""
    styles, centred = Styles(package), ""
    for paragraph in etree.fromstring(package.texts[0].xml).iter(f"{W}p"):
        text = "".join(one.text or "" for one in paragraph.iter(f"{W}t")).strip()
        if text and styles.name(paragraph) == "title":
            return text
        if text and not centred and styles.of(paragraph).get("align") == "center":
            centred = text
    return centred


def _page(section: etree._Element | None) -> Mapping[str, float]:
    size = None if section is None else section.find(f"{W}pgSz")
    margins = None if section is None else section.find(f"{W}pgMar")

    def length(element: etree._Element | None, name: str, otherwise: float) -> float:
        found = None if element is None else points(element.get(f"{W}{name}"))
        return otherwise if found is None else abs(found)

    found = {
        "width": length(size, "w", _A4[0]),
        "height": length(size, "h", _A4[1]),
        **{side: length(margins, side, _INCH) for side in ("top", "bottom", "left", "right")},
        **{side: length(margins, side, _INCH / 2) for side in ("header", "footer")},
    }
    across = found["width"] - found["left"] - found["right"]
    if min(across, found["height"] - found["top"] - found["bottom"]) < _NARROWEST:
        raise TemplateRefused(_("页边距太大，没有留下写正文的地方"))
    return found


class _Reader:
    def __init__(self, package: Package, numbering: Numbering) -> None:
        self.package, self.numbering = package, numbering
        self.styles = Styles(package)

    def around(self, section: etree._Element | None) -> Mapping[str, Any]:
        """Headers and footers by the pages they stand on; what is not there is empty."""
        found: dict[str, Any] = {f"{place}_{pages}": [] for place in _PLACES for pages in _PAGES}
        by_id = {part.relation: part for part in self.package.texts[1:]}
        settings = self.package.part("settings")
        found["first"] = switched(section, "titlePg") or False
        found["even"] = switched(None if settings is None else etree.fromstring(settings.xml), _EVEN) or False
        for reference in () if section is None else section:
            place = _REFERENCES.get(str(reference.tag))
            part = by_id.get(reference.get(_ID, ""))
            if place and part:
                root = etree.fromstring(part.xml)
                found[f"{place}_{reference.get(f'{W}type', 'default')}"] = list(self.blocks(root))
        return found

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraphs(element)
            elif element.tag == f"{W}tbl":
                yield self._table(element)
            elif element.tag == f"{W}sdt" and (content := element.find(f"{W}sdtContent")) is not None:
                yield from self.blocks(content)

    def _paragraphs(self, element: etree._Element) -> Iterator[Block]:
        """A paragraph; two where a page ends in it."""
        look = self.styles.of(element)
        pages = _pages(list(self._runs(element, look)))
        if label := self.numbering.label(element):
            pages[0].insert(0, _type(look) | {"text": label if label[-1] in _CLOSE else f"{label} "})
        heading = self.styles.name(element) == "title"
        for number, runs in enumerate(pages):
            made = _set(look, runs)
            made["break"] = number > 0 or look.get("break", False)
            made["heading"] = heading and bool(runs)
            yield made

    def _runs(self, element: etree._Element, look: Look) -> Iterator[dict[str, Any]]:
        field = _Field()
        for run in element.iter(f"{W}r"):
            style = _type(look | self.styles.run(run))
            simple = run.getparent()
            if simple is not None and simple.tag == f"{W}fldSimple":
                yield style | {"field": _named(simple.get(f"{W}instr", ""))}
                continue
            for child in run:
                if name := field.passed(child):
                    yield style | {"field": name}
                elif not field.within and (text := _TEXTS.get(str(child.tag), child.text)) is not None:
                    if child.tag == f"{W}br" and child.get(f"{W}type") == "page":
                        text = "\f"
                    if child.tag in _TEXTS or child.tag == f"{W}t":
                        yield style | {"text": text}

    def _table(self, element: etree._Element) -> Block:
        properties = element.find(f"{W}tblPr")
        widths = [points(one.get(f"{W}w")) or _LEAST for one in element.iter(f"{W}gridCol")]
        rows = [list(self._cells(row, widths)) for row in element.iter(f"{W}tr")]
        _span_rows(rows)
        borders = None if properties is None else properties.find(f"{W}tblBorders")
        if borders is None:
            borders = self.styles.table_borders(value(properties, "tblStyle"))
        _rule_cells(rows, _strokes(borders), len(widths))
        return {
            "kind": "table",
            "columns": widths,
            "align": value(properties, "jc") or "left",
            "rows": [[cell for cell in row if cell["rowspan"]] for row in rows],
        }

    def _cells(self, row: etree._Element, widths: list[float]) -> Iterator[dict[str, Any]]:
        height = row.find(f"{W}trPr/{W}trHeight")
        least = 0.0 if height is None else points(height.get(f"{W}val")) or 0.0
        column = 0
        for cell in row.iter(f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            span = int(points(value(properties, "gridSpan"), 1) or 1)
            merge = value(properties, "vMerge")
            yield {
                "column": column,
                "colspan": max(1, min(span, len(widths) - column)),
                "rowspan": 0 if merge in ("", "continue") else 1,
                "width": sum(widths[column : column + span]),
                "least": least,
                "valign": value(properties, "vAlign") or "top",
                "strokes": _strokes(None if properties is None else properties.find(f"{W}tcBorders")),
                "blocks": list(self.blocks(cell)),
            }
            column += span


_CLOSE = "、）】〕"
"""Ends of automatic numbers that stand close to the text."""
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_EVEN = "evenAndOddHeaders"
_PLACES, _PAGES = ("header", "footer"), ("default", "first", "even")
_REFERENCES = {f"{W}{place}Reference": place for place in _PLACES}
_TEXTS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}


class _Field:
    """Follows a field that is written in several runs: its instruction, then a result that is left out."""

    def __init__(self) -> None:
        self.within, self.words = False, ""

    def passed(self, element: etree._Element) -> str | None:
        """The field's name where it ends."""
        if element.tag == f"{W}instrText":
            self.words += element.text or ""
        if element.tag != f"{W}fldChar":
            return None
        begins = element.get(f"{W}fldCharType") == "begin"
        ended = element.get(f"{W}fldCharType") == "end" and _named(self.words)
        if begins:
            self.within, self.words = True, ""
        elif ended:
            self.within = False
        return ended or None


def _named(instruction: str) -> str:
    return "pages" if "NUMPAGES" in instruction.upper() else "page"


def _pages(runs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Runs parted where a page ends."""
    pages: list[list[dict[str, Any]]] = [[]]
    for run in runs:
        if run.get("text") == "\f":
            pages.append([])
        else:
            pages[-1].append(run)
    return pages


def _set(look: Look, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """How a paragraph is set: the largest of its letters gives the size that lines are built on."""
    size = max((run["size"] for run in runs), default=_type(look)["size"])
    em = size + look.get("track", 0.0)
    return {
        "kind": "paragraph",
        "align": look.get("align", "left"),
        "size": size,
        "pitch": max(_LEAST, _pitch(look, size)),
        "before": look.get("before", 0.0),
        "after": look.get("after", 0.0),
        "keep": look.get("keep", False),
        "border_top": look.get("border_top"),
        "border_bottom": look.get("border_bottom"),
        "runs": runs,
        **{side: _indent(look, side, em) for side in ("left", "right", "first")},
    }


def _indent(look: Look, side: str, em: float) -> float:
    characters = look.get(f"{side}_characters")
    return float(look.get(side, 0.0)) if characters is None else float(characters * em)


def _pitch(look: Look, size: float) -> float:
    line, rule = look.get("line", 240.0), look.get("rule", "auto")
    if rule == "auto":
        return float(line / 240 * size * NATURAL)
    return float(line / 20) if rule == "exact" else max(float(line / 20), size * NATURAL)


def _type(look: Look) -> dict[str, Any]:
    font = look.get("font", "").lower()
    return {
        "size": look.get("size", 10.0),
        "track": look.get("track", 0.0),
        "colour": look.get("colour", "000000"),
        "sans": any(part in font for part in _SANS),
        "stout": look.get("bold", False) or any(part in font for part in _STOUT),
        "underlined": look.get("underlined", False),
    }


def _span_rows(rows: list[list[dict[str, Any]]]) -> None:
    """A cell that runs on from above lengthens the one it belongs to."""
    above: dict[int, dict[str, Any]] = {}
    for row in rows:
        for cell in row:
            if cell["rowspan"]:
                above[cell["column"]] = cell
            elif cell["column"] in above:
                above[cell["column"]]["rowspan"] += 1
            else:
                cell["rowspan"] = 1
                above[cell["column"]] = cell


def _strokes(borders: etree._Element | None) -> dict[str, float]:
    """Side → thickness of its line; 0 for none."""
    found = {}
    for side in () if borders is None else borders:
        drawn = side.get(f"{W}val") not in ("none", "nil")
        name = str(side.tag).removeprefix(W)
        found[_OTHER_NAMES.get(name, name)] = (points(side.get(f"{W}sz"), 8) or 0.5) if drawn else 0.0
    return found


_OTHER_NAMES = {"start": "left", "end": "right"}


def _rule_cells(rows: list[list[dict[str, Any]]], table: Mapping[str, float], columns: int) -> None:
    """Each cell's lines: its own, else the table's, outer or inner by where the cell stands."""
    for number, row in enumerate(rows):
        for cell in row:
            outer = {
                "top": number == 0,
                "bottom": number + max(1, cell["rowspan"]) == len(rows),
                "left": cell["column"] == 0,
                "right": cell["column"] + cell["colspan"] == columns,
            }
            inner = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
            cell["strokes"] = {
                side: cell["strokes"].get(side, table.get(side if at_edge else inner[side], 0.0))
                for side, at_edge in outer.items()
            }
