"""A scheme as a file: read from TOML or JSON, told as plain data and as TOML."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.translation import _

from .scheme import (
    FULL,
    Area,
    Band,
    Bands,
    Bonus,
    ByHand,
    Deduction,
    Grade,
    Indicator,
    Linear,
    Method,
    Scheme,
    Threshold,
    VetoRule,
)

_METHODS: dict[str, type[Any]] = {
    one.key: one for one in (Deduction, Bands, Linear, Threshold, ByHand, Bonus)
}
_LARGEST = Decimal(1_000_000)
_PLACES = 4
"""Decimals of a number in a scheme."""
_BAD = re.compile(r"[\x00\ud800-\udfff]")
"""What no database keeps."""


class Unreadable(ValueError):
    """The file is no scheme; the message says where and why, in Chinese."""


def read(source: str | Mapping[str, Any]) -> Scheme:
    """A scheme from the text of a TOML or JSON file, or from plain data. Raises Unreadable."""
    if isinstance(source, Mapping):
        return _scheme(source)
    text = source.strip()
    try:
        data = (
            json.loads(text, parse_float=Decimal)
            if text.startswith("{")
            else tomllib.loads(text, parse_float=Decimal)
        )
    except (ValueError, RecursionError) as error:  # bad writing, numbers without end, tables within tables
        raise Unreadable(_("读不懂这份文件，请检查写法：{error}").format(error=error)) from error
    return _scheme(data)


def to_data(scheme: Scheme) -> dict[str, Any]:
    """As plain data for JSON; numbers are texts, so that none is rounded."""
    return {
        "title": scheme.title,
        "version": scheme.version,
        "basis": scheme.basis,
        "period": scheme.period,
        "kinds": list(scheme.kinds),
        "excluded": list(scheme.excluded),
        "own": scheme.own,
        "small": scheme.small,
        "judged_from": told(scheme.judged_from),
        "grades": [{"name": one.name, "least": told(one.least)} for one in scheme.grades],
        "areas": [
            {"name": area.name, "indicators": [_indicator_data(one) for one in area.indicators]}
            for area in scheme.areas
        ],
        "vetoes": [{key: value for key, value in vars(one).items() if value != ""} for one in scheme.vetoes],
    }


def to_toml(scheme: Scheme) -> str:
    """The file that ``read`` reads again."""
    data = to_data(scheme)
    lines = [_pair(key, value) for key, value in data.items() if not _is_tables(value)]
    for one in data["grades"]:
        lines += ["", "[[grades]]", *_pairs(one)]
    for area in data["areas"]:
        lines += ["", "[[areas]]", _pair("name", area["name"])]
        for indicator in area["indicators"]:
            lines += ["", "[[areas.indicators]]", *_pairs(indicator)]
    for one in data["vetoes"]:
        lines += ["", "[[vetoes]]", *_pairs(one)]
    return "\n".join(lines) + "\n"


def told(number: Decimal) -> str:
    """Without superfluous noughts: 2.5, 10."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scheme(data: Mapping[str, Any]) -> Scheme:
    known = {one.name for one in fields(Scheme)}
    _only(data, known, _("方案"))
    return Scheme(
        title=_text(data, "title", _("方案")),
        version=_text(data, "version", _("方案")),
        basis=_text(data, "basis", _("方案"), ""),
        period=_text(data, "period", _("方案")),
        kinds=_texts(data, "kinds", _("方案")),
        areas=tuple(_area(one, number) for number, one in _rows(data, "areas", _("方案"))),
        grades=tuple(
            Grade(_text(one, "name", place), _number(one, "least", place))
            for place, one in (
                (_("第{number}个等次").format(number=number), one)
                for number, one in _rows(data, "grades", _("方案"))
            )
        ),
        vetoes=tuple(_veto(one, number) for number, one in _rows(data, "vetoes", _("方案"))),
        excluded=_texts(data, "excluded", _("方案")),
        own=_yes(data, "own", _("方案")),
        small=_whole(data, "small", _("方案"), 30),
        judged_from=_number(data, "judged_from", _("方案"), FULL * Decimal("0.6")),
    )


def _area(data: Mapping[str, Any], number: int) -> Area:
    place = _("第{number}个板块").format(number=number)
    _only(data, {"name", "indicators"}, place)
    name = _text(data, "name", place)
    return Area(
        name, tuple(_indicator(one, name, number) for number, one in _rows(data, "indicators", place))
    )


def _indicator(data: Mapping[str, Any], area: str, number: int) -> Indicator:
    place = _("“{area}”第{number}项").format(area=area, number=number)
    code = _text(data, "code", place)
    place = _("指标{code}").format(code=code)
    method = _text(data, "method", place)
    if method not in _METHODS:
        raise Unreadable(
            _("{place}：不认识的计分方式“{method}”，可用的有{all}").format(
                place=place, method=method[:20], all="、".join(_METHODS)
            )
        )
    kind = _METHODS[method]
    own = {one.name for one in fields(kind)}
    _only(data, {"code", "name", "weight", "method", "source", "kinds"} | own, place)
    return Indicator(
        code,
        _text(data, "name", place),
        _number(data, "weight", place),
        _method(kind, data, place),
        _text(data, "source", place, ""),
        _texts(data, "kinds", place),
    )


