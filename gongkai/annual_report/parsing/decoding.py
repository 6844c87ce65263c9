"""Bytes to text: UTF-8, UTF-16 with its mark, or GB 18030 (which pages declare as gb2312)."""

import codecs
import re

from gongkai.translation import _

from .document import Unreadable

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*(gb[\w-]*)", re.IGNORECASE)
_LOOK_INTO = 4096


def decoded(data: bytes) -> str:
    """The text of ``data``. Raises Unreadable where it is none."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise Unreadable(_("文件不是文本，也不是能读取的文件类型"))


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    declares_gb = _DECLARED.search(data[:_LOOK_INTO])
    return ("gb18030", "utf-8") if declares_gb else ("utf-8", "gb18030")
