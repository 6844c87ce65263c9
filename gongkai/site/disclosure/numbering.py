"""索引号: each organ's own pattern; a number is given once and stays, whatever the pattern is later."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .column_models import Column
from .models import Item
from .record_models import IndexCounter, Settings

if TYPE_CHECKING:
    from ..accounts.models import User

USUAL = "{organ}/{year}-{serial:5}"
NO_CATEGORY = "00"
"""Stands for the category of what has none."""
_LONGEST = 60
_LONGEST_CATEGORY = 12
_BATCH = 500
_TOKEN = re.compile(r"\{(organ|category|year|serial:[3-8])\}")
_TEXT = re.compile(r"[A-Za-z0-9/_.\-]*")


def pattern_of(organ: Organ) -> str:
    """The organ's own pattern, or the usual one."""
    own = Settings.objects.filter(organ=organ).first()
    return own.index_pattern if own else USUAL


def check_pattern(organ: Organ, pattern: str) -> None:
    """Refuse a pattern that is not understood, or whose numbers could not be told apart."""
    parts = _TOKEN.findall(pattern)
    if not _TEXT.fullmatch(_TOKEN.sub("", pattern)):
        raise Refused(
            _(
                "编法中除 {organ}、{category}、{year}、{serial:5} 外，只能写半角字母、数字和 / - _ .；"
                "流水号的位数写3至8"
            )
        )
    if parts.count("year") != 1:
        raise Refused(_("编法中应写一次年份 {year}"))
    if sum(part.startswith("serial") for part in parts) != 1:
        raise Refused(_("编法中应写一次流水号，例如 {serial:5}"))
    if len(written(pattern, organ, 9999, "9" * _LONGEST_CATEGORY, 99999999)) > _LONGEST:
        raise Refused(_("编出的索引号会超过{most}个字符，请缩短").format(most=_LONGEST))


def in_words(organ: Organ) -> str:
    """What the numbers of an organ are made of, for its guide."""
    names = {
        "organ": _("机关代号“{slug}”").format(slug=organ.slug),
        "category": _("法定内容代号"),
        "year": _("公布年份"),
    }
    found = []
    for number, part in enumerate(_TOKEN.split(pattern_of(organ))):
        if number % 2:
            found.append(names.get(part, _("流水号")))
        elif text := part.strip("/-_."):
            found.append(_("“{text}”").format(text=text))
    return "、".join(found)


def written(pattern: str, organ: Organ, year: int, category: str, serial: int) -> str:
    """One number by a pattern."""

    def value(found: re.Match[str]) -> str:
        name, _colon, digits = found.group(1).partition(":")
        if digits:
            return f"{serial:0{digits}}"
        return {"organ": organ.slug, "category": category or NO_CATEGORY, "year": str(year)}[name]

    return _TOKEN.sub(value, pattern)


def category_of(category: str, column: Column | None) -> str:
    """法定内容 as typed for the item, or that of its column."""
    return category or (column.category if column else "")


def preview(organ: Organ, pattern: str, year: int) -> list[str]:
    """What the next numbers would look like; gives none of them."""
    counter = IndexCounter.objects.filter(organ=organ, year=year).first()
    first = counter.last + 1 if counter else 1
    kinds = enumerate(["20.1", "20.7", ""], start=first)
    return [written(pattern, organ, year, category, serial) for serial, category in kinds]


@transaction.atomic
def set_index_pattern(organ: Organ, pattern: str, *, user: "User", at: datetime) -> None:
    """设定索引号编法, for what is published from now on."""
    permissions.require(user, "disclosure.index_pattern", organ, on=localdate(at))
    organ = Organ.objects.select_for_update().get(pk=organ.pk)
    pattern = pattern.strip()
    check_pattern(organ, pattern)
    old = pattern_of(organ)
    if pattern == old:
        raise Refused(_("现在就是这一编法"))
    settings, _made = Settings.objects.update_or_create(organ=organ, defaults={"index_pattern": pattern})
    ledger.record(settings, "index_pattern_set", user=user, organ=organ.slug, old=old, new=pattern)


def next_numbers(organ: Organ, year: int, categories: Sequence[str]) -> list[str]:
    """The next index numbers, one for each category.

    The serial runs on through a change of pattern. A number that an earlier pattern gave
    already is passed over.
    """
    counter, _made = IndexCounter.objects.select_for_update().get_or_create(organ=organ, year=year)
    pattern = pattern_of(organ)
    found: list[str] = []
    while left := categories[len(found) :]:
        serials = range(counter.last + 1, counter.last + 1 + len(left))
        numbers = [written(pattern, organ, year, *pair) for pair in zip(left, serials, strict=True)]
        taken = _taken(organ, numbers) | set(found)
        free = next((n for n, number in enumerate(numbers) if number in taken), len(numbers))
        found += numbers[:free]
        counter.last += free if free == len(numbers) else free + 1
    counter.save()
    return found


def _taken(organ: Organ, numbers: Sequence[str]) -> set[str]:
    held: set[str] = set()
    for start in range(0, len(numbers), _BATCH):
        some = numbers[start : start + _BATCH]
        held |= set(
            Item.objects.filter(organ=organ, index_number__in=some).values_list("index_number", flat=True)
        )
    return held
