"""The user 用户: one person, one account, never shared (GB/T 22239-2019 身份鉴别)."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

USERNAME_LENGTH = 64


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by their user name, however it was typed."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return super().get_by_natural_key(self.model.normalize_username(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A user, without a line in the ledger: the office uses ``actions.add_user``."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in.

    No super-user, no groups, no permissions of Django's: no one may do everything (三员分立), and
    what one may do follows from the roles held in ``organs``.
    """

    username = models.CharField(
        _("用户名"),
        max_length=USERNAME_LENGTH,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("已有这个用户名。")},
    )
    name = models.CharField(_("姓名"), max_length=64)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("须修改密码"), default=False)
    email = models.EmailField(_("电子邮箱"), blank=True, help_text=_("只用来提醒将到期的工作"))
    sign_ins = models.PositiveIntegerField(_("登录次数"), default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Small letters of half width: an input method for Chinese easily leaves others."""
        return super().normalize_username(username).lower()

    def get_full_name(self) -> str:
        return self.name


class FormerPassword(models.Model):
    """A password that was, as its hash: not to be chosen again too soon."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(_("密码"), max_length=128)

    class Meta:
        verbose_name = verbose_name_plural = _("用过的密码")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.user)


class SecondFactor(models.Model):
    """第二因素: the secret that a person's authenticator shares with us (RFC 6238).

    ``last_step`` is the half-minute of the last code accepted: none of it or before is accepted
    again, in whatever process it is asked. Failures are counted here and by no address: whoever
    comes as far knows the password.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(_("密钥"), max_length=200, help_text=_("加密保存"))
    since = models.DateTimeField(_("启用时间"))
    last_step = models.BigIntegerField(_("最近口令序号"))
    failures = models.PositiveSmallIntegerField(_("连续失败"), default=0)
    failed_at = models.DateTimeField(_("最近失败时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("第二因素")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """恢复码: opens once, when the telephone is not at hand. Kept as its keyed hash alone."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    keyed_hash = models.CharField(_("摘要"), max_length=64)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("恢复码")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.factor} {self.pk}"
