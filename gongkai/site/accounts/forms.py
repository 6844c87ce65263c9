"""Signing in, and changing one's password."""

from typing import Any

from allauth.account import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import USERNAME_LENGTH, User


class SignInForm(forms.LoginForm):
    """用户名和密码."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, login=_("用户名"), password=_("密码"))
        self.fields["login"].widget.attrs |= {
            "autofocus": True,
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def clean_login(self) -> str:
        """As stored, and no longer: normal forms of some characters are many times their length."""
        return User.normalize_username(super().clean_login())[:USERNAME_LENGTH]


class ChangePasswordForm(forms.ChangePasswordForm):
    """修改本人密码."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, oldpassword=_("当前密码"), password1=_("新密码"), password2=_("再次输入新密码"))
        self.fields["password1"].help_text = _("至少8个字符，含大写字母、小写字母、数字、符号中的至少三种。")

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        if password == self.cleaned_data.get("oldpassword"):
            raise ValidationError(_("新密码不能与当前密码相同。"))
        return password


def _name(form: Any, **labels: Any) -> None:
    """Label the fields above them: a placeholder vanishes as one types."""
    for field, label in labels.items():
        form.fields[field].label = label
        form.fields[field].widget.attrs.pop("placeholder", None)
