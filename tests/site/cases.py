"""Applications of the tests: registered, and brought to where a test begins, through the acts alone."""

from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from PIL import Image

from gongkai.law.applications.receipt import Channel
from gongkai.site.accounts.models import User
from gongkai.site.applications.actions import letters, receipt
from gongkai.site.applications.models import Application, Letter, LetterState
from gongkai.site.applications.people import Person
from tests import cast

T = TypeVar("T", Application, Letter)
CHINA = ZoneInfo("Asia/Shanghai")
PERSON = Person(
    name="王晓禾",
    identity_kind="居民身份证",
    identity_number="11010119900307002X",
    phone="13800001234",
    email="wang@example.cn",
    address="云川县望舒镇河东街12号",
    postcode="000000",
)
REQUEST = receipt.Request(
    title="望舒镇2020年农村公路养护计划", wanted="望舒镇2020年农村公路养护计划和资金安排表，含附件。"
)


def at(day: date | str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day) if isinstance(day, str) else day, time(hour), CHINA)


def registered(
    county: cast.County, on: str = "2021-01-25", channel: Channel = Channel.IN_PERSON, **more: Any
) -> Application:
    """An application to 望舒镇, registered by 高原 on the day it came."""
    arrival = receipt.Arrival(channel, date.fromisoformat(on), taken_by="高原", **more.pop("arrival", {}))
    application, _code = receipt.register(
        county.wangshu,
        more.pop("kind", "natural_person"),
        more.pop("person", PERSON),
        more.pop("request", REQUEST),
        arrival,
        user=county.gao,
        at=at(on),
    )
    return application


def applied(county: cast.County, on: str = "2021-01-25") -> tuple[Application, str]:
    """An application that a citizen sent in online, and its check code."""
    return receipt.apply(county.wangshu, "natural_person", PERSON, REQUEST, at=at(on))


def approved(letter: Letter, county: cast.County, on: str) -> Letter:
    """Passed by every layer on a day."""
    letter = fresh(letter)
    while letter.state == LetterState.APPROVING:
        letter = letters.approve(
            letter, letter.digest, True, "同意", user=_holder(county, letter.waits_for), at=at(on, 11)
        )
    return letter


def sent(letter: Letter, county: cast.County, on: str, way: str = "in_person") -> Letter:
    """Approved and handed over on a day, the other side signing at once."""
    letter = approved(letter, county, on)
    day = date.fromisoformat(on)
    return letters.send(
        letter,
        way,
        day,
        delivered_on=day if way == "in_person" else None,
        tracking_number="EM000000001CN" if way == "post" else "",
        user=county.gao,
        at=at(on, 15),
    )


def _holder(county: cast.County, role: str) -> User:
    holders: Mapping[str, User] = {
        "section_head": county.he,
        "leader": county.song,
        "signatory": county.qin,
    }
    return holders[role]


FILLED = {
    "channel": "in_person",
    "arrived_on": "2021-01-25",
    "kind": "natural_person",
    **{name: value for name, value in vars(PERSON).items() if value},
    "subject": "information",
    "title": REQUEST.title,
    "wanted": REQUEST.wanted,
    "form": "electronic",
    "way": "post",
}
"""The form of an officer who registers, as a browser sends it."""


def picture() -> bytes:
    """A scan of something."""
    made = BytesIO()
    Image.new("RGB", (400, 300), "white").save(made, "PNG")
    return made.getvalue()


def fresh(row: T) -> T:
    return type(row)._default_manager.get(pk=row.pk)
