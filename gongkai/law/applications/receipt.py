"""收到申请的时间 (Art. 31): the day on which the terms begin, by the way an application came."""

from datetime import date
from enum import StrEnum

from gongkai.translation import _

from ..citation import Article


class Channel(StrEnum):
    """How an application reached the organ."""

    IN_PERSON = "in_person"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    ONLINE = "online"
    FAX = "fax"
    ORAL = "oral"


CHANNELS = {
    Channel.IN_PERSON: _("当面提交"),
    Channel.REGISTERED_MAIL: _("挂号信、特快专递"),
    Channel.ORDINARY_MAIL: _("平常信函"),
    Channel.ONLINE: _("互联网"),
    Channel.FAX: _("传真"),
    Channel.ORAL: _("口头"),
}
CONFIRMED = frozenset({Channel.ORDINARY_MAIL, Channel.ONLINE, Channel.FAX})
"""Received on the day that organ and applicant confirm, not on the day of arrival."""

_GROUNDS = {
    Channel.IN_PERSON: (_("当面提交之日为收到之日"), Article(31, item=1)),
    Channel.REGISTERED_MAIL: (_("签收之日为收到之日"), Article(31, item=2)),
    Channel.ORDINARY_MAIL: (_("平常信函以与申请人确认之日为收到之日"), Article(31, item=2)),
    Channel.ONLINE: (_("互联网渠道以双方确认之日为收到之日"), Article(31, item=3)),
    Channel.FAX: (_("传真以双方确认之日为收到之日"), Article(31, item=3)),
    # Art. 29 has the office write it down; that it then counts as handed over is our reading.
    Channel.ORAL: (_("口头提出、由工作机构代为填写之日为收到之日"), Article(29, 1)),
}


def received_on(channel: Channel, arrived_on: date, confirmed_on: date | None) -> date | None:
    """收到之日; None while a confirmation that it hangs on is missing.

    A confirmation of what counts from its arrival changes nothing.
    """
    return confirmed_on if channel in CONFIRMED else arrived_on


def ground(channel: Channel) -> str:
    """Why that day is the day of receipt, with its article."""
    reason, article = _GROUNDS[channel]
    return _("{reason}（{article}）").format(reason=reason, article=article)
