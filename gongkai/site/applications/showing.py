"""案卷: all that the page of a case, and its evidence on paper, show; read with a fixed number of queries."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from gongkai.law.applications.case import Case
from gongkai.law.applications.reply import Contradiction
from gongkai.law.applications.steps import STEPS
from gongkai.law.clock import Due, Effect, Step

from ..ledger.models import Entry
from . import people, terms
from .lights import light
from .models import Application, Approval, Choice, Consultation

ROOM = "applications"
EFFECTS = {
    Effect.COUNTED: _("计算"),
    Effect.MAKE_UP: _("调休上班，计算"),
    Effect.REST: _("休息，不计"),
    Effect.EXCLUDED: _("不计"),
    Effect.RESTART: _("重新起算"),
    Effect.EXTENSION: _("延长"),
}
_LOOKS = ("revealed", "file_read")
_DATES = (
    "arrived_on",
    "confirmed_on",
    "received_on",
    "correction_notified_on",
    "correct_by",
    "corrected_on",
    "reasons_asked_on",
    "reasons_by",
    "reasons_given_on",
    "extended_on",
    "postponed_to",
    "fee_notified_on",
    "pay_by",
    "fee_paid_on",
    "signed_on",
    "served_on",
    "withdrawn_on",
    "split_on",
    "merged_on",
    "archived_on",
)


@dataclass(frozen=True)
class Line:
    """A line of the ledger with the name of its act; ``reason``: of a look."""

    entry: Entry
    act: str
    reason: str


def found(pk: int) -> Any:
    """A case with what stands beside it, to be got or not; nothing of it is read twice."""
    rows = Application.objects.filter(pk=pk).select_related(
        "organ", "applicant", "handler", "registered_by", "merged_into", "split_from", "redo_of"
    )
    return rows.prefetch_related(
        "consultations",
        "searches",
        "pieces",
        "assignments__to",
        "letters__consultation",
        "letters__signed_by",
        Prefetch("letters__approvals", Approval.objects.select_related("by")),
        "files__added_by",
        "files__source",
        Prefetch("steps", Choice.objects.select_related("by")),
    )


def dates(application: Application) -> list[tuple[str, date]]:
    """The dated facts that there are, as the clock reads them."""
    fields: Any = Application._meta
    return [
        (str(fields.get_field(name).verbose_name), on)
        for name in _DATES
        if (on := getattr(application, name))
    ]


def term(application: Application, case: Case, on: date) -> dict[str, Any]:
    """期限: the last day with its steps, or why it cannot be said."""
    days = terms.days_of(application)
    due: Due | None = None
    contradiction = ""
    try:
        due = case.due(days)
    except (Contradiction, ValueError) as error:
        contradiction = str(error)
    last = due.on if due and application.is_open else None
    return {
        "due": due,
        "start": case.received_on,
        "begun": _("收到申请"),
        "light": light(last, on, days) if last else None,
        "contradiction": contradiction,
        "days": _steps(due.steps if due else ()),
    }


def opinions(application: Application, on: date) -> list[tuple[Consultation, people.Party, int | None]]:
    """Whom was asked, masked, and how many working days are left to answer; None where nothing runs."""
    days = terms.days_of(application)
    return [
        (
            one,
            people.masked_party(one),
            light(one.opinion_by, on, days).left if one.opinion_by and not one.answered_on else None,
        )
        for one in application.consultations.all()
    ]


def chosen(application: Application) -> list[tuple[str, str, Choice]]:
    """七步: the last choice at each step, in the order of the steps."""
    last = {one.step: one for one in application.steps.all()}
    return [
        (step.title, next((c.label for c in step.choices if c.code == one.choice), one.choice), one)
        for code, step in STEPS.items()
        if (one := last.get(code))
    ]


def history(application: Application) -> list[Line]:
    """办理经过: the lines of the ledger on the case and on everything in it, in order."""
    of = Q(subject_type="application", subject_id=str(application.pk))
    for name, rows in (
        ("letter", application.letters),
        ("consultation", application.consultations),
        ("search", application.searches),
        ("assignment", application.assignments),
        ("casefile", application.files),
    ):
        if keys := [str(one.pk) for one in rows.all()]:
            of |= Q(subject_type=name, subject_id__in=keys)
    lines = Entry.objects.filter(of, room=ROOM).order_by("number")
    acts = getattr(apps.get_app_config(ROOM), "acts", {})
    return [Line(one, str(acts.get(one.act, one.act)), _reason(one)) for one in lines]


def looks(lines: list[Line]) -> list[Line]:
    """查看记录: who saw personal data, the last first."""
    return [line for line in reversed(lines) if line.entry.act in _LOOKS]


def _reason(entry: Entry) -> str:
    return str(json.loads(entry.detail).get("reason", "")) if entry.act == "revealed" else ""


def _steps(steps: tuple[Step, ...]) -> Iterator[tuple[Step, str]]:
    for step in steps:
        yield step, EFFECTS[step.effect]
