"""The room of organs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgansConfig(AppConfig):
    name = "gongkai.site.organs"
    verbose_name = _("机关")
