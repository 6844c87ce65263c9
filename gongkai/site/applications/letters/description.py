"""The kinds and fields as tables, for docs/letters.md."""

from collections.abc import Iterator

from .kinds import FIELDS, KINDS, Kind, Need

_NEEDS = {Need.MUST: "must stay", Need.GIVEN: "always has a value", Need.MAY: "may be empty"}


def described() -> str:
    """Two tables in Markdown: each kind with its fields, each field with its meaning."""
    return "\n".join((*_kinds(), "", *_fields()))


def _kinds() -> Iterator[str]:
    yield "| code | letter | numbered | to | row of table three | fields of its template (**must stay**) |"
    yield "|---|---|---|---|---|---|"
    for kind in KINDS.values():
        row = f"`{kind.row}`" if kind.row else ""
        yield f"| `{kind.code}` | {kind.name} | {kind.numbering} | {kind.to} | {row} | {_names(kind)} |"


def _names(kind: Kind) -> str:
    return ", ".join(f"**{field.name}**" if field in kind.obligatory else field.name for field in kind.fields)


def _fields() -> Iterator[str]:
    yield "| field | meaning | in the default template |"
    yield "|---|---|---|"
    for field in FIELDS.values():
        own = ", a paragraph of its own" if field.own else ""
        yield f"| `{field.name}` | {field.meaning} | {_NEEDS[field.need]}{own} |"
