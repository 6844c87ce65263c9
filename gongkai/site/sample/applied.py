"""Applications to 望舒镇 and three departments, each brought to its end by the acts of the room.

From 2020 to 2025 every answer and every kind of applicant occurs, by every channel; some were
answered late. In the weeks before ``now`` there is one at every stop on the way. The annual reports
of these years are counted from them (``loading``).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.law.applications import fees
from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.case import Subject
from gongkai.law.applications.receipt import CONFIRMED, Channel
from gongkai.law.working_days import WorkingDays

from ..accounts.models import User
from ..applications.actions import cases, consultation, correction, letters, receipt, reply, sections
from ..applications.actions import fees as charging
from ..applications.actions.reply import Decision
from ..applications.models import ApplicantKind, Application, Consulted, Letter, LetterState
from ..applications.people import Party, Person
from ..organs.models import Organ, Role

CHINA = ZoneInfo("Asia/Shanghai")
ORGANS = {"wangshu": 12, "yunchuan-finance": 3, "yunchuan-land": 5, "yunchuan-education": 3}
"""Organ → applications a year."""
YEARS = range(2020, 2026)
FIRST = {"wangshu": 2021}
"""The town has none in the year of the text (``reports``)."""
_FEES = 2021
SEED = 20190515
_DAY = timedelta(days=1)

_KINDS = (
    *(ApplicantKind.NATURAL_PERSON,) * 7,
    ApplicantKind.BUSINESS,
    ApplicantKind.RESEARCH,
    ApplicantKind.PUBLIC_BENEFIT,
    ApplicantKind.LEGAL_SERVICE,
    ApplicantKind.OTHER_ORG,
)
_CHANNELS = (
    *(Channel.ONLINE,) * 5,
    Channel.REGISTERED_MAIL,
    Channel.REGISTERED_MAIL,
    Channel.IN_PERSON,
    Channel.FAX,
    Channel.ORDINARY_MAIL,
    Channel.ORAL,
)
_LATE = 17
"""Every so many cases one is answered after its last day."""


def words() -> dict[str, Any]:
    """Names, titles and sentences, all made up."""
    return tomllib.loads(Path(__file__).with_name("applied.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Plan:
    """An application and how it will end."""

    on: date
    kind: ApplicantKind
    channel: Channel
    answer: str
    title: str
    late: bool
    extended: bool


def plans(slug: str, text: Mapping[str, Any]) -> Iterator[Plan]:
    """Of an organ, year by year: the answers in turn, the applicants and channels by lot."""
    dice = Random(f"{SEED} {slug}")
    titles = text["titles"][slug]
    codes = list(ANSWERS)
    dice.shuffle(codes)
    number = 0
    for year in range(FIRST.get(slug, YEARS.start), YEARS.stop):
        days = sorted(dice.sample(range(3, 350), ORGANS[slug]))
        for day in days:
            # Every second one is given, as in life; the others take the answers in turn.
            answer = codes[number // 2 % len(codes)] if number % 2 else "granted"
            if answer == "other_fee_unpaid" and year < _FEES:
                answer = "granted"
            yield Plan(
                date(year, 1, 1) + timedelta(days=day),
                dice.choice(_KINDS),
                dice.choice(_CHANNELS),
                answer,
                titles[number % len(titles)],
                late=number % _LATE == _LATE - 1,
                extended=number % 11 == 5,
            )
            number += 1


def load(known: Mapping[str, tuple[Organ, Mapping[str, User]]], now: datetime) -> list[Application]:
    """Enter them all; answers those that are closed, for what is disputed about them."""
    text = words()
    closed = []
    for slug in ORGANS:
        clerk = _Clerk(*known[slug], text)
        for plan in plans(slug, text):
            closed.append(clerk.end(clerk.receive(plan), plan))
    _under_way(_Clerk(*known["wangshu"], text), now)
    return closed


class _Clerk:
    """The officers of one organ at work, every act on its day."""

    def __init__(self, organ: Organ, people: Mapping[str, User], text: Mapping[str, Any]) -> None:
        self.organ, self.people, self.text = organ, people, text
        self.officer = people[Role.DISCLOSURE_OFFICER]
        self.days = WorkingDays.loaded()
        self.dice = Random(f"{SEED} {organ.slug} people")

    def receive(self, plan: Plan) -> Application:
        """Registered, and confirmed where the channel wants it, the working day after."""
        person = self._person(plan.kind)
        request = receipt.Request(plan.title, self.text["wanted"].format(title=plan.title))
        on = self.working(plan.on, 0)
        if plan.channel is Channel.ONLINE:
            application, _code = receipt.apply(self.organ, plan.kind, person, request, at=_at(on, 20))
        else:
            arrival = receipt.Arrival(plan.channel, on, taken_by=self.officer.name)
            if plan.channel is Channel.REGISTERED_MAIL:
                arrival = receipt.Arrival(
                    plan.channel, on, "中国邮政", f"XA{self.dice.randrange(10**8):08}CN", self.officer.name
                )
            application, _code = receipt.register(
                self.organ, plan.kind, person, request, arrival, user=self.officer, at=_at(on, 10)
            )
        if plan.channel in CONFIRMED:
            application = receipt.confirm(
                application, day := self.working(on, 1), "电话确认", user=self.officer, at=_at(day, 9)
            )
        return application

    def end(self, application: Application, plan: Plan) -> Application:
        """Through whatever its answer needs, to the reply that is served."""
        assert application.received_on is not None
        on = application.received_on
        needs = ANSWERS[plan.answer]
        if plan.answer in ("unable_still_unclear", "other_not_corrected"):
            on = self._corrected(application, on, answers=plan.answer == "unable_still_unclear")
        elif plan.answer == "declined_excessive":
            on = self._reasons(application, on)
        elif plan.answer == "other_fee_unpaid":
            on = self._unpaid(application, on)
        if needs.needs_third_party:
            on = self._asked(application, on)
        if needs.needs_search_record:
            on = self._searched(application, on)
        if needs.needs_parts:
            pieces = self.text["pieces"]
            reply.separate(fresh(application), pieces, user=self.officer, at=_at(self.working(on, 1)))
        waits = plan.answer in ("other_not_corrected", "other_fee_unpaid")
        if plan.extended and not waits:
            on = self._extended(application, on)
        if plan.late and not waits:
            due = fresh(application).due_on
            assert due is not None
            on = max(on, due)
        return self.answered(application, plan.answer, self.working(on, 3))

    def answered(self, application: Application, answer: str, on: date) -> Application:
        """Decided, approved by its three layers, handed over."""
        if answer == "other_misc":
            return cases.withdraw(
                fresh(application), on, "提交书面撤回申请", user=self.officer, at=_at(on, 15)
            )
        letter = reply.decide(
            fresh(application), Decision(answer, self._words(answer)), user=self.officer, at=_at(on)
        )
        for other in fresh(application).letters.under_way().exclude(pk=letter.pk):
            self.send(other, on)
        self.send(letter, on)
        return fresh(application)

    def send(self, letter: Letter, on: date) -> None:
        """Approved on the day, handed over on the same."""
        self.approve(letter, on)
        letters.send(letter, "in_person", on, delivered_on=on, user=self.officer, at=_at(on, 16))

    def approve(self, letter: Letter, on: date, layers: int = 9) -> None:
        letter = Letter.objects.get(pk=letter.pk)
        while letter.state == LetterState.APPROVING and layers:
            holder = self.people[letter.waits_for]
            letter = letters.approve(letter, letter.digest, True, "同意", user=holder, at=_at(on, 14))
            layers -= 1

    def working(self, on: date, count: int) -> date:
        """The first working day from a day on, or so many after it."""
        while not self.days.works(on):
            on += _DAY
        while count:
            on += _DAY
            count -= self.days.works(on)
        return on

    def _corrected(self, application: Application, on: date, *, answers: bool) -> date:
        told = self.working(on, 3)
        last = self.working(told, 15)
        letter = correction.request(
            fresh(application), self.text["unclear"], last, user=self.officer, at=_at(told, 9)
        )
        self.send(letter, told)
        if not answers:
            return last
        back = self.working(told, 8)
        correction.receive(
            fresh(application), back, self.text["still_unclear"], user=self.officer, at=_at(back, 9)
        )
        return back

    def _reasons(self, application: Application, on: date) -> date:
        told, back = self.working(on, 4), self.working(on, 9)
        letter = reply.ask_reasons(
            fresh(application),
            self.text["excessive"],
            self.working(told, 10),
            user=self.officer,
            at=_at(told, 9),
        )
        self.send(letter, told)
        reply.receive_reasons(
            fresh(application), back, False, self.text["unsound"], user=self.officer, at=_at(back, 9)
        )
        return back

    def _unpaid(self, application: Application, on: date) -> date:
        told = self.working(on, 5)
        letter = charging.charge(
            fresh(application), "pages", 250, self.text["excessive"], user=self.officer, at=_at(told, 9)
        )
        assert fees.by_pages(250, told).yuan
        self.send(letter, told)
        last = fresh(application).pay_by
        assert last is not None
        return last

    def _asked(self, application: Application, on: date) -> date:
        sent, back = self.working(on, 4), self.working(on, 12)
        letter = consultation.ask(
            fresh(application),
            Consulted.THIRD_PARTY,
            Party(**self.text["third_party"]),
            self.text["about"],
            user=self.officer,
            at=_at(sent, 9),
        )
        self.send(letter, sent)
        assert letter.consultation is not None
        consultation.record(
            letter.consultation,
            back,
            "refuses_with_reason",
            self.text["refusal"],
            user=self.officer,
            at=_at(back, 9),
        )
        return back

    def _searched(self, application: Application, on: date) -> date:
        day = self.working(on, 3)
        reply.record_search(
            fresh(application),
            on=day,
            by=self.people[Role.SECTION_HEAD].name,
            found=False,
            **self.text["search"],
            user=self.officer,
            at=_at(day),
        )
        return day

    def _extended(self, application: Application, on: date) -> date:
        day = self.working(on, 6)
        letter = reply.extend(
            fresh(application), 20, self.text["extension"], user=self.officer, at=_at(day, 9)
        )
        self.send(letter, day)
        return self.working(day, 12)

    def _words(self, answer: str) -> dict[str, str]:
        said = {**self.text["words"], **self.text["answers"].get(answer, {})}
        return {name: said[name] for name in reply.words_of(answer) if name in said}

    def _person(self, kind: ApplicantKind) -> Person:
        if kind is ApplicantKind.NATURAL_PERSON:
            name = self.dice.choice(self.text["surnames"]) + self.dice.choice(self.text["given_names"])
            return Person(
                name, "居民身份证", "000000190001010000", "13800000000", address=self.text["address"]
            )
        organisation = self.dice.choice(self.text["organisations"][kind])
        contact = self.dice.choice(self.text["surnames"]) + self.dice.choice(self.text["given_names"])
        return Person(
            organisation,
            "统一社会信用代码",
            "00000000MA00000000",
            "0000-1000099",
            address=self.text["address"],
            contact=contact,
        )


def _under_way(clerk: _Clerk, now: datetime) -> None:
    """One at every stop, and two that are late."""
    today = now.astimezone(CHINA).date()
    titles = iter(clerk.text["titles"]["under_way"])

    def plan(ago: int, channel: Channel = Channel.IN_PERSON) -> Plan:
        """Received so many working days ago."""
        on = today
        while ago:
            on -= _DAY
            ago -= clerk.days.works(on)
        return Plan(on, ApplicantKind.NATURAL_PERSON, channel, "granted", next(titles), False, False)

    person = clerk._person(ApplicantKind.NATURAL_PERSON)
    waits = plan(1, Channel.ONLINE)
    receipt.apply(
        clerk.organ,
        waits.kind,
        person,
        receipt.Request(waits.title, waits.title),
        at=_at(waits.on, 20),
    )
    for ago in (1, 11, 16, 19, 23, 26):
        clerk.receive(plan(ago))
    unclear = plan(6)
    application = clerk.receive(unclear)
    told = clerk.working(unclear.on, 2)
    letter = correction.request(
        application, clerk.text["unclear"], clerk.working(told, 15), user=clerk.officer, at=_at(told, 9)
    )
    clerk.send(letter, told)
    asking = plan(9)
    application = clerk.receive(asking)
    sent = clerk.working(asking.on, 3)
    letter = consultation.ask(
        application,
        Consulted.THIRD_PARTY,
        Party(**clerk.text["third_party"]),
        clerk.text["about"],
        user=clerk.officer,
        at=_at(sent, 9),
    )
    clerk.send(letter, sent)
    in_section = plan(8)
    application = clerk.receive(in_section)
    sections.assign(
        application,
        section="村镇建设办公室",
        task="检索并提供原件，提出能否公开的意见",
        due_on=clerk.working(in_section.on, 10),
        to=None,
        user=clerk.officer,
        at=_at(in_section.on, 15),
    )
    approving = plan(12)
    application = clerk.receive(approving)
    on = clerk.working(approving.on, 9)
    letter = reply.decide(
        application, Decision("granted", clerk._words("granted")), user=clerk.officer, at=_at(on)
    )
    clerk.approve(letter, on, layers=1)
    signed = plan(14)
    application = clerk.receive(signed)
    on = clerk.working(signed.on, 10)
    letter = reply.decide(
        application, Decision("granted", clerk._words("granted")), user=clerk.officer, at=_at(on)
    )
    clerk.approve(letter, on)
    records = receipt.Request(next(titles), clerk.text["record"], subject=Subject.RECORDS)
    receipt.register(
        clerk.organ,
        ApplicantKind.NATURAL_PERSON,
        person,
        records,
        receipt.Arrival(Channel.IN_PERSON, clerk.working(today - 7 * _DAY, 0)),
        user=clerk.officer,
        at=_at(clerk.working(today - 7 * _DAY, 0)),
    )


def fresh(application: Application) -> Application:
    return Application.objects.select_related("organ").get(pk=application.pk)


def _at(on: date, hour: int = 10) -> datetime:
    return datetime.combine(on, time(hour, 20), CHINA)
