"""What stands in a value cell: numbers in the form's unit, blanks that stay blank, texts that stay texts."""

from decimal import Decimal

import pytest

from gongkai.annual_report import formats
from gongkai.annual_report.parsing import values
from gongkai.annual_report.parsing.values import Value

COUNT = formats.load("2021").cells["applications.granted.total"].column
AMOUNT = formats.load("2021").cells["disclosure.fees.amount"].column


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("12", 12), (" 12 ", 12), ("１２", 12), ("1,036", 1036), ("+1036", 1036),
        ("-18", -18), ("−18", -18), ("－18", -18), ("减4", -4), ("增加 3", 3), ("１ ２".replace(" ", ""), 12),
    ],
)  # fmt: skip
def test_a_count_is_read_in_every_way_it_is_written(text: str, number: int) -> None:
    assert values.read(text, COUNT) == Value(number)


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\xa0"])
def test_a_blank_is_not_a_zero(text: str) -> None:
    assert values.read(text, COUNT) == Value(None, "blank")


@pytest.mark.parametrize("text", ["/", "-", "－", "—", "——", "／"])
def test_a_stroke_is_not_applicable(text: str) -> None:
    assert values.read(text, COUNT) == Value(None, "na")


@pytest.mark.parametrize(
    "text",
    [
        "1 2",
        "18①",
        "18²",
        "无",
        "约12",
        "12至15",
        "3.5",
        "12元",
        "12,34",
        "1" * 30,
        "见附件",
        "12 件 3",
    ],
)
def test_what_is_no_count_stays_text(text: str) -> None:
    assert values.read(text, COUNT) == Value(None, f"text: {text}")


@pytest.mark.parametrize(
    ("text", "number"), [("22（其中修订16件）", 22), ("22件", 22), ("3.0", 3), ("5 (含街道)", 5)]
)
def test_a_count_with_a_remark_keeps_what_was_printed(text: str, number: int) -> None:
    assert values.read(text, COUNT) == Value(number, f"note: {text}")


@pytest.mark.parametrize(
    ("text", "unit", "number", "mark"),
    [
        ("7730.28", None, "7730.28", None),
        ("251000元", None, "25.1", "note: 251000元"),
        ("25.1万元", None, "25.1", "note: 25.1万元"),
        ("251000", "元", "25.1", "note: 251000元"),
        ("25.1", "万元", "25.1", "note: 25.1万元"),
        ("0", None, "0", None),
        ("58600（元）", None, "5.86", "note: 58600（元）"),
        ("58600(单位:元)", None, "5.86", "note: 58600(单位:元)"),
        ("1,234.5600", None, "1234.56", None),
    ],
)
def test_an_amount_comes_in_the_unit_of_the_form(
    text: str, unit: str | None, number: str, mark: str | None
) -> None:
    assert values.read(text, AMOUNT, unit) == Value(Decimal(number), mark)


def test_an_amount_in_a_strange_unit_is_not_guessed() -> None:
    assert values.read("12件", AMOUNT) == Value(None, "text: 12件")
