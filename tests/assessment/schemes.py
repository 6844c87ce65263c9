"""A small scheme with every way of marking, and facts for it."""

from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.assessment import Fact, Hit, Scheme, read

TEXT = """
title = "测试方案"
version = "1"
period = "year"
kinds = ["town", "department"]
[[grades]]
name = "优秀"
least = 90
[[grades]]
name = "合格"
least = 60
[[grades]]
name = "不合格"
least = 0
[[areas]]
name = "公开"
[[areas.indicators]]
code = "A1"
name = "逾期"
weight = 20
method = "deduction"
figure = "t.late"
each = 6
cap = 15
[[areas.indicators]]
code = "A2"
name = "比率"
weight = 20
method = "linear"
figure = "t.share"
zero_at = 60
full_at = 100
small_each = 2.5
[[areas.indicators]]
code = "A3"
name = "分档"
weight = 20
method = "bands"
figure = "t.count"
bands = [{ least = 0, below = 3, given = 20 }, { least = 3, below = 6, given = 10 }, { least = 6, given = 0 }]
[[areas]]
name = "推进"
[[areas.indicators]]
code = "B1"
name = "达标"
weight = 15
method = "threshold"
figure = "t.stale"
at_most = 1
[[areas.indicators]]
code = "B2"
name = "材料"
weight = 25
method = "hand"
criterion = "看材料"
[[areas]]
name = "加分"
[[areas.indicators]]
code = "F1"
name = "创新"
weight = 5
method = "bonus"
figure = "t.good"
each = 2
[[vetoes]]
code = "V1"
name = "泄密"
figure = "t.leak"
[[vetoes]]
code = "V2"
name = "失职"
grade = "不合格"
"""
KNOWN = {
    "t.late": False,
    "t.share": True,
    "t.count": False,
    "t.stale": False,
    "t.good": False,
    "t.leak": False,
}


def scheme(**changes: str) -> Scheme:
    """The scheme, with parts of its text replaced."""
    text = TEXT
    for old, new in changes.items():
        text = text.replace(old, new)
    return read(text)


def hits(count: int, name: str = "h") -> tuple[Hit, ...]:
    return tuple(Hit(f"item:{name}{n}", f"第{n}件", date(2025, 1, 1 + n % 28)) for n in range(count))


def counted(count: int, name: str = "h") -> Fact:
    return Fact(Decimal(count), None, hits(count, name))


def facts(**numbers: int) -> dict[str, Fact]:
    """``late=3`` → the figure ``t.late`` with three records; the share is full."""
    found: dict[str, Any] = {code: counted(0) for code in KNOWN}
    found["t.share"] = Fact(Decimal(100), 50)
    return found | {f"t.{name}": counted(count, name) for name, count in numbers.items()}
