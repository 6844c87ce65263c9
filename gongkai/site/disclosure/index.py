"""检索: a full-text index of what is public, derived from the database and following the ledger.

The ledger is the outbox: each line has a number, lines are committed in order, and the index
keeps the last one it has taken in. Every node follows for itself, after an act and before a
search; one that fell behind catches up, one that finds another history is built anew. A hit is
shown only after the database has said that the public may read it.
"""

import fcntl
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

import tantivy
from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate
from tantivy import Occur, Query

from ..ledger.models import Entry
from . import content, words
from .models import Item, ItemQuerySet, StoredFile, Validity

logger = logging.getLogger(__name__)

_MEMORY = 64 * 1024 * 1024
_BATCH = 2000
_PATIENCE, _LONG = 0.2, 600.0
"""Seconds that an act, and a rebuilding, wait for what is being merged."""
_NEVER = 99991231
_VERSION = 4
"""Of the schema below: an index of another version is built anew."""
_ACTS = frozenset({"published", "moved", "withdrawn", "repealed", "imported", "column_placed"})
_TITLE, _NUMBER = 4.0, 8.0
"""How much more a word in the title, and a number that is the whole query, count than one in the body."""
_LONGEST, _MOST_RUNS = 100, 8


@dataclass(frozen=True)
class Found:
    """A page of hits: items by number, in order, and how many there are in all."""

    items: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Filters:
    organ: int | None = None
    column: int | None = None
    year: int | None = None
    genre: str = ""
    category: str = ""
    validity: Validity | None = None
    """Only normative documents of which this is true on the day ``on``: in force, not yet, or no longer."""
    on: date | None = None


