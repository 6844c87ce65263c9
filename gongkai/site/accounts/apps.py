"""The room of the users."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "gongkai.site.accounts"
    verbose_name = _("用户")
