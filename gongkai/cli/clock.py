"""gongkai clock: terms by the statutory clock, day by day; gongkai fee: the information processing fee."""

import argparse
import json
from datetime import date
from typing import Any

from gongkai.law import disclosure
from gongkai.law.applications import fees, reply
from gongkai.law.applications.receipt import CHANNELS, Channel
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
    _add_answer(commands)


def _add_answer(commands: Any) -> None:
    help = _("答复期限：收到申请之日起20个工作日；补正、缴费重新起算，征求意见不计，可以延长一次")
    answer = commands.add_parser("answer", help=help, description=help)
    answer.add_argument(
        "--received", type=day, required=True, metavar=_("日期"), help=_("申请提交、签收或者送到的日期")
    )
    answer.add_argument(
        "--channel",
        required=True,
        choices=[channel.value for channel in Channel],
        metavar=_("渠道"),
        help=_("渠道：{channels}").format(
            channels="，".join(f"{channel.value} {name}" for channel, name in CHANNELS.items())
        ),
    )
    for name, words in _FACTS.items():
        answer.add_argument(f"--{name}", type=day, metavar=_("日期"), help=words)
    answer.add_argument(
        "--consult",
        type=_span,
        action="append",
        default=[],
        metavar=_("起..止"),
        help=_("征求意见，从发出到答复，例如2021-03-08..2021-03-22；可以写几次，重叠的只算一次"),
    )
    answer.add_argument("--extension-days", type=int, metavar=_("天数"), help=_("延长的工作日数，不写即20个"))
    answer.add_argument("--explain", action="store_true", help=_("逐日说明"))
    answer.add_argument("--json", action="store_true", help=_("输出JSON"))
    answer.set_defaults(run=_answer)


_FACTS = {
    "confirmed": _("与申请人确认的日期（互联网、传真、平常信函）"),
    "correction-notified": _("补正通知的日期"),
    "corrected": _("收到补正的日期"),
    "extended": _("批准并告知延期的日期"),
    "fee-notified": _("收费通知的日期"),
    "fee-paid": _("缴费的日期"),
}


def add_fee(commands: Any) -> None:
    """The commands below ``gongkai fee``."""
    for name, run, help in (
        ("items", fees.by_items, _("按件计收：同一申请人一个自然月内的件数")),
        ("pages", fees.by_pages, _("按量计收：一件申请的页数")),
    ):
        command = commands.add_parser(name, help=help, description=help)
        command.add_argument("count", type=_count, metavar=_("数量"))
        command.add_argument(
            "--on", type=day, default=_FEES_SINCE, metavar=_("日期"), help=_("按哪一天的标准，不写即现行标准")
        )
        command.add_argument("--json", action="store_true", help=_("输出JSON"))
        command.set_defaults(run=_fee, fee=run)


_FEES_SINCE = date.max
"""The schedule in force last."""


def _fee(chosen: argparse.Namespace) -> int:
    try:
        fee: fees.Fee = chosen.fee(chosen.count, chosen.on)
    except NotInForce as error:
        raise Refused(str(error)) from error
    if chosen.json:
        told = {"yuan": fee.yuan, "bands": [band.as_dict() for band in fee.bands]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for band in fee.bands:
        print(
            _("第{first}至{last}：每个{each}元，{count}个，{yuan}元").format(
                first=band.first, last=band.last, each=band.each, count=band.count, yuan=band.yuan
            )
        )
    print(_("信息处理费：{yuan}元").format(yuan=fee.yuan))
    return 0


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(_("“{text}”不是数量，要写0或者正整数").format(text=text))
    return int(text)


def _span(text: str) -> reply.Consultation:
    first, dots, last = text.partition("..")
    if not dots:
        raise argparse.ArgumentTypeError(
            _("“{text}”不是起止日期，要写成2021-03-08..2021-03-22的样子").format(text=text)
        )
    return reply.Consultation(day(first), day(last))


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


def _answer(chosen: argparse.Namespace) -> int:
    facts = reply.Facts(
        channel=Channel(chosen.channel),
        arrived_on=chosen.received,
        confirmed_on=chosen.confirmed,
        correction_notified_on=chosen.correction_notified,
        corrected_on=chosen.corrected,
        consultations=tuple(chosen.consult),
        fee_notified_on=chosen.fee_notified,
        fee_paid_on=chosen.fee_paid,
        extended_on=chosen.extended,
        extension=chosen.extension_days,
    )
    if chosen.extension_days is not None and chosen.extended is None:
        raise Refused(_("写了延长的天数，请用 --extended 写明延期的日期"))
    try:
        due = reply.due(facts, WorkingDays.loaded())
    except (NotInForce, OutOfRange, reply.Contradiction) as error:
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
        print(_("期限：还不能确定，{reason}").format(reason=due.steps[-1].ground))
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
