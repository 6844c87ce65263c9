"""文书 in tests: letters of made-up cases, what they say, templates as an office edits them."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pypdfium2

from gongkai.site.applications import letters
from gongkai.site.applications.letters import KINDS, default_template


def rendered(code: str, *, full: bool = True, **fields: Any) -> bytes:
    return letters.render(default_template(code), KINDS[code].sample(full=full) | fields)


def words(data: bytes) -> str:
    """All that a DOCX says, from its first header to its last paragraph, without spaces."""
    document = docx.Document(BytesIO(data))
    header = document.sections[0].first_page_header
    found = [] if header.is_linked_to_previous else [one.text for one in header.paragraphs]
    found += ["".join(text.text or "" for text in document.element.body.iter("{*}t"))]
    return squeezed("".join(found))


def pages(data: bytes) -> list[str]:
    """What each page of a PDF says, without spaces."""
    document = pypdfium2.PdfDocument(data)
    return [squeezed(page.get_textpage().get_text_range()) for page in document]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text.replace("\ufffe", "-"))  # as pdfium tells a hyphen at the end of a line


def edited(code: str, change: Callable[[Any], object]) -> bytes:
    """The default template as an office changes it."""
    document = docx.Document(BytesIO(default_template(code)))
    change(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A file with one part more, or another in its place."""
    target = BytesIO()
    packed = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(BytesIO(data)) as source, packed as zipped:
        for part in source.namelist():
            if part != name:
                zipped.writestr(part, source.read(part))
        zipped.writestr(name, content)
    return target.getvalue()


def paragraph(document: Any, text: str) -> Any:
    return next(one for one in document.paragraphs if text in one.text)
