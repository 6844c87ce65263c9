"""The room of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "gongkai.site.portal"
    verbose_name = _("公开专栏")
