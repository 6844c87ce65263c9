"""A report on a page: its parts in order, its tables with marks for findings and corrections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.annual_report import yearly
from gongkai.annual_report.live import Living
from gongkai.annual_report.reconciliation import Finding
from gongkai.annual_report.reconciliation.findings import SEVERITIES
from gongkai.annual_report.rendering import html, layout
from gongkai.annual_report.report import Report
from gongkai.annual_report.yearly import Change

from .models import SECTION, SIGNED_ON, Verdict, Version

_LINKS = 5


@dataclass(frozen=True)
class Shown:
    """A part of a report for a template: ``kind`` is heading, subheading, text or table."""

    kind: str
    text: str = ""
    no: int = 0
    markup: SafeString = field(default_factory=SafeString)
    compared: Sequence[Change] = ()
    """Of a table: its cells beside last year's, those that are 0 in both left out."""


def title(report: Report) -> tuple[str, ...]:
    """The title in its lines: the organ, then year and kind."""
    return layout.title_lines(report)


def parts(
    report: Report,
    around: html.Around | None = None,
    lives: Sequence[Living] = (),
    previous: Report | None = None,
) -> Iterator[Shown]:
    """The report below its title and above its signature.

    ``lives``: figures of its text, to mark them; ``previous``: last year's report, to stand beside tables.
    """
    changed = [one for one in yearly.changes(report, previous) if one.now or one.before]
    figures: list[Living] = []
    text, at = "", 0
    for part in layout.flow(report):
        if isinstance(part, layout.Heading):
            section = report.section(part.no)
            text, at = section.text if section else "", 0
            figures = [one for one in lives if one.binding.no == part.no]
            yield Shown("heading", part.text, part.no)
        elif isinstance(part, layout.FilledTable):
            table = part.printed.table
            # The writer of the library escapes all it writes.
            markup = mark_safe(html.table(part, around))
            compared = [one for one in changed if one.cell.table.id == table.id]
            yield Shown("table", table.title, markup=markup, compared=compared)
        elif isinstance(part, layout.Subheading):
            yield Shown("subheading", part.text)
        elif isinstance(part, layout.Paragraph):
            at = max(text.find(part.text, at), 0)
            end = at + len(part.text)
            here = [one for one in figures if at <= one.binding.start < one.binding.end <= end]
            yield Shown("text", part.text, markup=alive(part.text, here, at) if here else SafeString())
            at = end


def section(report: Report, no: int, lives: Sequence[Living]) -> list[Shown]:
    """The paragraphs of one section."""
    found, inside = [], False
    for part in parts(report, lives=lives):
        if part.kind == "heading":
            inside = part.no == no
        elif inside and part.kind != "table":
            found.append(part)
    return found


def alive(text: str, lives: Sequence[Living], start: int = 0) -> SafeString:
    """A passage that begins at ``start`` of its section, its figures marked, with what they are now."""
    written, last = [], 0
    for one in lives:
        begins, ends = one.binding.start - start, one.binding.end - start
        written.append(escape(text[last:begins]))
        if one.agrees:
            written.append(f'<span class="live">{escape(text[begins:ends])}</span>')
        else:
            now = _("现为{now}").format(now=one.now) if one.now else _("没有基数")
            written.append(
                f'<mark class="live stale">{escape(text[begins:ends])}<small>（{escape(now)}）</small></mark>'
            )
        last = ends
    return mark_safe("".join([*written, escape(text[last:])]))


@dataclass(frozen=True)
class ListedFinding:
    """A finding for a template: its word and the cells it speaks of, with their labels."""

    finding: Finding
    number: int
    word: str
    cells: Sequence[tuple[str, str]]
    verdict: Verdict | None = None


def listed(
    findings: Sequence[Finding], report: Report, verdicts: Iterable[Verdict] = ()
) -> list[ListedFinding]:
    """Findings numbered in their order, each with links to the cells that matter in it.

    ``verdicts``, the newest first: the last on a fingerprint counts.
    """
    form = report.form
    last: dict[str, Verdict] = {}
    for verdict in verdicts:
        last.setdefault(verdict.fingerprint, verdict)
    return [
        ListedFinding(
            finding,
            number,
            SEVERITIES[finding.severity],
            [(id, form.cells[id].label) for id in _telling(finding, report)] if form else [],
            last.get(finding.fingerprint),
        )
        for number, finding in enumerate(findings, start=1)
    ]