def _method(kind: type[Any], data: Mapping[str, Any], place: str) -> Method:
    needed = {
        Deduction: ("figure", "each", "cap"),
        Bands: ("figure", "bands"),
        Linear: ("figure", "zero_at", "full_at"),
        Threshold: ("figure",),
        ByHand: ("criterion",),
        Bonus: (),
    }[kind]
    values: dict[str, Any] = {}
    for one in fields(kind):
        name = one.name
        if name not in data:
            if name in needed:
                raise Unreadable(_("{place}：缺少{name}").format(place=place, name=name))
            continue
        if name in ("figure", "criterion"):
            values[name] = _text(data, name, place, "")
        elif name == "bands":
            values[name] = tuple(_band(band, place, number) for number, band in _rows(data, name, place))
        else:
            values[name] = _number(data, name, place)
    made: Method = kind(**values)
    return made


def _band(data: Mapping[str, Any], place: str, number: int) -> Band:
    place = _("{place}第{number}档").format(place=place, number=number)
    _only(data, {"least", "below", "given"}, place)
    below = _number(data, "below", place) if "below" in data else None
    return Band(_number(data, "least", place), below, _number(data, "given", place))


def _veto(data: Mapping[str, Any], number: int) -> VetoRule:
    place = _("第{number}项单项否决").format(number=number)
    _only(data, {one.name for one in fields(VetoRule)}, place)
    return VetoRule(
        _text(data, "code", place),
        _text(data, "name", place),
        _text(data, "figure", place, ""),
        _whole(data, "least", place, 1),
        _text(data, "grade", place, ""),
        _text(data, "source", place, ""),
    )


def _only(data: Mapping[str, Any], known: set[str], place: str) -> None:
    strange = sorted(str(key) for key in data if key not in known)
    if strange:
        raise Unreadable(
            _("{place}：不认识的项目“{name}”，可以写{all}").format(
                place=place, name=strange[0][:30], all="、".join(sorted(known))
            )
        )


def _rows(data: Mapping[str, Any], name: str, place: str) -> list[tuple[int, Mapping[str, Any]]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(one, Mapping) for one in rows):
        raise Unreadable(_("{place}：{name}应是一组表").format(place=place, name=name))
    return list(enumerate(rows, start=1))


def _text(data: Mapping[str, Any], name: str, place: str, default: str | None = None) -> str:
    value = data.get(name, default)
    if value is None:
        raise Unreadable(_("{place}：缺少{name}").format(place=place, name=name))
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise Unreadable(_("{place}：{name}应是文字").format(place=place, name=name))
    if _BAD.search(value):
        raise Unreadable(_("{place}：{name}里有不能保存的字符").format(place=place, name=name))
    return value.strip()


def _texts(data: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unreadable(_("{place}：{name}应是一组文字").format(place=place, name=name))
    return tuple(value)


def _yes(data: Mapping[str, Any], name: str, place: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise Unreadable(_("{place}：{name}应是true或者false").format(place=place, name=name))
    return value


def _number(data: Mapping[str, Any], name: str, place: str, default: Decimal | None = None) -> Decimal:
    value = data.get(name, default)
    if value is None:
        raise Unreadable(_("{place}：缺少{name}").format(place=place, name=name))
    try:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise InvalidOperation
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _LARGEST or number != round(number, _PLACES):
        raise Unreadable(_("{place}：{name}应是数，小数不超过4位").format(place=place, name=name))
    return number


def _whole(data: Mapping[str, Any], name: str, place: str, default: int) -> int:
    number = _number(data, name, place, Decimal(default))
    if number != int(number):
        raise Unreadable(_("{place}：{name}应是整数").format(place=place, name=name))
    return int(number)


def _indicator_data(one: Indicator) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": one.code,
        "name": one.name,
        "weight": told(one.weight),
        "method": one.method.key,
    }
    for field in fields(one.method):
        value = getattr(one.method, field.name)
        if value is None or value == "":
            continue
        if field.name == "bands":
            data["bands"] = [
                {key: told(number) for key, number in vars(band).items() if number is not None}
                for band in value
            ]
        else:
            data[field.name] = told(value) if isinstance(value, Decimal) else value
    if one.source:
        data["source"] = one.source
    if one.kinds:
        data["kinds"] = list(one.kinds)
    return data


_NUMBERS = frozenset(
    "weight each cap least below given zero_at full_at small_each at_least at_most judged_from".split()
)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _pairs(data: Mapping[str, Any]) -> list[str]:
    return [_pair(key, value) for key, value in data.items()]


def _pair(key: str, value: object) -> str:
    if _is_tables(value):
        assert isinstance(value, list)
        rows = ", ".join("{ " + ", ".join(_pairs(one)) + " }" for one in value)
        return f"{key} = [{rows}]"
    if key in _NUMBERS:
        return f"{key} = {value}"
    # A basic string of TOML is one of JSON, but for the sign that TOML wants escaped, too.
    return f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
