"""证明: nothing of what is withheld can be taken out of a result. Reads it as a stranger would."""

import re
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
import pikepdf
import pypdfium2
from django.utils.translation import gettext as _

from gongkai.annual_report.parsing.pdf import LOCK

from ...disclosure import files
from ...organs.actions import Refused
from . import package, workbook
from .letters import MOST_PIXELS
from .phrases import Phrases
from .result import Redacted

_PARTS = {
    "docx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/document\.xml\.rels|word/theme/theme1\.xml|"
        r"word/(document|styles|numbering|settings|footnotes|endnotes|(header|footer)\d+)\.xml"
    ),
    "xlsx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app)\.xml|xl/_rels/workbook\.xml\.rels|"
        r"xl/(workbook|styles|sharedStrings|theme/theme1|worksheets/sheet\d+)\.xml"
    ),
}
_KEYS = {
    "trailer": {"/Root", "/Size", "/ID", "/Prev", "/XRefStm"},
    "/Catalog": {"/Type", "/Pages"},
    "/Pages": {"/Type", "/Kids", "/Count"},
    "/Page": {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"},
    "/XObject": {
        "/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/Filter", "/Length",
    },
    "": {"/Filter", "/Length"},
}  # fmt: skip
"""What the objects of a PDF of pictures may say; one without a type is the drawing of a page."""
_DRAWING = re.compile(rb"q [\d.]+ 0 0 [\d.]+ 0 0 cm /Page Do Q\s*")
_IN_SAMPLES = 6
"""Bytes: shorter patterns turn up in the samples of pictures by chance."""
_LARGEST_STREAM = 3 * MOST_PIXELS
"""Bytes: a page in colour, one byte a colour."""
_STREAM = re.compile(rb"stream\r?\n")


def verify(result: Redacted, phrases: Sequence[str]) -> None:
    """Raises Refused, in Chinese, where a phrase, or anything unforeseen, can be got out of ``result``."""
    wanted = Phrases(phrases)
    if result.kind == "pdf":
        _verify_pdf(result.content, wanted)
    else:
        _verify_office(result.kind, result.content, wanted)


def _leaks(number: int, place: str) -> Refused:
    return Refused(
        _(
            "第{number}段要遮盖的文字仍能从{place}读出，文件没有生成。请另存为PDF再遮盖，或者联系管理员"
        ).format(number=number, place=place)
    )


def _verify_pdf(content: bytes, phrases: Phrases) -> None:
    written = _text_of(content)
    number = phrases.number_in(written)
    if number:
        raise _leaks(number, _("PDF的文字层"))
    if written.strip():
        raise Refused(_("遮盖后的PDF里仍有可以提取的文字，不能发出"))
    number = phrases.number_in_bytes(content, shortest=_IN_SAMPLES)
    if number:
        raise _leaks(number, _("PDF的数据"))
    for stream in _inflated(content):
        number = phrases.number_in_bytes(stream, shortest=_IN_SAMPLES)
        if number:
            raise _leaks(number, _("PDF的压缩数据"))
    _refuse_unforeseen(content)


def _text_of(content: bytes) -> str:
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Refused(_("遮盖后的PDF打不开，不能发出")) from error
        try:
            return "".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


def _inflated(content: bytes) -> Iterator[bytes]:
    """What follows each word ``stream``, inflated: found by the word, so that no table can hide one."""
    for start in _STREAM.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[start.end() :], _LARGEST_STREAM)
        except zlib.error:
            continue


def _refuse_unforeseen(content: bytes) -> None:
    """Any object that a PDF of pictures does not need."""
    unforeseen = Refused(_("遮盖后的PDF里除了页面图像还有别的内容，不能发出"))
    with pikepdf.open(BytesIO(content)) as pdf:
        if not set(pdf.trailer.keys()) <= _KEYS["trailer"]:
            raise unforeseen
        for one in pdf.objects:
            if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                raise unforeseen
            kind = str(one.get("/Type", ""))
            if kind not in _KEYS or not set(one.keys()) <= _KEYS[kind]:
                raise unforeseen
            if kind == "" and not _DRAWING.fullmatch(one.read_bytes()):
                raise unforeseen
            if kind == "/Page" and not _is_plain(one.Resources):
                raise unforeseen
            if kind == "/XObject" and one.Subtype != "/Image":
                raise unforeseen


def _is_plain(resources: Any) -> bool:
    return set(resources.keys()) == {"/XObject"} and set(resources.XObject.keys()) == {"/Page"}


def _verify_office(kind: str, content: bytes, phrases: Phrases) -> None:
    number = phrases.number_in_bytes(content)
    if number:
        raise _leaks(number, _("文件的数据"))
    try:
        with ZipFile(BytesIO(content)) as zipped:
            parts = {name: zipped.read(name) for name in zipped.namelist()}
    except BadZipFile as error:
        raise Refused(_("遮盖后的文件打不开，不能发出")) from error
    for name, part in parts.items():
        if not _PARTS[kind].fullmatch(name):
            raise Refused(_("遮盖后的文件里有没有检查过的部分，不能发出"))
        number = phrases.number_in_bytes(part) or _number_in_xml(kind, name, part, phrases)
        if number:
            raise _leaks(number, name)
    if kind == "xlsx":
        _verify_cells(content, phrases)
    # Read once more as an attachment is: no revision, remark, macro or hidden row passes there.
    number = phrases.number_in(files.clean(content).text)
    if number:
        raise _leaks(number, _("文件的正文"))


def _number_in_xml(kind: str, name: str, part: bytes, phrases: Phrases) -> int | None:
    written, *rest = package.texts(part)
    for value in rest:
        number = phrases.number_in(value, telling=True)
        if number:
            return number
    # A sheet's text is read cell by cell: here it is the numbers under which its texts are kept.
    is_cells = kind == "xlsx" and name.startswith(("xl/worksheets/", "xl/sharedStrings"))
    return phrases.number_in(written, telling=is_cells)


def _verify_cells(content: bytes, phrases: Phrases) -> None:
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        shown = [workbook.readings(cell) for cell in cells]
        texts = ["".join(reading[0] for reading in shown), sheet.title]
        texts += [other for reading in shown for other in reading]
        number = next(filter(None, map(phrases.number_in, texts)), None)
        if number:
            raise _leaks(number, _("工作表"))
        if any(cell.data_type == "f" for cell in cells):
            raise Refused(_("遮盖后的表格里仍有公式，不能发出"))
