"""Office files are zips of XML: opened with limits, parsed without entities 压缩包."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from gongkai.translation import _

from .document import Unreadable

LARGEST_PART = 60 * 1024 * 1024
"""Bytes a part of an office file may grow to when it is unpacked."""
_CHUNK = 1024 * 1024
_DEEPEST = 200
_DOCTYPE = b"<!DOCTYPE"
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """The parts of an office file. Raises Unreadable in Chinese for whatever is wrong with it."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _BROKEN as error:
            raise Unreadable(_("文件已损坏，打不开")) from error

    def part(self, name: str) -> bytes:
        """A part's bytes, unpacked piece by piece and never beyond LARGEST_PART."""
        found = bytearray()
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    found += chunk
                    if len(found) > LARGEST_PART:
                        raise Unreadable(_("文件展开后过大，不像年度报告"))
        except KeyError as error:
            raise Unreadable(_("文件不完整，缺少{name}").format(name=name)) from error
        except _BROKEN as error:
            raise Unreadable(_("文件已损坏，打不开")) from error
        return bytes(found)

    def xml(self, name: str) -> etree._Element:
        """A part's root element. No document type, no entities, nothing from outside."""
        data = self.part(name)
        if _DOCTYPE in data[:4096].upper():
            raise Unreadable(_("文件里有不应出现的文档类型声明，未读"))
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(_("文件已损坏，内容读不出来")) from error
        if root is None:
            raise Unreadable(_("文件已损坏，内容读不出来"))
        return root
