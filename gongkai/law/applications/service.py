"""送达: the day on which a paper counts as served, by the way it went.

For an answer, the day against which its term is measured; for a letter that sets others a term, the
day of their receipt, from which that term runs. The ways are those of an explanation of the State
Council's General Office (国办公开办函〔2016〕235号); on electronic service it is silent.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.translation import _

from ..clock import Due

SOURCE = "国办公开办函〔2016〕235号"


class Way(StrEnum):
    """How a paper left the organ."""

    IN_PERSON = "in_person"
    THROUGH_ORGAN = "through_organ"
    POST = "post"
    COURIER = "courier"
    ELECTRONIC = "electronic"


WAYS = {
    Way.IN_PERSON: _("直接送达"),
    Way.THROUGH_ORGAN: _("委托其他行政机关代为送达"),
    Way.POST: _("邮政企业邮寄送达"),
    Way.COURIER: _("其他快递企业"),
    Way.ELECTRONIC: _("电子送达"),
}
"""Way → label; ``Way.COURIER`` is there to be refused for answers."""


@dataclass(frozen=True)
class Service:
    """The legal day of a service, and why; ``on`` is None while it is not known, or there is none.

    ``verified`` is False where no source that was read says so.
    """

    on: date | None
    ground: str
    verified: bool = True


def of_answer(way: Way, sent_on: date, signed_on: date | None = None) -> Service:
    """The day an answer counts as given: signed for in person, posted by mail, sent electronically.

    ``signed_on`` is the day the applicant signed, None while not. By another courier than the postal
    enterprise an answer is not served at all. Raises ValueError where it was signed before it left.
    """
    _check(sent_on, signed_on)
    if way is Way.COURIER:
        ground = _("邮寄答复应当通过邮政企业，其他快递企业不算送达，请改由邮政企业寄送（{source}）")
        return Service(None, ground.format(source=SOURCE))
    if way is Way.ELECTRONIC:
        return Service(sent_on, _("发送到申请人指定的电子邮箱或者账号之日为准"), verified=False)
    if way is Way.POST:
        return Service(sent_on, _("以交邮之日为准（{source}）").format(source=SOURCE))
    ground = _("以申请人签收之日为准（{source}）") if signed_on else _("等待申请人签收（{source}）")
    return Service(signed_on, ground.format(source=SOURCE))


def of_letter(way: Way, sent_on: date, received_on: date | None = None) -> Service:
    """The day from which a term set to somebody else runs: that of their receipt (Art. 30, 32, 34).

    Receipt is a fact, by whatever carrier; electronically it is taken to be the day of sending.
    """
    _check(sent_on, received_on)
    if way is Way.ELECTRONIC and received_on is None:
        return Service(sent_on, _("发送到对方指定的电子邮箱或者账号之日视为收到"), verified=False)
    return Service(received_on, _("以对方收到之日为准") if received_on else _("等待对方收到"))


def in_time(service: Service, due: Due) -> bool | None:
    """Whether what was due was served in time; None while one of the two days is not known."""
    if service.on is None or due.on is None:
        return None
    return service.on <= due.on


def _check(sent_on: date, later: date | None) -> None:
    if later is not None and later < sent_on:
        raise ValueError(_("签收日期{later}在送出日期{sent}之前，请核对").format(later=later, sent=sent_on))
