"""报告格式: the unified forms of the annual report, one TOML file a format, variants included."""

import tomllib
from functools import cache
from pathlib import Path

from .form import Format

FOLDER = Path(__file__).parent
IDS = ("2019", "2021")


class UnknownFormat(LookupError):
    """No such format or variant is loaded 没有这一格式或变体."""


@cache
def load(id: str, variant: str | None = None) -> Format:
    """Return the format ``id`` ("2019", "2021"), as a ``variant`` of it prints it.

    Raises UnknownFormat for a format or variant that no file defines.
    """
    if id not in IDS:
        raise UnknownFormat(id)
    base = _base(id)
    if variant is None:
        return base
    try:
        return base.varied(variant)
    except KeyError:
        raise UnknownFormat(f"{id}/{variant}") from None


@cache
def every() -> tuple[Format, ...]:
    """Every format in every variant, the plain form before its variants."""
    return tuple(load(id, variant) for id in IDS for variant in (None, *_base(id).variants))


def for_year(year: int) -> Format:
    """The format prescribed for reports on ``year`` (报告年度); UnknownFormat before 2019."""
    for id in IDS:
        if year in _base(id).years:
            return _base(id)
    raise UnknownFormat(str(year))


@cache
def _base(id: str) -> Format:
    with (FOLDER / f"{id}.toml").open("rb") as file:
        return Format.from_toml(tomllib.load(file))
