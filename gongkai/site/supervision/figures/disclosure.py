"""Figures of disclosing: published, in time, overdue, withdrawn, guide, questions of the public."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.scope import Class

from ...disclosure.column_models import Part
from ...disclosure.models import Item, ItemVersion, Stage
from ...disclosure.question_models import Question
from ...organs.models import OrganQuerySet
from ...spans import Span
from .addresses import pages
from .figure import Figure, Record, Value

_YEAR = timedelta(days=365)
_FIRST = Q(number=1, klass=Class.PUBLISH, due_on__isnull=False, item__imported_at__isnull=True)
"""First versions of what is to be published; a change has no term of its own (Art. 26).

What was taken over from another site became public there.
"""
_LATE = Q(published_at__date__gt=F("due_on"))


def published(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Items that became public in the span, withdrawn since or not."""
    found = Item.objects.filter(organ__in=organs.values("pk"), published_at__range=span.times)
    yield from _items(found, "published_at")


def published_late(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Those of them that came after their last day."""
    return _versions(_public_in(organs, span).filter(_LATE), "published_at")


def overdue(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """What was to be public on a day of the span, and was not by its end."""
    return _versions(_owed_in(organs, span), "due_on")


def against_timeliness(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    yield from published_late(organs, span)
    yield from overdue(organs, span)


def timeliness(organs: OrganQuerySet, span: Span) -> Mapping[int, Value]:
    """In per cent: published by their last day, of all that became public or fell due in the span."""
    public = _public_in(organs, span).values_list("item__organ")
    counted = public.annotate(all=Count("pk"), late=Count("pk", filter=_LATE))
    rows: list[tuple[int, int, int]] = list(counted.order_by())
    owed: list[tuple[int, int]] = list(
        _owed_in(organs, span).values_list("item__organ").annotate(all=Count("pk")).order_by()
    )
    of = {organ: all_ for organ, all_, _late in rows}
    good = {organ: all_ - late for organ, all_, late in rows}
    for organ, count in owed:
        of[organ] = of.get(organ, 0) + count
    return {
        organ: Value(Decimal(good.get(organ, 0)) * 100 / Decimal(count), count) for organ, count in of.items()
    }


def withdrawn(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Items taken from the public in the span, for whatever reason."""
    found = Item.objects.filter(organ__in=organs.values("pk"), withdrawn_at__range=span.times)
    yield from _items(found, "withdrawn_at")


def guide_old(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Organs without a guide, or whose guide had no new version in the year up to the end of the span."""
    guides = Item.objects.filter(column__part=Part.GUIDE, withdrawn_at=None, organ__in=organs.values("pk"))
    before = guides.filter(versions__published_at__lt=span.end)
    newest = dict(before.values_list("organ").annotate(at=Max("versions__published_at")).order_by())
    for organ, slug in organs.values_list("pk", "slug"):
        at = newest.get(organ)
        if at is None or localdate(at) <= span.last - _YEAR:
            title = _("政府信息公开指南没有更新") if at else _("没有公布政府信息公开指南")
            address = reverse("portal:guide", args=[slug])
            yield Record(organ, "guide", slug, title, localdate(at) if at else None, address)


def questions_late(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Questions whose promised day lay in the span, and that had neither answer nor refusal by it."""
    address = pages("disclosure:question")
    due = Question.objects.filter(organ__in=organs.values("pk"), due_on__range=span.days)
    due = due.filter(due_on__lt=span.last)
    answered = Q(item__published_at__date__lte=F("due_on"))
    refused = Q(refused_at__date__lte=F("due_on"))
    for question in due.exclude(answered).exclude(refused).only("pk", "organ_id", "asked_at", "due_on"):
        number = question.number
        title = _("提问{number}，应于{day}前答复").format(number=number, day=question.due_on)
        yield Record(question.organ_id, "question", number, title, question.due_on, address(question.pk))


def _public_in(organs: OrganQuerySet, span: Span) -> Any:
    return ItemVersion.objects.filter(
        _FIRST, item__organ__in=organs.values("pk"), published_at__range=span.times
    )


def _owed_in(organs: OrganQuerySet, span: Span) -> Any:
    """Due in the span, its last day past at the end of it, and not public by then."""
    unpublished = Q(published_at__isnull=True) & ~Q(stage__in=[Stage.SETTLED, Stage.PUBLISHED])
    return ItemVersion.objects.filter(
        _FIRST,
        unpublished | Q(published_at__gte=span.end),
        item__organ__in=organs.values("pk"),
        due_on__gte=span.first,
        due_on__lt=span.last,
    )


def _items(found: Any, day: str) -> Iterator[Record]:
    address = pages("disclosure:item")
    rows = found.values_list("pk", "organ", "newest__title", day)
    for pk, organ, title, at in rows.iterator():
        yield Record(organ, "item", str(pk), title or "", localdate(at), address(pk))


def _versions(found: Any, day: str) -> Iterator[Record]:
    address = pages("disclosure:item")
    rows = found.values_list("item", "item__organ", "title", "due_on", day)
    for item, organ, title, due_on, at in rows.iterator():
        words = _("{title}（公开期限{day}）").format(title=title, day=due_on)
        yield Record(
            organ, "item", str(item), words, at if type(at) is date else localdate(at), address(item)
        )


FIGURES = (
    Figure(
        "disclosure.published",
        gettext_lazy("公布的信息"),
        gettext_lazy("条"),
        gettext_lazy("期内首次公布的信息，后来撤下的也在内（《条例》第十九条）"),
        published,
        more_is_better=True,
    ),
    Figure(
        "disclosure.late",
        gettext_lazy("超过期限才公布的信息"),
        gettext_lazy("条"),
        gettext_lazy("期内公布、公布日晚于形成或者变更后20个工作日的信息（《条例》第二十六条）"),
        published_late,
    ),
    Figure(
        "disclosure.overdue",
        gettext_lazy("逾期没有公布的信息"),
        gettext_lazy("条"),
        gettext_lazy("公开期限在期内、期末还没有公布的信息（《条例》第二十六条）"),
        overdue,
    ),
    Figure(
        "disclosure.timely",
        gettext_lazy("按期公布率"),
        gettext_lazy("%"),
        gettext_lazy(
            "期内公布和应公布的信息里，在20个工作日以内公布的比例（《条例》第二十六条）；收录的旧信息不计"
        ),
        against_timeliness,
        share=timeliness,
        more_is_better=True,
    ),
    Figure(
        "disclosure.withdrawn",
        gettext_lazy("公布后撤下的信息"),
        gettext_lazy("条"),
        gettext_lazy("期内撤下的信息，不论原因"),
        withdrawn,
    ),
    Figure(
        "disclosure.guide_old",
        gettext_lazy("指南没有按年更新"),
        gettext_lazy("处"),
        gettext_lazy("到期末没有公布指南，或者一年里没有新版本（《条例》第十二条：及时更新）"),
        guide_old,
    ),
    Figure(
        "questions.late",
        gettext_lazy("没有按承诺时限答复的提问"),
        gettext_lazy("件"),
        gettext_lazy("承诺时限在期内、到时既没有公开答复也没有说明不答复的公众提问（本系统的服务承诺）"),
        questions_late,
    ),
)
