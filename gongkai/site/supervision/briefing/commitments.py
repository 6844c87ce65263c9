"""承诺: the measures of reports over the years, what waits of them, and when they are due."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...annual_reports.improvement_models import Improvement, ImprovementQuerySet, Progress
from ...lists import Column, Table
from ...organs import permissions
from ...organs.models import Organ
from ..desk import Pile, Waiting

if TYPE_CHECKING:
    from ...accounts.models import User

KEEP = "annual_reports.correct"
SOON = timedelta(days=30)
_FIRST = 5
LATE, NEAR, UNSAID = "late", "soon", "unsaid"
STATES = (
    (LATE, gettext_lazy("逾期")),
    (NEAR, gettext_lazy("30天内到期")),
    (UNSAID, gettext_lazy("没有登记落实情况")),
    *Improvement.State.choices,
)
"""What a list of commitments may be narrowed to."""

COMMITMENTS = Table(
    name=gettext_lazy("承诺事项"),
    columns=(
        Column(gettext_lazy("机关"), lambda row: row.organ_name, "organ", ("report__organ__path",)),
        Column(gettext_lazy("报告年度"), lambda row: row.report.year, "year", ("report__year",)),
        Column(gettext_lazy("措施"), lambda row: row.measure),
        Column(gettext_lazy("存在的问题"), lambda row: row.problem, on_page=False),
        Column(gettext_lazy("依据、表现"), lambda row: row.evidence, on_page=False),
        Column(gettext_lazy("责任科室或责任人"), lambda row: row.owner, on_page=False),
        Column(gettext_lazy("责任和时限"), lambda row: row.due, "due", ("due",)),
        Column(gettext_lazy("落实情况"), lambda row: row.standing, "state", ("state",)),
        Column(gettext_lazy("落实说明"), lambda row: row.note, on_page=False),
        Column(gettext_lazy("凭据"), lambda row: row.proof, on_page=False),
        Column(gettext_lazy("进展"), lambda row: "；".join(f"{one.on} {one.words}" for one in row.told)),
    ),
    order=("-report__year", "report__organ__path"),
    filters=("organ", "state", "year"),
)


def narrowed(rows: ImprovementQuerySet, state: str, on: date) -> ImprovementQuerySet:
    """Those in a state; all for a state that is none."""
    if state == LATE:
        return rows.late(on)
    if state == NEAR:
        return rows.running().filter(due__range=(on, on + SOON))
    if state == UNSAID:
        return rows.filter(state="")
    return rows.filter(state=state) if state in Improvement.State.values else rows


def completed(rows: list[Any], on: date) -> None:
    """Names, notes of progress and how late each is, in three queries for any number of rows."""
    keys = [row.pk for row in rows]
    names = {
        organ.pk: organ.name
        for organ in Organ.objects.named(on).filter(pk__in={row.report.organ_id for row in rows})
    }
    running = set(Improvement.objects.running().filter(pk__in=keys).values_list("pk", flat=True))
    told: dict[int, list[Progress]] = {key: [] for key in keys}
    for one in Progress.objects.filter(improvement__in=keys).select_related("item"):
        told[one.improvement_id].append(one)
    for row in rows:
        row.organ_name, row.told = names[row.report.organ_id], told[row.pk]
        row.late = (on - row.due).days if row.pk in running and row.due and row.due < on else 0
        row.standing = standing(row)


def standing(row: Any) -> str:
    said = str(row.get_state_display()) if row.state else _("没有登记落实情况")
    return _("{said}，逾期{days}天").format(said=said, days=row.late) if row.late else said


def pile(user: "User", on: date, roles: list[permissions.Held]) -> Pile | None:
    """Commitments of the person's organs that are late, or due within 30 days."""
    organs = permissions.organs_for(user, KEEP, on=on, roles=roles)
    rows = _due(organs, on).select_related("report__organ").order_by("due", "pk")
    first = list(rows[: _FIRST + 1])
    if not first:
        return None
    return Pile(
        "commitments",
        _("承诺事项"),
        [
            Waiting(
                row.measure,
                reverse("annual_reports:improvement", args=[row.pk]),
                _("{year}年年报提出，{due}前完成").format(year=row.report.year, due=row.due),
                late=bool(row.due and row.due < on),
            )
            for row in first[:_FIRST]
        ],
        rows.count() if len(first) > _FIRST else len(first),
        reverse("supervision:commitments"),
    )


def feed(user: "User", on: date) -> Iterator[tuple[str, date, str]]:
    """The last days of the commitments that run."""
    organs = permissions.organs_for(user, KEEP, on=on)
    rows = Improvement.objects.running().filter(report__organ__in=organs.values("pk"), due__isnull=False)
    for row in rows.order_by("due", "pk")[:200]:
        if row.due:
            yield f"commitment-{row.pk}", row.due, _("承诺事项时限：{measure}").format(measure=row.measure)


def _due(organs: Any, on: date) -> ImprovementQuerySet:
    mine = Improvement.objects.filter(report__organ__in=organs.values("pk"))
    return mine.running().filter(due__lte=on + SOON)
