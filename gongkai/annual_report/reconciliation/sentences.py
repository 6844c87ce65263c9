"""The prose of a report, sentence by sentence, with the place of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.translation import _

from ..report import Report

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
PREFACE = 0


@dataclass(frozen=True)
class Sentence:
    """A sentence; ``no`` is its section (PREFACE before the first)."""

    text: str
    no: int
    where: str


def sentences(report: Report, *, preface: bool = False) -> Iterator[Sentence]:
    """The sentences of all sections, with ``preface`` those before them, too."""
    if preface:
        for found in _SENTENCE.finditer(report.preface):
            if found[0].strip():
                yield Sentence(found[0].strip(), PREFACE, _("前言"))
    for section in report.sections:
        for at, paragraph in enumerate(section.text.split("\n")):
            place = str(section.places[at]) if at < len(section.places) else ""
            where = f"{section.title} {place}".strip()
            for found in _SENTENCE.finditer(paragraph):
                if found[0].strip():
                    yield Sentence(found[0].strip(), section.no, where)
