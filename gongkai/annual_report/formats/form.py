"""One edition of the statutory form 报告格式: its sections, tables, rows, columns and variants.

Labels are the form's own words. Spans of merged cells are not recorded: they follow from the
paths of rows and columns (see grid.py), so that a variant that splits or merges a row needs
no second drawing.

Objects here compare by identity: each form is loaded once (``formats.load``), and many things
are kept per form, table or column.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .relations import Instance, Relation


@dataclass(frozen=True, eq=False)
class Years:
    """报告年度 from ``first`` to ``last``, both included; ``last`` None: still in use."""

    first: int
    last: int | None = None

    def __contains__(self, year: object) -> bool:
        return isinstance(year, int) and self.first <= year <= (self.last or year)


@dataclass(frozen=True, eq=False)
class SectionForm:
    """One of the six sections; ``table`` names the table that stands in it, if one does."""

    no: int
    title: str
    also_titled: tuple[str, ...] = ()
    must_cover: tuple[str, ...] = ()
    table: str | None = None


@dataclass(frozen=True, eq=False)
class Column:
    """A column; ``path`` is its labels from the outermost group inwards.

    ``unit`` and ``scale`` (decimals) are given for amounts only; counts have neither.
    """

    id: str
    path: tuple[str, ...]
    en: str
    kind: str
    min: int | None = None
    unit: str | None = None
    scale: int | None = None

    @property
    def label(self) -> str:
        return self.path[-1]

    @property
    def whole(self) -> bool:
        """True where only whole numbers belong."""
        return self.kind != "decimal"


@dataclass(frozen=True, eq=False)
class Row:
    """A row that carries numbers; ``path`` is its labels from the outermost group inwards.

    ``role`` (table three): flow, leaf (one result of an application) or total.
    ``basis``: articles of the Regulation; empty where none was found.
    """

    id: str
    path: tuple[str, ...]
    en: str
    role: str | None = None
    basis: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.path[-1]


@dataclass(frozen=True, eq=False)
class Block:
    """Rows and columns under one heading; table two has five or four, the others one."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str | None = None


@dataclass(frozen=True, eq=False)
class Cell:
    """A place for one number: ``id`` is ``table.row.column``."""

    id: str
    table: "Table" = field(repr=False)
    block: Block = field(repr=False)
    row: Row
    column: Column

    @property
    def label(self) -> str:
        """Row and column in the form's words, e.g. 规范性文件·本年新公开数量."""
        return f"{self.row.label}·{self.column.label}"


@dataclass(frozen=True, eq=False)
class Table:
    """One of the three tables of the form."""

    id: str
    title: str
    en: str
    blocks: tuple[Block, ...]
    stub_columns: int
    grid_columns: int
    cell_count: int
    corner: str = ""
    side_by_side: bool = False

    @cached_property
    def cells(self) -> dict[str, Cell]:
        return {
            id: Cell(id, self, block, row, column)
            for block in self.blocks
            for row in block.rows
            for column in block.columns
            for id in (f"{self.id}.{row.id}.{column.id}",)
        }

    @property
    def rows(self) -> Iterator[Row]:
        return (row for block in self.blocks for row in block.rows)


@dataclass(frozen=True, eq=False)
class Variant:
    """A local way to print the form, as the file tells it: rows split, rows merged, labels changed."""

    id: str
    splits: tuple[tuple[str, str, tuple[Row, ...]], ...] = ()  # table, row, the rows it becomes
    merges: tuple[tuple[str, tuple[str, ...], Row], ...] = ()  # table, rows, the row they become
    columns: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()  # table, row, column, its path


