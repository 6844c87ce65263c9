"""Numbers the law fixes 法定参数: one TOML file a chapter, each dated, with its article and its source.

A number marked ``verified = false`` was not read in the text it comes from.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.translation import _

from ..citation import Article

FOLDER = Path(__file__).parent


class NotInForce(ValueError):
    """A day on which no rule with this number was in force."""


@dataclass(frozen=True)
class Parameter:
    """A number in force from ``since``, until the next one of its name."""

    value: int
    unit: str
    since: date
    article: Article
    verified: bool


def on(name: str, day: date) -> Parameter:
    """The parameter ``name`` in force on ``day``. Raises NotInForce before its first day.

    A name that no file has is a KeyError.
    """
    versions = _all()[name]
    fitting = [one for one in versions if one.since <= day]
    if not fitting:
        first = versions[0].since
        raise NotInForce(_("{day}时规定还没有施行，最早可以计算{first}起的期限").format(day=day, first=first))
    return fitting[-1]


@cache
def _all() -> dict[str, list[Parameter]]:
    found: dict[str, list[Parameter]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, versions in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[name] = sorted((_parameter(one) for one in versions), key=lambda one: one.since)
    return found


def _parameter(data: dict[str, object]) -> Parameter:
    article = data["article"]
    assert isinstance(article, dict)
    value, since = data["value"], data["since"]
    assert isinstance(value, int) and isinstance(since, date)
    return Parameter(value, str(data["unit"]), since, Article(**article), bool(data["verified"]))
