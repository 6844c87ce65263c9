"""Made-up figures of the sample county: the same at every run, and every relation kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from gongkai.annual_report.formats import load
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.formats.relations import Number

APPLICANTS = ("natural_person", "business", "research", "public_benefit", "legal_service", "other_org")
_WEIGHTS = (70, 12, 1, 2, 12, 3)
_RESULTS = {
    "granted": 30,
    "partly_granted": 8,
    "refused_state_secret": 1,
    "refused_other_law": 1,
    "refused_safety_stability": 1,
    "refused_third_party": 2,
    "refused_internal_affairs": 2,
    "refused_process": 4,
    "refused_enforcement_file": 2,
    "refused_admin_query": 3,
    "unable_not_held": 28,
    "unable_needs_creation": 3,
    "unable_still_unclear": 2,
    "declined_petition": 6,
    "declined_repeat": 3,
    "declined_publication": 1,
    "declined_excessive": 1,
    "declined_confirm_reissue": 1,
}
_OTHER = {"2019": ("other",), "2021": ("other_not_corrected", "other_fee_unpaid", "other_misc")}
_FIRST_OF_2021 = 2021
VARIANTS = {"2019": "beijing_2020", "2021": None}
"""The county prints the form of 2019 with 其他对外管理服务事项 split."""

Cells = dict[str, Number]


@dataclass
class Chain:
    """What one year hands to the next: applications carried over, documents in force, items."""

    carried: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0
    items: dict[str, int] = field(default_factory=dict)


def form_of(year: int) -> Format:
    id = "2019" if year < _FIRST_OF_2021 else "2021"
    return load(id, VARIANTS[id])


def year_cells(random: Random, year: int, size: int, chain: Chain) -> tuple[Cells, Chain]:
    """All cells of one year of an organ that gets about ``size`` applications, and the next chain."""
    form = form_of(year)
    cells: Cells = dict.fromkeys(form.cells, 0)
    following = Chain(documents=chain.documents)
    _applications(random, form, size, chain, following, cells)
    _remedies(random, size, cells)
    (_disclosure_2019 if form.id == "2019" else _disclosure_2021)(random, size, chain, following, cells)
    return cells, following


def _applications(
    random: Random, form: Format, size: int, chain: Chain, following: Chain, cells: Cells
) -> None:
    leaves = {**_RESULTS, **dict.fromkeys(_OTHER[form.id], 2)}
    new = random.choices(APPLICANTS, _WEIGHTS, k=random.randint(size // 2, size * 3 // 2))
    carried_in = [kind for kind, count in chain.carried.items() for _ in range(count)]
    for kind in new:
        _add(cells, "received_new", kind)
    for kind in carried_in:
        _add(cells, "carried_in", kind)
    left = dict.fromkeys(APPLICANTS, 0)
    for at, kind in enumerate([*carried_in, *new]):
        if at >= len(carried_in) and random.random() < 0.08:
            left[kind] += 1
            _add(cells, "carried_out", kind)
        else:
            _add(cells, random.choices(list(leaves), list(leaves.values()))[0], kind)
            _add(cells, "handled_total", kind)
    following.carried = left


def _add(cells: Cells, row: str, applicant: str) -> None:
    cells[f"applications.{row}.{applicant}"] += 1
    cells[f"applications.{row}.total"] += 1


def _remedies(random: Random, size: int, cells: Cells) -> None:
    for row, most in (("review", size // 8), ("suit_direct", size // 20), ("suit_after_review", size // 15)):
        for _ in range(random.randint(0, most)):
            column = random.choices(("upheld", "corrected", "other", "pending"), (5, 1, 2, 2))[0]
            cells[f"remedies.{row}.{column}"] += 1
            cells[f"remedies.{row}.total"] += 1


def _disclosure_2019(random: Random, size: int, chain: Chain, following: Chain, cells: Cells) -> None:
    made = random.randint(0, 3 + size // 8)
    following.documents = (chain.documents or random.randint(5, 20)) + made
    for column, value in (("made", made), ("disclosed", made), ("disclosed_total", following.documents)):
        cells[f"disclosure.normative_documents.{column}"] = value
    for row in (
        "licences",
        "other_services_inspection",
        "other_services_confirmation",
        "penalties",
        "coercion",
    ):
        before = chain.items.get(row, random.randint(1, 20))
        change = random.randint(-1, 3)
        following.items[row] = before + change
        cells[f"disclosure.{row}.items_last_year"] = before
        cells[f"disclosure.{row}.items_change"] = change
        cells[f"disclosure.{row}.decisions"] = random.randint(0, size * 6)
    cells["disclosure.procurement.projects"] = random.randint(0, 6)


def _disclosure_2021(random: Random, size: int, chain: Chain, following: Chain, cells: Cells) -> None:
    issued, repealed = random.randint(0, 2 + size // 10), min(random.randint(0, 2), chain.documents)
    following.documents = chain.documents + issued - repealed
    for column, value in (
        ("issued", issued),
        ("repealed", repealed),
        ("in_force", following.documents),
    ):
        cells[f"disclosure.normative_documents.{column}"] = value
    for row in ("licences", "penalties", "coercion"):
        cells[f"disclosure.{row}.decisions"] = random.randint(0, size * 6)
