"""起草: figures of the text are those of the tables, growth shows its base, what is missing is asked for."""

from dataclasses import replace

import pytest

from gongkai.annual_report import formats, reconciliation
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import PROMPT, drafted, growth, unwritten
from gongkai.annual_report.facts import Applied, Facts, Told, tally

APPLIED = (
    Applied("natural_person", False, "granted", 5),
    Applied("business", True, "not_existing", 2),
    Applied("business", False, None, 1),
)
STOCK = {"normative_made": 3, "normative_disclosed": 3, "normative_ended": 1, "normative_in_force": 12}


def facts(year: int = 2025, told: Told | None = None) -> Facts:
    told = told or Told(published=(125, 100), received=(6, 8), fee_cases=2, fee_yuan=350)
    return Facts("望舒镇人民政府", year, APPLIED, tallied=tally(STOCK), told=told)


def text(section: int, year: int = 2025, told: Told | None = None) -> str:
    given = facts(year, told)
    found = drafted(compiled(given), given).section(section)
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (125, 100, "，同比增长25.0%（上年100条）"),
        (2, 3, "，同比下降33.3%（上年3条）"),
        (0, 4, "，同比下降100.0%（上年4条）"),
        (4, 4, "，与上年持平（上年4条）"),
        (7, 0, "（上年0条）"),
    ],
)
def test_growth_shows_its_base_and_gives_no_rate_on_nothing(now: int, before: int, words: str) -> None:
    assert growth(now, before, "条") == words


def test_the_overview_tells_the_figures_of_the_tables() -> None:
    said = text(1)
    assert "2025年主动公开政府信息125条，同比增长25.0%（上年100条）。" in said
    assert "制发行政规范性文件3件，废止1件，年末现行有效12件。" in said
    assert "本年新收政府信息公开申请6件，同比下降25.0%（上年8件），上年结转2件" in said
    assert "本年度办理完结7件，结转下年度继续办理1件。" in said


def test_the_overview_covers_what_the_form_asks_for() -> None:
    said = text(1)
    assert all(word in said for word in formats.load("2021").section(1).must_cover)


def test_the_form_of_2019_speaks_of_its_own_columns() -> None:
    assert "新制作规范性文件3件，年末对外公开的规范性文件共12件。" in text(1, 2020)


def test_the_fee_is_told_from_the_first_year_of_the_fee() -> None:
    assert text(6).startswith("本年收取信息处理费2件，共350元。")
    assert text(6, told=Told()).startswith("本年没有收取信息处理费。")
    assert "信息处理费" not in text(6, 2020)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2025])
def test_the_checks_find_no_error_and_no_number_that_disagrees(year: int) -> None:
    given = facts(year)
    report = drafted(compiled(given), given)
    findings = reconciliation.check(report)
    assert not [finding for finding in findings if finding.severity == "error"]
    assert not [finding for finding in findings if finding.severity == "warning"], findings
    assert [section.no for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_a_section_is_unwritten_while_it_asks_for_something() -> None:
    given = facts()
    report = drafted(compiled(given), given)
    assert [section.no for section in unwritten(report)] == [1, 5, 6]
    written = tuple(replace(one, text=one.text.split(PROMPT)[0]) for one in report.sections)
    assert unwritten(replace(report, sections=written)) == []
