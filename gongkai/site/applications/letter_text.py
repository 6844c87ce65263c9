"""A letter as a page shows it: its paragraphs as they will stand, names of persons covered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.annual_report.parsing.archive import Archive
from gongkai.annual_report.parsing.numbering import Numbering

from . import people
from .actions.words import fields_of
from .letter_models import Letter
from .letters.package import opened
from .letters.reading import data
from .models import Application
from .step_models import Consultation, Consulted

_LEAST_NAME = 2
"""Letters: shorter than that a name is not told from the words around it."""


@dataclass(frozen=True)
class Line:
    """A paragraph: ``place`` is mark, title, right, signature, flush or body."""

    text: str
    place: str


def lines(docx: bytes, covered: Mapping[str, str]) -> list[Line]:
    """The paragraphs of a DOCX in their order; ``covered``: what is shown instead of which words."""
    read = data(opened(docx), Numbering(Archive(docx)))
    head = [_line(block, covered, "mark") for block in read["around"]["header_first"]]
    return [line for line in (*head, *_body(read["blocks"], covered)) if line.text]


def covered_names(application: Application, consultation: Consultation | None = None) -> dict[str, str]:
    """Names that may be those of persons, and how a page shows them."""
    found: dict[str, str] = {}
    if person := people.known(application):
        found |= {name: people.mask("name", name) for name in (person.name, person.contact) if name}
    if consultation is not None and consultation.kind == Consulted.THIRD_PARTY:
        name = people.party_of(consultation).name
        found[name] = people.mask("name", name)
    return {name: shown for name, shown in found.items() if len(name) >= _LEAST_NAME}


def covered_in(letter: Letter) -> dict[str, str]:
    """The same of a letter, and the check code that opens the case to whoever has it."""
    code = fields_of(letter).get("check_code", "")
    names = covered_names(letter.application, letter.consultation)
    return {**names, **({code: "＊＊＊＊"} if code else {})}


def _body(blocks: Iterable[Mapping[str, Any]], covered: Mapping[str, str]) -> Iterator[Line]:
    for block in blocks:
        if block["kind"] == "table":
            for row in block["rows"]:
                words = [line.text for cell in row for line in _body(cell["blocks"], covered)]
                yield Line("　".join(words), "row")
        else:
            yield _line(block, covered)


def _line(block: Mapping[str, Any], covered: Mapping[str, str], place: str = "") -> Line:
    text = "".join(run.get("text", "") for run in block["runs"]).strip()
    for name, shown in covered.items():
        text = text.replace(name, shown)
    return Line(text, place or _place(block))


def _place(block: Mapping[str, Any]) -> str:
    if block["heading"]:
        return "title"
    if block["align"] == "right":
        return "right"
    if block["align"] == "center":
        return "signature"
    return "body" if block["first"] > 0 else "flush"