def place(report: Report, corrected: str) -> str:
    """What a correction is of, in words: a cell, the text of a section, the day of the report."""
    if corrected == SIGNED_ON:
        return _("成文日期")
    form = report.form
    if form and corrected in form.cells:
        return form.cells[corrected].label
    section = next((one for one in report.sections if corrected == f"{SECTION}{one.no}"), None)
    return section.title if section else corrected


def _telling(finding: Finding, report: Report) -> list[str]:
    """Of many cells those that are not 0, and the last, which is the total."""
    if len(finding.cells) <= _LINKS:
        return list(finding.cells)
    *addends, total = finding.cells
    return [*[id for id in addends if report.cells.get(id)][: _LINKS - 1], total]


class Marks:
    """Marks value cells: the gravest finding on each, corrections, what was not read, the records behind,
    remarks of the competent office.

    A mark is a word for those who do not see its colour, and leads to the finding.
    """

    def __init__(
        self,
        report: Report,
        findings: Sequence[Finding] = (),
        corrected: Mapping[str, str] | None = None,
        records: Mapping[str, str] | None = None,
        remarked: Mapping[str, int] | None = None,
    ) -> None:
        self.report = report
        self.corrected = corrected or {}
        self.records = records or {}
        self.remarked = remarked or {}
        form = report.form
        self.labels = {id: cell.label for id, cell in form.cells.items()} if form else {}
        self.gravest: dict[str, tuple[int, str]] = {}
        for number, finding in enumerate(findings, start=1):  # the gravest come first
            for cell in finding.cells:
                self.gravest.setdefault(cell, (number, finding.severity))

    def classes(self, cell: str) -> str:
        names = []
        if cell not in self.report.cells:
            names.append("unread")
        elif cell in self.gravest:
            names.append(f"found-{self.gravest[cell][1]}")
        if cell in self.corrected:
            names.append("corrected")
        return " ".join(names)

    def value(self, cell: str, text: str) -> str:
        beside = f"{self._correction(cell)}{self._records(cell)}{self._remark(cell)}{self._finding(cell)}"
        return f"{self.figure(cell, text)}{beside}"

    def figure(self, cell: str, text: str) -> str:
        return escape(text)

    def _correction(self, cell: str) -> str:
        return f" <small>{escape(_('更正'))}</small>" if cell in self.corrected else ""

    def _records(self, cell: str) -> str:
        if cell not in self.records:
            return ""
        label = escape(_("{cell}所计的记录").format(cell=self.labels[cell]))
        words = escape(_("记录"))
        return f' <small><a href="{escape(self.records[cell])}" aria-label="{label}">{words}</a></small>'

    def _remark(self, cell: str) -> str:
        """审核意见 of the competent office, with the number it is listed under."""
        if cell not in self.remarked:
            return ""
        number = self.remarked[cell]
        label = escape(_("{cell}的审核意见{number}").format(cell=self.labels[cell], number=number))
        words = escape(_("意见{number}").format(number=number))
        return f' <small><a href="#remark-{number}" aria-label="{label}">{words}</a></small>'

    def _finding(self, cell: str) -> str:
        if cell not in self.gravest or cell not in self.report.cells:
            return ""
        number, severity = self.gravest[cell]
        word = escape(SEVERITIES[severity])
        return (
            f'<a class="found-mark" href="#finding-{number}">'
            f'<span class="visually-hidden">{word} </span>{number}</a>'
        )


class Links(Marks):
    """As Marks, and each value leads to the form that corrects it."""

    def __init__(
        self,
        version: Version,
        findings: Sequence[Finding],
        corrected: Mapping[str, str],
        records: Mapping[str, str] | None = None,
        remarked: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(version.reading, findings, corrected, records, remarked)
        self.page = reverse("annual_reports:version", args=[version.pk])

    def figure(self, cell: str, text: str) -> str:
        address = f"{self.page}?cell={cell}#correct"
        label = escape(f"{self.labels[cell]} {text}")
        return f'<a href="{address}" aria-label="{label}">{escape(text) or "&nbsp;"}</a>'
