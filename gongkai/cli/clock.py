"""gongkai clock: terms by the statutory clock, day by day."""

import argparse
import json
from datetime import date
from typing import Any

from gongkai.law import disclosure
from gongkai.law.clock import Due, Effect, Step
from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import OutOfRange, WorkingDays
from gongkai.translation import _

from .refused import Refused

_WEEKDAYS = "一二三四五六日"
_EFFECTS = {
    Effect.REST: _("休息"),
    Effect.EXCLUDED: _("不计"),
    Effect.RESTART: _("重新起算"),
    Effect.EXTENSION: _("延长"),
}


def add(commands: Any) -> None:
    """The commands below ``gongkai clock``."""
    help = _("主动公开期限：信息形成或者变更之日起20个工作日")
    publish = commands.add_parser("publish", help=help, description=help)
    publish.add_argument(
        "--formed", type=day, required=True, metavar=_("日期"), help=_("形成或者变更之日，例如2020-09-21")
    )
    publish.add_argument("--explain", action="store_true", help=_("逐日说明"))
    publish.add_argument("--json", action="store_true", help=_("输出JSON"))
    publish.set_defaults(run=_publish)


def day(text: str) -> date:
    """An argument as a date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}”不是日期，要写成2020-09-21的样子").format(text=text)
        ) from None


def _publish(chosen: argparse.Namespace) -> int:
    try:
        due = disclosure.publication_due(chosen.formed, WorkingDays.loaded())
    except (NotInForce, OutOfRange) as error:
        raise Refused(str(error)) from error
    _print(due, as_json=chosen.json, explain=chosen.explain)
    return 0


def _print(due: Due, *, as_json: bool, explain: bool) -> None:
    if as_json:
        print(json.dumps(due.as_dict(), ensure_ascii=False, indent=2))
        return
    if explain:
        for step in due.steps:
            print(_line(step))
    if due.on is None:
        print(_("期限：还不能确定"))
    else:
        provisional = _("（暂定：有的年度还没有公布节假日安排）") if due.provisional else ""
        print(_("期限：{day}{provisional}").format(day=_dated(due.on), provisional=provisional))


def _line(step: Step) -> str:
    days = _dated(step.first)
    if step.first != step.last:
        days = _("{first}至{last}").format(first=days, last=_dated(step.last))
    what = _EFFECTS.get(step.effect) or _("第{count}日").format(count=step.count)
    return f"{days}  {what}  {step.ground}"


def _dated(on: date) -> str:
    return f"{on}（周{_WEEKDAYS[on.weekday()]}）"
