"""What section one of the annual report may say of training beside how often there was some: only counts."""

from datetime import date

from django.utils.translation import gettext as _

from ...organs.models import Organ
from ...spans import Span
from .models import TrainingCertificate
from .standing import standings

Telling = tuple[str, int, str]
"""A key that stays, the count, the clause that tells it."""


def tellings(organ: Organ, year: int) -> list[Telling]:
    """Of people of the organ on December 31; nothing is told of a count of nought."""
    span = Span(date(year, 1, 1), date(year, 12, 31))
    one = standings(Organ.objects.filter(pk=organ.pk), span).get(organ.pk)
    certificates = TrainingCertificate.objects.filter(
        of=organ, on__range=span.days, revoked_on=None
    ).values("user").distinct().count()  # fmt: skip
    told: list[Telling] = []
    if one and one.trained:
        words = (
            _("公开工作人员{count}人全部参加培训")
            if len(one.trained) == len(one.people)
            else _("公开工作人员{count}人参加培训")
        )
        told.append(("training.trained", len(one.trained), words.format(count=len(one.trained))))
    if one and one.passed:
        words = _("{count}人全部通过测试") if len(one.passed) == len(one.people) else _("{count}人通过测试")
        told.append(("training.passed", len(one.passed), words.format(count=len(one.passed))))
    if certificates:
        words = _("{count}人取得培训合格证书").format(count=certificates)
        told.append(("training.certificates", certificates, words))
    return told
