"""两版方案的不同: what a new version of a scheme says otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.translation import _

from .files import to_data
from .scheme import Scheme


@dataclass(frozen=True)
class Change:
    """``old`` is empty for what is new, ``new`` for what is gone."""

    place: str
    what: str
    old: str
    new: str


_FIELDS = {
    "name": _("名称"),
    "area": _("板块"),
    "weight": _("分值"),
    "method": _("计分方式"),
    "figure": _("取数"),
    "each": _("每件"),
    "cap": _("上限"),
    "bands": _("分档"),
    "zero_at": _("零分点"),
    "full_at": _("满分点"),
    "at_least": _("不低于"),
    "at_most": _("不高于"),
    "small_each": _("分母太小时每件扣"),
    "criterion": _("评分标准"),
    "source": _("依据"),
    "kinds": _("机关类别"),
    "least": _("起点"),
    "grade": _("等次"),
    "title": _("名称"),
    "basis": _("依据"),
    "period": _("周期"),
    "excluded": _("不考核的机关"),
    "own": _("本级一并考核"),
    "small": _("不按比例评的分母"),
    "judged_from": _("参加排名的可评分值"),
}


def compare(old: Scheme, new: Scheme) -> list[Change]:
    """Every difference but the number of the version, in the order of the new scheme."""
    before, after = to_data(old), to_data(new)
    plain = ("title", "basis", "period", "kinds", "excluded", "own", "small", "judged_from")
    found = [
        Change(_("方案"), _FIELDS[key], _told(before[key]), _told(after[key]))
        for key in plain
        if before[key] != after[key]
    ]
    found += _rows(_("等次"), _by(before["grades"], "name"), _by(after["grades"], "name"))
    found += _rows(_("指标"), _indicators(before), _indicators(after))
    found += _rows(_("单项否决"), _by(before["vetoes"], "code"), _by(after["vetoes"], "code"))
    return found


def _by(rows: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in rows}


def _indicators(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        one["code"]: {**one, "area": area["name"]} for area in data["areas"] for one in area["indicators"]
    }


def _rows(what: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterator[Change]:
    for code in [*new, *(code for code in old if code not in new)]:
        place = f"{what}{code}"
        if code not in old:
            yield Change(place, _("新增"), "", new[code].get("name", code))
        elif code not in new:
            yield Change(place, _("删去"), old[code].get("name", code), "")
        else:
            for key in dict.fromkeys([*old[code], *new[code]]):
                before, after = old[code].get(key, ""), new[code].get(key, "")
                if before != after:
                    yield Change(place, _FIELDS.get(key, key), _told(before), _told(after))


def _told(value: object) -> str:
    if isinstance(value, list):
        return "；".join(
            " ".join(f"{_FIELDS.get(key, _('给分'))}{number}" for key, number in one.items())
            if isinstance(one, dict)
            else str(one)
            for one in value
        )
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)
