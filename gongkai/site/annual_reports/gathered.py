"""汇总底数: own facts, the sums of those below, and which reports were added, of a comprehensive report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.facts import Facts
from gongkai.annual_report.regional import Region
from gongkai.annual_report.report import Report
from gongkai.annual_report.sums import Part, Sums


@dataclass(frozen=True)
class Gathered:
    """What a comprehensive report is made of at one time."""

    facts: Facts
    """The government's own."""
    variant: str | None
    lower: Sums
    reports: Mapping[str, Mapping[str, Any]]
    """Slug → name, number and digest of the version that was added."""
    wanting: tuple[str, ...]
    included: tuple[str, ...]

    @property
    def own(self) -> Report:
        return compiled(self.facts, self.variant)

    @property
    def region(self) -> Region:
        return Region(self.facts.organ, self.facts.year, len(self.reports), self.wanting, self.included)

    def report(self) -> Report:
        """Own figures and those below, added up."""
        sums = Sums.from_dict(self.lower.as_dict())
        sums.add(Part.of(self.own))
        found = sums.report(self.facts.year)
        assert found is not None
        return found

    def as_dict(self) -> dict[str, Any]:
        """The facts of the government as ``Facts.as_dict``, and beside them what was added."""
        added = {
            "variant": self.variant,
            "sums": self.lower.as_dict(),
            "reports": dict(self.reports),
            "wanting": list(self.wanting),
            "included": list(self.included),
        }
        return {**self.facts.as_dict(), "gathered": added}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Gathered":
        added = data["gathered"]
        return cls(
            Facts.from_dict(data),
            added["variant"],
            Sums.from_dict(added["sums"]),
            added["reports"],
            tuple(added["wanting"]),
            tuple(added["included"]),
        )
