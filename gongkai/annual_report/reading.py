"""Read a published report from a file 读取: its kind told by content, never by name."""

import codecs
import hashlib
import re
from dataclasses import replace
from pathlib import Path

from gongkai.translation import _

from . import kinds
from .parsing.decoding import decoded
from .parsing.document import Document, Unreadable
from .parsing.placing import place
from .report import Report, Source

LIMIT = 20 * 1024 * 1024
"""Bytes; a larger file is refused unread."""

_FOREIGN = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "DOCX、XLSX、OFD或压缩包"),
    (b"\xd0\xcf\x11\xe0", "DOC、XLS或WPS"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或音视频"),
    (b"{\\rtf", "RTF"),
)
_MARKUP = re.compile(rb"<[a-z!?]")
_PAGE = re.compile(r"<(?:!doctype|html|head|body|table)\b", re.I)
_BOM = b"\xef\xbb\xbf"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 1024


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
    found = kinds.reader(kind)(data)
    if isinstance(found, Document):
        return place(found, sha256)
    return _from_own(found, sha256)


def kind_of(data: bytes) -> str:
    """The kind of reader for ``data`` by its content. Raises Unreadable where there is none."""
    start = data.removeprefix(_BOM).lstrip()[:64].lower()
    if not start:
        raise Unreadable(_("文件是空的"))
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise Unreadable(
                _("这是{kind}文件，目前读取网页（HTML）、纯文本和本系统的JSON").format(kind=name)
            )
    if start.startswith(b"{"):
        return "json"
    head = decoded(data[:_HEAD]) if data.startswith(_UTF16) else data[:_HEAD].decode("latin-1")
    return "html" if _MARKUP.match(start) or _PAGE.search(head) else "text"


def too_large(size: int) -> str:
    """The sentence for a file of ``size`` bytes that is over LIMIT."""
    megabyte = 1024 * 1024
    return _("文件有{size:.1f} MB，超过{limit} MB的上限").format(
        size=size / megabyte, limit=LIMIT // megabyte
    )


def _from_own(report: Report, sha256: str) -> Report:
    return replace(report, source=Source("json", sha256))


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
