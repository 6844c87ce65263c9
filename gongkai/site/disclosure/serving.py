"""How an attachment leaves: always as a download under its Chinese name, never shown in a page."""

from django.http import FileResponse, Http404

from .files import MEDIA_TYPES
from .models import ItemVersion, NamedFile


def found(version: ItemVersion, number: int) -> NamedFile:
    """The attachment of a number, counted from 1; 404 where there is none."""
    files = version.files()
    if not 1 <= number <= len(files):
        raise Http404
    return files[number - 1]


def served(version: ItemVersion, number: int) -> FileResponse:
    """The attachment as a download."""
    file = found(version, number)
    return FileResponse(
        file.stored.file.open(),
        as_attachment=True,
        filename=file.file_name,
        content_type=MEDIA_TYPES[file.stored.kind],
    )
