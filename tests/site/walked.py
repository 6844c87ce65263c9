"""What a walk over the pages is told in: who may come to an address, and what stands there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongkai.site.organs.models import Role

OWN, LOWER, FOREIGN = "own", "lower", "foreign"
"""Where the person has the role, seen from the organ of the page: in it, over it, beside it."""

Who = frozenset[tuple[Role, str]]


def who(own: str, lower: str = "", anywhere: str = "") -> Who:
    """Roles by name: in the page's own organ, over it, and wherever they are held."""
    return frozenset(
        (Role(role), where)
        for roles, places in ((own, [OWN]), (lower, [LOWER]), (anywhere, [OWN, LOWER, FOREIGN]))
        for role in roles.split()
        for where in places
    )


OFFICE = "handler section_head leader secrecy signatory disclosure supervisor"
HANDLING = who("handler disclosure")
LOOKING = who("handler disclosure section_head")
READING = who(OFFICE, lower="supervisor")
RECEIVING = who("", lower="supervisor")


@dataclass(frozen=True)
class Page:
    """Who may GET it and who may POST it; None: the page does not answer to that (405)."""

    kwargs: Callable[["Given"], dict[str, Any]]
    get: Who | None = None
    post: Who | None = None
    data: Callable[["Given"], dict[str, Any]] = lambda given: {}
    ok: tuple[int, ...] = (200, 302)
    public: bool = False


@dataclass(frozen=True)
class Given:
    """What stands in 望舒镇 when somebody comes."""

    draft: int
    digest: str
    source: int
    role: int
    finding: str
    batch: int
    batch_file: int
    item: int
    item_digest: str
    other: int
    member: int
    imported: int
    column: int
    matter: int
    question: int
    consultation: int
    local_day: int
    notice: int
    change: int
    case: int
    letter: int
    waiting: int
    asked: int
    assigned: int
    case_file: int
    certificate: int
    dispute: int
    dispute_file: int


def none(_given: Given) -> dict[str, Any]:
    return {}


def organ(_given: Given) -> dict[str, Any]:
    return {"slug": "wangshu"}


def published(_given: Given) -> dict[str, Any]:
    return {"slug": "wangshu", "year": 2020}


def draft(given: Given) -> dict[str, Any]:
    return {"pk": given.draft}


def item(given: Given) -> dict[str, Any]:
    return {"pk": given.item}


def matter(given: Given) -> dict[str, Any]:
    return {"pk": given.matter}


def question(given: Given) -> dict[str, Any]:
    return {"pk": given.question}


def case(given: Given) -> dict[str, Any]:
    return {"pk": given.case}


def case_file(given: Given) -> dict[str, Any]:
    return {"pk": given.case, "file": given.case_file}


def letter(given: Given) -> dict[str, Any]:
    return {"pk": given.letter}


def dispute(given: Given) -> dict[str, Any]:
    return {"pk": given.dispute}


def digest(given: Given) -> dict[str, Any]:
    return {"digest": given.digest}


def export(_given: Given) -> dict[str, Any]:
    return {"export": "xlsx"}


def listed(kwargs: Callable[[Given], dict[str, Any]], who: Who) -> "Page":
    """A list: whoever reads it may export it."""
    return Page(kwargs, get=who, post=who, data=export, ok=(200,))