@dataclass(frozen=True, eq=False)
class Format:
    """A published edition of the form (``id``), plain or as a ``variant`` prints it."""

    id: str
    name: str
    document: str
    status: str
    years: Years
    sections: tuple[SectionForm, ...]
    tables: tuple[Table, ...]
    relations: tuple[Relation, ...]
    variants: Mapping[str, Variant]
    variant: str | None = None

    @classmethod
    def from_toml(cls, data: Mapping[str, Any]) -> "Format":
        return cls(
            id=data["id"],
            name=data["name"],
            document=data["document"],
            status=data["status"],
            years=Years(data["years"]["from"], data["years"].get("to")),
            sections=tuple(
                SectionForm(
                    no=s["no"],
                    title=s["title"],
                    also_titled=tuple(s.get("also_titled", ())),
                    must_cover=tuple(s.get("must_cover", ())),
                    table=s.get("table"),
                )
                for s in data["sections"]
            ),
            tables=tuple(_table(t) for t in data["tables"]),
            relations=tuple(Relation.from_toml(r) for r in data["relations"]),
            variants={v["id"]: _variant(v) for v in data["variants"]},
        )

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell of the form, in the printed order."""
        return {id: cell for table in self.tables for id, cell in table.cells.items()}

    @cached_property
    def instances(self) -> tuple[Instance, ...]:
        """Every relation with its names filled in, in the order of the file."""
        return tuple(one for relation in self.relations for one in relation.instances())

    def table(self, id: str) -> Table:
        return next(table for table in self.tables if table.id == id)

    def section(self, no: int) -> SectionForm:
        return next(section for section in self.sections if section.no == no)

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Whole row → the rows that stand for it, for splits and merges known to this format.

        Keys and values are ``table.row``. The same in every variant, so that cells of two
        variants can be brought together.
        """
        known: dict[str, tuple[str, ...]] = {}
        for variant in self.variants.values():
            for table, row, into in variant.splits:
                known[f"{table}.{row}"] = tuple(f"{table}.{part.id}" for part in into)
            for table, rows, merged in variant.merges:
                known[f"{table}.{merged.id}"] = tuple(f"{table}.{row}" for row in rows)
        return known

    def varied(self, id: str) -> "Format":
        """This format as variant ``id`` prints it; KeyError where the file knows no such variant."""
        variant = self.variants[id]
        tables = {table.id: table for table in self.tables}
        relations = self.relations
        for table, row, into in variant.splits:
            tables[table] = _split(tables[table], row, into)
            relations = tuple(r.split(f"{table}.{row}", [part.id for part in into]) for r in relations)
        for table, rows, merged in variant.merges:
            tables[table] = _merge(tables[table], rows, merged)
            relations = tuple(r.merged(table, rows, merged.id) for r in relations)
        for table, row, column, path in variant.columns:
            tables[table] = _relabelled(tables[table], row, column, path)
        return replace(self, tables=tuple(tables.values()), relations=relations, variant=id)


def _table(data: Mapping[str, Any]) -> Table:
    return Table(
        id=data["id"],
        title=data["title"],
        en=data["en"],
        blocks=tuple(
            Block(
                id=b["id"],
                caption=b.get("caption"),
                columns=tuple(Column(**{**c, "path": tuple(c["path"])}) for c in b["columns"]),
                rows=tuple(_row(r) for r in b["rows"]),
            )
            for b in data["blocks"]
        ),
        stub_columns=data["stub_columns"],
        grid_columns=data["grid_columns"],
        cell_count=data["cell_count"],
        corner=data.get("corner", ""),
        side_by_side=data.get("side_by_side", False),
    )


def _row(data: Mapping[str, Any]) -> Row:
    return Row(
        id=data["id"],
        path=tuple(data["path"]),
        en=data["en"],
        role=data.get("role"),
        basis=tuple(data.get("basis", ())),
    )


def _variant(data: Mapping[str, Any]) -> Variant:
    return Variant(
        id=data["id"],
        splits=tuple(
            (s["table"], s["row"], tuple(_row(r) for r in s["into"])) for s in data.get("splits", ())
        ),
        merges=tuple((m["table"], tuple(m["rows"]), _row(m["into"])) for m in data.get("merges", ())),
        columns=tuple((c["table"], c["row"], c["column"], tuple(c["path"])) for c in data.get("columns", ())),
    )


def _with_rows(table: Table, rows_of: Mapping[str, Iterable[Row]]) -> Table:
    blocks = tuple(replace(b, rows=tuple(rows_of[b.id])) for b in table.blocks)
    return replace(table, blocks=blocks, cell_count=sum(len(b.rows) * len(b.columns) for b in blocks))


def _split(table: Table, row: str, into: tuple[Row, ...]) -> Table:
    """The row's label cell now spans its parts, so the stub needs one column more."""
    depth = max(len(part.path) for part in into)
    wider = max(0, depth - table.stub_columns)
    table = replace(table, stub_columns=table.stub_columns + wider, grid_columns=table.grid_columns + wider)
    return _with_rows(
        table,
        {b.id: [new for old in b.rows for new in (into if old.id == row else (old,))] for b in table.blocks},
    )


def _merge(table: Table, rows: tuple[str, ...], merged: Row) -> Table:
    return _with_rows(
        table,
        {
            b.id: [
                merged if old.id == rows[0] else old
                for old in b.rows
                if old.id == rows[0] or old.id not in rows
            ]
            for b in table.blocks
        },
    )


def _relabelled(table: Table, row: str, column: str, path: tuple[str, ...]) -> Table:
    def changed(block: Block) -> Block:
        if all(r.id != row for r in block.rows):
            return block
        return replace(
            block,
            columns=tuple(replace(c, path=path) if c.id == column else c for c in block.columns),
        )

    return replace(table, blocks=tuple(changed(b) for b in table.blocks))
