"""起草: figures of the text are those of the tables, growth shows its base, what is missing is asked for."""

import json
from dataclasses import replace

import pytest

from gongkai.annual_report import formats, reconciliation
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import PROMPT, draft, drafted, growth, unwritten
from gongkai.annual_report.facts import Applied, Commitment, Facts, Telling, Told, tally

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
        (0, 12, "，同比下降100.0%（上年12条）"),
        (11, 10, "，同比增长10.0%（上年10条）"),
        (11, 9, "（上年9条）"),
        (0, 4, "（上年4条）"),
        (4, 4, "，与上年持平（上年4条）"),
        (7, 0, "（上年0条）"),
    ],
)
def test_growth_shows_its_base_and_gives_no_rate_on_a_small_one(now: int, before: int, words: str) -> None:
    assert growth(now, before, "条") == words


def test_the_overview_tells_the_figures_of_the_tables() -> None:
    said = text(1)
    assert "2025年主动公开政府信息125条，同比增长25.0%（上年100条）。" in said
    assert "制发行政规范性文件3件，废止1件，年末现行有效12件。" in said
    assert "本年新收政府信息公开申请6件（上年8件），上年结转2件" in said
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


FULL = Told(
    published=(309, 136),
    received=(6, 8),
    adopted=(252, 0),
    interpreted=(6, 3),
    columns=(("通知公告", 120, 60), ("统计信息", 40, 41)),
    channels=(("政务新媒体", 88, 70),),
    withdrawn=1,
    revised=4,
    reexamined=2,
    group=4,
    leader="镇长",
    office="党政办公室",
    officers=1,
    meetings=(3, 49),
    trainings_given=(1, 32),
    trainings_taken=(1, 3),
    places=2,
    handed_over=64,
    questions=(12, 11),
    more=(
        Telling("evaluations", 1, "开展社会评议1次"),
        Telling("self_check", 1, "完成《2021年政务公开要点落实情况自查报告》"),
    ),
)


@pytest.mark.parametrize(
    "words",
    [
        "主动公开政府信息309条，同比增长127.2%（上年136条）",
        "按栏目分，较多的是通知公告120条（上年60条），统计信息40条（上年41条）。",
        "政务新媒体88条次（上年70条次）",
        "发布政策解读6篇（上年3篇）",
        "被上级机关采用信息252条（上年0条），另行统计，不计入主动公开。",
        "更新4条，撤下1条；对不予公开的信息再审查2件次",
        "查阅场所2处，全年移送信息64件",
        "公众提问12个，年内答复11个",
        "领导小组共4人，由镇长任组长，由党政办公室承担日常工作，明确公开专员1人。",
        "召开会议3次（49人次），举办培训1次（32人次），参加培训1次（3人次）",
        "被申请行政复议0件，被提起行政诉讼0件",
        "全年开展社会评议1次，完成《2021年政务公开要点落实情况自查报告》。",
        "［待填写：考核、社会评议、责任追究的结果，公众投诉举报的处理］",
    ],
)
def test_the_overview_tells_what_the_registers_hold(words: str) -> None:
    assert words in text(1, told=FULL)


def test_what_no_register_holds_is_not_told_as_nought() -> None:
    said = text(1, told=Told())
    assert not any(word in said for word in ("查阅场所", "领导小组", "召开会议", "政策解读", "采用信息"))


@pytest.mark.parametrize("year", [2020, 2025])
def test_the_checks_find_nothing_in_a_full_text(year: int) -> None:
    given = facts(year, FULL)
    found = reconciliation.check(drafted(compiled(given), given))
    assert not [one for one in found if one.severity in ("error", "warning")], found


def test_the_count_of_a_clause_is_bound_and_no_other_digit_of_it() -> None:
    given = facts(told=FULL)
    made = draft(compiled(given), given)
    section = made.report.section(1)
    assert section is not None
    said = {
        one.key: section.text[one.start - 4 : one.end + 1] for one in made.bindings if one.key[:5] == "more:"
    }
    assert said == {"more:evaluations": "社会评议1次"}


def test_section_five_is_written_from_its_rows_and_last_years() -> None:
    rows = (
        Commitment("业务类信息偏少", "按月核对目录。", "全年12条", "党政办公室", "2026年6月30日"),
        Commitment("解读形式单一；", "解读与文件同步起草"),
    )
    kept = (Commitment("更新不均衡", "每季度公布核对结果", state="not_done", note="只公布了一次。"),)
    said = text(5, told=Told(problems=rows, commitments=kept))
    assert said == (
        "（一）存在的主要问题\n一是业务类信息偏少（全年12条）；二是解读形式单一。\n"
        "（二）改进措施\n一是按月核对目录，由党政办公室负责，2026年6月30日前完成；二是解读与文件同步起草。\n"
        "（三）上年问题的整改情况\n上年提出改进事项1项，已完成0项，正在推进0项，尚未完成1项。"
        "“每季度公布核对结果”尚未完成，只公布了一次。"
    )


def test_a_commitment_nobody_spoke_of_is_asked_for() -> None:
    said = text(5, told=Told(commitments=(Commitment("更新不均衡", "每季度公布核对结果"),)))
    assert "［待填写：上年提出的“每季度公布核对结果”的落实情况］" in said


def test_facts_keep_all_that_is_told_and_older_files_can_still_be_read() -> None:
    full = facts(told=replace(FULL, problems=(Commitment("问题", "措施"),)))
    data = json.loads(json.dumps(full.as_dict()))
    assert Facts.from_dict(data) == full
    data["told"] = {"published": [125, 100], "received": [6, 8], "fee_cases": 2, "fee_yuan": 350}
    assert Facts.from_dict(data) == facts()
