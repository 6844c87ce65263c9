"""Figures of what is published and how, of answers and reports: for suggested problems, a minute, notices.

Each asks the database the same number of questions however many organs there are. What is public
now is counted, by the day it first became so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...annual_reports.filing.due import FIRST_YEAR
from ...annual_reports.filing.standing import asked, standings
from ...applications import statistics
from ...applications.models import Application
from ...disclosure.column_models import Column, Part
from ...disclosure.models import Item, ItemQuerySet, ItemVersion
from ...disclosure.record_models import ChannelRecord
from ...organs.models import Gathering, OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record, Value


def part(count: int, whole: int) -> Value:
    """A part of a whole, in per cent with one decimal."""
    if not whole:
        return Value(None, 0)
    return Value((Decimal(count) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP), whole)


# What is published


def _published(organs: OrganQuerySet, span: Span) -> ItemQuerySet:
    return Item.objects.public_only().filter(organ__in=organs.values("pk"), published_at__range=span.times)


def _items(items: "QuerySet[Item]") -> Iterator[Record]:
    rows = items.order_by("published_at", "pk").values_list("organ", "pk", "current__title", "published_at")
    for organ, pk, title, at in rows:
        yield Record(organ, "item", str(pk), title, localdate(at), reverse("disclosure:item", args=[pk]))


def _shares(rows: "QuerySet[Any]", good: Q, organ: str = "organ") -> dict[int, Value]:
    """Organ → what part of its rows is ``good``."""
    counted = rows.order_by().values_list(organ).annotate(good=Count("pk", filter=good), whole=Count("pk"))
    return {key: part(found, whole) for key, found, whole in counted}


def _of_business(items: ItemQuerySet) -> "QuerySet[Any]":
    bound = Item.matters.through.objects.filter(item=OuterRef("pk"), matter__retired_on__isnull=True)
    return items.annotate(bound=Exists(bound))


_BUSINESS = ~Q(current__category="") | Q(bound=True)

BUSINESS = Figure(
    "briefing.business_share",
    gettext_lazy("业务类信息占比"),
    "%",
    gettext_lazy(
        "公开的信息中，注明法定内容（条例第二十条、第二十一条）或者对应标准目录事项的是业务类，其余是动态类。"
    ),
    lambda organs, span: _items(_of_business(_published(organs, span)).exclude(_BUSINESS)),
    share=lambda organs, span: _shares(_of_business(_published(organs, span)), _BUSINESS),
    more_is_better=True,
)


def _with_channel(items: ItemQuerySet) -> "QuerySet[Any]":
    return items.annotate(told=Exists(ChannelRecord.objects.filter(item=OuterRef("pk"))))


CHANNELS = Figure(
    "briefing.channel_share",
    gettext_lazy("同时在其他渠道公开的占比"),
    "%",
    gettext_lazy("公开的信息中，登记了网站以外渠道（条例第二十三条）的。"),
    lambda organs, span: _items(_with_channel(_published(organs, span)).filter(told=False)),
    share=lambda organs, span: _shares(_with_channel(_published(organs, span)), Q(told=True)),
    more_is_better=True,
)


def _documents(organs: OrganQuerySet, span: Span) -> "QuerySet[Any]":
    about = Item.objects.public_only().filter(interprets=OuterRef("pk"))
    return _published(organs, span).filter(current__normative=True).annotate(told=Exists(about))


INTERPRETED = Figure(
    "briefing.interpreted_share",
    gettext_lazy("有解读的规范性文件占比"),
    "%",
    gettext_lazy("公开的规范性文件中，有公开的解读材料与它关联的。"),
    lambda organs, span: _items(_documents(organs, span).filter(told=False)),
    share=lambda organs, span: _shares(_documents(organs, span), Q(told=True)),
    more_is_better=True,
)


def _first_versions(organs: OrganQuerySet, span: Span) -> "QuerySet[Any]":
    return ItemVersion.objects.filter(
        number=1,
        published_at__range=span.times,
        item__organ__in=organs.values("pk"),
        item__imported_from=None,
        due_on__isnull=False,
    ).annotate(day=TruncDate("published_at"))


_LATE = Q(due_on__lt=F("day"))


def _late_items(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    rows = _first_versions(organs, span).filter(_LATE).order_by("published_at", "pk")
    for organ, pk, title, day in rows.values_list("item__organ", "item", "title", "day"):
        yield Record(organ, "item", str(pk), title, day, reverse("disclosure:item", args=[pk]))


LATE_ITEMS = Figure(
    "briefing.late_items_share",
    gettext_lazy("超期公开的占比"),
    "%",
    gettext_lazy("在本系统首次公布的信息中，晚于公开期限（条例第二十六条）的；收录的旧信息不计。"),
    _late_items,
    share=lambda organs, span: _shares(_first_versions(organs, span), _LATE, "item__organ"),
)


def _columns(organs: OrganQuerySet, span: Span) -> "QuerySet[Any]":
    new = Item.objects.public_only().filter(listed_in=OuterRef("pk"), published_at__range=span.times)
    below = Column.objects.filter(parent=OuterRef("pk"))
    return Column.objects.filter(
        ~Exists(below), organ__in=organs.values("pk"), part=Part.CATALOGUE, closed_on__isnull=True
    ).annotate(new=Exists(new))


def _quiet_columns(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    rows = _columns(organs, span).filter(new=False).select_related("parent", "organ")
    for column in rows.order_by("organ__path", "position", "pk"):
        address = reverse("disclosure:columns", args=[column.organ.slug])
        yield Record(column.organ_id, "column", str(column.pk), column.path_name, None, address)


QUIET_COLUMNS = Figure(
    "briefing.quiet_columns_share",
    gettext_lazy("没有新内容的栏目占比"),
    "%",
    gettext_lazy("主动公开的最下一级栏目中，期间没有公布新信息的；停用的不计。"),
    _quiet_columns,
    share=lambda organs, span: _shares(_columns(organs, span), Q(new=False)),
)


def _by_section(organs: OrganQuerySet, span: Span) -> dict[int, dict[str, int]]:
    rows = _published(organs, span).exclude(column__section="").order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for organ, section, count in rows.values_list("organ", "column__section").annotate(n=Count("pk")):
        if section is not None:
            found[organ][section] = count
    return found


def _busiest(sections: dict[str, int]) -> str:
    return max(sections, key=lambda name: (sections[name], name))


def _of_one_section(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    counted = _by_section(organs, span)
    wanted = Q(pk__in=[])
    for organ, sections in counted.items():
        wanted |= Q(organ=organ, column__section=_busiest(sections))
    return _items(_published(organs, span).filter(wanted))


ONE_SECTION = Figure(
    "briefing.one_section_share",
    gettext_lazy("最忙科室的信息占比"),
    "%",
    gettext_lazy("公开的信息中，由公布最多的一个科室负责的；没有责任科室的栏目不计。"),
    _of_one_section,
    share=lambda organs, span: {
        organ: part(max(sections.values()), sum(sections.values()))
        for organ, sections in _by_section(organs, span).items()
    },
)

PUBLISHED = Figure(
    "briefing.published",
    gettext_lazy("主动公开信息"),
    gettext_lazy("条"),
    gettext_lazy("期间首次公布、现在公开着的信息。"),
    lambda organs, span: _items(_published(organs, span)),
    more_is_better=True,
)


# Applications


def _cases(rows: "QuerySet[Application]", day: str) -> Iterator[Record]:
    for case in rows.order_by(day, "pk").only("organ", "year", day):
        address = reverse("applications:case", args=[case.pk])
        yield Record(case.organ_id, "case", str(case.pk), case.number, getattr(case, day), address)


def _received(organs: OrganQuerySet, span: Span) -> "QuerySet[Application]":
    return statistics.counted(organs.values("pk")).filter(received_on__range=span.days)


def _answered(organs: OrganQuerySet, span: Span) -> "QuerySet[Application]":
    return statistics.counted(organs.values("pk")).filter(
        closed_on__range=span.days, served_on__isnull=False, due_on__isnull=False
    )


_LATE_ANSWER = Q(served_on__gt=F("due_on"))

RECEIVED = Figure(
    "briefing.received",
    gettext_lazy("新收申请"),
    gettext_lazy("件"),
    gettext_lazy("期间收到的政府信息公开申请，口径与年度报告相同。"),
    lambda organs, span: _cases(_received(organs, span), "received_on"),
)
LATE_ANSWERS = Figure(
    "briefing.late_answers_share",
    gettext_lazy("逾期答复的占比"),
    "%",
    gettext_lazy("期间答复办结的申请中，送达晚于答复期限（条例第三十三条）的。"),
    lambda organs, span: _cases(_answered(organs, span).filter(_LATE_ANSWER), "served_on"),
    share=lambda organs, span: _shares(_answered(organs, span), _LATE_ANSWER),
)


# Attention, and reports


def _gatherings(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    kinds = (Gathering.Kind.MEETING, Gathering.Kind.TRAINING_GIVEN)
    rows = Gathering.objects.filter(organ__in=organs.values("pk"), kind__in=kinds, on__range=span.days)
    for one in rows.select_related("organ").order_by("on", "pk"):
        address = reverse("organs:registers", args=[one.organ.slug])
        yield Record(one.organ_id, "gathering", str(one.pk), one.title, one.on, address)


GATHERINGS = Figure(
    "briefing.gatherings",
    gettext_lazy("召开会议、举办培训"),
    gettext_lazy("次"),
    gettext_lazy("登记的公开工作会议和举办的培训（参加上级培训不计）。"),
    _gatherings,
    more_is_better=True,
)


def _late_reports(organs: OrganQuerySet, span: Span) -> Iterable[Record]:
    year = span.last.year - 1
    if year < FIRST_YEAR:
        return
    found = asked(organs.named(span.last), year)
    for one in standings(found, year, span.last):
        if one.late:
            address = reverse("annual_reports:overview", args=[one.organ.slug])
            title = _("{year}年年报：{words}").format(year=year, words=one.words)
            yield Record(one.organ.pk, "report", f"{one.organ.pk}:{year}", title, one.owed_on, address)


LATE_REPORTS = Figure(
    "briefing.late_reports",
    gettext_lazy("上年年报迟报、逾期"),
    gettext_lazy("份"),
    gettext_lazy("上一年度报告在报送期限（条例第四十九条）以后报送，或者过了期限还没有报送。"),
    _late_reports,
)

FIGURES = (
    LATE_REPORTS,
    PUBLISHED,
    LATE_ITEMS,
    RECEIVED,
    LATE_ANSWERS,
    QUIET_COLUMNS,
    GATHERINGS,
    BUSINESS,
    INTERPRETED,
    CHANNELS,
    ONE_SECTION,
)