class Index:
    """The index in a folder; safe for threads, and for processes side by side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / f"v{_VERSION}"  # with its own position: another schema begins anew
        self._lock = Lock()
        self._merging: Thread | None = None
        self._seen = (-1, "")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._index = _opened(self.folder)

    def find(
        self, text: str, filters: Filters, *, by_time: bool = False, start: int = 0, most: int = 20
    ) -> Found:
        """Items in which every word of ``text`` stands; the newest first, or the fittest."""
        self.follow()
        return self._searched(_all_of(self._index.schema, text), filters, by_time, start, most)

    def near(self, text: str, filters: Filters, *, most: int = 5) -> Found:
        """Items that share some of the words, where none has all."""
        return self._searched(_any_of(self._index.schema, text), filters, False, 0, most)

    def _searched(self, query: Query, filters: Filters, by_time: bool, start: int, most: int) -> Found:
        clauses = [
            (Occur.Must, query),
            *((Occur.Must, one) for one in _narrowed(self._index.schema, filters)),
        ]
        searcher = self._index.searcher()
        found = searcher.search(
            Query.boolean_query(clauses),
            most,
            offset=start,
            order_by_field="published" if by_time else None,
        )
        keys = tuple(searcher.doc(address)["key"][0] for _order, address in found.hits)
        return Found(keys, found.count or 0)  # type: ignore[attr-defined]

    def follow(self, patience: float = 0) -> int:
        """Take in what the ledger says has changed; answers how many items were looked at.

        Where another process is writing, or pieces are still being merged after ``patience`` seconds,
        this one searches what there is: the database still decides what may be shown.
        """
        last = _last_line()
        if last == self._seen:
            return 0
        with self._lock:
            if not self.settled(patience):
                return 0
            lock = self._alone()
            if lock is None:
                return 0
            position = self._position()
            number, hash_ = position
            known = number > 0 and Entry.objects.filter(number=number, hash=hash_).exists()
            count = 0
            if not known:  # nothing yet, or another history: a database put back, or emptied
                count = self._written(_whole(Item.objects.public_only()).iterator(_BATCH), lock, anew=True)
            elif wanted := _changed(number, last[0]):
                count = self._written(_of(wanted), lock)
            else:
                lock.close()
            if position != last:
                self._move_to(last)
            self._index.reload()
            self._seen = last
        return count

    def rebuild(self) -> int:
        """Build the index anew from the database; answers how many items it holds."""
        (self.folder / "position.json").unlink(missing_ok=True)
        self._seen = (-1, "")
        count = self.follow(patience=_LONG)
        self.settled(_LONG)
        return count

    def _written(self, items: Iterable[Item], lock: IO[str], *, anew: bool = False) -> int:
        """Write items and commit; what is left, merging, goes on beside, and then the lock is free."""
        writer = self._index.writer(_MEMORY, 1)
        if anew:
            writer.delete_all_documents()
        count = 0
        for item in items:
            writer.delete_documents_by_term("key", item.pk)
            if item.listed_in_id:
                writer.add_document(_document(item))
            count += 1
        writer.commit()
        self._merging = Thread(target=_merge, args=(writer, lock), daemon=True)
        self._merging.start()
        return count

    def settled(self, patience: float) -> bool:
        """True where nothing is being merged here, if need be after some seconds."""
        if self._merging is not None:
            self._merging.join(patience)
            if self._merging.is_alive():
                return False
            self._merging = None
        return True

    def _move_to(self, last: tuple[int, str]) -> None:
        part = self.folder / "position.part"
        part.write_text(json.dumps(last))
        part.replace(self.folder / "position.json")

    def _position(self) -> tuple[int, str]:
        try:
            number, hash_ = json.loads((self.folder / "position.json").read_text())
        except (OSError, ValueError):
            return (0, "")
        return (number, hash_)

    def _alone(self) -> IO[str] | None:
        """The lock of whoever writes; None while another process does."""
        lock = (self.folder / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return None
        return lock


def _merge(writer: tantivy.IndexWriter, lock: IO[str]) -> None:
    """Wait for the pieces to be merged, which whoever published need not.

    A process that ends before has lost nothing: they are merged at a later writing.
    """
    try:
        writer.wait_merging_threads()
    finally:
        lock.close()


def _last_line() -> tuple[int, str]:
    return Entry.objects.order_by("-number").values_list("number", "hash").first() or (0, "")


@cache
def index() -> Index:
    """The index of this installation."""
    return Index(settings.VAR / "search")


def update_index() -> None:
    """Take in what was just committed. A failure is logged and no more: a search catches up."""
    try:
        index().follow(_PATIENCE)
    except Exception:
        logger.exception("检索索引没有更新，下次检索时再试")


def _opened(folder: Path) -> tantivy.Index:
    opened = tantivy.Index(_schema(), path=str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    opened.register_tokenizer("spaces", spaces)
    return opened


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", stored=True, indexed=True)
    for name in ("title", "body", "lone"):
        builder.add_text_field(name, tokenizer_name="spaces", index_option="position")
    for name in ("number", "genre", "category"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("organ", "column", "year", "normative"):
        builder.add_integer_field(name, indexed=True)
    for name in ("published", "from", "until"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _document(item: Item) -> tantivy.Document:
    version = item.current
    assert version is not None and version.published_at and item.published_at
    text = content.plain(version.body)
    if version.attachments:
        attached = StoredFile.objects.filter(
            organ=item.organ_id, sha256__in=[sha256 for _name, sha256 in version.attachments]
        )
        names = "\n".join(name for name, _sha256 in version.attachments)
        text = "\n".join((text, names, *attached.values_list("text", flat=True)))
    document = tantivy.Document()
    document.add_integer("key", item.pk)
    document.add_text("title", words.tokens(version.title))
    document.add_text("body", words.tokens(f"{version.summary}\n{text}"))
    numbers = (version.document_number, item.index_number, version.registration_number)
    lone = words.lone(" ".join((version.title, *numbers, version.summary, text)))
    document.add_text("lone", lone)
    for number in numbers:
        if number:
            document.add_text("number", words.folded(number))
            document.add_text("title", words.tokens(number))
    document.add_integer("organ", item.organ_id)
    for column in (item.column_id, item.column.parent_id if item.column else None):
        if column is not None:
            document.add_integer("column", column)
    document.add_text("genre", version.genre)
    document.add_text("category", version.category)
    document.add_integer("year", localdate(item.published_at).year)
    document.add_integer("normative", int(version.normative))
    document.add_integer("published", int(item.published_at.timestamp()))
    document.add_integer("from", _day(version.effective_on, 0))
    ends = (_day(version.expires_on, _NEVER), _day(item.repealed_on, _NEVER + 1) - 1)
    document.add_integer("until", min(ends))
    return document


def _day(day: date | None, otherwise: int) -> int:
    return day.year * 10000 + day.month * 100 + day.day if day else otherwise


def _changed(after: int, last: int) -> list[int]:
    """Items that lines of the ledger speak of, each once."""
    wanted: set[int] = set()
    imports: set[int] = set()
    columns: set[int] = set()
    lines = Entry.objects.filter(room="disclosure", act__in=_ACTS, number__gt=after, number__lte=last)
    for line in lines.iterator(_BATCH):
        if line.subject_type == "import":
            imports.add(int(line.subject_id))
        elif line.subject_type == "column":
            columns.add(int(line.subject_id))
        elif line.subject_type == "item":
            wanted.add(int(line.subject_id))
        else:
            wanted.add(json.loads(line.detail)["item"])
    several = Q(imported_from__in=imports) | Q(listed_in__in=columns)
    wanted.update(Item.objects.filter(several).values_list("pk", flat=True))
    return sorted(wanted)


def _of(keys: Sequence[int]) -> Iterator[Item]:
    for begin in range(0, len(keys), _BATCH):
        yield from _whole(Item.objects.filter(pk__in=keys[begin : begin + _BATCH]))


def _whole(items: ItemQuerySet) -> ItemQuerySet:
    return items.select_related("current__stored_body", "column")


def _all_of(schema: tantivy.Schema, text: str) -> Query:
    """Every run of every word; or the whole text as a number."""
    wanted = [_run(schema, run) for run in words.runs(text[:_LONGEST])[:_MOST_RUNS]]
    if not wanted:
        return Query.all_query() if not text.strip() else Query.empty_query()
    every = Query.boolean_query([(Occur.Must, one) for one in wanted])
    number = words.folded(content.document_number(text))
    exact = Query.boost_query(Query.term_query(schema, "number", number), _NUMBER)
    return Query.boolean_query([(Occur.Should, every), (Occur.Should, exact)])


def _any_of(schema: tantivy.Schema, text: str) -> Query:
    pairs = {pair for run in words.runs(text[:_LONGEST]) for pair in words.pairs(run)}
    terms = [Query.term_query(schema, field, pair) for pair in pairs for field in ("title", "body")]
    return Query.boolean_query([(Occur.Should, term) for term in terms])


def _run(schema: tantivy.Schema, units: Sequence[str]) -> Query:
    found = words.pairs(list(units))
    if len(found) > 1:
        telling: list[str | tuple[int, str]] = [*words.telling(list(units))]
        return _in_fields(lambda field: Query.phrase_query(schema, field, telling))
    if found:
        return _in_fields(lambda field: Query.term_query(schema, field, found[0]))
    (unit,) = units
    alone = Query.term_query(schema, "lone", unit)
    if unit.isascii():
        return alone
    within = _in_fields(lambda field: Query.regex_query(schema, field, f"{unit}.+|.+{unit}"))
    return Query.boolean_query([(Occur.Should, alone), (Occur.Should, within)])


def _in_fields(made: Any) -> Query:
    title = Query.boost_query(made("title"), _TITLE)
    return Query.boolean_query([(Occur.Should, title), (Occur.Should, made("body"))])


def _narrowed(schema: tantivy.Schema, filters: Filters) -> Iterator[Query]:
    """Clauses that narrow and add nothing to the score."""
    for name in ("organ", "column", "year", "genre", "category"):
        value = getattr(filters, name)
        if value not in (None, ""):
            yield Query.const_score_query(Query.term_query(schema, name, value), 0.0)
    if filters.validity and filters.on:
        day = _day(filters.on, 0)
        yield Query.const_score_query(Query.term_query(schema, "normative", 1), 0.0)
        for name, bounds in _BOUNDS[filters.validity](day).items():
            least, most = bounds
            within = Query.range_query(schema, name, tantivy.FieldType.Integer, least, most)
            yield Query.const_score_query(within, 0.0)


_BOUNDS: dict[Validity, Callable[[int], dict[str, tuple[int | None, int | None]]]] = {
    Validity.IN_FORCE: lambda day: {"from": (None, day), "until": (day, None)},
    Validity.NOT_YET: lambda day: {"from": (day + 1, None), "until": (day, None)},
    Validity.LAPSED: lambda day: {"until": (None, day - 1)},
}
"""From which day and until which a document binds, so that something is true of it on a day."""
