"""A report on a page: its parts in order, its tables with marks for findings and corrections."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.reconciliation import ERROR, INFO, WARNING, Finding
from gongkai.annual_report.reconciliation.findings import SEVERITIES
from gongkai.annual_report.rendering import html, layout
from gongkai.annual_report.report import Report

from .models import Version

_GRAVEST = (ERROR, WARNING, INFO)


@dataclass(frozen=True)
class Shown:
    """A part of a report for a template: ``kind`` is heading, subheading, text or table."""

    kind: str
    text: str = ""
    no: int = 0
    markup: SafeString = field(default_factory=SafeString)


def title(report: Report) -> tuple[str, ...]:
    """The title in its lines: the organ, then year and kind."""
    return layout.title_lines(report)


def parts(report: Report, around: html.Around | None = None) -> Iterator[Shown]:
    """The report below its title and above its signature."""
    for part in layout.flow(report):
        if isinstance(part, layout.Heading):
            yield Shown("heading", part.text, part.no)
        elif isinstance(part, layout.FilledTable):
            # The writer of the library escapes all it writes.
            yield Shown("table", part.printed.table.title, markup=mark_safe(html.table(part, around)))  # noqa: S308
        elif isinstance(part, layout.Subheading):
            yield Shown("subheading", part.text)
        elif isinstance(part, layout.Paragraph):
            yield Shown("text", part.text)


@dataclass(frozen=True)
class ListedFinding:
    """A finding for a template: its word and the cells it speaks of, with their labels."""

    finding: Finding
    number: int
    word: str
    cells: Sequence[tuple[str, str]]


def listed(findings: Sequence[Finding], form: Format | None, cells: int = 4) -> list[ListedFinding]:
    """Findings numbered in their order, each with links to at most ``cells`` of its cells."""
    return [
        ListedFinding(
            finding,
            number,
            SEVERITIES[finding.severity],
            [(id, form.cells[id].label) for id in finding.cells[:cells] if form and id in form.cells],
        )
        for number, finding in enumerate(findings, start=1)
    ]


class Marks:
    """Marks value cells: the gravest finding on each, corrections, what was not read."""

    def __init__(
        self, report: Report, findings: Sequence[Finding] = (), corrected: Mapping[str, str] | None = None
    ) -> None:
        self.report = report
        self.corrected = corrected or {}
        self.gravest: dict[str, str] = {}
        for severity in reversed(_GRAVEST):
            for finding in findings:
                if finding.severity == severity:
                    self.gravest.update(dict.fromkeys(finding.cells, severity))

    def classes(self, cell: str) -> str:
        names = []
        if cell not in self.report.cells:
            names.append("unread")
        elif cell in self.gravest:
            names.append(f"found-{self.gravest[cell]}")
        if cell in self.corrected:
            names.append("corrected")
        return " ".join(names)

    def value(self, cell: str, text: str) -> str:
        return escape(text)


class Links(Marks):
    """As Marks, and each value leads to the form that corrects it."""

    def __init__(self, version: Version, findings: Sequence[Finding], corrected: Mapping[str, str]) -> None:
        super().__init__(version.reading, findings, corrected)
        self.page = reverse("annual_reports:version", args=[version.pk])
        form = version.reading.form
        self.labels = {id: cell.label for id, cell in form.cells.items()} if form else {}

    def value(self, cell: str, text: str) -> str:
        label = escape(f"{self.labels[cell]} {text}")
        return f'<a href="{self.page}?cell={cell}#correct" aria-label="{label}">{escape(text) or "&nbsp;"}</a>'
