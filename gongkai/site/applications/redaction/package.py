"""Office files as packages of parts: opened with limits, and put together anew from known parts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from lxml import etree

from gongkai.annual_report.parsing.archive import Archive
from gongkai.annual_report.parsing.document import Unreadable

from ...organs.actions import Refused
from .phrases import Phrases
from .result import Deadline, Found

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MOST_PARTS, _MOST_BYTES = 2000, 200 * 1024 * 1024
_ACTIVE = re.compile(r"vbaProject|vbaData|/activeX/|/macrosheets/|/dialogsheets/|/ctrlProps/", re.IGNORECASE)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_TEXT = (".xml", ".rels", ".vml")


class Package:
    """The parts of an office file. Raises Refused for macros, passwords, damage and too much of it."""

    def __init__(self, content: bytes, deadline: Deadline) -> None:
        try:
            self._archive = Archive(content)
            self.names = sorted(self._archive.names)
            self._refuse_much(content)
            self.parts = {name: self._part(name, deadline) for name in self.names if not name.endswith("/")}
        except Unreadable as error:
            raise Refused(_("不能遮盖：{reason}").format(reason=error)) from error
        if any(_ACTIVE.search(name) for name in self.names) or _MACROS.search(
            self.parts.get("[Content_Types].xml", b"")
        ):
            raise Refused(_("文件里有宏或控件，请另存为不带宏的文件再遮盖"))

    def xml(self, name: str) -> etree._Element:
        try:
            return self._archive.xml(name)
        except Unreadable as error:
            raise Refused(_("不能遮盖：{reason}").format(reason=error)) from error

    def related(self, name: str) -> dict[str, str]:
        """The id of a relation of part ``name`` → the part it leads to; none that lead outside."""
        folder, _slash, file = name.rpartition("/")
        own = f"{folder}/_rels/{file}.rels"
        if own not in self.parts:
            return {}
        inside = (one for one in self.xml(own) if one.get("TargetMode") != "External")
        return {one.get("Id", ""): _resolved(folder, one.get("Target", "")) for one in inside}

    def _refuse_much(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as zipped:
            listed = zipped.infolist()
        if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > _MOST_BYTES:
            raise Refused(_("文件展开后太大，请分成几份再遮盖"))
        if len(listed) != len(self.names):
            raise Refused(_("文件里有重名的部分，像是被改动过。请用办公软件打开另存一份再遮盖"))

    def _part(self, name: str, deadline: Deadline) -> bytes:
        deadline.check()
        return self._archive.part(name)


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def texts(part: bytes) -> Iterator[str]:
    """All that is written in a part of XML, whatever it is: its text, then each attribute, each remark.

    Nothing of a part that is none.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(part, parser) if part.strip() else None
    if root is None:
        return
    yield "".join(str(text) for text in root.itertext(etree.Element))
    for element in root.iter():
        if isinstance(element, etree._Element) and isinstance(element.tag, str):
            yield from map(str, element.attrib.values())
        else:
            yield str(element.text or "")


def counted(phrases: Phrases, pieces: Iterable[str]) -> list[int]:
    """How often each phrase stands in the pieces, each read for itself."""
    tally: Counter[int] = Counter()
    for piece in pieces:
        tally.update(span.phrase for span in phrases.spans(piece))
    return [tally[number] for number in range(len(phrases.texts))]


def found(phrases: Phrases, shown: list[int], left_out: list[int]) -> tuple[Found, ...]:
    return tuple(
        Found(text, here, gone) for text, here, gone in zip(phrases.texts, shown, left_out, strict=True)
    )


def is_text(name: str) -> bool:
    return name.lower().endswith(_TEXT)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file, of no particular time."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        for name, part in parts.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            zipped.writestr(info, part)
    return out.getvalue()


def serialised(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def content_types(kinds: Mapping[str, str]) -> bytes:
    """[Content_Types].xml: part → its content type."""
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap=_default(_TYPES))
    for suffix, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=suffix, ContentType=kind)
    for name, kind in kinds.items():
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
    return serialised(root)


def relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    """A part of relations: id → (last word of its type, target)."""
    root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap=_default(RELATIONS))
    for key, (kind, target) in targets.items():
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=key, Type=f"{OFFICE}/{kind}", Target=target)
    return serialised(root)


def _default(namespace: str) -> Any:
    return {None: namespace}  # which the stubs of lxml do not know
