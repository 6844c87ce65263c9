"""Which column of the form a heading names; shared by grids and flat lines."""

import re
from functools import cache, lru_cache

from ..formats.form import Block, Column
from . import labels


@cache
def keys(column: Column) -> tuple[str, ...]:
    """The keys of a column's path; an amount's label without its unit."""
    *groups, leaf = column.path
    last = labels.amount(leaf)[0] if column.unit else labels.key(leaf)
    return (*(labels.key(group) for group in groups), last)


def prints_unit(column: Column) -> bool:
    """True where the form itself prints the amount's unit in the heading."""
    return labels.amount(column.label)[1] == column.unit


@lru_cache(maxsize=10_000)
def named(block: Block, path: tuple[str, ...]) -> tuple[Column, str | None] | None:
    """The column of ``block`` that a heading's labels name, and the unit the heading adds.

    The innermost label decides; where the block has it twice, or the labels above it are not
    the form's, there is no answer. The unit is None where the form prints the same one.
    """
    found = []
    for column in block.columns:
        leaf, unit = labels.amount(path[-1]) if column.unit else (labels.key(path[-1]), None)
        if leaf != keys(column)[-1] or not _same_groups(path, column):
            continue
        found.append((column, unit))
    if len(found) != 1:
        return None
    column, unit = found[0]
    return column, None if prints_unit(column) and unit == column.unit else unit


def _same_groups(path: tuple[str, ...], column: Column) -> bool:
    """True unless a label above the innermost is another than the form's.

    A caption over the whole block, and a group that the page leaves out, do no harm.
    """
    above, groups = path[:-1], keys(column)[:-1]
    return all(
        labels.key(found) == expected
        for found, expected in zip(reversed(above), reversed(groups), strict=False)
    )


@cache
def pattern(column: Column) -> str:
    """A regular expression for a column's label in running keys; an amount may add its unit."""
    leaf = re.escape(keys(column)[-1])
    if column.unit is None:
        return leaf
    return rf"{leaf}(?:(?:单位)?为?(?P<unit_{column.id}>万元|元)(?:保留[一二三四五六1-6]位小数)?)?"
