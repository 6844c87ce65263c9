"""更正说明: what a version changed of the one the public read before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.annual_report.comparison import compare

from ..annual_reports import display
from ..annual_reports.models import Version


@dataclass(frozen=True)
class ChangedCell:
    """A cell in words, as printed before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangedSection:
    """A section with the paragraphs that are not in both."""

    title: str
    old: str
    new: str


@dataclass(frozen=True)
class Notice:
    """What a correction says to the public; its reason and day stand in the version."""

    before: Version
    cells: tuple[ChangedCell, ...]
    sections: tuple[ChangedSection, ...]

    @property
    def summary(self) -> str:
        """How much was changed, for a list of versions."""
        said = []
        if self.cells:
            said.append(_("{count}个单元格").format(count=len(self.cells)))
        if self.sections:
            said.append(_("文字{count}处").format(count=len(self.sections)))
        return "、".join(said) or _("内容没有变化")


def notice(before: Version, after: Version) -> Notice:
    """The differences between two published versions that follow each other."""
    old, new = before.reading, after.reading
    found = compare(old, new)
    cells = tuple(
        ChangedCell(display.place(new, one.cell), one.old or "", one.new or "") for one in found.cells
    )
    sections = [ChangedSection(one.title, *_changed(one.old or "", one.new or "")) for one in found.sections]
    if old.preface != new.preface:
        sections.insert(0, ChangedSection(_("概述"), *_changed(old.preface, new.preface)))
    if (old.signed_by, old.signed_on) != (new.signed_by, new.signed_on):
        signed = [f"{one.signed_by or ''} {one.signed_on or ''}".strip() for one in (old, new)]
        sections.append(ChangedSection(_("落款"), *signed))
    return Notice(before, cells, tuple(sections))


def with_notices(versions: Sequence[Version]) -> list[tuple[Version, Notice | None]]:
    """A report's published versions, the newest first, each with what it changed; None of the first."""
    return [
        (after, notice(before, after) if before else None)
        for after, before in zip(versions, (*versions[1:], None), strict=True)
    ]


def _changed(old: str, new: str) -> tuple[str, str]:
    """The lines of two texts that are not in both."""
    before, after = old.splitlines(), new.splitlines()
    return (
        "\n".join(line for line in before if line not in after),
        "\n".join(line for line in after if line not in before),
    )
