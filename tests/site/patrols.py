"""Nights of patrol over the county of the tests, and what one night says of an organ."""

from datetime import date, datetime, timedelta

from gongkai.site.organs.models import Organ
from gongkai.site.supervision.patrol import running
from gongkai.site.supervision.patrol.checks import CHECKS
from gongkai.site.supervision.patrol.models import Hit, Run
from gongkai.site.supervision.patrol.outside import Fetch
from gongkai.site.supervision.patrol.scene import Found, Scene
from tests.cast import AT, ON


def night(on: date = ON, *, fetch: Fetch | None = None) -> Run:
    return running.patrol(on, now=lambda: moment(on), fetch=fetch)


def moment(on: date) -> datetime:
    return AT + timedelta(days=(on - ON).days)


def found(check: str, organ: Organ, on: date = ON) -> list[Found]:
    """What one check tells of an organ."""
    return list(CHECKS[check].find(Scene(Organ.objects.named(on).get(pk=organ.pk), on)))


def keys(check: str, organ: Organ, on: date = ON) -> list[str]:
    return [one.key for one in found(check, organ, on)]


def hits(organ: Organ, check: str) -> list[Hit]:
    return list(Hit.objects.filter(organ=organ, check_code=check).order_by("pk"))
