"""Figures of patrol: columns, hits, covered, business against news, interpreted."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...disclosure import coverage
from ...disclosure.health import State
from ...disclosure.models import Item, ItemQuerySet, Origin
from ...organs.models import OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record, Records, Value
from . import kinds
from .models import Hit, Severity, Spell, Visit

_FILLED, _EXPLAINED = Q(filled=True), Q(explained=True)


def _looked(organs: OrganQuerySet, span: Span) -> set[int]:
    """The organs that a night had visited by the end of the span."""
    done = Visit.objects.filter(organ__in=organs.values("pk"), state=Visit.State.DONE, run__on__lte=span.last)
    return set(done.values_list("organ", flat=True).distinct().order_by())


def _columns(state: State) -> Records:
    def records(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
        """As the last night of the span kept it."""
        spells = Spell.objects.standing_in(span.last, span.last).filter(
            organ__in=organs.values("pk"), state=state
        )
        address = _pages("supervision:patrol_column")
        for one in spells.select_related("column__parent"):
            key = str(one.column_id)
            yield Record(one.organ_id, "column", key, one.column.path_name, one.since, address + f"{key}/")

    return records


def _hits(severity: Severity) -> Records:
    def records(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
        """Those that stood at the end of the span."""
        hits = Hit.objects.standing_in(span.last, span.last).filter(
            organ__in=organs.values("pk"), severity=severity
        )
        rows = hits.values_list("pk", "organ", "title", "ground", "found_on", "address")
        for pk, organ, title, ground, day, address in rows.iterator():
            words = _("{title}：{ground}").format(title=title, ground=ground)
            yield Record(organ, "hit", str(pk), words, day, address)

    return records


# The standard catalogue ---------------------------------------------------------------------------


def _uncovered(organs: OrganQuerySet, _span: Span) -> Iterator[Record]:
    address = _pages("disclosure:matter")
    for matter in coverage.of_organs(organs).exclude(_FILLED):
        yield Record(matter.organ_id, "matter", str(matter.pk), str(matter), address=f"{address}{matter.pk}/")


def _coverage(organs: OrganQuerySet, _span: Span) -> Mapping[int, Value]:
    return _share(coverage.of_organs(organs), _FILLED)


# Business and news --------------------------------------------------------------------------------


def _news(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    return _items(_published(organs, span).filter(kinds.news()))


def _business(organs: OrganQuerySet, span: Span) -> Mapping[int, Value]:
    return _share(_published(organs, span), ~kinds.news())


# Interpretation -----------------------------------------------------------------------------------


def _documents(organs: OrganQuerySet, span: Span) -> ItemQuerySet:
    explained = Item.objects.public_only().filter(interprets=OuterRef("pk"), published_at__lt=span.end)
    documents = _published(organs, span).filter(current__normative=True, current__origin=Origin.MADE)
    return documents.annotate(explained=Exists(explained))


def _uninterpreted(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    return _items(_documents(organs, span).exclude(_EXPLAINED))


def _interpreted(organs: OrganQuerySet, span: Span) -> Mapping[int, Value]:
    return _share(_documents(organs, span), _EXPLAINED)


# Common -------------------------------------------------------------------------------------------


def _published(organs: OrganQuerySet, span: Span) -> ItemQuerySet:
    """What the public reads now and was published here in the span; what was taken over is left out."""
    items = Item.objects.public_only().filter(organ__in=organs.values("pk"), imported_at__isnull=True)
    return items.filter(published_at__range=span.times).order_by()


def _items(items: Any) -> Iterator[Record]:
    address = _pages("disclosure:item")
    rows: Iterable[tuple[int, int, str, Any]] = items.values_list(
        "pk", "organ", "current__title", "published_at"
    )
    for pk, organ, title, at in rows:
        yield Record(organ, "item", str(pk), title, localdate(at) if at else None, f"{address}{pk}/")


def _share(rows: Any, good: Q) -> dict[int, Value]:
    """Organ → per cent of its rows that are good."""
    counted = rows.values_list("organ").annotate(all=Count("pk"), good=Count("pk", filter=good)).order_by()
    return {organ: Value(Decimal(100 * good) / all_, all_) for organ, all_, good in counted}


def _pages(name: str) -> str:
    """The addresses of many pages but for their numbers: to be put together a hundred thousand times."""
    return reverse(name, args=[0]).removesuffix("0/")


FIGURES: tuple[Figure, ...] = (
    Figure(
        "patrol.columns_stale",
        gettext_lazy("超期栏目"),
        gettext_lazy("个"),
        gettext_lazy("期末一天超过本机关设定更新周期的栏目，按每晚巡检记下的状态"),
        _columns(State.OVERDUE),
        looked=_looked,
    ),
    Figure(
        "patrol.columns_empty",
        gettext_lazy("空栏目"),
        gettext_lazy("个"),
        gettext_lazy("期末一天设定了更新要求、没有公开信息的栏目，按每晚巡检记下的状态"),
        _columns(State.EMPTY),
        looked=_looked,
    ),
    Figure(
        "patrol.hits_veto",
        gettext_lazy("单项否决问题"),
        gettext_lazy("个"),
        gettext_lazy("期末一天没有消除的巡检问题，国办秘函〔2019〕19号单项否决指标"),
        _hits(Severity.VETO),
        looked=_looked,
    ),
    Figure(
        "patrol.hits_deduct",
        gettext_lazy("扣分问题"),
        gettext_lazy("个"),
        gettext_lazy("期末一天没有消除的扣分类巡检问题，各检查项写明依据"),
        _hits(Severity.DEDUCT),
        looked=_looked,
    ),
    Figure(
        "patrol.hits_hint",
        gettext_lazy("提醒问题"),
        gettext_lazy("个"),
        gettext_lazy("期末一天没有消除的提醒类巡检问题，各检查项写明依据"),
        _hits(Severity.HINT),
        looked=_looked,
    ),
    Figure(
        "patrol.coverage",
        gettext_lazy("标准目录覆盖率"),
        "%",
        gettext_lazy("标准目录中主动公开的事项，公众现在能查到内容的"),
        _uncovered,
        _coverage,
        more_is_better=True,
    ),
    Figure(
        "patrol.business",
        gettext_lazy("业务类信息占比"),
        "%",
        gettext_lazy(
            "本期公布的信息中不是动态类的。动态类：在动态、要闻、新闻类栏目的；"
            "或者既没有法定内容，又没有文号，也不是公文体裁的"
        ),
        _news,
        _business,
        more_is_better=True,
    ),
    Figure(
        "patrol.interpreted",
        gettext_lazy("规范性文件解读率"),
        "%",
        gettext_lazy("本期公布的本机关规范性文件，有公开的解读关联的"),
        _uninterpreted,
        _interpreted,
        more_is_better=True,
    ),
)
