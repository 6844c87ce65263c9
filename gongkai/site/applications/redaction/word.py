"""DOCX, put together anew from what a page shows: text, tables, headers, notes and how they are set.

What is not known here does not come along: revisions, remarks, hidden text, pictures, links, codes
of fields, properties, private data of other programs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from lxml import etree

from ...organs.actions import Refused
from . import package
from .package import OFFICE, Package
from .paragraphs import Rewriting, W, attribute
from .phrases import COVER, Phrases, covered
from .result import Deadline, Redacted

_MAIN = "word/document.xml"
_SHEETS = {"styles": "word/styles.xml", "numbering": "word/numbering.xml"}
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_MARGINS = {W + "headerReference": "header", W + "footerReference": "footer"}
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_R_ID = f"{{{OFFICE}}}id"
_SETTINGS = frozenset(
    W + name
    for name in "evenAndOddHeaders defaultTabStop characterSpacingControl mirrorMargins gutterAtTop "
    "bordersDoNotSurroundHeader bordersDoNotSurroundFooter drawingGridHorizontalSpacing "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
    "noLineBreaksAfter noLineBreaksBefore".split()
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_NOT_OF_A_THEME = frozenset(
    _A + name for name in ("extLst", "objectDefaults", "extraClrSchemeLst", "custClrLst")
)
_WRITTEN = frozenset(W + name for name in ("lvlText", "name"))
"""Attributes that are text to a reader."""


def redact(content: bytes, phrases: Phrases, deadline: Deadline) -> Redacted:
    """The document without the phrases and without whatever it does not show."""
    return _Document(Package(content, deadline), phrases).redacted()


class _Document:
    def __init__(self, old: Package, phrases: Phrases) -> None:
        self._old, self._phrases = old, phrases
        self._new: dict[str, etree._Element] = {}
        self._links: dict[str, tuple[str, str]] = {}
        self._kinds: dict[str, str] = {}
        self._notes: Counter[str] = Counter()
        self._left_out: list[str] = []
        self._sources: set[str] = set()
        self._shown = [0] * len(phrases.texts)
        self._hiding = _hiding_styles(old)

    def redacted(self) -> Redacted:
        main = self._rewritten(_MAIN)
        if main.tag != W + "document":
            raise Refused(_("这份DOCX是“严格”格式，请另存为普通的DOCX再遮盖"))
        self._place(_MAIN, main, "document.main")
        self._margins(main)
        for name, one in _NOTES.items():
            self._foot(name, one)
        for name, part in _SHEETS.items():
            if part in self._old.parts:
                self._link(part, self._rewritten(part), name)
        self._settings()
        self._theme()
        for root in self._new.values():
            self._cover(root)
        left_out = [*self._left_out, *self._other_parts()]
        return Redacted(
            "docx",
            self._packed(),
            package.found(self._phrases, self._shown, package.counted(self._phrases, left_out)),
            tuple(self._told()),
        )

    def _rewritten(self, part: str) -> etree._Element:
        self._sources.add(part)
        rewriting = Rewriting(self._hiding)
        root = rewriting.root(self._old.xml(part))
        self._notes.update(rewriting.notes)
        self._left_out += rewriting.left_out
        return root

    def _place(self, part: str, root: etree._Element, kind: str) -> None:
        self._new[part] = root
        self._kinds[part] = _KIND.format(kind)

    def _link(self, part: str, root: etree._Element, kind: str) -> str:
        key = f"rId{len(self._links) + 1}"
        self._links[key] = (kind, part.removeprefix("word/"))
        self._place(part, root, kind)
        return key

    def _margins(self, main: etree._Element) -> None:
        """Headers and footers that a section names; each once."""
        related = self._old.related(_MAIN)
        linked: dict[str, str] = {}
        for reference in list(main.iter(*_MARGINS)):
            kind = _MARGINS[str(reference.tag)]
            source = related.get(reference.get(_R_ID, ""), "")
            if source not in self._old.parts:
                _drop(reference)
                continue
            if source not in linked:
                name = f"word/{kind}{len(linked) + 1}.xml"
                linked[source] = self._link(name, self._rewritten(source), kind)
            reference.set(_R_ID, linked[source])

    def _foot(self, name: str, one: str) -> None:
        """Notes that the text still refers to, and the lines that part them from it."""
        part = f"word/{name}.xml"
        if part not in self._old.parts:
            for reference in list(self._new[_MAIN].iter(f"{W}{one}Reference")):
                _drop(reference)
            return
        root = self._rewritten(part)
        used = {attribute(note, "id") for note in self._new[_MAIN].iter(f"{W}{one}Reference")}
        for note in list(root):
            if attribute(note, "type") in ("", "normal") and attribute(note, "id") not in used:
                self._left_out.append("".join(map(str, note.itertext())))
                root.remove(note)
        self._link(part, root, name)

    def _settings(self) -> None:
        root = etree.Element(W + "settings", nsmap={"w": W[1:-1]})
        old = self._old.xml("word/settings.xml") if "word/settings.xml" in self._old.parts else ()
        for setting in old:
            if setting.tag in _SETTINGS:
                root.append(_bare(setting))
        compat = etree.SubElement(root, W + "compat")
        for setting in old:
            if setting.tag == W + "compat":
                compat.extend(_bare(one) for one in setting if str(one.tag).startswith(W))
        self._link("word/settings.xml", root, "settings")

    def _theme(self) -> None:
        """Fonts and colours that the styles draw on."""
        part = next((name for name in self._old.parts if name.startswith("word/theme/theme")), None)
        if part is None:
            return
        root = self._old.xml(part)
        for element in list(root.iter()):
            if element is not root and (
                not str(element.tag).startswith(_A)
                or element.tag in _NOT_OF_A_THEME
                or element.tag == _A + "blipFill"
            ):
                _drop(element)
        for element in root.iter():
            element.text = element.tail = None
        self._link("word/theme/theme1.xml", root, "theme")
        self._kinds["word/theme/theme1.xml"] = _THEME

    def _cover(self, root: etree._Element) -> None:
        carriers = list(root.iter(W + "t", W + "sym"))
        pieces, spans = covered([_written(carrier) for carrier in carriers], self._phrases)
        for span in spans:
            self._shown[span.phrase] += 1
        for carrier, piece in zip(carriers, pieces, strict=True):
            if piece != _written(carrier):
                carrier.attrib.clear()
                carrier.tag = W + "t"
                carrier.text = piece
                carrier.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        for element in root.iter():
            for key, value in element.attrib.items():
                if self._phrases.number_in(str(value), telling=element.tag not in _WRITTEN):
                    element.set(key, COVER)

    def _other_parts(self) -> Iterator[str]:
        """What is written in parts that do not come along."""
        for name, part in self._old.parts.items():
            if name not in self._sources and package.is_text(name):
                yield from package.texts(part)

    def _packed(self) -> bytes:
        top = package.relations({"rId1": ("officeDocument", _MAIN)})
        return package.packed(
            {
                "[Content_Types].xml": package.content_types(self._kinds),
                "_rels/.rels": top,
                **{name: package.serialised(root) for name, root in self._new.items()},
                "word/_rels/document.xml.rels": package.relations(self._links),
            }
        )

    def _told(self) -> Iterable[str]:
        sentences = {
            "remark": _("{count}条批注没有放进结果"),
            "revision": _("{count}处修订按最终状态处理，删去的文字没有放进结果"),
            "hidden": _("{count}处隐藏的文字没有放进结果"),
            "picture": _(
                "{count}个图片、图形或者嵌入的对象没有放进结果；要提供的，请把文件另存为PDF，再画框遮盖"
            ),
            "formula": _("{count}个公式没有放进结果；要提供的，请把文件另存为PDF再遮盖"),
            "foreign": _("{count}段插入的外部内容没有放进结果"),
        }
        for kind, sentence in sentences.items():
            if self._notes[kind]:
                yield sentence.format(count=self._notes[kind])


def _hiding_styles(old: Package) -> frozenset[str]:
    """Styles that hide what is set in them, by themselves or by the style they stand on."""
    if "word/styles.xml" not in old.parts:
        return frozenset()
    styles = {attribute(style, "styleId"): style for style in old.xml("word/styles.xml").iter(W + "style")}
    return frozenset(name for name in styles if _hides(name, styles))


def _hides(name: str, styles: dict[str, etree._Element]) -> bool:
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        vanish = styles[name].find(f"{W}rPr/{W}vanish")
        if vanish is not None:
            return attribute(vanish, "val") not in ("0", "false", "off")
        base = styles[name].find(W + "basedOn")
        name = attribute(base, "val") if base is not None else ""
    return False


def _written(carrier: etree._Element) -> str:
    """What a text or a sign of a symbol font says."""
    if carrier.tag == W + "t":
        return carrier.text or ""
    try:
        code = int(attribute(carrier, "char"), 16)
        return chr(code - 0xF000 if 0xF000 <= code <= 0xF0FF else code)
    except (ValueError, OverflowError):
        return ""


def _bare(element: etree._Element) -> etree._Element:
    """A setting with its attributes of the format's own, and nothing within."""
    bare = etree.Element(element.tag)
    for key, value in element.attrib.items():
        if str(key).startswith(W):
            bare.set(key, value)
    return bare


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
