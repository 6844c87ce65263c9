"""Kinds of file a report is read from and written to; the readers and writers are loaded by name.

The one place of late import: reading a text must not pay for the PDF stack.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gongkai.translation import _

from .parsing.document import Document, Unreadable
from .report import Report

READERS = {
    "json": "gongkai.annual_report.parsing.json",
    "csv": "gongkai.annual_report.parsing.csv",
    "html": "gongkai.annual_report.parsing.html",
    "text": "gongkai.annual_report.parsing.text",
    "docx": "gongkai.annual_report.parsing.docx",
    "office": "gongkai.annual_report.parsing.office",
    "xlsx": "gongkai.annual_report.parsing.sheets",
    "xls": "gongkai.annual_report.parsing.sheets",
    "ods": "gongkai.annual_report.parsing.sheets",
    "pdf": "gongkai.annual_report.parsing.pdf",
    "image": "gongkai.annual_report.parsing.ocr",
}
"""kind → module with ``read(data: bytes) -> Document`` (``Report`` for our own JSON and CSV).

``office`` is what LibreOffice must turn into DOCX first (.doc, .wps, .rtf, .odt); ``image`` a
scanned page."""

EXTRAS = {"image": "ocr"}
"""kind → the extra of the package that its reader needs."""

WRITERS = {
    "docx": "gongkai.annual_report.rendering.docx",
    "pdf": "gongkai.annual_report.rendering.pdf",
    "xlsx": "gongkai.annual_report.rendering.xlsx",
    "html": "gongkai.annual_report.rendering.html",
    "json": "gongkai.annual_report.rendering.json",
    "csv": "gongkai.annual_report.rendering.csv",
}
"""kind (and suffix) → module with ``render(report: Report) -> bytes``."""

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


def writer(kind: str) -> Callable[[Report], bytes]:
    """The function that writes a report as ``kind``; KeyError for a kind not in WRITERS."""
    render: Callable[[Report], bytes] = import_module(WRITERS[kind]).render
    return render


def reader(kind: str) -> Callable[[bytes], Document | Report]:
    """The function that turns a file's bytes into grids and text, or (our JSON, CSV) into a report.

    Raises Unreadable where it needs an extra that is not installed.
    """
    try:
        read: Callable[[bytes], Document | Report] = import_module(READERS[kind]).read
    except ModuleNotFoundError as error:
        extra = EXTRAS.get(kind)
        if extra is None or (error.name or "").startswith("gongkai"):
            raise
        raise Unreadable(
            _('这是图片或扫描件，读取它要先安装文字识别：pip install "gongkai[{extra}]"').format(extra=extra)
        ) from error
    return read


def corpus() -> Any:
    """The module that works on many reports; it brings its engine with it."""
    return import_module("gongkai.annual_report.corpus")


def open_data() -> Any:
    """The module that writes the files of open data; it brings the writer of Parquet with it."""
    return import_module("gongkai.annual_report.open_data")


def spark() -> Any:
    """A connection to Spark. Raises ModuleNotFoundError where the extra is not installed."""
    return import_module("gongkai.annual_report.spark").connect()
