"""PDF from a typst template 排版: data reaches it as JSON, so that nothing in the data is markup."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from pylopdf_fonts_zh_cn import serif_path

_GLYPH_MISSING = "could not be displayed"
_ALONE = Lock()
"""A compiler serves one thread at a time, and refuses a second."""


class Unrenderable(Exception):
    """The template and its fonts do not go together 无法排版."""


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The document, tagged (PDF/UA-1); the same data gives the same bytes, with the same fonts at hand.

    A character that our typefaces lack is looked for among those of the machine. Where none
    has it, the document is still made and tagged, but may not call itself PDF/UA.
    """
    text = json.dumps(data, ensure_ascii=False)
    for own_fonts in (True, False):
        try:
            return _compiled(template, text, own_fonts, universal=True)
        except typst.TypstError as error:
            if _GLYPH_MISSING not in error.message:
                raise
    return _compiled(template, text, own_fonts=False, universal=False)


def _compiled(template: Path, data: str, own_fonts: bool, universal: bool) -> bytes:
    with _ALONE:
        document, warnings = _compiler(template, own_fonts).compile_with_warnings(
            format="pdf", sys_inputs={"d": data}, pdf_standards=["ua-1"] if universal else []
        )
    if missing := [w.message for w in warnings if "unknown font family" in w.message]:
        raise Unrenderable(missing[0])
    assert isinstance(document, bytes)
    return document


@cache
def _compiler(template: Path, own_fonts: bool) -> typst.Compiler:
    """One for all documents of a template: reading the fonts takes longer than setting a document."""
    fonts = typst.Fonts(
        include_system_fonts=not own_fonts,
        include_embedded_fonts=False,
        font_paths=[serif_path().parent],
    )
    return typst.Compiler(template, font_paths=fonts)
