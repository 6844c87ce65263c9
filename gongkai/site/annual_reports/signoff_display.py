"""The way of a version to its publication, for its page: steps, what is open, what came back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from . import blocking, signoff
from .desk import steps_of
from .forms import StepForm
from .models import SECTION, Confirmation, Step, Version

if TYPE_CHECKING:
    from ..accounts.models import User


@dataclass(frozen=True)
class PathStep:
    """A step for the path: ``state`` is done, current, returned or waiting."""

    name: str
    state: str
    by: Confirmation | None = None


@dataclass(frozen=True)
class Open:
    """Something that keeps the version from going on, and where it is dealt with."""

    word: str
    text: str
    address: str


def context(version: Version, user: "User", may: dict[str, bool], form: StepForm | None) -> dict[str, Any]:
    """What the page of a version says of its sign-off."""
    step = signoff.waits_for(version)
    allowed = step is not None and may[signoff.CHAIN[step].removeprefix("annual_reports.")]
    known = signoff.places(version) if version.is_compiled else {}
    back = version.returned()
    return {
        "path": path(version),
        "step": step,
        "may_step": allowed,
        "why_not_step": signoff.why_not(version, step, user) if step is not None and allowed else "",
        "step_form": form or StepForm(initial={"opinion": "" if step == Step.SENT else _("同意")}),
        "open": opens(version) if step is not None else [],
        "returned": back,
        "remarks": [
            (known.get(one.place, one.place), _address(version, one.place, may["correct"]), one)
            for one in (back.remarks.all() if back else ())
        ],
        "words": history(version) if version.is_compiled else [],
    }


def _address(version: Version, place: str, may_correct: bool) -> str:
    """Where a remark leads: the cell on the page, or the form of the section for who may write it."""
    if not place.startswith(SECTION):
        return f"#{place}"
    if not may_correct or version.is_published:
        return ""
    return reverse("annual_reports:section", args=[version.pk, int(place.removeprefix(SECTION))])


def path(version: Version) -> list[PathStep]:
    """The steps between making and publishing."""
    passed, back = version.passed(), version.returned()
    found, before = [], True
    for step in steps_of(version):
        done = passed.get(step)
        if done:
            state = "done"
        elif back and back.step == step:
            state = "returned"
        else:
            state = "current" if before else "waiting"
        found.append(PathStep(str(step.label), state, done or (back if state == "returned" else None)))
        before = before and done is not None
    return found


def opens(version: Version) -> list[Open]:
    """All that ``blocking`` refuses, each with a link to where it is dealt with."""
    page = reverse("annual_reports:version", args=[version.pk])
    return [
        *(
            Open(_("待填写"), one.title, reverse("annual_reports:section", args=[version.pk, one.no]))
            for one in version.unwritten()
        ),
        *(Open(_("错误"), one.message, f"{page}#finding-{one.number}") for one in blocking.errors(version)),
        *(
            Open(_("提醒"), one.message, f"{page}?judge={one.fingerprint}#judge")
            for one in blocking.unanswered(version)
        ),
    ]


def history(version: Version) -> list[tuple[str, Confirmation]]:
    """Everything said at a step, the last first; what counts no longer says so."""
    return [
        (_("退回") if not one.passed else str(one.get_step_display()), one)
        for one in sorted(version.confirmations.all(), key=lambda one: -one.pk)
    ]
