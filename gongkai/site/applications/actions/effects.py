"""What a letter changes, on the day it goes out or is served: the only place where it does.

Each asks the law again for that day: what was allowed when the letter was drafted need not be now.
"""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.applications import reply, service
from gongkai.law.applications.case import ACTS, Stage

from ...organs.actions import Refused
from .. import terms
from ..letter_models import Letter
from ..models import Application
from . import base
from .words import fields_of


class TooLate(Refused):
    """The case stands where the letter would have its effect and a condition is past, or it has ended."""


Effect = Callable[[Application, Letter, date], None]


def nothing(application: Application, letter: Letter, on: date) -> None:
    return


def _allowed(application: Application, letter: Letter, act: str, on: date) -> None:
    try:
        base.require_on(application, act, on, without=letter)
    except Refused as refused:
        stage = terms.case_of(application, on, without=letter).stage
        if stage in ACTS[act].stages or stage is Stage.CLOSED:
            raise TooLate(str(refused)) from refused
        raise


def _correction_told(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "request_correction", on)
    application.correction_notified_on = on
    application.correct_by = date.fromisoformat(fields_of(letter)["correction_due"])
    if application.correct_by <= on:
        raise Refused(_("补正期限应在告知之后，请作废后重新起草"))


def _extension_told(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "extend", on)
    application.extended_on, application.extension = on, int(fields_of(letter)["days"])


def _reasons_asked(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "ask_reasons", on)
    application.reasons_asked_on = on
    application.reasons_by = date.fromisoformat(fields_of(letter)["explain_by"])


def _postponed(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "postpone", on)
    application.postponed_to = date.fromisoformat(fields_of(letter)["later_on"])


def _fee_told(application: Application, letter: Letter, on: date) -> None:
    """On arrival: the days to pay run from the day after it."""
    _allowed(application, letter, "charge_fee", on)
    told = fields_of(letter)
    application.fee_mode, application.fee_quantity = told["mode"], told["quantity"]
    application.fee_yuan, application.fee_notified_on = told["yuan"], on
    application.pay_by = reply.payment_due(on, terms.days_of(application)).on


def _asked(application: Application, letter: Letter, on: date) -> None:
    """On sending: from then the asking takes its time."""
    asked = letter.consultation
    assert asked is not None
    act = {
        "third_party_letter": "consult_third_party",
        "co_maker_letter": "consult_co_maker",
        "assistance_letter": "consult_organ",
    }[letter.kind]
    _allowed(application, letter, act, on)
    asked.sent_on = on
    asked.save()


def _asked_arrived(application: Application, letter: Letter, on: date) -> None:
    asked = letter.consultation
    assert asked is not None
    asked.delivered_on = on
    days = terms.days_of(application)
    if asked.kind == "organ":  # no statute sets its term: the letter does
        asked.opinion_by = max(on, date.fromisoformat(fields_of(letter)["reply_by"]))
    else:
        asked.opinion_by = reply.opinion_due(on, days, co_maker=asked.kind == "co_maker").on
    asked.save()


def _third_party_told(application: Application, letter: Letter, on: date) -> None:
    asked = letter.consultation
    assert asked is not None
    asked.told_on = on
    asked.save()


def _answered(application: Application, letter: Letter, on: date) -> None:
    """The reply is served: the case ends, and with it those handled together with it."""
    application.served_on = on
    for other in Application.objects.select_for_update().filter(merged_into=application):
        other.signed_on, other.served_on, other.answer = application.signed_on, on, application.answer
        terms.refresh(other, on)


ON_SERVICE: dict[str, Effect] = {
    "correction_notice": _correction_told,
    "extension_notice": _extension_told,
    "reasons_notice": _reasons_asked,
    "later_date_notice": _postponed,
    "third_party_decision_notice": _third_party_told,
    "fee_notice": _fee_told,
    **dict.fromkeys(("third_party_letter", "co_maker_letter", "assistance_letter"), _asked_arrived),
    "reply": _answered,
}
ON_SENDING: dict[str, Effect] = dict.fromkeys(
    ("third_party_letter", "co_maker_letter", "assistance_letter"), _asked
)
SERVICE = dict.fromkeys(
    ("fee_notice", "third_party_letter", "co_maker_letter", "assistance_letter"), service.of_letter
)
"""Letters that set others a term: it runs from their receipt. All others count as answers do."""
