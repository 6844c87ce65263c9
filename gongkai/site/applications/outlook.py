"""What an act would do to the term, said before it is done: the law asked on facts that are not there yet."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.law.applications import reply
from gongkai.law.applications.case import ACTS, CLOCK_EFFECTS, Case, Stage, Subject
from gongkai.law.applications.reply import Facts
from gongkai.law.working_days import WorkingDays

from . import terms
from .models import Application
from .step_models import Consultation

Values = Mapping[str, Any]
Then = tuple[Facts, dict[str, date]]
"""The facts as they would be, and further days that the sentence names."""

_WEEKDAYS = "一二三四五六日"


def spoken(day: date) -> str:
    """2021年5月12日（星期三）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def of(code: str, application: Application, values: Values, on: date) -> str:
    """The effect of an act of the table on the clock, in a sentence; ``values`` are those of its form.

    Where a value is missing, what can be said without it.
    """
    case, days = terms.case_of(application, on), terms.days_of(application)
    if case.subject is not Subject.INFORMATION:
        return _("申请更正没有法定的答复期限，不影响期限。")
    told = _TOLD.get(code)
    if told is None:
        return _unchanged(code, case, days)
    sentence, change = told
    try:
        facts, named = change(case.facts, values, on, days)
        due = reply.due(facts, days)
    except (KeyError, TypeError):
        return _("填好日期后，点“计算”可以看到对期限的影响。")
    except ValueError as error:
        return _("对期限的影响算不出来：{reason}。").format(reason=error)
    if due.on is None:
        return _("登记后期限仍不能确定：{reason}。").format(reason=due.steps[-1].ground)
    words = sentence.format(due=spoken(due.on), **{name: spoken(day) for name, day in named.items()})
    return words + (_("该年放假安排公布前，日期为暂计。") if due.provisional else "")


def of_opinion(asked: Consultation, answered_on: date | None, on: date) -> str:
    """What an opinion that came on a day does to the term."""
    application = asked.application
    if answered_on is None:
        return ""
    others = [one for one in application.consultations.all() if one.pk != asked.pk]
    told = Consultation(sent_on=asked.sent_on, opinion_by=asked.opinion_by, answered_on=answered_on)
    facts = terms.facts_of(application, [*others, told], on)
    try:
        due = reply.due(facts, terms.days_of(application))
    except ValueError as error:
        return _("对期限的影响算不出来：{reason}。").format(reason=error)
    if due.on is None:
        return _("登记后期限仍不能确定：{reason}。").format(reason=due.steps[-1].ground)
    return _("登记后，答复期限为{due}。").format(due=spoken(due.on))


def _unchanged(code: str, case: Case, days: WorkingDays) -> str:
    act = ACTS.get(code)
    if act is not None and act.effect.value == "ends":
        return _("登记后这件申请即告{effect}。").format(effect=CLOCK_EFFECTS[act.effect])
    if case.stage in (Stage.CLOSED, Stage.ARCHIVED):
        return ""
    due = case.due(days)
    if due is None or due.on is None:
        return _("不影响期限。")
    return _("不影响期限，答复期限仍为{due}。").format(due=spoken(due.on))


def _confirmed(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    return replace(facts, confirmed_on=_day(values, "on")), {}


def _correcting(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    by = _day(values, "correct_by")
    return replace(facts, correction_notified_on=on, corrected_on=by), {"by": by}


def _corrected(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    return replace(facts, corrected_on=_day(values, "on")), {}


def _asking(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    """As if it arrived today and the opinion came on the last day for it."""
    last = reply.opinion_due(on, days).on
    assert last is not None
    asked = reply.Consultation(on, last)
    return replace(facts, consultations=(*facts.consultations, asked)), {"by": last}


def _asking_organ(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    by = _day(values, "reply_by")
    asked = reply.Consultation(on, by)
    return replace(facts, consultations=(*facts.consultations, asked)), {"by": by}


def _extended(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    return replace(facts, extended_on=on, extension=int(values["days"])), {}


def _charged(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    last = reply.payment_due(on, days).on
    assert last is not None
    return replace(facts, fee_notified_on=on, fee_paid_on=last), {"by": last}


def _paid(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    return replace(facts, fee_paid_on=_day(values, "on")), {}


def _postponed(facts: Facts, values: Values, on: date, days: WorkingDays) -> Then:
    return replace(facts, postponed_to=_day(values, "to")), {}


def _day(values: Values, name: str) -> date:
    found = values[name]
    if not isinstance(found, date):
        raise TypeError(name)
    return found


Change = Callable[[Facts, Values, date, WorkingDays], Then]
_ASKING = _(
    "今天送出、今天送达的，期限停下；对方最晚在{by}提出意见，答复期限最晚延至{due}，意见早到则相应提前。"
)
_TOLD: dict[str, tuple[str, Change]] = {
    "confirm": (_("登记后，答复期限为{due}。"), _confirmed),
    "request_correction": (
        _("送出后期限停下；申请人如在{by}补正，答复期限重新计算，为{due}，补正早则相应提前。"),
        _correcting,
    ),
    "receive_correction": (_("登记后答复期限重新计算，为{due}。"), _corrected),
    "consult_third_party": (_ASKING, _asking),
    "consult_co_maker": (_ASKING, _asking),
    "consult_organ": (
        _("今天送出的，期限停下；对方如在{by}回复，答复期限为{due}，回复早则相应提前。"),
        _asking_organ,
    ),
    "extend": (_("今天送出后，答复期限将延至{due}。"), _extended),
    "charge_fee": (
        _("送达后期限停下；今天送达、申请人如在{by}缴费，答复期限自次日起重新计算，为{due}。"),
        _charged,
    ),
    "record_payment": (_("登记后答复期限自次日起重新计算，为{due}。"), _paid),
    "postpone": (_("送出后，答复期限改为{due}。"), _postponed),
}
