"""底数: the plain records a report is counted from, grouped by all that its tables ask.

A group says what its records have in common and how many they are, so that a year of a hundred
thousand applications is a few hundred groups. Facts are finer than cells: an answer and not its row,
a month of a section and not the year's sum. They can be kept as JSON and read again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

APPLICANTS = ("natural_person", "business", "research", "public_benefit", "legal_service", "other_org")
"""Who applies, by the ids of the columns of table three."""

GROUPS = ("review", "suit_direct", "suit_after_review")
"""The ways of a dispute, by the ids of the rows of table four."""

RULES = ("rules_made", "rules_disclosed", "rules_ended", "rules_in_force")
NORMATIVE = ("normative_made", "normative_disclosed", "normative_ended", "normative_in_force")
SERVICES = ("services", "inspections", "confirmations")
"""其他对外管理服务事项 as a whole, and the two parts that some places print."""

LISTED = ("licences", *SERVICES, "penalties", "coercion", "fees")
"""What an organ has a number of items 项目数 of, in its list of powers or of fees."""

ITEMS = tuple(f"{kind}_{when}" for kind in LISTED for when in ("before", "change"))
"""项目数量 at the end of the year before, and by how much it grew or shrank in the year."""

KINDS = (
    *RULES,
    *NORMATIVE,
    *SERVICES,
    "licences",
    "penalties",
    "coercion",
    "fees",
    "procurement",
    "procurement_amount",
    *ITEMS,
)
"""What table two counts. Documents 件: made in the year, newly public, ended, public and in force on
December 31. Decisions 件; fees and the amount of procurement 万元; procurement 项."""


@dataclass(frozen=True)
class Applied:
    """申请: how many came by ``applicant`` and ended with ``answer`` (``law.applications.answers``).

    ``carried_in``: received before the year. ``answer`` None: not ended by December 31.
    """

    applicant: str
    carried_in: bool
    answer: str | None
    count: int


@dataclass(frozen=True)
class Disputed:
    """复议、诉讼: how many of a ``group`` stood in a ``column`` of table four on December 31."""

    group: str
    column: str
    count: int


@dataclass(frozen=True)
class Tallied:
    """数量 of a kind of matter; of a ``section`` (科室) and ``month`` where it was counted by them."""

    kind: str
    value: Decimal
    section: str = ""
    month: int | None = None


Fact = Applied | Disputed | Tallied


@dataclass(frozen=True)
class Told:
    """What only the text tells, in this year and the year before: (this, before)."""

    published: tuple[int, int] = (0, 0)
    """主动公开 items first made public, 条."""
    received: tuple[int, int] = (0, 0)
    """New applications, 件."""
    fee_cases: int = 0
    """Applications for which the information processing fee was paid in the year."""
    fee_yuan: int = 0


@dataclass(frozen=True)
class Facts:
    """What an organ's report on ``year`` is counted from.

    ``kept`` names the kinds of table two of which there are records at all: where none was counted,
    the cell is 0; a cell that only other kinds feed is blank, for nobody counted.
    """

    organ: str
    year: int
    applied: tuple[Applied, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    tallied: tuple[Tallied, ...] = ()
    kept: frozenset[str] = frozenset(KINDS)
    told: Told = Told()

    def as_dict(self) -> dict[str, Any]:
        """An object for JSON; amounts as text, so that none is rounded."""
        return {
            "organ": self.organ,
            "year": self.year,
            "applied": [asdict(one) for one in self.applied],
            "disputed": [asdict(one) for one in self.disputed],
            "tallied": [{**asdict(one), "value": str(one.value)} for one in self.tallied],
            "kept": [kind for kind in KINDS if kind in self.kept],
            "told": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in asdict(self.told).items()
            },
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Facts":
        """The facts that ``as_dict`` wrote. Raises KeyError or TypeError for anything else."""
        told = data["told"]
        return cls(
            organ=data["organ"],
            year=data["year"],
            applied=tuple(Applied(**one) for one in data["applied"]),
            disputed=tuple(Disputed(**one) for one in data["disputed"]),
            tallied=tuple(Tallied(**{**one, "value": Decimal(one["value"])}) for one in data["tallied"]),
            kept=frozenset(data["kept"]),
            told=Told(
                published=(told["published"][0], told["published"][1]),
                received=(told["received"][0], told["received"][1]),
                fee_cases=told["fee_cases"],
                fee_yuan=told["fee_yuan"],
            ),
        )


def tally(values: Mapping[str, int | Decimal]) -> tuple[Tallied, ...]:
    """Figures by kind, each as one fact."""
    return tuple(Tallied(kind, Decimal(value)) for kind, value in values.items())
