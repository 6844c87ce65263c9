"""文书种类: each letter of a case, its title, the code of its numbers, to whom it goes, what it may name.

The wording is data: notices.toml, replies.toml, fields.toml. What a kind's template may name, and
must keep when an office edits it, follows from the wording, so that there is no second list.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Any


class Addressee(StrEnum):
    """To whom a letter goes; ``ORGAN``: what somebody else fills in for the organ."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    OTHER_ORGAN = "other_organ"
    ORGAN = "organ"


class Need(StrEnum):
    """Whether a template must hold a field, and whether the field always has a value."""

    MUST = "must"
    GIVEN = "given"
    MAY = "may"


class Line(StrEnum):
    """What a paragraph of a template is, from top to bottom."""

    MARK = "mark"
    NUMBER = "number"
    TITLE = "title"
    ADDRESSEE = "addressee"
    BODY = "body"
    ROW = "row"
    EMPTY = "empty"
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    DAY = "day"
    NOTE = "note"


@dataclass(frozen=True)
class Field:
    """Something a template may name."""

    name: str
    need: Need
    meaning: str
    sample: Any
    own: bool = False
    """Whole sentences, in a paragraph of their own."""
    list: str | None = None
    """Repeated: what one of them is called in the default templates."""


@dataclass(frozen=True)
class Row:
    """A row of a form to be filled in; ``lines`` is its least height in lines of text."""

    label: str
    text: str
    lines: int


@dataclass(frozen=True)
class Kind:
    """One kind of letter."""

    code: str
    name: str
    """For lists."""
    title: str
    """As printed."""
    numbering: str
    """Default name in the organ's numbers, e.g. 补; empty: it has no number of its own."""
    to: Addressee
    row: str | None
    """The row of table three (form of 2021) that a case ends in with this letter."""
    lines: tuple[tuple[Line, str | Row], ...]
    """The default template, paragraph by paragraph."""

    @property
    def is_form(self) -> bool:
        """Filled in by hand and sent back: no letterhead, number or signature of the organ."""
        return self.to is Addressee.ORGAN

    @cached_property
    def used(self) -> frozenset[str]:
        """Fields that the default template names."""
        return frozenset(name for text in self._texts() for name in _NAME.findall(text) if name in FIELDS)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Fields that its template may name, in the order of fields.toml."""
        allowed = self.used | (_OF_THE_CASE if self.to is Addressee.APPLICANT else frozenset())
        return tuple(field for field in FIELDS.values() if field.name in allowed)

    @cached_property
    def obligatory(self) -> tuple[Field, ...]:
        """Fields that its template must name."""
        return tuple(f for f in self.fields if f.need is Need.MUST and f.name in self.used)

    def sample(self, *, full: bool = True) -> dict[str, Any]:
        """Made-up values for its fields: all of them, or only those that always have one."""
        return {field.name: field.sample for field in self.fields if full or field.need is not Need.MAY}

    def _texts(self) -> Iterator[str]:
        for _line, text in self.lines:
            yield text.text if isinstance(text, Row) else " ".join(_TAG.findall(text))


_TAG = re.compile(r"\{[{%].*?[}%]\}")
_NAME = re.compile(r"(?<![.\w])[a-z_]+")
_OF_THE_CASE = frozenset("case_number channel received_on request corrected_on".split())

_OPENING = (
    "{{ you }}{{ channel }}提交的政府信息公开申请（编号：{{ case_number }}），本机关已于{{ received_on }}收到"
    "{% if corrected_on %}，并于{{ corrected_on }}收到补正后的申请{% endif %}。"
    "申请公开的内容为：“{{ request }}”。"
)
_HEAD = (
    (Line.MARK, "{{ organ }}"),
    (Line.NUMBER, "{{ number }}"),
)
_FOOT = (
    (Line.BODY, "{%p if attachments %}"),
    (Line.EMPTY, ""),
    (Line.BODY, "{%p for file in attachments %}"),
    (
        Line.ATTACHMENT,
        "{% if loop.first %}附件：{% else %}　　　{% endif %}"
        "{% if loop.length > 1 %}{{ loop.index }}. {% endif %}{{ file }}",
    ),
    (Line.BODY, "{%p endfor %}"),
    (Line.BODY, "{%p endif %}"),
    (Line.SIGNATURE, "{{ organ }}"),
    (Line.DAY, "{{ issued_on }}"),
    (Line.BODY, "{%p if contact %}"),
    (Line.NOTE, "（联系方式：{{ contact }}）"),
    (Line.BODY, "{%p endif %}"),
)


def _table(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _notice(code: str, *, name: str, title: str, numbering: str, to: str, **text: Any) -> Kind:
    body = [_OPENING] if text.get("opening") else []
    body += text["body"]
    if to == Addressee.ORGAN:
        lines = tuple(_form(title, body, text["rows"], text["after"]))
    else:
        lines = tuple(_letter(title, body))
    return Kind(code, name, title, numbering, Addressee(to), None, lines)


def _reply(code: str, *, name: str, row: str, body: list[str], title: str = "政府信息公开申请答复书") -> Kind:
    lines = tuple(_letter(title, [_OPENING, *body, "{{ remedy }}"]))
    return Kind(code, name, title, "答", Addressee.APPLICANT, row, lines)


def _letter(title: str, body: list[str]) -> Iterator[tuple[Line, str]]:
    yield from _HEAD
    yield Line.TITLE, title
    yield Line.ADDRESSEE, "{{ addressee }}："
    for text in body:
        yield Line.BODY, text
    yield from _FOOT


def _form(title: str, body: list[str], rows: list[Any], after: list[str]) -> Iterator[tuple[Line, str | Row]]:
    yield Line.TITLE, title
    yield Line.ADDRESSEE, "{{ organ }}："
    for text in body:
        yield Line.BODY, text
    for label, text, lines in rows:
        yield Line.ROW, Row(label, text, lines)
    for text in after:
        yield Line.BODY, text


FIELDS: Mapping[str, Field] = {
    name: Field(name, Need(given.pop("need")), **given) for name, given in _table("fields.toml").items()
}
"""Every field, by name."""

KINDS: Mapping[str, Kind] = {
    **{code: _notice(code, **text) for code, text in _table("notices.toml").items()},
    **{code: _reply(code, **text) for code, text in _table("replies.toml").items()},
}
"""Every kind of letter, by code."""
