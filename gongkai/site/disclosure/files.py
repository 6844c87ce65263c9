"""附件: told by their content, freed of what is no content, read for search and for the page.

An attachment is published as it is stored here, and its digest is of those bytes: names of
authors, histories and places where a picture was taken have been left out before anybody
reviews it.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.annual_report import kinds
from gongkai.annual_report.parsing.archive import Archive
from gongkai.annual_report.parsing.document import Block, Document, Grid, Unreadable
from gongkai.annual_report.reading import kind_of

from ..organs.actions import Refused

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": kinds.MEDIA_TYPES["docx"],
    "xlsx": kinds.MEDIA_TYPES["xlsx"],
    "jpg": "image/jpeg",
    "png": "image/png",
}
"""Kind and suffix → media type: what may be an attachment."""
_MOST_PARTS = 2000
LONGEST_TEXT = 1_000_000
"""Characters of an attachment that are kept for search and for the leak check."""
_EMPTY = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp='
        b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
_ACTIVE = re.compile(r"vbaProject\.bin$|/activeX/|/embeddings/", re.IGNORECASE)
_TRACKED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]")
_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)[ >]")
_HIDDEN_TEXT = re.compile(rb"<(?:\w+:)?vanish(?:\s+(?:\w+:)?val=[\"'](?:1|true|on)[\"'])?\s*/?>")
_STYLE = re.compile(
    rb"<(?:\w+:)?style\s[^>]*styleId=[\"']([^\"']+)[\"'][^>]*>(.*?)</(?:\w+:)?style>", re.DOTALL
)
_STYLED = re.compile(rb"<(?:\w+:)?[rp]Style\s[^>]*val=[\"']([^\"']+)[\"']")
_WRITTEN = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes|glossary/document)\.xml$")
_HIDDEN_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*state=[\"'](?:hidden|veryHidden)[\"']")
_HIDDEN_CELLS = re.compile(
    rb"<(?:\w+:)?(?:row|col)\s(?:[^>]*\s)?(?:hidden=[\"'](?:1|true)[\"']|(?:ht|width)=[\"']0(?:\.0*)?[\"'])"
)
_KEPT_COPIES = re.compile(r"^xl/(?:pivotCache/pivotCacheRecords|externalLinks/externalLink)\d*\.xml$")
"""Parts in which a workbook keeps rows that no sheet shows."""
_JPEG_KEPT = frozenset({0xE0, 0xEE})
"""APP0 (JFIF) and APP14 (colour); all other APP segments hold histories, places, previews."""
_PNG_DROPPED = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


@dataclass(frozen=True)
class Clean:
    """A file as it will be published."""

    kind: str
    data: bytes
    text: str


def clean(data: bytes) -> Clean:
    """The file without its metadata. Raises Refused, in Chinese, where it may not be an attachment."""
    kind = attachment_kind(data)
    cleaned = {
        "pdf": _clean_pdf,
        "docx": _clean_office,
        "xlsx": _clean_office,
        "jpg": _clean_jpeg,
        "png": _clean_png,
    }[kind](data)
    return Clean(kind, cleaned, _text(kind, cleaned))


def attachment_kind(data: bytes) -> str:
    """A key of MEDIA_TYPES, by content. Raises Refused, in Chinese, for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    try:
        kind = kind_of(data)
    except Unreadable as error:
        raise Refused(_("不能作附件：{reason}").format(reason=error)) from error
    if kind in MEDIA_TYPES:
        return kind
    if kind in ("office", "xls", "ods"):
        raise Refused(_("旧格式的文件可能带有宏和作者信息，请另存为DOCX、XLSX或PDF再上传"))
    raise Refused(_("附件只收PDF、DOCX、XLSX、JPG、PNG文件"))


