"""The parts of a DOCX rewritten: known elements are carried over one by one, all others stay behind."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _names(text: str) -> frozenset[str]:
    return frozenset(W + name for name in text.split())


_HOLDERS = _names(
    "document body hdr ftr footnotes endnotes footnote endnote p tbl tr tc styles numbering docDefaults "
    "rPrDefault pPrDefault style abstractNum num lvl lvlOverride latentStyles"
)
_SETTINGS = _names("pPr rPr tblPr trPr tcPr sectPr tblGrid tblPrEx tblStylePr")
_UNWRAPPED = _names("ins moveTo smartTag customXml sdt sdtContent hyperlink dir bdo ruby rubyBase fldSimple")
_SIGNS = _names(
    "tab br cr footnoteReference endnoteReference footnoteRef endnoteRef separator continuationSeparator ptab"
)
_DATA = _names(
    "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat autoRedefine locked lsdException "
    "multiLevelType start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc legacy abstractNumId "
    "startOverride numStyleLink styleLink"
)
_REVISED = _names("del moveFrom cellDel")
_CHANGES = _names(
    "rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange tblGridChange tblPrExChange "
    "numberingChange"
)
_NOT_SET = _CHANGES | _names(
    "ins del moveFrom moveTo cellIns cellDel cellMerge tblCaption tblDescription divId printerSettings "
    "vanish specVanish webHidden hidden rsid cnfStyle"
)
_REMARKS = _names("commentReference")
_REFERENCES = _names("headerReference footerReference")
_DRAWN = _names("drawing pict object")
_PRIVATE = re.compile(r"rsid|paraId|textId|author|initials|date", re.IGNORECASE)
_COUNTING = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z]*")
"""Fields that only count pages."""
_OFF = ("0", "false", "off")


def attribute(element: etree._Element, name: str) -> str:
    return str(element.get(W + name, ""))


@dataclass
class _Field:
    """A field under way: its code, and whether its result is what comes now."""

    code: str = ""
    shows: bool = False


class Rewriting:
    """One part, rewritten.

    ``hiding``: styles that hide text. ``notes`` counts what stayed behind by kind; ``left_out`` is
    what was written in it.
    """

    def __init__(self, hiding: frozenset[str]) -> None:
        self._hiding = hiding
        self.notes: Counter[str] = Counter()
        self.left_out: list[str] = []
        self._fields: list[_Field] = []
        self._boxes: list[etree._Element] = []

    def root(self, old: etree._Element) -> etree._Element:
        new = etree.Element(old.tag, nsmap={"w": W[1:-1], "r": _R_ID[1:-3]})
        self._children(old, new)
        return new

    def _children(self, old: etree._Element, new: etree._Element) -> None:
        for child in old:
            self._element(child, new)

    def _element(self, old: etree._Element, parent: etree._Element) -> None:
        tag = old.tag
        if tag == _MC + "AlternateContent":
            choice = next(iter(old.findall(_MC + "Choice") + old.findall(_MC + "Fallback")), None)
            if choice is not None:
                self._children(choice, parent)
        elif tag == W + "r":
            self._run(old, parent)
        elif tag in _UNWRAPPED:
            self._unwrap(old, parent)
        elif tag in _SETTINGS:
            parent.append(self._set(old))
        elif tag in _DATA:
            parent.append(_copied(old))
        elif tag in _HOLDERS and not self._is_gone(old):
            self._hold(old, parent)
        else:
            self._leave(old)

    def _hold(self, old: etree._Element, parent: etree._Element) -> None:
        new = _copied(old)
        parent.append(new)
        self._children(old, new)
        if new.tag == W + "p":
            # A box with text is no longer beside its paragraph, but after it.
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                self._children(box, parent)
        elif new.tag == W + "tc" and (not len(new) or new[-1].tag != W + "p"):
            etree.SubElement(new, W + "p")
        elif (
            new.tag in (W + "tbl", W + "tr")
            and new.find(W + ("tr" if new.tag == W + "tbl" else "tc")) is None
        ):
            parent.remove(new)

    def _unwrap(self, old: etree._Element, parent: etree._Element) -> None:
        if old.tag in (W + "ins", W + "moveTo"):
            self.notes["revision"] += 1
        if old.tag == W + "fldSimple":
            self.left_out.append(attribute(old, "instr"))
            if _COUNTING.fullmatch(attribute(old, "instr")):
                parent.append(_page_number(attribute(old, "instr")))
                return
        self.left_out += map(str, old.attrib.values())
        self._children(old, parent)

    def _run(self, old: etree._Element, parent: etree._Element) -> None:
        if self._is_hidden(old):
            self.notes["hidden"] += 1
            self._leave(old)
            return
        properties = old.find(W + "rPr")
        runs = [self._new_run(properties, parent)]
        for child in self._content(old):
            if child.tag == W + "fldSimple":
                parent.append(child)
                runs.append(self._new_run(properties, parent))
            else:
                runs[-1].append(child)
        for run in runs:
            if all(child.tag == W + "rPr" for child in run):
                parent.remove(run)

    def _new_run(self, properties: etree._Element | None, parent: etree._Element) -> etree._Element:
        run = etree.SubElement(parent, W + "r")
        if properties is not None:
            run.append(self._set(properties))
        return run

    def _content(self, old: etree._Element) -> Iterator[etree._Element]:
        """What a run shows."""
        for child in old:
            tag = child.tag
            if tag == W + "rPr":
                continue
            if tag == _MC + "AlternateContent":
                choice = next(iter(child.findall(_MC + "Choice") + child.findall(_MC + "Fallback")), None)
                if choice is not None:
                    yield from self._content(choice)
            elif tag == W + "fldChar":
                yield from self._field(child)
            elif tag == W + "instrText":
                self.left_out.append(child.text or "")
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif any(not field.shows for field in self._fields):
                self._leave(child)
            elif tag == W + "ruby":
                for run in child.iterfind(f"{W}rubyBase/{W}r"):
                    yield from self._content(run)
            elif tag == W + "noBreakHyphen":
                yield _text("\u2011")
            elif tag == W + "t":
                yield _text(child.text or "")
            elif tag in _SIGNS or tag == W + "sym":
                yield _copied(child)
            else:
                self._leave(child)

    def _field(self, mark: etree._Element) -> Iterator[etree._Element]:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif not self._fields:
            return
        elif kind == "separate":
            field = self._fields[-1]
            # The number that was last counted is dropped; it is counted anew where it is shown.
            field.shows = not _COUNTING.fullmatch(field.code)
        elif kind == "end":
            field = self._fields.pop()
            if _COUNTING.fullmatch(field.code) and all(outer.shows for outer in self._fields):
                yield _page_number(field.code)

    def _set(self, old: etree._Element) -> etree._Element:
        """Settings: attributes only, none of them about a revision or about who made it."""
        new = _copied(old)
        for child in old:
            if child.tag in _CHANGES:
                self.notes["revision"] += 1
            if str(child.tag).startswith(W) and child.tag not in _NOT_SET:
                new.append(self._set(child))
            else:
                self.left_out.extend(str(value) for one in child.iter() for value in one.attrib.values())
        return new

    def _is_gone(self, old: etree._Element) -> bool:
        """A row or cell that is struck by a revision, or hidden."""
        settings = old.find(f"{W}trPr") if old.tag == W + "tr" else old.find(f"{W}tcPr")
        if settings is None:
            return False
        if any(settings.find(name) is not None for name in _REVISED):
            self.notes["revision"] += 1
            return True
        hidden = settings.find(W + "hidden")
        if hidden is not None and attribute(hidden, "val") not in _OFF:
            self.notes["hidden"] += 1
            return True
        return False

    def _is_hidden(self, run: etree._Element) -> bool:
        vanish = run.find(f"{W}rPr/{W}vanish")
        if vanish is not None:
            return attribute(vanish, "val") not in _OFF
        named = [run.find(f"{W}rPr/{W}rStyle")]
        paragraph = next(run.iterancestors(W + "p"), None)
        if paragraph is not None:
            named.append(paragraph.find(f"{W}pPr/{W}pStyle"))
        return any(style is not None and attribute(style, "val") in self._hiding for style in named)

    def _leave(self, old: etree._Element) -> None:
        """What stays behind: counted, read for phrases, and searched for boxes with text."""
        tag = old.tag
        if not isinstance(tag, str):
            return
        if tag in _DRAWN:
            boxes = [box for box in old.iter(W + "txbxContent") if _is_first(box, old)]
            self._boxes += boxes
            self.notes["picture"] += not boxes
            self.left_out += ["" if boxes else "".join(map(str, old.itertext()))]
            self.left_out += [str(value) for one in old.iter() for value in one.attrib.values()]
            return
        self.notes["remark"] += tag in _REMARKS
        self.notes["revision"] += tag in _REVISED
        self.notes["formula"] += tag.startswith(_MATH)
        self.notes["foreign"] += tag in (W + "altChunk", W + "subDoc")
        self.left_out.append("".join(map(str, old.itertext())))
        self.left_out += [str(value) for one in old.iter() for value in one.attrib.values()]


def _is_first(box: etree._Element, drawn: etree._Element) -> bool:
    """Not one inside another, and not the copy of it that is kept for older programs."""
    for above in box.iterancestors():
        if above is drawn:
            return True
        if above.tag in (W + "txbxContent", _MC + "Fallback"):
            return False
    return True


def _copied(old: etree._Element) -> etree._Element:
    """The element alone, with the format's own attributes."""
    new = etree.Element(old.tag)
    for key, value in old.attrib.items():
        if str(key).startswith(W) and not _PRIVATE.search(str(key)[len(W) :]):
            new.set(key, value)
    if old.tag in _REFERENCES:
        new.set(_R_ID, old.get(_R_ID, ""))
    return new


def _text(text: str) -> etree._Element:
    new = etree.Element(W + "t")
    new.set(_SPACE, "preserve")
    new.text = text
    return new


def _page_number(code: str) -> etree._Element:
    field = etree.Element(W + "fldSimple")
    field.set(W + "instr", code)
    etree.SubElement(field, W + "r").append(_text("1"))
    return field
