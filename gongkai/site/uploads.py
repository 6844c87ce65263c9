"""How large an upload may be."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class UploadLimit(FileUploadHandler):
    """Refuses a request whose files are together too large, before a byte of them is kept.

    Django limits the other fields of a form (``DATA_UPLOAD_MAX_MEMORY_SIZE``) and not its files,
    so that anyone could fill the disk from a public form.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        fields = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > settings.GONGKAI_UPLOAD_LIMIT + fields:
            raise RequestDataTooBig("upload larger than GONGKAI_UPLOAD_LIMIT")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
