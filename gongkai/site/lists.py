"""Lists of the office: sorted by their heads, in pages, exported as they are filtered and sorted.

A list says its columns once, in a ``Table``; ``Listing`` is that table for one request. Whoever may
see a list may export it, and exactly the rows they see; an export leaves a line in the ledger, since
what it takes out of the office may not be public.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, wraps
from io import TextIOWrapper
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gongkai.annual_report import kinds

from . import today
from .accounts.models import User
from .ledger import actions as ledger
from .paging import page_of

PAGE = 50
MOST = 50_000
"""Rows of one export: what a spreadsheet opens without trouble, and a page may take to write."""
BATCH = 1000
_WIDTH = 40
_LONGEST = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Words = str | Promise
Plain = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Column:
    """A column: ``value`` is what an export says of a row, and None where only the page has it."""

    label: Words
    value: Callable[[Any], object] | None = None
    key: str = ""
    """What the address calls sorting by it: ``?sort=due``, ``?sort=-due``."""
    by: tuple[str, ...] = ()
    figure: bool = False
    on_page: bool = True


@dataclass(frozen=True)
class Table:
    name: Words
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    """Before anybody chose. The key of the row is always the last to decide."""
    filters: tuple[str, ...] = ()
    """Fields of the address that narrow it: kept from page to page, named in the ledger."""
    prefix: str = ""
    """Where a page has several lists: before ``sort``, ``page`` and ``export``."""


@dataclass(frozen=True)
class Head:
    label: Words
    address: str
    sorted: str
    figure: bool


@dataclass(frozen=True)
class Turn:
    """A step to another page; without an address: dots between two runs."""

    number: int | str
    address: str
    current: bool


class Listing:
    """A table with its rows, as a request asks for it."""

    def __init__(
        self,
        table: Table,
        request: HttpRequest,
        rows: "QuerySet[Any]",
        *,
        of: str = "",
        complete: Callable[[list[Any]], object] = lambda batch: None,
        without: tuple[str, ...] = (),
        length: int | None = None,
    ) -> None:
        """``of``: whose list it is; ``complete``: gives rows what the database does not hold;
        ``without``: keys of columns that say nothing to this person; ``length``: where it is known."""
        self.table = table
        self.request = request
        self.of = of
        self.complete = complete
        self.length = length
        self.columns = [column for column in table.columns if column.key not in without or not column.key]
        self.sort = self._chosen_sort()
        self.rows = self._ordered(rows)

    def _ordered(self, rows: Any) -> Any:
        return rows.order_by(*self._order())

    def _chosen_sort(self) -> str:
        asked = self.request.GET.get(f"{self.table.prefix}sort", "")
        known = {column.key for column in self.columns if column.key and column.by}
        return asked if asked.removeprefix("-") in known else ""

    def _order(self) -> Iterator[Any]:
        down = self.sort.startswith("-")
        chosen = next((c.by for c in self.columns if self.sort and c.key == self.sort.removeprefix("-")), ())
        for name in chosen:  # what is missing stands last, on every database and in both directions
            yield F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
        yield from self.table.order
        yield "-pk"

    # The page ----------------------------------------------------------------------------------

    @cached_property
    def page(self) -> Any:
        number = self.request.GET.get(f"{self.table.prefix}page")
        return page_of(self.rows, self._of_page, size=PAGE, number=number, length=self.length)

    def _of_page(self, keys: list[int]) -> list[Any]:
        rows = self.rows.in_bulk(keys)
        batch = [rows[key] for key in keys if key in rows]
        self.complete(batch)
        return batch

    @property
    def heads(self) -> Iterator[Head]:
        for column in self.columns:
            if not column.on_page:
                continue
            up, down = self.sort == column.key, self.sort == f"-{column.key}"
            state = ("ascending" if up else "descending" if down else "") if column.key else ""
            target = f"-{column.key}" if up else column.key
            address = self._address(sort=target) if column.by else ""
            yield Head(column.label, address, state, column.figure)

    @property
    def turns(self) -> Iterator[Turn]:
        for number in self.page.paginator.get_elided_page_range(self.page.number):
            if isinstance(number, int):
                yield Turn(number, self._address(page=number), number == self.page.number)
            else:
                yield Turn(number, "", False)

    @property
    def back(self) -> str:
        return self._address(page=self.page.previous_page_number())

    @property
    def on(self) -> str:
        return self._address(page=self.page.next_page_number())

    @property
    def here(self) -> str:
        """The address of the list as it is: where its export is asked for."""
        return f"?{self.request.GET.urlencode()}"

    def _address(self, *, sort: str = "", page: int = 1) -> str:
        query: QueryDict = self.request.GET.copy()
        query.pop(f"{self.table.prefix}page", None)
        if sort:
            query[f"{self.table.prefix}sort"] = sort
        if page > 1:
            query[f"{self.table.prefix}page"] = str(page)
        return f"?{query.urlencode()}"

    # The export --------------------------------------------------------------------------------

    @property
    def wanted(self) -> str:
        """The kind of file that was asked for, else nothing."""
        asked = self.request.POST.get(f"{self.table.prefix}export", "")
        return asked if asked in _WRITERS else ""

    def export(self, user: User) -> HttpResponseBase:
        """导出: all rows in their order as one file; one line in the ledger."""
        count = self._count()
        if count > MOST:
            words = _("这份清单有{count}条，一次最多导出{most}条。请先筛选，再分几次导出。")
            messages.error(self.request, words.format(count=count, most=MOST))
            return redirect(f"{self.request.path}{self.here}")
        told = [column for column in self.columns if column.value]
        file = TemporaryFile()  # the answer closes it  # noqa: SIM115
        written = _WRITERS[self.wanted](
            file, str(self.table.name), [str(c.label) for c in told], self._told(told)
        )
        file.seek(0)
        with transaction.atomic():
            ledger.record(
                self._subject(), "exported", user=user, list=str(self.table.name), of=self.of,
                filters=self._filters(), kind=self.wanted, rows=written,
            )  # fmt: skip
        name = f"{self.of}{self.table.name}{today.today().isoformat()}.{self.wanted}"
        media = kinds.MEDIA_TYPES[self.wanted]
        return FileResponse(file, as_attachment=True, filename=name, content_type=media)

    def _count(self) -> int:
        return int(self.rows.count()) if self.length is None else self.length

    def _subject(self) -> type[Model]:
        model: type[Model] = self.rows.model
        return model

    def _iterated(self) -> Iterator[Any]:
        return iter(self.rows.iterator(chunk_size=BATCH))

    def _filters(self) -> dict[str, str]:
        asked = {name: self.request.GET.get(name, "")[:_LONGEST] for name in self.table.filters}
        return {name: text for name, text in {**asked, "sort": self.sort}.items() if text}

    def _told(self, columns: list[Column]) -> Iterator[list[Plain]]:
        rows = islice(self._iterated(), MOST)
        while batch := list(islice(rows, BATCH)):
            self.complete(batch)
            for row in batch:
                yield [_plain(column.value(row)) for column in columns if column.value]


class Gathered(Listing):
    """The same of rows that are worked out, not asked for; sorted by what an export says of them."""

    def __init__(
        self,
        table: Table,
        request: HttpRequest,
        rows: Sequence[Any],
        *,
        subject: type[Model],
        without: tuple[str, ...] = (),
    ) -> None:
        """``subject``: what the rows are of, for the ledger."""
        self.subject = subject
        super().__init__(table, request, rows, without=without)  # type: ignore[arg-type]

    def _ordered(self, rows: Any) -> Any:
        key = self.sort.removeprefix("-")
        value = next((c.value for c in self.columns if key and c.key == key), None)
        if value is None:
            return list(rows)
        held = [row for row in rows if value(row) not in (None, "")]
        missing = [row for row in rows if value(row) in (None, "")]
        key_of: Callable[[Any], Any] = value
        return sorted(held, key=key_of, reverse=self.sort.startswith("-")) + missing

    @cached_property
    def page(self) -> Any:
        number = self.request.GET.get(f"{self.table.prefix}page")
        return Paginator(self.rows, PAGE).get_page(number)

    def _count(self) -> int:
        return len(self.rows)

    def _subject(self) -> type[Model]:
        return self.subject

    def _iterated(self) -> Iterator[Any]:
        return iter(self.rows)


def workbook(
    data: bytes, name: str, *, list_: str, of: str, rows: int, subject: type[Model], user: User
) -> HttpResponse:
    """A workbook in a layout of its own, as a download: one line in the ledger, like an export of a list."""
    with transaction.atomic():
        ledger.record(subject, "exported", user=user, list=list_, of=of, filters={}, kind="xlsx", rows=rows)
    response = HttpResponse(data, content_type=kinds.MEDIA_TYPES["xlsx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def reads_and_exports(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that is only read: what is sent to it is asking for an export, or nothing."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        exports = request.method == "POST" and any(name.endswith("export") for name in request.POST)
        if request.method not in ("GET", "HEAD") and not exports:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return view(request, *args, **kwargs)

    return answer


def chosen(form: forms.Form) -> dict[str, Any]:
    """What a form of filters says; a value that is none of its choices narrows nothing."""
    form.is_valid()
    form.errors.clear()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _plain(value: object) -> Plain:
    """As a spreadsheet knows it: numbers and days as such, times in China's, anything else as text."""
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, int | Decimal | date):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def _write_csv(file: IO[bytes], _name: str, heads: list[str], rows: Iterator[list[Plain]]) -> int:
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007
        writer.writerow([_harmless(value) if isinstance(value, str) else value for value in row])
    text.flush()
    text.detach()
    return count


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_xlsx(file: IO[bytes], name: str, heads: list[str], rows: Iterator[list[Plain]]) -> int:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(name[:30])
    sheet.freeze_panes = "A2"
    widths = [2 * len(head) + 4 for head in heads]
    begun = list(islice(rows, BATCH))
    for row in begun:
        widths = [max(width, 2 * len(str(value or ""))) for width, value in zip(widths, row, strict=True)]
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(width, _WIDTH)
    sheet.append([_bold(sheet, head) for head in heads])
    count = 0
    for part in (begun, rows):
        for row in part:
            sheet.append([_cell(sheet, value) for value in row])
            count += 1
    book.save(file)
    return count


def _bold(sheet: Any, head: str) -> Any:
    cell = WriteOnlyCell(sheet, head)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Plain) -> Any:
    """A text stays a text, even where it looks like a formula or an error."""
    if not isinstance(value, str) or not value.startswith(("=", "#")):
        return value
    cell: Any = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


_WRITERS: dict[str, Callable[[IO[bytes], str, list[str], Iterator[list[Plain]]], int]] = {
    "xlsx": _write_xlsx,
    "csv": _write_csv,
}
