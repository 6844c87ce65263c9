"""PDF as pages, through PDFium: letters with where they are shown, pictures drawn piece by piece.

What is drawn and what is searched are the same: remarks are dropped, form fields and seals made
part of the page, before either is done.
"""

import ctypes
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Self

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from django.utils.translation import gettext as _
from PIL import Image

from gongkai.annual_report.parsing.pdf import LOCK

from ...organs.actions import Refused
from .letters import MOST_PIXELS, Frame, Letter, around
from .result import Deadline

MOST_PAGES = 200
MOST_LETTERS = 1_000_000
_GRID = 1_000_000
"""Steps across a page in which PDFium tells where a point of it is shown."""
_KEPT_REMARKS = frozenset({"/Widget", "/Stamp"})
_SCANNED = 0.5
"""Share of the page under one picture from which on it may be a scan."""
_FLAT = 1e-4
"""Share of the page's side under which a letter has no measures."""


class PdfPaper:
    """A PDF through PDFium, which no two threads may enter."""

    def __init__(self, content: bytes, deadline: Deadline) -> None:
        self._deadline = deadline
        flat, self.remarks = _flattened(content)
        with LOCK:
            try:
                self._document = pypdfium2.PdfDocument(flat)
                self.count = len(self._document)
            except pypdfium2.PdfiumError as error:
                raise Refused(_("这份PDF已损坏，打不开")) from error
        self._left = MOST_LETTERS

    def size(self, page: int) -> tuple[float, float]:
        with LOCK, _page(self._document, page) as opened:
            width, height = opened.get_size()
            return width, height

    def is_scan(self, page: int) -> bool:
        with LOCK, _page(self._document, page) as opened:
            width, height = opened.get_size()
            for found in opened.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
                left, bottom, right, top = found.get_bounds()
                if (right - left) * (top - bottom) > _SCANNED * width * height:
                    return True
            return False

    def letters(self, page: int) -> list[Letter]:
        self._deadline.check()
        with LOCK, _page(self._document, page) as opened:
            text = opened.get_textpage()
            try:
                count = text.count_chars()
                self._left -= count
                if self._left < 0:
                    raise Refused(_("这份PDF的文字太多，请分成几份再遮盖"))
                return list(_letters(opened, text, page, count))
            finally:
                text.close()

    def picture(self, page: int, dpi: float) -> Image.Image:
        self._deadline.check()
        with LOCK, _page(self._document, page) as opened:
            width, height = (max(1, round(side * dpi / 72)) for side in opened.get_size())
            if width * height > MOST_PIXELS:
                raise Refused(_("第{page}页的纸面太大，请缩小后再遮盖").format(page=page))
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
            try:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
                _draw(bitmap, opened, self._deadline)
                image: Image.Image = bitmap.to_pil().convert("RGB")
                return image
            finally:
                bitmap.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        with LOCK:
            self._document.close()


class _page:
    """A page of a document, closed after use. Raises Refused where it cannot be read."""

    def __init__(self, document: Any, number: int) -> None:
        self._document, self._number = document, number

    def __enter__(self) -> Any:
        try:
            self._opened = self._document[self._number - 1]
        except pypdfium2.PdfiumError as error:
            raise Refused(_("这份PDF已损坏，第{page}页打不开").format(page=self._number)) from error
        return self._opened

    def __exit__(self, *ended: object) -> None:
        self._opened.close()


def _flattened(content: bytes) -> tuple[bytes, int]:
    """The PDF with form fields and seals in its pages and no remarks; how many remarks there were."""
    encrypted = _("这份PDF有密码或限制，请去掉后再遮盖")
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Refused(encrypted)
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise Refused(
                    _("这份PDF有{count}页，最多{most}页，请分成几份").format(
                        count=len(pdf.pages), most=MOST_PAGES
                    )
                )
            form = pdf.Root.get("/AcroForm")
            if isinstance(form, pikepdf.Dictionary) and "/NeedAppearances" in form:
                del form["/NeedAppearances"]
            remarks = sum(_without_remarks(page) for page in pdf.pages)
            pdf.flatten_annotations("screen")
            for page in pdf.pages:
                if "/Annots" in page:
                    del page["/Annots"]
            out = BytesIO()
            pdf.save(out)
            return out.getvalue(), remarks
    except pikepdf.PasswordError as error:
        raise Refused(encrypted) from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise Refused(_("这份PDF已损坏，打不开")) from error


def _without_remarks(page: pikepdf.Page) -> int:
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return 0
    kept = [note for note in notes if _is_kept(note)]
    remarks = sum(
        str(note.get("/Subtype")) not in ("/Link", "/Popup")
        for note in notes
        if isinstance(note, pikepdf.Dictionary) and not _is_kept(note)
    )
    page.Annots = pikepdf.Array(kept)
    return remarks


def _is_kept(note: Any) -> bool:
    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype")) in _KEPT_REMARKS


def _draw(bitmap: Any, page: Any, deadline: Deadline) -> None:
    """Draws the page piece by piece, so that one that takes for ever can be given up."""
    pause = pdfium.IFSDK_PAUSE(version=1)
    asked = type(pause.NeedToPauseNow)(lambda _this: deadline.is_over)
    pause.NeedToPauseNow = asked
    place = (0, 0, bitmap.width, bitmap.height, 0, 0)
    try:
        state = pdfium.FPDF_RenderPageBitmap_Start(bitmap.raw, page.raw, *place, ctypes.byref(pause))
        deadline.check()
        if state != pdfium.FPDF_RENDER_DONE:
            raise Refused(_("这份PDF已损坏，有的页面画不出来"))
    finally:
        pdfium.FPDF_RenderPage_Close(page.raw)


def _letters(page: Any, text: Any, number: int, count: int) -> Iterator[Letter]:
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        letter = chr(code) if 0 < code < 0x110000 else ""
        if letter.strip():
            yield Letter(letter, number, _frame(page, text, index))


def _frame(page: Any, text: Any, index: int) -> Frame | None:
    """Where a letter is shown: its ink together with its place in the line.

    A font may give no measures; then it is the whole piece of text that the letter belongs to.
    """
    frames = [
        _shown(page, box) for box in (_box(text, index, loose=False), _box(text, index, loose=True)) if box
    ]
    frame = around(frames) if frames else None
    if frame is None or _is_flat(frame):
        piece = pdfium.FPDFText_GetTextObject(text.raw, index)
        sides = [ctypes.c_float() for _side in range(4)]
        if not piece or not pdfium.FPDFPageObj_GetBounds(piece, *sides):
            return None
        left, bottom, right, top = (side.value for side in sides)
        frame = _shown(page, (left, bottom, right, top))
    return None if _is_flat(frame) else frame


def _is_flat(frame: Frame) -> bool:
    left, top, right, bottom = frame
    return right - left < _FLAT or bottom - top < _FLAT


def _box(text: Any, index: int, *, loose: bool) -> Frame | None:
    try:
        left, bottom, right, top = text.get_charbox(index, loose=loose)
    except pypdfium2.PdfiumError:
        return None
    return left, bottom, right, top


def _shown(page: Any, box: Frame) -> Frame:
    """A box of the PDF, as fractions of the page as it is shown: cropped and turned."""
    left, bottom, right, top = box
    points = [_point(page, x, y) for x in (left, right) for y in (bottom, top)]
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _point(page: Any, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _GRID, down.value / _GRID
