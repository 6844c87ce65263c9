"""Every write to the users, each with its line in the ledger."""

from typing import Literal

from axes import utils as axes
from django.conf import settings
from django.db import transaction

from ..ledger import actions as ledger
from .models import FormerPassword, User

Refusal = Literal["sign_in_failed", "sign_in_disabled"]


@transaction.atomic
def add_user(username: str, name: str, password: str | None, *, by: User | None) -> User:
    """开设账号. The password is the administrator's, to be changed at the first sign-in; None: none yet.

    Raises ValidationError when the user name is taken or cannot be one.
    """
    user = User(username=username, name=name, must_change_password=True)
    user.set_password(password)
    user.full_clean()
    user.save()
    ledger.record(user, "user_added", user=by)
    return user


@transaction.atomic
def reset_password(user: User, password: str, *, by: User | None) -> None:
    """重设密码, by an administrator for one who forgot it. Sessions and lock-outs of the user end."""
    _replace_password(user, password, must_change=True)
    axes.reset(username=user.username)
    ledger.record(user, "password_reset", user=by)


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """修改本人密码. Other sessions of the user end; the one before is remembered, not to come again."""
    _replace_password(user, password, must_change=False)
    ledger.record(user, "password_changed", user=user)


@transaction.atomic
def set_email(user: User, email: str) -> None:
    """登记邮箱 of one's own, to be reminded at; "" takes it away."""
    user.email = email
    user.save(update_fields=["email"])
    ledger.record(user, "email_set" if email else "email_removed", user=user)


@transaction.atomic
def refuse_sign_in(
    username: str,
    act: Refusal,
    *,
    address: str,
    locks: bool,
) -> None:
    """登录失败, and 锁定 when this failure was one too many.

    A name that nobody bears is not written down: people type their password into that field.
    """
    subject = User.objects.filter(username=username).first() or User
    ledger.record(subject, act, user=None, address=address)
    if locks:
        ledger.record(subject, "sign_in_locked", user=None, address=address)


def _replace_password(user: User, password: str, *, must_change: bool) -> None:
    if user.has_usable_password():
        FormerPassword.objects.create(user=user, password=user.password)
    kept = user.former_passwords.values_list("pk", flat=True)[: settings.GONGKAI_PASSWORD_HISTORY]
    user.former_passwords.exclude(pk__in=list(kept)).delete()
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
