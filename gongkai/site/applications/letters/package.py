"""A template as a package of parts: opened with limits, made of nothing but text, written anew.

What a letter is made of is known: the text, its headers and footers, styles, numbering, typefaces,
settings, theme. Only these are read and only these are written, so that nothing an office's
program adds (names of authors, histories, previews) leaves with a letter.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from django.utils.translation import gettext as _
from lxml import etree

from gongkai.annual_report.parsing.archive import Archive
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.annual_report.rendering.archive import fixed

LARGEST = 1024 * 1024
"""Bytes of a template; the default ones have 12 thousand."""
_LARGEST_PART, _MOST_PARTS = 2 * 1024 * 1024, 200

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KEPT = {
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
    "styles": f"{_WORD}.styles+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "settings": f"{_WORD}.settings+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
}
"""Kind of relation → media type of the part: what a letter is made of."""
TEXTS = ("document", "header", "footer")
_ACTIVE = re.compile(r"vbaProject|vbaData|/activeX/|/embeddings/|\.bin$", re.IGNORECASE)
_HISTORY = re.compile(
    r'\sw(?:14)?:(?:rsid\w*|paraId|textId)="[^"]*"|<w:rsids>.*?</w:rsids>|<w:rsid [^>]*/>', re.DOTALL
)
"""Marks by which Word tells the sessions in which a text was written."""


class TemplateRefused(Exception):
    """A template that cannot be used; the message says in Chinese what is wrong, never what was filled in."""


@dataclass(frozen=True)
class Part:
    """A part of the package; ``kind`` is "document" or a key of the relations that are kept."""

    name: str
    kind: str
    relation: str
    """The document's name for it."""
    xml: str


@dataclass(frozen=True)
class Package:
    """The parts of a template or a letter, the document first."""

    parts: tuple[Part, ...]

    @property
    def texts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind in TEXTS)

    def part(self, kind: str) -> Part | None:
        return next((part for part in self.parts if part.kind == kind), None)

    def changed(self, texts: Mapping[str, str]) -> "Package":
        """The same with the text of some parts, by name, in place of their own."""
        return Package(tuple(replace(part, xml=texts.get(part.name, part.xml)) for part in self.parts))

    def written(self, title: str) -> bytes:
        """The file; of its properties only the title."""
        target = BytesIO()
        with ZipFile(target, "w") as zipped:
            zipped.writestr("[Content_Types].xml", self._types())
            zipped.writestr("_rels/.rels", _ROOT)
            zipped.writestr("docProps/core.xml", _PROPERTIES.format(title=escape(title)))
            for part in self.parts:
                zipped.writestr(part.name, _XML + _HISTORY.sub("", part.xml))
            zipped.writestr(_RELATIONS, self._relations())
        return fixed(target.getvalue())

    def _types(self) -> str:
        types = {part.name: _KEPT.get(part.kind, _MAIN_TYPE) for part in self.parts}
        types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
        return (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(f'<Override PartName="/{n}" ContentType="{type}"/>' for n, type in types.items())
            + "</Types>"
        )

    def _relations(self) -> str:
        return (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            + "".join(
                f'<Relationship Id="{escape(part.relation)}" Type="{_OFFICE}/{part.kind}" '
                f'Target="/{escape(part.name)}"/>'
                for part in self.parts
                if part.kind != "document"
            )
            + "</Relationships>"
        )


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="/{_DOCUMENT}"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    f'Target="/docProps/core.xml"/></Relationships>'
)
_PROPERTIES = (
    f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
)


def opened(data: bytes) -> Package:
    """The parts of a DOCX that a letter is made of. Raises TemplateRefused for what is no template."""
    if len(data) > LARGEST:
        raise TemplateRefused(_("文件超过1MB，不像文书模板；请去掉图片后再上传"))
    try:
        return _opened(Archive(data))
    except Unreadable as error:
        raise TemplateRefused(_("打不开：{reason}").format(reason=error)) from None