def _clean_pdf(data: bytes) -> bytes:
    """Without author, history, scripts, and files inside it."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused(_("这份PDF有密码或限制，请去掉后再上传"))
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for key in ("/Metadata", "/OpenAction", "/AA", "/PieceInfo"):
                if key in pdf.Root:
                    del pdf.Root[key]
            names = pdf.Root.get("/Names")
            for key in ("/JavaScript", "/EmbeddedFiles"):
                if isinstance(names, pikepdf.Dictionary) and key in names:
                    del names[key]
            for page in pdf.pages:
                for key in ("/AA", "/Metadata", "/PieceInfo"):
                    if key in page:
                        del page[key]
            out = BytesIO()
            pdf.save(out, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise Refused(_("这份PDF有密码或限制，请去掉后再上传")) from error
    except (pikepdf.PdfError, ValueError, KeyError, RuntimeError) as error:
        raise Refused(_("这份PDF已损坏，打不开")) from error


def _clean_office(data: bytes) -> bytes:
    """Without author and history; one with macros, changes tracked or comments is refused."""
    try:
        archive = Archive(data)
        if len(archive.names) > _MOST_PARTS:
            raise Refused(_("文件里的部分太多，不像公文"))
        if any(_ACTIVE.search(name) for name in archive.names):
            raise Refused(_("文件里有宏、控件或嵌入的其他文件，请去掉后再上传"))
        if any(_KEPT_COPIES.search(name) for name in archive.names):
            raise Refused(_("表格里留有数据透视表或外部链接的原始数据，请复制为数值、另存为新文件再上传"))
        _refuse_hidden_styles(archive)
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
            for name in sorted(archive.names, key=lambda name: (name != "[Content_Types].xml", name)):
                if not name.endswith("/"):
                    # Of no particular time: the same file is the same bytes, whenever it is cleaned.
                    part = ZipInfo(name)
                    part.compress_type = ZIP_DEFLATED
                    zipped.writestr(part, _EMPTY.get(name) or _passed(name, archive.part(name)))
        return out.getvalue()
    except Unreadable as error:
        raise Refused(_("不能作附件：{reason}").format(reason=error)) from error


def _refuse_hidden_styles(archive: Archive) -> None:
    """Text is hidden by its style, too, where that style is one that hides."""
    if "word/styles.xml" not in archive.names:
        return
    styles = _STYLE.findall(archive.part("word/styles.xml"))
    hiding = {name for name, style in styles if _HIDDEN_TEXT.search(style)}
    written = (archive.part(name) for name in archive.names if _WRITTEN.search(name))
    if hiding and any(hiding.intersection(_STYLED.findall(part)) for part in written):
        raise Refused(_("文件里有隐藏的文字，请显示并删除后再上传"))


def _passed(name: str, part: bytes) -> bytes:
    if name.startswith("word/") and name.endswith(".xml"):
        if _TRACKED.search(part):
            raise Refused(_("文件里有没有处理的修订痕迹，请接受或拒绝全部修订后再上传"))
        if "comments" in name and _COMMENT.search(part):
            raise Refused(_("文件里有批注，请删除全部批注后再上传"))
        if _WRITTEN.search(name) and _HIDDEN_TEXT.search(part):
            raise Refused(_("文件里有隐藏的文字，请显示并删除后再上传"))
    if name.startswith("xl/") and "comments" in name.lower() and _COMMENT.search(part):
        raise Refused(_("表格里有批注，请删除全部批注后再上传"))
    if name == "xl/workbook.xml" and _HIDDEN_SHEET.search(part):
        raise Refused(_("表格里有隐藏的工作表，请取消隐藏，不公开的删除后再上传"))
    if name.startswith("xl/worksheets/") and _HIDDEN_CELLS.search(part):
        raise Refused(_("表格里有隐藏（或者筛选掉）的行、列，请取消隐藏和筛选，不公开的删除后再上传"))
    return part


def _clean_jpeg(data: bytes) -> bytes:
    return b"".join(_jpeg_parts(data))


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    """The picture's segments up to its first scan, and everything from there."""
    yield data[:2]
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xDA:  # the picture itself: to its end, and nothing after it
            end = data.rfind(b"\xff\xd9")
            yield data[at : end + 2] if end > at else data[at:]
            return
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        if not (0xE0 <= marker <= 0xEF and marker not in _JPEG_KEPT) and marker != 0xFE:
            yield data[at : at + 2 + size]
        at += 2 + size
    raise Refused(_("这张图片已损坏，打不开"))


def _clean_png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at : at + 12 + size]
        if len(chunk) != 12 + size or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            break
        if name not in _PNG_DROPPED:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
        at += 12 + size
    raise Refused(_("这张图片已损坏，打不开"))


def _text(kind: str, data: bytes) -> str:
    """The words of an attachment; none of a picture or a scan."""
    lines = []
    for block in _blocks(kind, data):
        if isinstance(block, Grid):
            lines += ["\t".join(_flat(cell.text) for cell in cells) for _row, cells in block.rows()]
        else:
            lines.append(block.text)
    return "\n".join(lines)[:LONGEST_TEXT]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _blocks(kind: str, data: bytes) -> tuple[Block, ...]:
    if kind not in kinds.READERS:
        return ()
    try:
        read = kinds.reader(kind)(data)
    except Unreadable:
        return ()
    return read.cleaned().blocks if isinstance(read, Document) else ()


def twin(kind: str, data: bytes) -> SafeString:
    """网页版 of a DOCX: its paragraphs and tables in order; pictures are left out."""
    pieces = [
        _table(block) if isinstance(block, Grid) else format_html("<p>{}</p>", block.text)
        for block in _blocks(kind, data)
        if isinstance(block, Grid) or block.text.strip()
    ]
    return mark_safe("".join(pieces))


def _table(grid: Grid) -> SafeString:
    rows: dict[int, list[tuple[str, str]]] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        spans = "".join(
            f' {name}="{span}"'
            for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
            if span > 1
        )
        rows.setdefault(cell.row, []).append((mark_safe(spans), cell.text))
    body = format_html_join(
        "",
        "<tr>{}</tr>",
        ((format_html_join("", "<td{}>{}</td>", cells),) for _row, cells in sorted(rows.items())),
    )
    return format_html(
        '<div class="table-scroll" role="region" tabindex="0" aria-label="{}"><table>{}</table></div>',
        _("表格"),
        body,
    )
