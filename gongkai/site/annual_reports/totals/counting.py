"""加总: how a report enters the totals and leaves them, and how they are counted anew from nothing.

Whoever changes totals of a year holds the rows of the highest organs first. That is one writer at a
time for a year and a tree, for some milliseconds, and no two that wait for each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.annual_report.sums import Part, Sums

from ...organs import placements
from ...organs.models import Kind, Organ
from ..models import AnnualReport, Version
from ..total_models import Contribution, Inclusion, Total
from .contributing import contribution

_BATCH = 500


@transaction.atomic
def take(report: AnnualReport, version: Version | None, *, at: datetime) -> None:
    """接收: ``version`` is what counts of ``report`` from now on; None: nothing does.

    Within the caller's act, after its permission and before its line in the ledger: the totals are
    locked before the ledger is, everywhere.
    """
    row = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    row.accepted = version
    row.save(update_fields=["accepted"])
    report.accepted = version
    count_again(report.organ, report.year, at=at)


@transaction.atomic
def count_again(organ: Organ, year: int, *, at: datetime) -> None:
    """What the organ's report adds is worked out anew; the totals above change by the difference."""
    _lock(year)
    organ = Organ.objects.get(pk=organ.pk)  # it may have been moved since it was read
    below = placements.has_below(organ, year)
    above = placements.above_on(organ, date(year, 12, 31))
    if not below:
        above = above[1:]
    totals = list(Total.objects.filter(organ__in=above, year=year))
    if len(totals) < len(above):  # an organ that had nobody below when the totals were counted
        recount(year, at=at)
        return
    before = Contribution.objects.filter(organ=organ, year=year).first()
    after = _now(organ, year, below)
    gone, come = before and before.adds, after and after.adds
    for total in totals:
        sums = total.sums
        if gone:
            sums.add(gone, -1)
        if come:
            sums.add(come)
        total.hold(sums)
        total.changed_at = at
        total.save(update_fields=["held", "reports", "changed_at"])
    if after is None:
        Contribution.objects.filter(organ=organ, year=year).delete()
        return
    after.pk = before.pk if before else None
    after.save()


@transaction.atomic
def recount(year: int, *, at: datetime | None = None, anew: bool = False) -> int:
    """All totals of a year from what is accepted; answers how many reports are counted.

    ``anew``: every report is read again, and what was kept of it is not believed.
    """
    _lock(year)
    parents = placements.parents_on(date(year, 12, 31))
    existing = set(Organ.objects.existing_in(year).order_by().values_list("pk", flat=True))
    inner = {parents[pk] for pk in existing} - {None}
    sums: dict[int, Sums] = {pk: Sums() for pk in inner if pk is not None}
    counted = 0
    for pk, part in _parts(year, inner, existing, anew):
        home = pk if pk in sums else parents[pk]
        if home is None:
            continue
        sums.setdefault(home, Sums()).add(part)
        counted += 1
    for pk in _lowest_first(parents, sums):
        over = parents[pk]
        if over is not None:
            sums.setdefault(over, Sums()).merge(sums[pk])
    _store(year, sums, at)
    return counted


def follow(since: date, **_signal: object) -> None:
    """The tree is another from a day on: the totals it touches are counted anew, in the same act."""
    years = Total.objects.filter(year__gte=since.year).order_by("year")
    for year in years.values_list("year", flat=True).distinct():
        recount(year)


def _now(organ: Organ, year: int, below: bool) -> Contribution | None:
    """What the organ's accepted version adds, as things stand."""
    report = AnnualReport.objects.filter(organ=organ, year=year, accepted__isnull=False)
    found = report.select_related("accepted__source").first()
    if found is None or found.accepted is None:
        return None
    included = Inclusion.objects.filter(organ=organ, year=year).exists()
    return contribution(organ, year, found.accepted, has_below=below, included=included)


def _parts(year: int, inner: set[int | None], existing: set[int], anew: bool) -> Iterator[tuple[int, Part]]:
    """What the accepted reports add, by organs; what was kept is taken where it cannot have changed.

    Read in batches: ten thousand reports are more than one wants in memory.
    """
    accepted = dict(
        AnnualReport.objects.filter(year=year, accepted__isnull=False).values_list("organ", "accepted")
    )
    rows = Contribution.objects.filter(year=year).order_by()
    included = set(Inclusion.objects.filter(year=year).values_list("organ", flat=True))
    governments = set(Organ.objects.filter(kind=Kind.GOVERNMENT).values_list("pk", flat=True))
    apart = included | governments
    kept = rows.values_list("organ", "version", "state")
    good = {
        pk
        for pk, version, state in kept
        if not anew
        and state in (Contribution.State.COUNTED, Contribution.State.OTHER_FORM)
        and version == accepted.get(pk)
        and pk in existing
        and pk not in apart
    }
    stale = [pk for pk, _version, _state in kept if pk not in good]
    counted = rows.filter(state=Contribution.State.COUNTED).values_list("organ", "part")
    for pk, part in counted.iterator(chunk_size=_BATCH):
        if pk in good:
            yield pk, Part.from_dict(part)
    for batch in _batches(stale):
        rows.filter(organ__in=batch).delete()
    for batch in _batches([pk for pk in accepted if pk not in good]):
        made = []
        reports = AnnualReport.objects.filter(year=year, organ__in=batch)
        for report in reports.select_related("organ", "accepted__source"):
            assert report.accepted is not None
            organ, version = report.organ, report.accepted
            below, within = organ.pk in inner, organ.pk in included
            made.append(contribution(organ, year, version, has_below=below, included=within))
        Contribution.objects.bulk_create(made)
        for one in made:
            if part := one.adds:
                yield one.organ_id, part


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[begun : begun + _BATCH] for begun in range(0, len(keys), _BATCH))


def _lowest_first(parents: Mapping[int, int | None], sums: dict[int, Sums]) -> list[int]:
    """The organs that have sums, and those over them, each before the one over it."""
    every = {pk for begun in sums for pk in _line(parents, begun)}
    return sorted(every, key=lambda pk: -len(_line(parents, pk)))


def _line(parents: Mapping[int, int | None], pk: int) -> list[int]:
    line, here = [], parents[pk]
    line.append(pk)
    while here is not None:
        line.append(here)
        here = parents[here]
    return line


def _store(year: int, sums: Mapping[int, Sums], at: datetime | None) -> None:
    """The rows of a year as they now are; a row that has nobody below any more is empty."""
    rows = {total.organ_id: total for total in Total.objects.filter(year=year)}
    for pk in {*rows, *sums}:
        row = rows.setdefault(pk, Total(organ_id=pk, year=year))
        row.hold(sums.get(pk, Sums()))
        row.changed_at = at or row.changed_at
    changed = [row for row in rows.values() if row.pk]
    Total.objects.bulk_update(changed, ["held", "reports", "changed_at"], batch_size=100)
    Total.objects.bulk_create([row for row in rows.values() if not row.pk], batch_size=100)


def _lock(year: int) -> None:
    roots = list(Organ.objects.filter(depth=1).order_by("pk").values_list("pk", flat=True))
    for pk in roots:
        Total.objects.get_or_create(organ_id=pk, year=year)
    rows = Total.objects.select_for_update().filter(organ__in=roots, year=year)
    list(rows.order_by("organ_id").values_list("pk", flat=True))
