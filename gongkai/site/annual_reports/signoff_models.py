"""Who stands for a version of a report: one confirmation where it was read, three steps where compiled."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.IntegerChoices):
    """环节: the one that a report read from a file passes, and the three of one that was compiled."""

    CHECKED = 0, _("复核")
    SENT = 1, _("送审")
    EXAMINED = 2, _("审核")
    SIGNED = 3, _("签发")


class Confirmation(models.Model):
    """复核、送审、审核、签发: one person on exactly the content of ``digest``, or 退回."""

    version = models.ForeignKey(
        "annual_reports.Version", on_delete=models.CASCADE, related_name="confirmations"
    )
    step = models.PositiveSmallIntegerField(_("环节"), choices=Step.choices, default=Step.CHECKED)
    passed = models.BooleanField(_("通过"), default=True)
    opinion = models.CharField(_("意见"), max_length=500, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)
    superseded = models.BooleanField(_("不再计入"), default=False)
    """The content changed after it, or was sent back: it counts for no step."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("复核")
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by} {self.digest[:8]}"


class StepRemark(models.Model):
    """退回意见: what is to be changed at one cell or section, by whoever sent a version back."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="remarks")
    place = models.CharField(_("位置"), max_length=80)
    """A cell, or ``section.N``."""
    text = models.CharField(_("意见"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("退回意见")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.place} {self.text}"
