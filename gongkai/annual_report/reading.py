"""Read a published report from a file 读取: its kind told by content, never by name."""

import codecs
import hashlib
import re
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from gongkai.translation import _

from . import kinds
from .parsing.decoding import decoded
from .parsing.document import Document, Scanned, Unreadable
from .parsing.placing import place
from .report import Report, Source

LIMIT = 20 * 1024 * 1024
"""Bytes; a larger file is refused unread."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "office"),
)
_FOREIGN = (
    (b"GIF8", "GIF图片"),
    (b"RIFF", "图片或音视频"),
    (b"BM", "BMP图片"),
    (b"PK\x05\x06", "空的压缩包"),
    (b"7z\xbc\xaf", "7z压缩包"),
    (b"Rar!", "RAR压缩包"),
    (b"\x1f\x8b", "GZIP压缩包"),
)
_INSIDE = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("OFD.xml", "ofd"),
)
_XLS_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_MARKUP = re.compile(rb"<[a-z!?]")
_PAGE = re.compile(r"<(?:!doctype|html|head|body|table)\b", re.I)
_BOM = b"\xef\xbb\xbf"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 1024
_MOST_NAMES = 10_000
_OWN_CSV = _BOM + "机关,年度,格式,变体,单元格".encode()


def read_file(path: Path) -> Report:
    """The report in the file at ``path``. Raises Unreadable with the reason in Chinese."""
    try:
        size = path.stat().st_size
        if size > LIMIT:
            raise Unreadable(too_large(size))
        return read(path.read_bytes())
    except OSError as error:
        raise Unreadable(_("打不开文件：{reason}").format(reason=reason(error))) from error


def read(data: bytes) -> Report:
    """The report in ``data``. Raises Unreadable with the reason in Chinese."""
    if len(data) > LIMIT:
        raise Unreadable(too_large(len(data)))
    sha256 = hashlib.sha256(data).hexdigest()
    kind = kind_of(data)
    found = _document(kind, data)
    if isinstance(found, Document):
        return place(found, sha256)
    return replace(found, source=Source(kind, sha256))


def document(data: bytes) -> Document | None:
    """The file as its reader sees it, grids and text before anything is placed; None for our JSON, CSV.

    Raises Unreadable as ``read`` does.
    """
    found = _document(kind_of(data), data)
    return found if isinstance(found, Document) else None


def _document(kind: str, data: bytes) -> Document | Report:
    """What the reader of ``kind`` makes of ``data``; a scan is handed on to OCR."""
    try:
        found = kinds.reader(kind)(data)
    except Scanned:
        found = kinds.reader("image")(data)
    return found.cleaned() if isinstance(found, Document) else found


def kind_of(data: bytes) -> str:
    """The kind of reader for ``data`` by its content. Raises Unreadable where there is none."""
    start = data.removeprefix(_BOM).lstrip()[:64].lower()
    if not start:
        raise Unreadable(_("文件是空的"))
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return _compound(data) if kind == "ole" else kind
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise Unreadable(_cannot(name))
    if start.startswith(b"{"):
        return "json"
    head = decoded(data[:_HEAD]) if data.startswith(_UTF16) else data[:_HEAD].decode("latin-1")
    if _MARKUP.match(start) or _PAGE.search(head):
        return "html"
    return "csv" if data.startswith(_OWN_CSV) else "text"


def _zipped(data: bytes) -> str:
    """What kind of office file a zip holds, by the names inside it."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist()[:_MOST_NAMES])
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        EOFError,
        zlib.error,
    ) as error:
        raise Unreadable(_("文件已损坏：它是压缩格式，但打不开")) from error
    for name, kind in _INSIDE:
        if name in names:
            if kind in ("ofd", "xlsb"):
                raise Unreadable(_cannot(kind.upper()))
            return kind
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "office"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise Unreadable(_("这是压缩包，请解压后选择其中的报告文件"))


def _compound(data: bytes) -> str:
    """An old office file: a workbook has a stream of that name, anything else is a text."""
    return "xls" if any(name in data for name in _XLS_STREAMS) else "office"


def _cannot(kind: str) -> str:
    return _(
        "这是{kind}文件，不能读取；可以读取网页、纯文本、DOCX、DOC、WPS、XLSX、XLS、PDF、"
        "扫描图片（PNG、JPEG、TIFF）和本系统的JSON、CSV"
    ).format(kind=kind)


def too_large(size: int) -> str:
    """The sentence for a file of ``size`` bytes that is over LIMIT."""
    megabyte = 1024 * 1024
    return _("文件有{size:.1f} MB，超过{limit} MB的上限").format(
        size=size / megabyte, limit=LIMIT // megabyte
    )


def unwritable(error: OSError) -> str:
    """Why a file could not be written, in Chinese."""
    known = {
        FileNotFoundError: _("没有这个文件夹"),
        NotADirectoryError: _("路径中有一段不是文件夹"),
        PermissionError: _("没有写入的权限"),
    }
    return known.get(type(error), reason(error))


def reason(error: OSError) -> str:
    """Why a file could not be opened or written, in Chinese."""
    known = {
        FileNotFoundError: _("没有这个文件"),
        IsADirectoryError: _("这是一个文件夹"),
        NotADirectoryError: _("路径中有一段不是文件夹"),
        PermissionError: _("没有读取的权限"),
    }
    return known.get(type(error), _("系统错误 {number}").format(number=error.errno))
