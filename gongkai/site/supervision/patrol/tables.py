"""The lists of patrol: their columns, and what an export says of each row."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

ORGANS = Table(
    name=_("各机关巡检情况"),
    columns=(
        Column(_("机关"), lambda one: one.name, "organ", ("path",)),
        Column(_("单项否决"), lambda one: one.veto, "veto", ("veto",), figure=True),
        Column(_("扣分"), lambda one: one.deduct, "deduct", ("deduct",), figure=True),
        Column(_("提醒"), lambda one: one.hint, "hint", ("hint",), figure=True),
        Column(_("超期栏目"), lambda one: one.stale, "stale", ("stale",), figure=True),
        Column(_("空栏目"), lambda one: one.empty, "empty", ("empty",), figure=True),
        Column(_("最近巡检"), lambda one: one.visited_on, "visited", ("visited_on",)),
    ),
    order=("path",),
)

HITS = Table(
    name=_("巡检问题"),
    columns=(
        Column(_("位置"), lambda one: one.title, "title", ("title",)),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("检查项"), lambda one: one.check_name, "check", ("check_code",)),
        Column(_("程度"), lambda one: one.get_severity_display(), "severity", ("weight",)),
        Column(_("问题"), lambda one: one.ground),
        Column(_("发现日期"), lambda one: one.found_on, "found", ("found_on",)),
        Column(_("消除日期"), lambda one: one.gone_on, "gone", ("gone_on",)),
        Column(_("整改"), lambda one: one.order.number if one.order else ""),
        Column(_("网址"), lambda one: one.address, on_page=False),
    ),
    order=("weight", "organ__path", "check_code"),
    filters=("organ", "check", "severity", "standing"),
)

CHECKS = Table(
    name=_("检查项"),
    columns=(
        Column(_("检查项"), lambda row: str(row[0].name), "name", ("name",)),
        Column(_("程度"), lambda row: row[2]),
        Column(_("看什么"), lambda row: str(row[0].looks_at)),
        Column(_("依据"), lambda row: str(row[0].basis)),
        Column(_("现有问题"), lambda row: row[1], "count", ("count",), figure=True),
    ),
    order=(),
)

RECORDS = Table(
    name=_("数字背后的记录"),
    columns=(
        Column(_("记录"), lambda one: one.title, "title", ("title",)),
        Column(_("日期"), lambda one: one.day, "day", ("day",)),
        Column(_("网址"), lambda one: one.address, on_page=False),
    ),
    order=(),
)

SPELLS = Table(
    name=_("栏目状态记录"),
    columns=(
        Column(_("状态"), lambda one: one.get_state_display(), "state", ("state",)),
        Column(_("起始日期"), lambda one: one.since, "since", ("since",)),
        Column(_("截止日期"), lambda one: one.until, "until", ("until",)),
        Column(_("天数"), lambda one: one.lasted, figure=True),
    ),
    order=("-since",),
)

RUNS = Table(
    name=_("巡检记录"),
    columns=(
        Column(_("日期"), lambda one: one.on, "on", ("on",)),
        Column(_("开始"), lambda one: one.begun_at, "begun", ("begun_at",)),
        Column(_("结束"), lambda one: one.ended_at, "ended", ("ended_at",)),
        Column(_("完成"), lambda one: one.done, "done", ("done",), figure=True),
        Column(_("出错"), lambda one: one.failed, "failed", ("failed",), figure=True),
        Column(_("新发现"), lambda one: one.found, "found", ("found",), figure=True),
        Column(_("已消除"), lambda one: one.gone, "gone", ("gone",), figure=True),
    ),
    order=("-on",),
)

VISITS = Table(
    name=_("各机关巡检"),
    columns=(
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("状态"), lambda one: one.get_state_display(), "state", ("state",)),
        Column(_("开始"), lambda one: one.started_at, "started", ("started_at",)),
        Column(_("用时（秒）"), lambda one: round(one.took.total_seconds(), 1), figure=True),
        Column(_("问题"), lambda one: one.standing, "standing", ("standing",), figure=True),
        Column(_("新发现"), lambda one: one.found, "found", ("found",), figure=True),
        Column(_("已消除"), lambda one: one.gone, "gone", ("gone",), figure=True),
        Column(_("错误"), lambda one: one.error),
    ),
    order=("organ__path",),
)

LINKS = Table(
    name=_("站外链接"),
    columns=(
        Column(_("地址"), lambda one: one.address, "address", ("address",)),
        Column(_("主机"), lambda one: one.host, "host", ("host",)),
        Column(_("信息"), lambda one: one.title, "item", ("title",)),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("最近检测"), lambda one: one.tried_on, "tried", ("tried_on",)),
        Column(_("连续失败（天）"), lambda one: one.failures, "failures", ("failures",), figure=True),
    ),
    order=("host", "address"),
    filters=("host",),
)
