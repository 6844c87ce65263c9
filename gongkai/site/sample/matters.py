"""望舒镇's standard catalogue, mapped to its columns, with an item bound to a matter."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..accounts.models import User
from ..disclosure import matters
from ..disclosure.content import Content
from ..disclosure.matter_models import Matter
from ..disclosure.models import Item
from ..organs.models import Organ, Role

CHINA = ZoneInfo("Asia/Shanghai")
SUMMARY = "年度工作总结"
"""The matter that an item of last year is bound to."""
_ENTERED = datetime(2022, 1, 6, 10, tzinfo=CHINA)


def enter(town: Organ, people: Mapping[str, User]) -> None:
    """Import the catalogue."""
    officer = people[Role.DISCLOSURE_OFFICER]
    rows = list(_rows(town.name_on(_ENTERED.date())))
    digest = matters.plan(town, rows).digest
    matters.import_matters(town, rows, digest=digest, user=officer, at=_ENTERED)


def summary(year: int) -> tuple[Content, datetime]:
    """An item that meets one matter, and when it came out."""
    content = Content(
        title=f"望舒镇人民政府{year}年工作总结",
        formed_on=date(year, 12, 16),
        klass="publish",
        genre="other",
        category="20.15",
        body=(
            f"<p>{year}年，望舒镇按照年初计划推进各项工作，完成情况如下。</p>"
            "<p>一是办好民生实事，二是改进便民服务，三是做好政府信息公开。</p>"
            "<p>下一年继续改进办事流程，按时公开各项信息。</p>"
        ),
    )
    return content, datetime(year, 12, 20, 10, tzinfo=CHINA)


def bind(item: Item, people: Mapping[str, User], at: datetime) -> None:
    """Say which matter the summary meets."""
    matter = Matter.objects.active().get(organ=item.organ, subname=SUMMARY)
    matters.bind_matters(item, [matter], user=people[Role.DISCLOSURE_OFFICER], at=at)


def _rows(subject: str) -> Iterator[matters.Row]:
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    for number, entry in enumerate(data["matters"], start=1):
        usual = {"position": number, "subject": subject, "outlets": ["website"], "levels": ["town"]}
        column = entry.pop("column", "")
        yield matters.Row(str(number), {**usual, **entry}, column)
