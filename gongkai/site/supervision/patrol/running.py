"""巡检 the run of a night: every organ is visited once a day, each by itself.

What an organ's checks find is gathered first and written in one transaction of its own. An error in
one organ is kept with its visit, its old hits stay as they were, and the next organ is visited. A run that
was broken off goes on with those not visited; one that is done is not done again.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from ... import today
from ...ledger import actions as ledger
from ...organs.models import Organ
from .checking.items import read_on
from .checking.links import take_stock
from .checks import CHECKS, Check
from .models import Hit, Run, Spell, Visit
from .outside import Fetch, allowed, try_addresses
from .scene import LONGEST_GROUND, LONGEST_TITLE, Found, Scene, in_batches

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]
_Place = tuple[str, str, str]
"""Check, kind of place, key."""
_LONGEST_KEY, _LONGEST_ERROR, _BATCH = 200, 200, 500
_DAY = timedelta(days=1)


@dataclass
class _Written:
    """What a visit changed."""

    standing: int = 0
    found: int = 0
    gone: int = 0


def patrol(on: date, *, now: Now, fetch: Fetch | None = None) -> Run:
    """巡检 of a day: visit every organ that exists and was not visited yet.

    ``now``: the clock, for when each visit began and ended; ``fetch``: asks an outside address, None where no
    network is allowed.
    """
    run = _begun(on, now())
    done = Visit.objects.filter(run=run, state=Visit.State.DONE).values("organ")
    waiting = list(Organ.objects.named(on).existing(on).exclude(pk__in=done))
    for organ in waiting:
        visit(run, organ, now=now, fetch=fetch)
    if waiting or run.ended_at is None:
        _end(run, now())
    return run


def patrol_one(organ: Organ, on: date, *, now: Now, fetch: Fetch | None = None) -> Visit:
    """巡检 of one organ, again if need be: after something was put right."""
    named = Organ.objects.named(on).get(pk=organ.pk)
    return visit(_begun(on, now()), named, now=now, fetch=fetch)


def visit(run: Run, organ: Organ, *, now: Now, fetch: Fetch | None = None) -> Visit:
    """Visit one organ; an error is kept, never raised."""
    started = now()
    try:
        return _visited(run, organ, started, now, fetch)
    except Exception as error:  # whatever it is, it may not stop the others
        logger.exception("巡检机关%s出错", organ.slug)
        return _kept(run, organ, Visit.State.FAILED, started, now(), error=_told(error))


def start(at: datetime) -> None:
    """The daily job."""
    patrol(localdate(at), now=today.now, fetch=allowed())


def _begun(on: date, at: datetime) -> Run:
    with transaction.atomic():
        run, made = Run.objects.get_or_create(on=on, defaults={"begun_at": at})
        if made:
            ledger.record(run, "patrol_begun", user=None, on=on)
    return run


@transaction.atomic
def _end(run: Run, at: datetime) -> None:
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    states = list(run.visits.values_list("state", flat=True))
    done, failed = states.count(Visit.State.DONE), states.count(Visit.State.FAILED)
    ledger.record(run, "patrol_ended", user=None, on=run.on, done=done, failed=failed)


def _visited(run: Run, organ: Organ, started: datetime, now: Now, fetch: Fetch | None) -> Visit:
    scene = Scene(organ, run.on)
    take_stock(scene)
    if fetch is not None:
        try_addresses(organ, run.on, fetch)
    found = {
        (check.code, one.place, one.key[:_LONGEST_KEY]): (check, one)
        for check in CHECKS.values()
        for one in check.find(scene)
    }
    with transaction.atomic():
        Organ.objects.select_for_update().get(pk=organ.pk)  # a second run waits here, and finds the same
        written = _keep_hits(organ, run.on, found)
        _keep_spells(scene)
        read_on(scene)
        return _kept(run, organ, Visit.State.DONE, started, now(), written=written)


def _kept(
    run: Run,
    organ: Organ,
    state: str,
    started: datetime,
    ended: datetime,
    *,
    written: _Written | None = None,
    error: str = "",
) -> Visit:
    counts = vars(written or _Written())
    visit, _made = Visit.objects.update_or_create(
        run=run,
        organ=organ,
        defaults={"state": state, "started_at": started, "ended_at": ended, "error": error, **counts},
    )
    return visit


def _keep_hits(organ: Organ, on: date, found: dict[_Place, tuple[Check, Found]]) -> _Written:
    """Seen again, gone, or new: a row for each time a place is hit, however many nights it lasts."""
    standing = {(hit.check_code, hit.place, hit.key): hit for hit in Hit.objects.open().filter(organ=organ)}
    seen = [hit for place, hit in standing.items() if place in found]
    for hit in seen:
        check, one = found[hit.check_code, hit.place, hit.key]
        hit.seen_on = max(hit.seen_on, on)
        _say(hit, check, one)
    Hit.objects.bulk_update(seen, ["seen_on", "severity", "title", "address", "ground"], batch_size=_BATCH)
    gone = [hit.pk for place, hit in standing.items() if place not in found]
    for some in in_batches(gone):
        Hit.objects.filter(pk__in=some).update(gone_on=on)
    new = []
    for (code, place, key), (check, one) in found.items():
        if (code, place, key) not in standing:
            hit = Hit(organ=organ, check_code=code, place=place, key=key, found_on=on, seen_on=on)
            _say(hit, check, one)
            new.append(hit)
    Hit.objects.bulk_create(new, batch_size=_BATCH)
    return _Written(standing=len(found), found=len(new), gone=len(gone))


def _say(hit: Hit, check: Check, one: Found) -> None:
    hit.severity, hit.address = check.severity, one.address
    hit.title, hit.ground = one.title[:LONGEST_TITLE], one.ground[:LONGEST_GROUND]


def _keep_spells(scene: Scene) -> None:
    """A state that goes on stays one spell; another one ends it the day before.

    A spell begins on the day the settings tell, where that lies after the end of the one before.
    """
    on = scene.on
    open_spells = {one.column_id: one for one in Spell.objects.filter(organ=scene.organ, until__isnull=True)}
    ended = dict(
        Spell.objects.filter(organ=scene.organ, until__isnull=False)
        .values("column")
        .annotate(last=Max("until"))
        .values_list("column", "last")
    )
    closing, new = [], []
    for one in scene.health:
        before = open_spells.get(one.column.pk)
        if before is not None and before.state == one.state:
            continue
        since = min(one.since or on, on)
        if before is not None:
            if before.since > on:  # a day in the past, looked at afterwards
                continue
            since = max(since, before.since + _DAY)
            if before.since < on:
                before.until = max(since - _DAY, before.since)
                closing.append(before)
            else:  # changed within the day: the last look counts
                before.state = one.state
                closing.append(before)
                continue
        elif last := ended.get(one.column.pk):
            since = max(since, last + _DAY)
        new.append(Spell(column=one.column, organ=scene.organ, state=one.state, since=since))
    Spell.objects.bulk_update(closing, ["until", "state"], batch_size=_BATCH)
    Spell.objects.bulk_create(new, batch_size=_BATCH)


def _told(error: Exception) -> str:
    """The kind of error and the line of ours at which it came: its own text may hold what was read."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "gongkai" in frame.filename]
    where = f"{Path(ours[-1].filename).stem}.{ours[-1].name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__} {where}".strip()[:_LONGEST_ERROR]
