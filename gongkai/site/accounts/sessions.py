"""How a signed-in session begins, and when it is over (GB/T 22239-2019 身份鉴别、访问控制).

Django ends a session after half an hour without a request. What is stricter stands here:
administrators sooner, nobody longer than a working day, and only the newest sign-ins of a person.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F

from ..ledger.models import Entry
from .groups import ADMINISTRATORS, belongs
from .models import User

BEGAN, SEEN, IDLE, NUMBER, OLD_PASSWORD = "began", "seen", "idle", "sign_in", "password_is_old"


def begin(session: SessionBase, user: User, *, at: datetime, on: date) -> None:
    """Note in a new session what later requests are held against. In the transaction of signing in."""
    User.objects.filter(pk=user.pk).update(sign_ins=F("sign_ins") + 1)
    user.refresh_from_db(fields=["sign_ins"])
    session[NUMBER] = user.sign_ins
    session[BEGAN] = session[SEEN] = at.timestamp()
    if belongs(user, ADMINISTRATORS, on=on):
        session[IDLE] = settings.GONGKAI_ADMINISTRATOR_IDLE.total_seconds()
    if password_is_old(user, at=at):
        session[OLD_PASSWORD] = True


def over(session: SessionBase, user: User, *, at: datetime) -> bool:
    """True where the session has lasted too long, lain idle, or given way to newer sign-ins."""
    now = at.timestamp()
    longest: timedelta = settings.GONGKAI_SESSION_LONGEST
    return (
        now - session.get(BEGAN, now) >= longest.total_seconds()
        or now - session.get(SEEN, now) >= session.get(IDLE, settings.SESSION_COOKIE_AGE)
        or _newer(session, user) >= (settings.GONGKAI_SESSIONS or float("inf"))
    )


def seen(session: SessionBase, *, at: datetime) -> None:
    """A request came: the idle time begins anew."""
    session.setdefault(BEGAN, at.timestamp())
    session[SEEN] = at.timestamp()


def password_is_old(user: User, *, at: datetime) -> bool:
    """True where the user chose the password longer ago than GONGKAI_PASSWORD_DAYS."""
    changed = password_changed_at(user)
    age = timedelta(days=settings.GONGKAI_PASSWORD_DAYS)
    return bool(age and changed and at - changed >= age)


def password_changed_at(user: User) -> datetime | None:
    """When the user last chose a password: what the ledger says, kept nowhere else."""
    lines = Entry.objects.filter(
        room=user._meta.app_label, subject_type=user._meta.model_name, subject_id=str(user.pk)
    )
    line = lines.filter(act="password_changed").order_by("-number").first()
    return line.at if line else None


def _newer(session: SessionBase, user: User) -> int:
    """How many sign-ins of the user came after the session's own."""
    newer: int = user.sign_ins - session.get(NUMBER, user.sign_ins)
    return newer
