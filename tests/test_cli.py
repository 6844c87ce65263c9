"""The command line: exit status 0, 1, 2; messages in Chinese; JSON for machines."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.annual_report import kinds
from gongkai.annual_report.reading import read
from gongkai.cli import main
from tests.annual_report.build import flat_text, sample_report

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(flat_text(sample_report("2021", year=2023)), "utf-8")
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    base = sample_report("2021", year=2023)
    path = tmp_path / "有误.txt"
    path.write_text(flat_text(replace(base, cells={**base.cells, "remedies.review.total": 99})), "utf-8")
    return path


def run(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_read_tells_what_was_read(report: Path, capsys: Captured) -> None:
    status, out, err = run(capsys, "report", "read", report)
    assert (status, err) == (0, "")
    assert "望舒镇人民政府2023年政府信息公开工作年度报告" in out
    assert "2021年版（国办公开办函〔2021〕30号）" in out
    assert "行政许可  1046" in out


def test_read_json_is_the_contract(report: Path, capsys: Captured) -> None:
    status, out, _err = run(capsys, "report", "read", report, "--json")
    data = json.loads(out)
    assert status == 0
    assert list(data) == [
        "organ", "year", "format", "variant", "preface", "cells", "marks",
        "sections", "signed_by", "signed_on", "unread", "source",
    ]  # fmt: skip
    assert data["cells"]["disclosure.licences.decisions"] == 1046
    assert data["source"]["kind"] == "text"


def test_check_ends_with_1_where_there_is_an_error_and_0_where_not(
    report: Path, faulty: Path, capsys: Captured
) -> None:
    assert run(capsys, "report", "check", report)[0] == 0
    status, out, _err = run(capsys, "report", "check", faulty)
    assert status == 1
    assert "错误  “行政复议”行" in out
    assert "错误1个，提醒0个" in out


def test_check_json_counts_its_findings(faulty: Path, capsys: Captured) -> None:
    status, out, _err = run(capsys, "report", "check", faulty, "--json")
    data = json.loads(out)
    assert (status, data["errors"], data["warnings"]) == (1, 1, 0)
    assert [finding["code"] for finding in data["findings"]] == ["remedies_total"]
    assert (data["findings"][0]["left"], data["findings"][0]["right"]) == (6, 99)


def test_check_with_last_years_report(report: Path, tmp_path: Path, capsys: Captured) -> None:
    before = tmp_path / "2022.json"
    base = sample_report("2021", year=2022)
    before.write_bytes(kinds.writer("json")(base))
    status, out, _err = run(capsys, "report", "check", report, "--previous", before, "--json")
    found = {finding["code"] for finding in json.loads(out)["findings"]}
    assert status == 1
    assert "applications_carry_over" in found
    before.write_bytes(kinds.writer("json")(replace(base, year=2019)))
    status, _out, err = run(capsys, "report", "check", report, "--previous", before)
    assert status == 2
    assert "--previous应是上一年的报告" in err


def test_many_blanks_are_told_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    base = sample_report("2021")
    blanks = [id for id in base.cells if id.startswith("disclosure.")]
    path = tmp_path / "blank.json"
    blank = replace(base, cells={**base.cells, **dict.fromkeys(blanks)}, marks=dict.fromkeys(blanks, "blank"))
    path.write_bytes(kinds.writer("json")(blank))
    status, out, _err = run(capsys, "report", "check", path)
    assert status == 0
    assert "另有10条提示" in out


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>"),
        ("json", b"{"), ("csv", b"\xef\xbb\xbf"),
    ],
)  # fmt: skip
def test_convert_writes_each_kind(
    report: Path, tmp_path: Path, capsys: Captured, kind: str, start: bytes
) -> None:
    out = tmp_path / f"报告.{kind}"
    assert run(capsys, "report", "convert", report, out)[0] == 0
    assert out.read_bytes().startswith(start)
    if kind in ("html", "json"):
        assert read(out.read_bytes()) == read(report.read_bytes())


def test_convert_refuses_a_kind_it_cannot_write(report: Path, tmp_path: Path, capsys: Captured) -> None:
    status, _out, err = run(capsys, "report", "convert", report, tmp_path / "报告.odt")
    assert status == 2
    assert "文件名应以.docx、.pdf" in err
    assert not (tmp_path / "报告.odt").exists()


def test_convert_says_so_where_it_cannot_write(report: Path, tmp_path: Path, capsys: Captured) -> None:
    status, _out, err = run(capsys, "report", "convert", report, tmp_path / "没有" / "报告.json")
    assert status == 2
    assert "写不了文件" in err


def test_sum_adds_reports_of_one_form(report: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "合计.json"
    other = tmp_path / "other.json"
    other.write_bytes(kinds.writer("json")(sample_report("2021", organ="听雨镇人民政府", year=2023)))
    status, _out, err = run(capsys, "report", "sum", report, other, "-o", out)
    assert (status, err) == (0, "")
    summed = read(out.read_bytes())
    assert summed.organ == "2个机关合计"
    assert summed.cells["disclosure.licences.decisions"] == 2092


def test_sum_warns_of_the_same_report_twice_and_of_other_years(
    report: Path, tmp_path: Path, capsys: Captured
) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(kinds.writer("json")(sample_report("2021", year=2022)))
    _status, _out, err = run(capsys, "report", "sum", report, report, other, "-o", tmp_path / "s.json")
    assert "2023年的报告出现了2次" in err
    assert "年度不同" in err


def test_sum_refuses_two_forms_and_names_the_files(report: Path, tmp_path: Path, capsys: Captured) -> None:
    old = tmp_path / "旧.json"
    old.write_bytes(kinds.writer("json")(sample_report("2019")))
    status, _out, err = run(capsys, "report", "sum", report, old, "-o", tmp_path / "s.json")
    assert status == 2
    assert "格式不同的报告不能合计" in err
    assert "旧.json" in err
    assert "2019年版" in err
    assert not (tmp_path / "s.json").exists()


def test_compare_ends_with_0_whether_or_not_reports_differ(
    report: Path, faulty: Path, capsys: Captured
) -> None:
    status, out, _err = run(capsys, "report", "compare", report, report)
    assert (status, out.strip()) == (0, "两份报告的表格和各节没有差别")
    status, out, _err = run(capsys, "report", "compare", report, faulty)
    assert status == 0
    assert "行政复议·总计  6 → 99  remedies.review.total" in out
    status, out, _err = run(capsys, "report", "compare", report, faulty, "--json")
    assert json.loads(out)["cells"][0]["cell"] == "remedies.review.total"


def test_a_report_from_before_2019_is_read_and_not_checked(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "old.txt"
    path.write_text("甲镇2016年政府信息公开工作年度报告\n一、概述\n平稳。\n", "utf-8")
    assert run(capsys, "report", "read", path)[0] == 0
    status, out, _err = run(capsys, "report", "check", path)
    assert status == 0
    assert "不作核验" in out


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b"\x89PNG\r\n\x1a\n0000", "图片"),
        (b"\x00\xff" * 100, "不是文本"),
        ("不是报告".encode(), "没有找到年度报告"),
    ],
)
def test_what_is_no_report_ends_with_2_and_one_line(
    tmp_path: Path, capsys: Captured, data: bytes, says: str
) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    for command in ("read", "check"):
        status, out, err = run(capsys, "report", command, path)
        assert (status, out) == (2, "")
        assert says in err
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "缺少参数"),
        (["report"], "缺少参数"),
        (["report", "read"], "缺少参数：文件"),
        (["report", "nothing"], "没有'nothing'这一项"),
        (["report", "read", "a", "--nothing"], "不认识的参数：--nothing"),
        (["report", "sum", "a"], "缺少参数：-o"),
        (["report", "check", "a", "--previous"], "--previous后面缺少内容"),
        (["report", "read", "nothing.txt"], "没有这个文件"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_so_in_chinese(
    capsys: Captured, arguments: list[str], says: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert says in err


def test_help_is_in_chinese(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["report", "--help"])
    out = capsys.readouterr().out
    assert stopped.value.code == 0
    assert out.startswith("用法：")
    assert not set(out.split()) & {"usage:", "options:", "positional", "show"}


def test_reading_a_text_loads_neither_django_nor_the_pdf_stack(report: Path) -> None:
    code = (
        "import sys; from gongkai.cli import main; main(['report', 'check', sys.argv[1]]);"
        "print(sorted({'django','typst','docx','openpyxl','selectolax','asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(report)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_clock_publish_gives_the_last_day_and_every_step(capsys: Captured) -> None:
    status, out, _err = run(capsys, "clock", "publish", "--formed", "2020-09-21")
    assert (status, out) == (0, "期限：2020-10-23（周五）\n")
    status, out, _err = run(capsys, "clock", "publish", "--formed", "2020-09-21", "--explain")
    assert status == 0
    assert "2020-10-01（周四）至2020-10-08（周四）  休息  国庆节、中秋节放假（2020年节假日安排）\n" in out
    assert "2020-10-10（周六）  第10日  国庆节、中秋节调休上班（2020年节假日安排）\n" in out


def test_clock_json_is_the_contract(capsys: Captured) -> None:
    status, out, _err = run(capsys, "clock", "publish", "--formed", "2020-09-21", "--json")
    data = json.loads(out)
    assert status == 0
    assert (data["due"], data["provisional"]) == ("2020-10-23", False)
    assert data["steps"][0] == {
        "day": "2020-09-22", "effect": "counted", "count": 1, "ground": "工作日",
    }  # fmt: skip
    rest = next(step for step in data["steps"] if "from" in step)
    assert (rest["from"], rest["to"], rest["effect"], rest["count"]) == (
        "2020-10-01", "2020-10-08", "rest", None,
    )  # fmt: skip


def test_a_term_into_a_year_without_a_notice_is_provisional(capsys: Captured) -> None:
    status, out, _err = run(capsys, "clock", "publish", "--formed", "2099-12-21")
    assert status == 0 and "（暂定：有的年度还没有公布节假日安排）" in out


@pytest.mark.parametrize(
    ("formed", "says"),
    [
        ("2017-06-01", "2017年的节假日安排没有录入"),
        ("2001-01-01", "最早可以计算2008-05-01"),
        ("昨天", "不是日期"),
    ],
)
def test_a_day_that_cannot_be_counted_from_ends_with_2(capsys: Captured, formed: str, says: str) -> None:
    status, out, err = run(capsys, "clock", "publish", "--formed", formed)
    assert (status, out) == (2, "") and says in err


ANSWER = ("clock", "answer", "--channel", "in_person")
CORRECTED = ("--received", "2021-01-25", "--correction-notified", "2021-02-01", "--corrected", "2021-03-01")
CONSULTED = (*CORRECTED, "--consult", "2021-03-08..2021-03-22")


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        (("--received", "2020-09-21"), "2020-10-23"),
        (CONSULTED, "2021-04-13"),
        ((*CONSULTED, "--extended", "2021-04-12"), "2021-05-12"),
        ((*CONSULTED, "--extended", "2021-04-12", "--extension-days", "5"), "2021-04-20"),
    ],
)
def test_clock_answer_gives_the_day_and_its_ground(
    capsys: Captured, facts: tuple[str, ...], due: str
) -> None:
    status, out, _err = run(capsys, *ANSWER, *facts, "--explain")
    assert (status, due in out.splitlines()[-1]) == (0, True)
    status, out, _err = run(capsys, *ANSWER, *facts, "--json")
    told = json.loads(out)
    assert (status, told["due"], told["provisional"]) == (0, due, False)
    assert all(step["ground"] for step in told["steps"])


def test_clock_answer_without_a_confirmation_says_what_it_waits_for(capsys: Captured) -> None:
    asked = ("clock", "answer", "--channel", "online", "--received", "2021-01-25")
    status, out, _err = run(capsys, *asked, "--json")
    told = json.loads(out)
    assert (status, told["due"]) == (0, None) and "确认" in told["steps"][-1]["ground"]
    status, out, _err = run(capsys, *asked)
    assert status == 0 and "还不能确定" in out and "第三十一条" in out


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (("--received", "2021-03-01", "--corrected", "2021-03-05"), "没有补正通知日期"),
        (("--received", "2021-03-01", "--consult", "2021-03-05"), "起止日期"),
        (("--received", "2021-03-01", "--extension-days", "5"), "--extended"),
        (("--received", "2018-03-01"), "还没有施行"),
        (("--received", "昨天"), "不是日期"),
    ],
)
def test_clock_answer_refuses_in_words(capsys: Captured, facts: tuple[str, ...], words: str) -> None:
    status, out, err = run(capsys, *ANSWER, *facts)
    assert (status, out) == (2, "") and words in err


@pytest.mark.parametrize(
    ("asked", "yuan"), [(("items", "41"), 4300), (("items", "45"), 5500), (("pages", "250"), 4700)]
)
def test_fee_adds_up_its_bands(capsys: Captured, asked: tuple[str, str], yuan: int) -> None:
    status, out, _err = run(capsys, "fee", *asked, "--json")
    told = json.loads(out)
    assert (status, told["yuan"], sum(band["yuan"] for band in told["bands"])) == (0, yuan, yuan)
    status, out, _err = run(capsys, "fee", *asked)
    assert status == 0 and f"{yuan}元" in out
    assert run(capsys, "fee", asked[0], "-1")[0] == 2
    assert run(capsys, "fee", *asked, "--on", "2020-12-31")[0] == 2
