"""Columns: empty, past their age, too few, gaps; and so many of them that a site fails."""

from collections.abc import Callable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from ....disclosure.health import Health, State
from ....organs.models import Kind
from .. import kinds
from ..scene import Found, Scene

_NAMED = 5
"""Columns that the ground of a veto names; the rest is counted."""


def empty(scene: Scene) -> Iterator[Found]:
    for one in _in(scene, State.EMPTY):
        yield _of(one, _("没有公开的信息"))


def stale(scene: Scene) -> Iterator[Found]:
    for one in _in(scene, State.OVERDUE):
        words = _("最新一条{newest}公布，{since}起超过{days}天没有新的信息")
        yield _of(one, words.format(newest=one.newest, since=one.since, days=one.column.longest_age))


def few(scene: Scene) -> Iterator[Found]:
    for one in _in(scene, State.FEW):
        words = _("应有{fewest}条，现有{count}条")
        yield _of(one, words.format(fewest=one.column.fewest_items, count=one.count))


def gap(scene: Scene) -> Iterator[Found]:
    for one in _in(scene, State.GAP):
        assert one.gap is not None
        words = _("{first}至{last}相隔{days}天，应不超过{most}天")
        yield _of(
            one,
            words.format(
                first=one.gap.first, last=one.gap.last, days=one.gap.days, most=one.column.largest_gap
            ),
        )


def many_news_stale(scene: Scene) -> Iterator[Found]:
    """V4 (a): news of more than two weeks, notices and policies of more than six months."""
    limits: list[tuple[Callable[..., bool], date]] = [
        (kinds.is_news, scene.ago("patrol_news_stale")),
        (kinds.is_policy, scene.ago("patrol_policy_stale")),
    ]
    yield from _many(
        scene,
        "patrol_veto_news",
        [
            one
            for one in _of_site(scene)
            if one.newest and any(fits(one.column) and one.newest < last for fits, last in limits)
        ],
        _("动态要闻、通知公告、政策文件类栏目有{count}个长期没有更新：{names}"),
    )


def many_stale(scene: Scene) -> Iterator[Found]:
    """V4 (b): columns past the age that was set for them."""
    found = [one for one in _of_site(scene) if one.state == State.OVERDUE]
    yield from _many(scene, "patrol_veto_stale", found, _("应更新的栏目有{count}个长期没有更新：{names}"))


def many_empty(scene: Scene) -> Iterator[Found]:
    """V4 (c)."""
    found = [one for one in _of_site(scene) if one.state == State.EMPTY]
    yield from _many(scene, "patrol_veto_empty", found, _("空栏目有{count}个：{names}"))


def _of_site(scene: Scene) -> list[Health]:
    """What is judged on the site of a government; other organs stand on the site of one."""
    if scene.organ.kind != Kind.GOVERNMENT:
        return []
    return [one for one in scene.health_below if not one.column.closed_on and not one.column.exempt_reason]


def _many(scene: Scene, limit: str, found: list[Health], words: str) -> Iterator[Found]:
    if len(found) < scene.number(limit):
        return
    names = "、".join(one.column.path_name for one in found[:_NAMED])
    more = _("等") if len(found) > _NAMED else ""
    ground = words.format(count=len(found), names=names + more)
    yield scene.of_organ("site", scene.organ.name, ground, reverse("disclosure:health"))


def _in(scene: Scene, state: State) -> list[Health]:
    return [one for one in scene.health if one.state == state]


def _of(one: Health, ground: str) -> Found:
    address = reverse("portal:column", args=[one.column.organ.slug, one.column.pk])
    return Found("column", str(one.column.pk), one.column.path_name, address, ground)
