"""What section one of an annual report says of the voices of a year: clauses ready to stand in it."""

from datetime import date

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from ...organs.models import Organ
from .models import RIGHT, Complaint, State, Suggestion
from .register_models import Accountability, Round


def tellings(organ: Organ, year: int) -> list[tuple[str, int, str]]:
    """Key, count and clause of what there was; nothing is said of what there was none of."""
    days = (date(year, 1, 1), date(year, 12, 31))
    told = [
        ("evaluations", *_evaluations(organ, year)),
        ("complaints", *_complaints(organ, days)),
        ("suggestions", *_suggestions(organ, days)),
        ("accountability", *_accountability(organ, days)),
    ]
    return [one for one in told if one[1]]


def _evaluations(organ: Organ, year: int) -> tuple[int, str]:
    found = (
        Round.objects.filter(organ=organ).held_in(year).aggregate(rounds=Count("pk"), people=Sum("answered"))
    )
    words = _("开展社会评议{rounds}次，{people}人次参加") if found["people"] else _("开展社会评议{rounds}次")
    return found["rounds"], words.format(**found)


def _complaints(organ: Organ, days: tuple[date, date]) -> tuple[int, str]:
    """Those about the organ that were received in the year; what was declined or taken back is none."""
    rows = Complaint.objects.filter(organ=organ, received_on__range=days)
    found = rows.exclude(state__in=(State.DECLINED, State.WITHDRAWN)).aggregate(
        all=Count("pk"),
        closed=Count("pk", filter=Q(state=State.CLOSED)),
        right=Count("pk", filter=Q(state=State.CLOSED, result__in=RIGHT)),
    )
    return found["all"], _(
        "涉及本机关公开工作的投诉举报{all}件，办结{closed}件，其中属实或者部分属实{right}件"
    ).format(**found)


def _suggestions(organ: Organ, days: tuple[date, date]) -> tuple[int, str]:
    found = Suggestion.objects.filter(organ=organ, received_on__range=days).aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=Q(answered_on__isnull=False)),
        adopted=Count("pk", filter=Q(adopted__in=("yes", "partly"))),
    )
    return found["all"], _("收到批评建议{all}条，答复{answered}条，采纳或者部分采纳{adopted}条").format(
        **found
    )


def _accountability(organ: Organ, days: tuple[date, date]) -> tuple[int, str]:
    found = Accountability.objects.filter(organ=organ, on__range=days).aggregate(
        all=Count("pk"), people=Sum("people")
    )
    words = _("责任追究{all}件，涉及{people}人") if found["people"] else _("责任追究{all}件")
    return found["all"], words.format(**found)