def _opened(archive: Archive) -> Package:
    if _DOCUMENT not in archive.names or "[Content_Types].xml" not in archive.names:
        raise TemplateRefused(_("不是DOCX文件；请在Word或WPS里另存为DOCX格式再上传"))
    if len(archive.names) > _MOST_PARTS:
        raise TemplateRefused(_("文件里的部分太多，不像文书模板"))
    if any(_ACTIVE.search(name) for name in archive.names) or b"macroEnabled" in _part(
        archive, "[Content_Types].xml"
    ):
        raise TemplateRefused(_("文件里有宏、控件或嵌入的其他文件，请去掉，另存为DOCX格式再上传"))
    relations = tuple(_relations_of(archive))
    text = _parsed(archive, _DOCUMENT)
    parts = [Part(_DOCUMENT, "document", "", text)]
    for kind, id, target in relations:
        if kind in _KEPT and target in archive.names:
            parts.append(Part(target, kind, id, _parsed(archive, target, kind in TEXTS)))
    return Package(tuple(parts))


def _relations_of(archive: Archive) -> Iterator[tuple[str, str, str]]:
    """Kind, id and part of each relation of the document; nothing anywhere may lead outside."""
    for name in sorted(archive.names):
        if name.endswith(".rels"):
            _part(archive, name)
            for one in archive.xml(name):
                if one.get("TargetMode", "").lower() == "external":
                    raise TemplateRefused(_("文件里有外部链接（超链接、联机图片或附加模板），请去掉后再上传"))
                if name == _RELATIONS:
                    target = normpath(join("/word", one.get("Target", ""))).lstrip("/")
                    yield one.get("Type", "").rpartition("/")[2], one.get("Id", ""), target


def _part(archive: Archive, name: str) -> bytes:
    found = archive.part(name)
    if len(found) > _LARGEST_PART:
        raise TemplateRefused(_("文件展开后过大，不像文书模板"))
    return found


def _parsed(archive: Archive, name: str, is_text: bool = True) -> str:
    """A part's XML; of one that is no text, without what leads to parts that are left out."""
    _part(archive, name)
    root = archive.xml(name)
    if not is_text:
        for element in list(root.iter()):
            leads = any(str(key).startswith(_R) for key in element.attrib)
            if (leads or element.tag in _LEFT_OUT) and (parent := element.getparent()) is not None:
                parent.remove(element)
    return etree.tostring(root, encoding="unicode")


_LEFT_OUT = frozenset(f"{W}{name}" for name in ("footnotePr", "endnotePr", "docVars"))


def strange(package: Package) -> Iterator[str]:
    """What is in the text of a template and has no place in a letter, in Chinese, each once."""
    found: dict[str, None] = {}
    for part in package.texts:
        root = etree.fromstring(part.xml)
        for element in root.iter():
            name = str(element.tag).rpartition("}")[2]
            if name in _STRANGE and element.get(f"{W}val") not in ("0", "false"):
                found[_(_STRANGE[name])] = None
            if name == "sectPr" and str(getattr(element.getparent(), "tag", "")).endswith("}pPr"):
                found[_("模板里有分节符，请去掉")] = None
            if name in ("instrText", "fldSimple") and not _is_number(element):
                found[_("模板里有域（页码以外），请改为普通文字")] = None
            if any(str(key).startswith(_R) for key in element.attrib) and name not in _REFERENCES:
                found[_("模板里有图片、链接或嵌入对象，请去掉")] = None
    yield from found


_REFERENCES = ("headerReference", "footerReference")
_DRAWN = "图片、文本框和画出的线条不会进入文书，请去掉；需要的线请用段落边框"
_TRACKED = "有没有处理的修订痕迹，请接受或拒绝全部修订"
_STRANGE = {
    **dict.fromkeys(("drawing", "pict", "AlternateContent", "txbxContent"), _DRAWN),
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo"), _TRACKED),
    **dict.fromkeys(("object", "altChunk", "control", "subDoc"), "模板里有嵌入的文件或控件，请去掉"),
    **dict.fromkeys(("commentRangeStart", "commentReference"), "模板里有批注，请删除全部批注"),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "模板里有脚注或尾注，请改写在正文里"),
    **dict.fromkeys(("sym", "ruby"), "模板里有符号字体的字符或拼音，请改用普通文字"),
    "vanish": "模板里有隐藏的文字，请显示并删除",
    "oMath": "模板里有公式，请改为普通文字",
}


def _is_number(element: etree._Element) -> bool:
    words = (element.get(f"{W}instr") or element.text or "").split()
    return not words or words[0].upper() in ("PAGE", "NUMPAGES", "\\*")
