"""Old office files (.doc, .wps, .rtf, .odt): turned into DOCX by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from gongkai.translation import _

from . import docx
from .document import Document, Unreadable

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 90
_SUFFIXES = ((b"{\\rtf", ".rtf"), (b"PK", ".odt"))


def read(data: bytes) -> Document:
    """Part an old office file. Raises Unreadable where LibreOffice is not installed or cannot open it."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Unreadable(
            _("读取DOC、WPS、RTF和ODT文件要先安装LibreOffice；也可以用文字处理软件打开后另存为DOCX")
        )
    suffix = next((suffix for start, suffix in _SUFFIXES if data.startswith(start)), ".doc")
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder) / f"report{suffix}"
        source.write_bytes(data)
        _convert(program, source, Path(folder))
        target = source.with_suffix(".docx")
        if not target.exists():
            raise Unreadable(_("LibreOffice打不开这份文件；请用文字处理软件打开后另存为DOCX"))
        return replace(docx.read(target.read_bytes()), kind=suffix.removeprefix("."))


def _convert(program: str, source: Path, folder: Path) -> None:
    """Run LibreOffice with a profile of its own, and end it with all its children when it takes too long."""
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(source),
    ]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **quiet)  # type: ignore[call-overload]
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_("转换这份文件用时过长；请用文字处理软件打开后另存为DOCX")) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
