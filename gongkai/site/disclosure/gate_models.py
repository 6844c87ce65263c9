"""What the gate before the public keeps of a version: consultations, and reasons for findings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.law.makers import OUTCOMES


class Consultation(models.Model):
    """会商: another organ was asked about exactly the content of ``digest`` (Art. 11)."""

    version = models.ForeignKey(
        "disclosure.ItemVersion", on_delete=models.CASCADE, related_name="consultations"
    )
    organ_name = models.CharField(_("机关"), max_length=100)
    digest = models.CharField(_("摘要"), max_length=64)
    asked_on = models.DateField(_("征求日期"))
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    outcome = models.CharField(_("答复"), max_length=12, blank=True, choices=list(OUTCOMES.items()))
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("会商")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.organ_name


class LeakReason(models.Model):
    """说明: why what the leak check found in exactly the content of ``digest`` is published all the same."""

    version = models.ForeignKey(
        "disclosure.ItemVersion", on_delete=models.CASCADE, related_name="leak_reasons"
    )
    key = models.CharField(max_length=100)
    digest = models.CharField(_("摘要"), max_length=64)
    reason = models.CharField(_("说明"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("泄露检查说明")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reason
