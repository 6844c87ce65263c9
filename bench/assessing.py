"""考核 of 3,000 organs: figures taken and marked from items, requests, questions and reports; its pages."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.law.applications.case import Stage
from gongkai.site.accounts.models import User
from gongkai.site.applications.models import Application
from gongkai.site.disclosure.models import Item, ItemVersion, Question
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Organ, OrganName, Role
from gongkai.site.supervision.assessment import actions, schemes
from gongkai.site.supervision.assessment.models import Assessment
from gongkai.site.supervision.patrol.models import Hit, Run, Severity, Visit

from .measures import Measure, timed
from .rows import insert

ORGANS = 3_000
BOUND = 10_000
"""Milliseconds for a score of every organ."""
AT = datetime(2026, 2, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
SINCE = date(2000, 1, 1)
_ITEMS, _CASES, _QUESTIONS, _HITS = 30, 5, 3, 4
"""Of each organ."""
_LATE = 6
"""Every so many of them is late."""


def measures(count: int = ORGANS) -> list[Measure]:
    """Builds the organs and their records, then measures."""
    city, supervisor = _build(count)
    size = f"{count}个机关，{count * _ITEMS}条信息，{count * _CASES}件申请"
    scheme = schemes.draft(city, schemes.example(), user=supervisor, at=AT)
    scheme = schemes.enact(scheme, user=supervisor, at=AT)
    made = actions.prepare(scheme, "测速考核", FIRST, LAST, user=supervisor, at=AT)

    def compute() -> None:
        actions.compute(Assessment.objects.get(pk=made.pk), user=supervisor, at=AT)

    with CaptureQueriesContext(connection) as captured:
        compute()
    note = f"{size}，{len(captured)}次查询"
    found = [timed("取数计分并冻结（全部机关）", compute, times=3, bound=BOUND, note=note)]
    client = Client()
    client.force_login(supervisor)
    score = made.scores.order_by("pk")[count // 2]
    room = "/office/supervision/assessment/"
    pages = {
        "考核页和排名": (f"{room}{made.pk}/", 1000),
        "一份得分": (f"{room}scores/{score.pk}/", 300),
        "模拟（全部机关）": (f"{room}simulate/?scheme={scheme.pk}&first={FIRST}&last={LAST}", BOUND),
    }
    for name, (address, bound) in pages.items():
        found.append(_page(client, name, address, bound, size))
    return found


def _page(client: Client, name: str, address: str, bound: float, size: str) -> Measure:
    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return timed(name, get, times=3, bound=bound, note=size)


def _build(count: int) -> tuple[Organ, User]:
    root = _organ("bench-assess", "government", "", 950, count)
    towns = [_organ(f"bench-assess-{n}", "town", root.path, n + 1, 0) for n in range(count)]
    Organ.objects.bulk_create([root, *towns], batch_size=1000)
    OrganName.objects.bulk_create(
        (
            OrganName(organ=one, name=f"{one.slug}机关", short_name=one.slug, since=SINCE)
            for one in [root, *towns]
        ),
        batch_size=1000,
    )
    person = User.objects.create_user("bench-assessor", None, name="测速")
    organs.appoint(person, root, Role.SUPERVISOR, on=SINCE)
    _items(towns)
    _cases(towns)
    _questions(towns)
    _night(towns)
    return root, person


def _organ(slug: str, kind: str, parent: str, step: int, children: int) -> Organ:
    depth = len(parent) // Organ.steplen + 1
    path = Organ._get_path(parent, depth, step)
    return Organ(
        slug=slug, kind=kind, established_on=SINCE, sample=True, path=path, depth=depth, numchild=children
    )


def _days(many: int) -> Iterator[tuple[int, date, bool]]:
    """Numbers with a day of the year, and whether what falls on it is late."""
    dice = Random(7)
    for number in range(many):
        yield number, FIRST + timedelta(days=dice.randrange(20, 330)), dice.randrange(_LATE) == 0


def _night(towns: list[Organ]) -> None:
    """The last night of the year visited every organ, and found something of each."""
    run, _new = Run.objects.get_or_create(on=LAST, defaults={"begun_at": AT, "ended_at": AT})
    done = {"run": run, "state": Visit.State.DONE, "started_at": AT, "ended_at": AT}
    Visit.objects.bulk_create((Visit(organ=one, **done) for one in towns), batch_size=1000)
    said = {"check_code": "link_dead", "severity": Severity.DEDUCT, "place": "link", "title": "链接"}
    Hit.objects.bulk_create(
        (
            Hit(organ=one, key=f"{one.pk}:{n}", ground="打不开", found_on=LAST, seen_on=LAST, **said)
            for one in towns
            for n in range(_HITS)
        ),
        batch_size=1000,
    )


def _items(towns: list[Organ]) -> None:
    """Each published, in its 20 working days or after them."""
    like = Item.objects.filter(current__isnull=False, current__number=1).select_related("current").first()
    assert like is not None and like.current is not None
    first = (Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    version = (ItemVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = list(_days(len(towns) * _ITEMS))
    insert(
        like,
        ["id", "organ_id", "column_id", "listed_in_id", "section_id", "current_id", "newest_id",
         "index_number", "published_at", "withdrawn_at"],
        (
            [first + n, towns[n % len(towns)].pk, None, None, None, None, None, "", _at(day), None]
            for n, day, _late in rows
        ),
    )  # fmt: skip
    insert(
        like.current,
        ["id", "item_id", "number", "klass", "due_on", "published_at", "stage"],
        (
            [
                version + n,
                first + n,
                1,
                "publish",
                day - timedelta(days=2 if late else -2),
                _at(day),
                "published",
            ]
            for n, day, late in rows
        ),
    )


def _cases(towns: list[Organ]) -> None:
    like = Application.objects.counted().filter(stage=Stage.CLOSED, due_on__isnull=False).first()
    assert like is not None
    first = (Application.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    insert(
        like,
        ["id", "organ_id", "year", "due_on", "closed_on", "handler_id"],
        (
            [first + n, towns[n % len(towns)].pk, 2025, day, day + timedelta(days=3 if late else -3), None]
            for n, day, late in _days(len(towns) * _CASES)
        ),
    )


def _questions(towns: list[Organ]) -> None:
    like = Question.objects.first()
    assert like is not None
    first = (Question.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    insert(
        like,
        ["id", "organ_id", "asked_of_id", "due_on", "item_id", "refused_at"],
        (
            [
                first + n,
                towns[n % len(towns)].pk,
                towns[n % len(towns)].pk,
                day,
                None,
                None if late else _at(day),
            ]
            for n, day, late in _days(len(towns) * _QUESTIONS)
        ),
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(4), AT.tzinfo)
