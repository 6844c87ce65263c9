"""问题提示: which figures speak of a problem, in a sentence with the number, its base and the peers.

Pure arithmetic over values. Nothing is compared with fewer than PEERS organs of the same kind, and
no rate is told of a base under 30: it is told as counts, or not at all.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..figures.figure import Value

PEERS = 5
"""Fewer organs than these are no measure for another one."""
_FILE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True)
class Rule:
    """From which value a figure speaks of a problem; in force from ``since``."""

    code: str
    figure: str
    since: date
    far: int | None = None
    from_: int | None = None
    under: int | None = None

    @property
    def words(self) -> "Words":
        return WORDS[self.code]


@dataclass(frozen=True)
class Words:
    """What a rule says. ``share`` has {of}, {count}, {rate}; ``counts`` {of}, {count}; of a count alone
    ``counts`` has {count}."""

    problem: str | Promise
    counts: str | Promise
    share: str | Promise = ""


WORDS: Mapping[str, Words] = {
    "news": Words(
        _("动态类信息多，业务类信息少"),
        "",
        _("公开的{of}条信息中业务类{count}条，占{rate}"),
    ),
    "breadth": Words(
        _("公开的广度不够，部分栏目没有更新"),
        _("{of}个栏目中{count}个没有新内容"),
        _("{of}个栏目中{count}个没有新内容，占{rate}"),
    ),
    "depth": Words(
        _("公开的深度不够，政策解读偏少"),
        _("公开的{of}件规范性文件中{count}件没有解读"),
        _("公开的{of}件规范性文件中有解读的{count}件，占{rate}"),
    ),
    "channels": Words(
        _("公开的渠道单一"),
        "",
        _("公开的{of}条信息中{count}条同时在网站以外的渠道公开，占{rate}"),
    ),
    "attention": Words(
        _("对公开工作的重视不够，会议和培训偏少"),
        _("召开公开工作会议、举办培训共{count}次"),
    ),
    "late_items": Words(
        _("部分信息公开不及时"),
        _("应按期公开的{of}条信息中{count}条超过公开期限"),
        _("应按期公开的{of}条信息中按期公开{count}条，占{rate}"),
    ),
    "late_answers": Words(
        _("部分申请逾期答复"),
        _("到期的{of}件申请中{count}件逾期"),
        _("到期的{of}件申请中按期办结{count}件，占{rate}"),
    ),
    "one_section": Words(
        _("各科室更新不均衡，集中在少数科室"),
        "",
        _("公开的{of}条信息中{count}条由同一个科室负责，占{rate}"),
    ),
}


@dataclass(frozen=True)
class Suggestion:
    """A problem that a figure speaks of. ``peers``: how many the median is of; 0: compared with nobody."""

    rule: Rule
    value: Value
    peers: int
    median: Decimal | None
    evidence: str

    @property
    def problem(self) -> str:
        return str(self.rule.words.problem)


def rules(on: date) -> list[Rule]:
    """Those in force on a day: of each code the newest."""
    found = {rule.code: rule for rule in _all() if rule.since <= on}
    return list(found.values())


def suggestion(
    rule: Rule, value: Value, against: int, peers: Iterable[Value], *, more_is_better: bool
) -> Suggestion | None:
    """What a value says beside those of the organs of the same kind; None: nothing.

    ``against``: how many records speak against the organ.
    """
    if value.number is None:
        return None
    if value.of is None:
        return _of_count(rule, value, peers)
    if value.is_small:
        return _of_few(rule, value, against)
    known = [one.number for one in peers if one.number is not None and one.of and not one.is_small]
    if rule.far is None or len(known) < PEERS:
        return None
    middle = Decimal(median(known))
    worse = middle - value.number if more_is_better else value.number - middle
    if worse < rule.far:
        return None
    count = value.of - against if more_is_better else against
    told = str(rule.words.share).format(of=value.of, count=count, rate=f"{value.number:.1f}%")
    return Suggestion(rule, value, len(known), middle, _compared(told, len(known), f"{middle:.1f}%"))


def _of_few(rule: Rule, value: Value, against: int) -> Suggestion | None:
    """Of a share of few: its counts, where they are enough to be told."""
    if rule.from_ is None or against < rule.from_:
        return None
    return Suggestion(rule, value, 0, None, str(rule.words.counts).format(of=value.of, count=against))


def _of_count(rule: Rule, value: Value, peers: Iterable[Value]) -> Suggestion | None:
    known = [one.number for one in peers if one.number is not None]
    if rule.under is None or value.number is None or value.number >= rule.under:
        return None
    told = str(rule.words.counts).format(count=value.number)
    if len(known) < PEERS:
        return Suggestion(rule, value, 0, None, told)
    middle = Decimal(median(known))
    if value.number >= middle:
        return None
    return Suggestion(rule, value, len(known), middle, _compared(told, len(known), f"{middle:f}"))


def _compared(told: str, peers: int, middle: str) -> str:
    return str(_("{told}；同类机关{peers}家的中位数为{middle}")).format(told=told, peers=peers, middle=middle)


@cache
def _all() -> tuple[Rule, ...]:
    rows = tomllib.loads(_FILE.read_text("utf-8"))["rule"]
    found = (
        Rule(row["code"], row["figure"], row["since"], row.get("far"), row.get("from"), row.get("under"))
        for row in rows
    )
    return tuple(sorted(found, key=lambda rule: rule.since))
