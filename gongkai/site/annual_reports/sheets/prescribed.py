"""How a sheet is prescribed: forms from TOML, ours or a place's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from ...organs.models import Organ

Figures = tuple[tuple[str, str], ...]
"""Ids of figures with their labels."""


@dataclass(frozen=True)
class Section:
    kind: str
    title: str
    figures: Figures
    note: str


@dataclass(frozen=True)
class Form:
    """``of``: the organs that it is prescribed to, and all below them; empty: to everyone else."""

    id: str
    title: str
    source: str
    of: tuple[str, ...]
    sections: tuple[Section, ...]
    overview: Figures


def forms(name: str) -> tuple[Form, ...]:
    """The forms of a file: the place's own where GONGKAI_FORMS has it, else ours."""
    return tuple(_form(one) for one in read(name)["forms"])


def form_for(name: str, organ: Organ) -> Form:
    """The form that an organ fills in. Raises LookupError where the file has none for it."""
    every = forms(name)
    named = {slug for form in every for slug in form.of}
    above = set(Organ.objects.above(organ).filter(slug__in=named).values_list("slug", flat=True))
    for form in (*(one for one in every if above & set(one.of)), *(one for one in every if not one.of)):
        return form
    raise LookupError(name)


def read(name: str) -> Mapping[str, Any]:
    """A file as it is. Raises TOMLDecodeError for one that is none."""
    own: Path | None = settings.GONGKAI_FORMS
    path = own / name if own and (own / name).is_file() else Path(__file__).with_name(name)
    return tomllib.loads(path.read_text("utf-8"))


def _form(data: Mapping[str, Any]) -> Form:
    return Form(
        id=data["id"],
        title=data["title"],
        source=data["source"],
        of=tuple(data["of"]),
        sections=tuple(
            Section(one["kind"], one["title"], _figures(one), one.get("note", "")) for one in data["sections"]
        ),
        overview=tuple((id, label) for id, label in data["overview"]),
    )


def _figures(section: Mapping[str, Any]) -> Figures:
    return tuple((id, label) for id, label in section.get("figures", ()))
