"""底数: the plain records a report is counted from, grouped by all that its tables ask.

A group says what its records have in common and how many they are, so that a year of a hundred
thousand applications is a few hundred groups. Facts are finer than cells: an answer and not its row,
a month of a section and not the year's sum. They can be kept as JSON and read again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
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


DONE, UNDER_WAY, NOT_DONE = "done", "under_way", "not_done"
STATES = (DONE, UNDER_WAY, NOT_DONE)
"""What became of a commitment."""

Fact = Applied | Disputed | Tallied


@dataclass(frozen=True)
class Commitment:
    """改进事项: a problem of a year, what is done about it, by whom and until when; empty where not said.

    ``state`` is what became of it (STATES), with ``note`` and ``proof``; empty: nobody has said yet.
    ``progress`` is what was noted of it during the year.
    """

    problem: str
    measure: str
    evidence: str = ""
    owner: str = ""
    due: str = ""
    state: str = ""
    note: str = ""
    proof: str = ""
    progress: str = ""


@dataclass(frozen=True)
class Telling:
    """A clause of section one that a register of another room tells: 开展社会评议1次.

    ``key`` names it among all of them; ``count`` stands in ``clause`` in figures, where it is told at all.
    """

    key: str
    count: int
    clause: str


@dataclass(frozen=True)
class Told:
    """What only the text tells. A pair is this year and the year before; a trio has a name before it."""

    published: tuple[int, int] = (0, 0)
    """主动公开 items first made public, 条."""
    received: tuple[int, int] = (0, 0)
    """New applications, 件."""
    fee_cases: int = 0
    """Applications for which the information processing fee was paid in the year."""
    fee_yuan: int = 0
    adopted: tuple[int, int] = (0, 0)
    """信息采用: pieces that superior bodies took over, 条."""
    interpreted: tuple[int, int] = (0, 0)
    """Interpretations of documents first made public, 件."""
    columns: tuple[tuple[str, int, int], ...] = ()
    """Items first made public by column, the largest first."""
    channels: tuple[tuple[str, int, int], ...] = ()
    """Items made known on another channel than the website, the largest first."""
    withdrawn: int = 0
    """Items withdrawn in the year."""
    revised: int = 0
    """Items of which a later version was made public in the year."""
    reexamined: int = 0
    """Withheld information examined anew in the year (Art. 18), 件次."""
    group: int = 0
    """Members of the leading group 领导小组 on December 31."""
    leader: str = ""
    """The post of its head 组长."""
    office: str = ""
    """公开工作机构."""
    officers: int = 0
    """Disclosure officers 公开专员 on December 31."""
    meetings: tuple[int, int] = (0, 0)
    """Meetings in the year, and who took part, 人次; so the two below."""
    trainings_given: tuple[int, int] = (0, 0)
    trainings_taken: tuple[int, int] = (0, 0)
    places: int = 0
    """查阅场所 on December 31."""
    handed_over: int = 0
    """Documents brought to them in the year, 件."""
    questions: tuple[int, int] = (0, 0)
    """Questions of the public received in the year, and of those answered by its end."""
    problems: tuple[Commitment, ...] = ()
    """What section five is to tell."""
    commitments: tuple[Commitment, ...] = ()
    """What section five of the year before promised."""
    more: tuple[Telling, ...] = ()
    """监督保障: what other registers tell of the year, in their order."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Told":
        """As ``asdict`` wrote it; what an older file does not have yet is nought."""
        known = {name: _tuples(data[name]) for name in (one.name for one in fields(cls)) if name in data}
        for name in ("problems", "commitments"):
            known[name] = tuple(Commitment(**one) for one in data.get(name, ()))
        known["more"] = tuple(Telling(**one) for one in data.get("more", ()))
        return cls(**known)


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
            "told": asdict(self.told),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Facts":
        """The facts that ``as_dict`` wrote. Raises KeyError or TypeError for anything else."""
        return cls(
            organ=data["organ"],
            year=data["year"],
            applied=tuple(Applied(**one) for one in data["applied"]),
            disputed=tuple(Disputed(**one) for one in data["disputed"]),
            tallied=tuple(Tallied(**{**one, "value": Decimal(one["value"])}) for one in data["tallied"]),
            kept=frozenset(data["kept"]),
            told=Told.from_dict(data["told"]),
        )


def tally(values: Mapping[str, int | Decimal]) -> tuple[Tallied, ...]:
    """Figures by kind, each as one fact."""
    return tuple(Tallied(kind, Decimal(value)) for kind, value in values.items())


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list | tuple) else value
