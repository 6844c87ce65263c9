"""Disclosure on application at 100,000 cases: desk, lists, a case, statistics of a year, the acts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.case import Stage
from gongkai.law.applications.receipt import Channel
from gongkai.law.clock import Due
from gongkai.law.working_days import WorkingDays
from gongkai.site.accounts.models import User
from gongkai.site.applications import people, urging
from gongkai.site.applications.actions import letters, receipt, reply
from gongkai.site.applications.models import Applicant, ApplicantKind, Application, Letter, LetterState
from gongkai.site.applications.people import Person
from gongkai.site.organs.models import Organ

from .measures import Measure, timed

CASES = 100_000
TOWN_SHARE = 5
"""Every so many of them is the town's: 20,000 in one register."""
AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
_BATCH = 2000
_OPEN = 200
"""Every so many is still open."""


def measures() -> list[Measure]:
    """Builds the cases, then measures."""
    _build()
    size = f"{Application.objects.count()}件申请"
    closed = Application.objects.filter(organ__slug="wangshu", stage=Stage.CLOSED, letters__isnull=False)
    case = closed.latest("pk")
    officer, supervisor = _browser("linruoxi"), _browser("fangzhou")
    pages = [
        (officer, "申请登记簿（一镇）", "/office/applications/", 150),
        (officer, "申请登记簿第300页（一镇）", "/office/applications/?page=300", 150),
        (supervisor, "申请登记簿（全县）", "/office/applications/", 150),
        (supervisor, "申请登记簿按结果（全县）", "/office/applications/?answer=granted", 150),
        (supervisor, "申请登记簿检索名称（全县）", "/office/applications/?q=养护", 150),
        (supervisor, "申请登记簿逾期（全县）", "/office/applications/?overdue=on", 150),
        (officer, "今日", "/office/", 150),
        (officer, "案件页", f"/office/applications/{case.pk}/", 100),
        (officer, "统计一年（一镇）", "/office/applications/statistics/?year=2025", 300),
        (supervisor, "统计一年（全县）", "/office/applications/statistics/?year=2025", 300),
    ]
    found = [_page(client, name, address, size, bound) for client, name, address, bound in pages]
    found += _acts()
    found.append(timed("每日提醒（全部机关）", lambda: urging.run(AT), times=3, note=size))
    return found


def _build() -> None:
    """Rows as the acts leave them: 100,000 ways through the acts would take hours."""
    town = Organ.objects.get(slug="wangshu").pk
    others = list(Organ.objects.exclude(pk=town).values_list("pk", flat=True))
    made_for = [town if number % TOWN_SHARE == 0 else others[number % len(others)] for number in range(CASES)]
    cases = cases_of(made_for)
    while batch := list(islice(cases, _BATCH)):
        made = Application.objects.bulk_create(batch)
        Applicant.objects.bulk_create(_applicant(one) for one in made)
        Letter.objects.bulk_create(letter for one in made for letter in _letters(one))


def cases_of(organs: Sequence[int]) -> Iterator[Application]:
    """One case for each key of an organ."""
    dice = Random(2026)
    days = WorkingDays.loaded()
    due = {}
    for number, organ in enumerate(organs):
        open_now = number % _OPEN == 0
        received = AT.date() - timedelta(days=dice.randrange(30) if open_now else 40 + dice.randrange(2400))
        if received not in due:
            due[received] = Due.walked(received, 20, days).on
        closed = None if open_now else received + timedelta(days=dice.randrange(2, 35))
        yield Application(
            organ_id=organ,
            year=received.year,
            applicant_kind=dice.choice(ApplicantKind.values),
            title=f"{dice.choice(_TITLES)}（第{number}号）",
            wanted="所需信息的描述，含附件。",
            channel=dice.choice(list(Channel)),
            arrived_on=received,
            confirmed_on=received,
            registered_at=datetime.combine(received, time(9), AT.tzinfo),
            received_on=received,
            stage=Stage.HANDLING if open_now else Stage.CLOSED,
            due_on=due[received],
            signed_on=closed,
            served_on=closed,
            closed_on=closed,
            used_days=None if closed is None else dice.randrange(1, 20),
            answer="" if closed is None else dice.choice(_ANSWERS),
        )


_TITLES = (
    "农村公路养护计划 宅基地审批结果 征收补偿安置方案 政府采购合同 临时救助发放情况 部门决算批复".split()
)
_ANSWERS = (*("granted",) * 10, *ANSWERS)


def _applicant(case: Application) -> Applicant:
    return Applicant(
        application=case,
        sealed=_SEALED,
        name_hash=people.hashed("name", f"申请人{case.pk % 30_000}"),
        contact_hash=people.hashed("contact", f"{case.pk % 30_000}"),
    )


_SEALED = ""
"""Nothing to open: the page of a case is measured on one that the acts made."""


def _letters(case: Application) -> Iterator[Letter]:
    if case.closed_on is None:
        return
    for kind, answer in (("receipt", ""), (case.answer, case.answer)):
        yield Letter(
            application=case,
            kind=kind,
            answer=answer,
            state=LetterState.SERVED,
            drafted_at=case.registered_at,
            signed_on=case.closed_on,
            sent_on=case.closed_on,
            served_on=case.closed_on,
            way="post",
            number=f"测〔{case.year}〕{case.pk}号",
        )


def _browser(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def _page(client: Client, name: str, address: str, size: str, bound: float) -> Measure:
    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    with CaptureQueriesContext(connection) as captured:
        get()
    return timed(name, get, times=40, bound=bound, note=f"{size}，{len(captured)}次查询")


def _acts() -> list[Measure]:
    """One case after the other through its acts."""
    organ = Organ.objects.get(slug="wangshu")
    held = {officer.role: officer.user for officer in organ.officers.select_related("user")}
    officer = held["disclosure"]
    on = date(2026, 3, 2)
    made: list[Application] = []
    drafted: list[Letter] = []

    def register() -> None:
        application, _code = receipt.register(
            organ,
            "natural_person",
            Person("测试", phone="0000"),
            receipt.Request("测试信息", "测试信息"),
            receipt.Arrival(Channel.IN_PERSON, on),
            user=officer,
            at=AT,
        )
        made.append(application)

    def decide() -> None:
        application = Application.objects.select_related("organ").get(pk=made[len(drafted)].pk)
        decision = reply.Decision("granted", {"manner": "随附。"})
        drafted.append(reply.decide(application, decision, user=officer, at=AT))

    waiting = iter(drafted)

    def sign() -> None:
        """All three layers, the last with number, DOCX and PDF."""
        letter = next(waiting)
        for role in ("section_head", "leader", "signatory"):
            letter = letters.approve(letter, letter.digest, True, "同意", user=held[role], at=AT)

    return [
        timed("登记一件申请（含回执DOCX、PDF）", register, times=30),
        timed("作出决定、起草答复", decide, times=30),
        timed("三级审批并签发（含DOCX、PDF）", sign, times=30),
    ]
