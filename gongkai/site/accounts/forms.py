"""Signing in, changing one's password, and codes of the second factor."""

import re
from typing import Any
from unicodedata import normalize

from allauth.account import forms
from django import forms as django_forms
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


class CodeForm(django_forms.Form):
    """动态口令, or where a telephone is not at hand a recovery code."""

    code = django_forms.CharField(
        label=_("动态口令"),
        help_text=_("身份验证器现在显示的6位数字；手机不在身边的，填写一个恢复码。"),
        max_length=40,
        widget=django_forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        """Without spaces and hyphens, of half width, in capitals: as it was given out."""
        return re.sub(r"[\s-]", "", normalize("NFKC", self.cleaned_data["code"])).upper()


class FirstCodeForm(CodeForm):
    """The code that proves a telephone has taken over the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("身份验证器现在显示的6位数字，每30秒换一次。")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}
        self.fields["code"].widget.attrs.pop("autofocus")


def _name(form: Any, **labels: Any) -> None:
    """Label the fields above them: a placeholder vanishes as one types."""
    for field, label in labels.items():
        form.fields[field].label = label
        form.fields[field].widget.attrs.pop("placeholder", None)
