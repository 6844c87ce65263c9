"""What the public form leaves beside the application: what it was spared by, and that it was sent once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..disclosure.models import Item
from ..organs.models import Organ
from .case_models import Application


class Deflection(models.Model):
    """“这正是我要的”: how often a day what somebody was about to apply for was found published.

    Counts only: nothing is kept of who looked, or for what.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("已公开信息满足的需求")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["organ", "on", "item"], name="deflection_organ_on_item")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.item_id}"


class Sent(models.Model):
    """A form of the public that was sent: the same one, sent again, is the same application.

    A double click or a page loaded anew must neither begin a second term nor cost the applicant the
    check code, which is shown on the page that answers.
    """

    key = models.CharField(max_length=64, primary_key=True)
    application = models.OneToOneField(
        Application, null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = _("已提交的表单")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.application)
