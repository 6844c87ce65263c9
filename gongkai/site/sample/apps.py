"""The sample data, above every room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SampleConfig(AppConfig):
    name = "gongkai.site.sample"
    verbose_name = _("示例数据")
