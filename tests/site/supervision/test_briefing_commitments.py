"""承诺: progress during the year, what is late, and that section five begins with it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.annual_reports import compile_actions, progress_actions
from gongkai.site.annual_reports import improvement_actions as acts
from gongkai.site.annual_reports.improvement_models import Improvement, Progress
from gongkai.site.annual_reports.models import AnnualReport, Version
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden, roles_of
from gongkai.site.supervision import daily, desk
from tests.annual_report.build import sample_report
from tests.cast import AT, ON, County, browser
from tests.site import briefed, cases, items, reports
from tests.site.annual_reports.test_improvements import FIELDS, recorded

LIST = "/office/supervision/briefing/commitments/"
JULY = cases.at("2021-07-05")


def told(county: County, row: Improvement, words: str = "核对6次，补登12条", **more: object) -> Progress:
    fields = {"on": date(2021, 6, 30), "user": county.lin, "at": JULY, **more}
    return progress_actions.tell(row, words, **fields)  # type: ignore[arg-type]


def test_progress_is_a_dated_note_with_what_shows_it(county: County) -> None:
    row = recorded(county)
    item = items.published(county)
    told(
        county,
        row,
        index_number=item.index_number,
        address="https://example.gov.cn/a",
        file=("核对.docx", items.word()),
    )
    one = row.progress.get()
    assert one.item == item
    assert one.file_name == "核对.docx" and one.file_kind == "docx"
    assert one.proof == f"{item.index_number}、核对.docx、https://example.gov.cn/a"
    assert Entry.objects.filter(act="commitment_progressed").count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": " "}, "请写明做了什么"),
        ({"on": date(2019, 12, 31)}, "2020年1月1日到今天"),
        ({"on": date(2021, 7, 6)}, "到今天之间"),
        ({"index_number": "没有"}, "没有找到索引号是“没有”"),
        ({"file": ("a.exe", b"MZ")}, "附件只收"),
    ],
)
def test_progress_that_says_nothing_or_shows_nothing_is_refused(
    county: County, more: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        told(county, recorded(county), **more)
    assert not Progress.objects.exists()


def test_only_who_writes_the_report_tells_progress(county: County) -> None:
    row = recorded(county)
    for person in (county.he, county.ye, county.fang):
        with pytest.raises(Forbidden):
            told(county, row, user=person)


def test_what_has_progress_is_not_removed(county: County) -> None:
    row = recorded(county)
    told(county, row)
    with pytest.raises(Refused, match="已登记进展"):
        acts.remove(row, user=county.lin, at=JULY)


def test_late_is_what_runs_past_its_day_until_it_is_judged_or_told_by_the_next_report(county: County) -> None:
    row, after = recorded(county), date(2021, 7, 1)
    assert not Improvement.objects.late(date(2021, 6, 30)).exists()
    assert Improvement.objects.late(after).get() == row
    acts.say_outcome(row, "under_way", note="还差两次", user=county.lin, at=JULY)
    assert Improvement.objects.late(after).exists()
    acts.say_outcome(row, "done", note="都已核对", user=county.lin, at=JULY)
    assert not Improvement.objects.running().exists()
    other = recorded(county, problem="解读少")
    assert Improvement.objects.late(after).get() == other
    reports.of_wangshu(county, sample_report("2021", year=2021))
    assert not Improvement.objects.late(after).exists()


def test_section_five_of_the_next_year_begins_with_the_commitments_and_their_progress(county: County) -> None:
    done, noted, silent = (recorded(county, problem=f"问题{n}", measure=f"措施{n}") for n in "一二三")
    acts.say_outcome(done, "done", note="核对12次", user=county.lin, at=JULY)
    told(county, noted, "制作图解1件。")
    made = cases.at("2022-01-10")
    version = compile_actions.compile_report(county.wangshu, 2021, user=county.lin, at=made)
    five = Version.objects.get(pk=version.pk).reading.section(5)
    assert five is not None
    assert "上年提出改进事项3项，已完成1项" in five.text
    assert "“措施一”已完成，核对12次" in five.text
    assert "［待填写：上年提出的“措施二”的落实情况，已登记的进展：制作图解1件］" in five.text
    assert "［待填写：上年提出的“措施三”的落实情况］" in five.text
    assert silent.sentence == ""


def test_the_page_of_one_takes_progress_with_a_file_and_offers_it_for_the_outcome(
    county: County, clock
) -> None:
    clock.at = JULY
    row = recorded(county)
    address, client = f"/office/reports/improvements/{row.pk}/", browser(county.lin)
    sent = {"act": "progress", "on": "2021-06-30", "words": "核对6次"}
    file = SimpleUploadedFile("核对.docx", items.word())
    assert client.post(address, {**sent, "file": file}).status_code == 302
    page = client.get(address).content.decode()
    assert "核对6次" in page and "核对.docx" in page
    assert "落实说明和凭据已按登记的进展填好" in page
    told_of_year = client.get("/office/reports/wangshu/2021/improvements/").content.decode()
    assert "进展1条，最近：核对6次" in told_of_year
    one = row.progress.get()
    got = client.get(f"/office/reports/improvements/progress/{one.pk}/")
    assert got["Content-Disposition"].startswith("attachment") and b"".join(got.streaming_content)
    assert browser(county.ye).get(f"/office/reports/improvements/progress/{one.pk}/").status_code == 403
    wrong = client.post(address, {**sent, "words": "", "index_number": "没有"})
    assert wrong.status_code == 422 and "没有" in wrong.content.decode()
    assert client.post(address, {"act": "other"}).status_code == 404


def test_the_desk_and_the_calendar_of_the_organ_have_what_is_near_or_late(county: County) -> None:
    recorded(county, due=ON - timedelta(days=3))
    recorded(county, due=ON + timedelta(days=30))
    recorded(county, due=ON + timedelta(days=31))
    recorded(county, due=None)
    (pile,) = desk.piles(county.lin, ON, roles_of(county.lin, on=ON))
    assert (pile.code, pile.count) == ("commitments", 2)
    assert [one.late for one in pile.first] == [True, False]
    assert desk.piles(county.ye, ON, roles_of(county.ye, on=ON)) == []
    assert [day for _key, day, _words in daily.days(county.lin, ON)] == [
        ON - timedelta(days=3),
        ON + timedelta(days=30),
        ON + timedelta(days=31),
    ]


def test_the_supervisor_sees_those_of_all_organs_below_and_narrows_them(county: County, clock) -> None:
    clock.at = JULY
    recorded(county)
    acts.record(county.tingyu, 2020, {**FIELDS, "measure": "培训两次", "due": None}, user=county.ye, at=AT)
    client = browser(county.fang)
    page = client.get(LIST).content.decode()
    assert "按月核对公开目录" in page and "培训两次" in page and "逾期5天" in page
    late = client.get(f"{LIST}?state=late").content.decode()
    assert "按月核对公开目录" in late and "培训两次" not in late
    of_tingyu = client.get(f"{LIST}?organ={county.tingyu.pk}&year=2020&state=unsaid").content.decode()
    assert "培训两次" in of_tingyu and "按月核对公开目录" not in of_tingyu
    assert "培训两次" not in browser(county.lin).get(LIST).content.decode()
    export = client.post(f"{LIST}?state=late", {"export": "csv"})
    body = b"".join(export.streaming_content).decode("utf-8-sig")
    assert "按月核对公开目录" in body and "逾期5天" in body and "培训两次" not in body


def test_the_list_asks_the_same_for_eight_organs_and_for_eighty(county: County, clock) -> None:
    clock.at = JULY
    client = browser(county.fang)
    client.get(LIST)

    def asked(organs: list) -> int:
        for organ in organs:
            report, _new = AnnualReport.objects.get_or_create(organ=organ, year=2020)
            row = Improvement.objects.create(
                report=report, problem="问题", measure="措施", by=county.lin, at=AT
            )
            Progress.objects.create(improvement=row, on=ON, words="一次", by=county.lin, at=AT)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    every = briefed.towns(county, 78)
    assert asked(every[:8]) == asked(every[8:])
