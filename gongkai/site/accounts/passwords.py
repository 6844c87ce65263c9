"""What a password must be made of, and how a first one is chosen."""

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from .models import User

CLASSES = (str.isupper, str.islower, str.isdecimal, lambda c: not c.isalnum())
REQUIRED = 3


class LengthValidator(MinimumLengthValidator):
    """Django's own rule of length, of which its Chinese catalogue has no message."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return _("密码至少{length}个字符。").format(length=self.min_length)


class CharacterClassValidator:
    """Three of four classes of characters (GB/T 22239-2019 身份鉴别: 复杂度要求)."""

    def validate(self, password: str, user: object = None) -> None:
        if sum(any(map(belongs, password)) for belongs in CLASSES) < REQUIRED:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return _("密码须含大写字母、小写字母、数字、符号中的至少三种。")


class HistoryValidator:
    """Not one of the last ones (GONGKAI_PASSWORD_HISTORY), the present one counted among them."""

    def validate(self, password: str, user: User | None = None) -> None:
        number = settings.GONGKAI_PASSWORD_HISTORY
        if user is None or user.pk is None or not number:
            return
        former = user.former_passwords.values_list("password", flat=True)[: number - 1]
        if any(check_password(password, one) for one in former):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        number = settings.GONGKAI_PASSWORD_HISTORY
        return _("不能使用最近{number}次用过的密码。").format(number=number)


def initial_password() -> str:
    """One to be read from paper and typed once: without letters and figures that look alike."""
    return get_random_string(14, "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
