"""The second factor 第二因素: a code of the telephone's, beside the password. Reads and acts."""

import secrets
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..sealing import Change, keyed_hash, seal, unseal
from . import totp
from .groups import EVERYONE, belongs
from .models import RecoveryCode, SecondFactor, User

CODES = 10
LENGTH = 12
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without letters and figures that look alike."""


class Outcome(StrEnum):
    """What became of a code that was typed."""

    CODE = "code"
    RECOVERY = "recovery"
    WRONG = "wrong"
    LOCKED = "locked"


def of(user: User) -> SecondFactor | None:
    return SecondFactor.objects.filter(user=user).first()


def required(user: User, *, on: date) -> bool:
    """True where the installation asks a second factor of this person (GONGKAI_SECOND_FACTOR)."""
    groups = settings.GONGKAI_SECOND_FACTOR
    return EVERYONE in groups or any(belongs(user, group, on=on) for group in sorted(groups))


def missing(user: User, *, on: date) -> bool:
    """True where the person must have one and has none; asks nothing where nobody must."""
    return bool(settings.GONGKAI_SECOND_FACTOR) and of(user) is None and required(user, on=on)


def locked_until(factor: SecondFactor, at: datetime) -> datetime | None:
    """When codes are taken again, after as many failures as lock out a password too."""
    if factor.failed_at is None or factor.failures < settings.AXES_FAILURE_LIMIT:
        return None
    until: datetime = factor.failed_at + settings.AXES_COOLOFF_TIME
    return until if at < until else None


def new_secret(user: User) -> str:
    """A secret for the user to take over into a telephone, sealed."""
    return seal(totp.new_secret(), _place(user))


def plain(user: User, sealed: str) -> str:
    """The secret itself, for its owner to read while setting it up."""
    return unseal(sealed, _place(user))


@transaction.atomic
def activate(user: User, sealed: str, code: str, *, at: datetime, address: str) -> list[str]:
    """启用第二因素: the code proves that the telephone has the secret. Returns the recovery codes.

    They are seen this once: only their keyed hashes stay.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if of(user):
        raise ValidationError(_("第二因素已经启用。"))
    step = totp.step_of(plain(user, sealed), code, at=at)
    if step is None:
        raise ValidationError(_("动态口令不正确。请核对手机的时间，输入现在显示的6位数字。"))
    factor = SecondFactor.objects.create(user=user, secret=sealed, since=at, last_step=step)
    codes = _new_codes(factor)
    ledger.record(user, "second_factor_activated", user=user, address=address)
    return codes


@transaction.atomic
def check(user: User, code: str, *, at: datetime, address: str) -> Outcome:
    """核对动态口令或者恢复码. Each is accepted once; a wrong one is counted, and is a line by nobody:
    it is not proven who typed it. What a right one opens has its own line.
    """
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None:  # reset at this very moment
        return Outcome.WRONG
    if locked_until(factor, at):
        return Outcome.LOCKED
    step = totp.step_of(plain(user, factor.secret), code, at=at, after=factor.last_step)
    if step is not None:
        factor.last_step, factor.failures = step, 0
        factor.save(update_fields=["last_step", "failures"])
        return Outcome.CODE
    recovery = factor.codes.filter(keyed_hash=keyed_hash(code, _place(user)), used_at=None).first()
    if recovery is not None:
        recovery.used_at = at
        recovery.save(update_fields=["used_at"])
        factor.failures = 0
        factor.save(update_fields=["failures"])
        ledger.record(user, "recovery_code_used", user=user, address=address, left=left(factor))
        return Outcome.RECOVERY
    return _failed(factor, at, address)


def left(factor: SecondFactor) -> int:
    """How many recovery codes can still be used."""
    return factor.codes.filter(used_at=None).count()


@transaction.atomic
def renew_codes(user: User, *, address: str) -> list[str]:
    """更换恢复码: those before it open nothing any more."""
    factor = SecondFactor.objects.select_for_update().get(user=user)
    factor.codes.all().delete()
    codes = _new_codes(factor)
    ledger.record(user, "recovery_codes_renewed", user=user, address=address)
    return codes


@transaction.atomic
def deactivate(user: User, *, on: date, address: str) -> None:
    """停用第二因素, by the person; not where it must be used."""
    if required(user, on=on):
        raise ValidationError(_("您的职责须使用第二因素，不能停用。换手机请联系系统管理员重置。"))
    SecondFactor.objects.filter(user=user).delete()
    ledger.record(user, "second_factor_deactivated", user=user, address=address)


@transaction.atomic
def reset(user: User, *, by: User | None) -> None:
    """重置第二因素, by an administrator, for one who lost telephone and recovery codes."""
    deleted, _kinds = SecondFactor.objects.filter(user=user).delete()
    if not deleted:
        raise ValidationError(_("{user}没有启用第二因素。").format(user=user))
    ledger.record(user, "second_factor_reset", user=by)


def _place(user: User) -> str:
    return f"accounts.second_factor/{user.pk}"


def _new_codes(factor: SecondFactor) -> list[str]:
    codes = ["".join(secrets.choice(ALPHABET) for _place in range(LENGTH)) for _code in range(CODES)]
    place = _place(factor.user)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, keyed_hash=keyed_hash(code, place)) for code in codes
    )
    return codes


def _failed(factor: SecondFactor, at: datetime, address: str) -> Outcome:
    """Failures are forgotten as long after the last as a lock-out holds."""
    if factor.failed_at is None or at - factor.failed_at >= settings.AXES_COOLOFF_TIME:
        factor.failures = 0
    factor.failures += 1
    factor.failed_at = at
    factor.save(update_fields=["failures", "failed_at"])
    ledger.record(factor.user, "code_failed", user=None, address=address)
    if locked_until(factor, at) is None:
        return Outcome.WRONG
    ledger.record(factor.user, "sign_in_locked", user=None, address=address)
    return Outcome.LOCKED


def reseal(change: Change) -> int:
    """Secrets under another data key.

    Recovery codes are known by their hash alone: they end, and are renewed.
    """
    done = 0
    for key in SecondFactor.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            factor = SecondFactor.objects.select_for_update().select_related("user").get(pk=key)
            if (sealed := change.text(factor.secret, _place(factor.user))) is not None:
                factor.secret = sealed
                factor.save(update_fields=["secret"])
                factor.codes.all().delete()
                done += 1
    return done
