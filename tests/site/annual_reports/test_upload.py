"""Handing in a report 上传: read, kept, and nothing lost when something does not fit."""

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest

from gongkai.annual_report import kinds, reading
from gongkai.site.annual_reports.models import AnnualReport, SourceFile, Version
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions as organs
from tests.annual_report.build import flat_text, sample_report
from tests.cast import AT, ON, browser
from tests.site import reports
from tests.site.reports import text

PAGE = "/office/reports/upload/wangshu/"
NEWER = sample_report("2021")


def send(client, data: bytes | None, year: object = 2020, name: str = "年报.txt", **more: object):
    if data is not None:
        more["file"] = BytesIO(data)
        more["file"].name = name
    return client.post(PAGE, {"year": year, **more})


def field(page: str, name: str) -> str:
    """What stands in an input of the form."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = tag and re.search(r'value="([^"]*)"', tag[0])
    return value[1] if value else ""


@pytest.fixture
def office(county):
    """林晓's browser."""
    return browser(county.lin)


@pytest.mark.parametrize("kind", ["text", "html", "json"])
def test_a_text_a_page_and_our_own_json_are_read(county, office, kind):
    data = text() if kind == "text" else kinds.writer(kind)(sample_report())
    answer = send(office, data)
    version = Version.objects.get()
    assert answer["Location"] == f"/office/reports/{version.pk}/"
    assert version.reading == sample_report()
    assert (version.number, version.source.kind, version.is_published) == (1, kind, False)
    assert "已读取，请核对各表和核验意见" in office.get(answer["Location"]).content.decode()


def test_the_kind_is_told_by_content_and_never_by_name(office):
    send(office, kinds.writer("html")(sample_report()), name="年报.pdf")
    assert Version.objects.get().source.kind == "html"


def test_the_file_is_kept_whole_under_a_name_of_our_own(county, office):
    send(office, text(), name="../../etc/年报.txt")
    source = SourceFile.objects.get()
    with source.file.open() as file:
        assert file.read() == text()
    assert source.size == len(text())
    assert re.fullmatch(r"annual_reports/[0-9a-f]{32}", source.file.name)
    assert source.name == "年报.txt" and source.uploaded_by == county.lin


def test_uploading_is_two_lines_the_file_and_the_draft(county, office):
    before = Entry.objects.count()
    send(office, text())
    lines = list(Entry.objects.order_by("number"))[before:]
    assert [(line.act, line.user) for line in lines] == [
        ("file_kept", county.lin),
        ("uploaded", county.lin),
    ]
    assert Version.objects.get().digest in lines[1].detail


def test_another_year_is_refused_and_nothing_typed_is_lost(county, office):
    """The second try needs no file."""
    first = send(office, text(), year=2019, reason="漏报一件")
    page = first.content.decode()
    assert first.status_code == 422
    assert "文件里的报告年度是2020年，您选的是2019年：请改选年度，或换一份文件" in page
    assert 'name="accept"' not in page
    assert field(page, "year") == "2019" and "漏报一件" in page
    kept = SourceFile.objects.get()
    assert field(page, "kept") == str(kept.pk)
    assert not AnnualReport.objects.exists() and not Version.objects.exists()

    again = send(office, None, kept=kept.pk)
    assert again.status_code == 302
    assert Version.objects.get().source == kept and SourceFile.objects.count() == 1


def test_a_year_that_cannot_be_accepted_is_not_accepted(office):
    assert send(office, text(), year=2021, accept=["year"]).status_code == 422
    assert not Version.objects.exists()


@pytest.mark.parametrize("year", ["2007", "2999", "", "二〇二〇", "99999999999999999999"])
def test_a_year_that_cannot_be_is_refused_and_the_file_kept(office, year):
    page = send(office, text(), year=year).content.decode()
    assert "errors" in page and not Version.objects.exists()
    assert send(office, None, kept=field(page, "kept")).status_code == 302


def test_a_report_of_another_organ_is_a_doubt_that_may_be_accepted(county, office):
    data = text(sample_report(organ="听雨镇人民政府"))
    first = send(office, data)
    page = first.content.decode()
    assert first.status_code == 422 and not Version.objects.exists()
    assert "文件里的机关是“听雨镇人民政府”，不是本机关" in page
    assert 'type="checkbox" name="accept" value="organ"' in page

    answer = send(office, None, kept=field(page, "kept"), accept=["organ"])
    assert answer.status_code == 302
    line = Entry.objects.get(act="uploaded")
    assert '"accepted":["organ"]' in line.detail


@pytest.mark.parametrize("name", ["云川县望舒镇人民政府", "望舒镇人民政府"])
def test_the_place_may_stand_before_the_name(office, name):
    assert send(office, text(sample_report(organ=name))).status_code == 302


@pytest.mark.parametrize("name", ["人民政府", "府", "望舒镇", "镇人民政府"])
def test_a_part_of_the_name_is_not_the_name(office, name):
    data = kinds.writer("json")(sample_report(organ=name))
    assert "不是本机关" in send(office, data).content.decode()


def test_a_name_it_had_before_is_its_name_too(county, office):
    organs.rename(county.wangshu, name="望舒街道办事处", short_name="望舒街道", user=county.cheng, on=ON)
    assert send(office, text()).status_code == 302


def test_the_other_form_is_a_doubt_that_may_be_accepted(office):
    data = kinds.writer("json")(replace(NEWER, year=2020))
    page = send(office, data).content.decode()
    assert "2020年的报告应使用2019年版格式，文件用的是2021年版格式" in page
    answer = send(office, None, kept=field(page, "kept"), accept=["format"])
    assert answer.status_code == 302


def test_a_report_without_a_year_is_a_doubt_that_may_be_accepted(office):
    data = kinds.writer("json")(sample_report(year=None))
    page = send(office, data).content.decode()
    assert "文件里没有读到报告年度" in page
    assert send(office, None, kept=field(page, "kept"), accept=["year_unknown"]).status_code == 302


def test_every_doubt_must_be_accepted(office):
    data = kinds.writer("json")(sample_report(year=None, organ="听雨镇人民政府"))
    page = send(office, data, accept=["organ"]).content.decode()
    assert "没有读到报告年度" in page and not Version.objects.exists()


def test_a_second_upload_beside_a_draft_is_refused(office):
    send(office, text())
    answer = send(office, text(), reason="重报")
    assert answer.status_code == 422
    assert "2020年的报告已有一份草稿，请先处理或删除它" in answer.content.decode()
    assert Version.objects.count() == 1


def test_beside_a_published_report_a_second_needs_a_reason(county, office):
    reports.of_wangshu(county)
    first = send(office, text())
    assert "如果是更正，请写明更正原因，作为新版本上传" in first.content.decode()
    assert Version.objects.count() == 1

    assert send(office, text(), reason="漏报一件").status_code == 302
    second = Version.objects.get(number=2)
    assert (second.reason, second.is_published) == ("漏报一件", False)


def test_a_reason_given_for_a_first_report_is_not_published(office):
    send(office, text(), reason="漏报一件")
    assert Version.objects.get().reason == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "这份PDF已损坏"),
        (b"GIF89a" + b"0" * 99, "这是GIF图片文件，不能读取"),
        (b"PK\x03\x04" + b"0" * 99, "文件已损坏"),
        (b"7z\xbc\xaf" + b"0" * 99, "这是7z压缩包文件"),
        (b"", "空"),
        (b" \n\t ", "文件是空的"),
        (b"{}", "这个JSON文件不是年度报告"),
        (b'{"organ": ' + b"[" * 5000, "这个JSON文件不是年度报告"),
    ],
    ids=["pdf", "gif", "docx", "7z", "empty", "blank", "json", "deep"],
)
def test_what_is_no_report_is_refused_with_the_reason_and_leaves_nothing(office, data, said):
    before = reports.everything()
    answer = send(office, data)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert reports.everything() == before


def test_rubbish_is_refused(office):
    answer = send(office, bytes(range(256)) * 40)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {"preface": "\ud800"},
        {"organ": "望舒镇人民政府\x00"},
        {"year": 10**30},
        {"signed_by": "\x00"},
        {"variant": "../../etc/passwd"},
        {"format": "2025"},
    ],
    ids=lambda found: next(iter(found)),
)
def test_a_hostile_json_is_answered_and_breaks_nothing(office, hostile):
    data = {**sample_report().as_dict(), **hostile}
    answer = send(office, json.dumps(data).encode(), accept=["organ", "format"])
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        assert office.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999999999", "1" * 400])
def test_a_number_that_is_none_is_refused(office, number):
    data = json.dumps(sample_report().as_dict())
    data = re.sub(rf'("{re.escape(reports.GRANTED)}": )\d+', rf"\g<1>{number}", data)
    answer = send(office, data.encode())
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        assert office.get(answer["Location"]).status_code == 200


def test_a_file_over_the_limit_is_refused_unread(office, monkeypatch):
    monkeypatch.setattr("gongkai.site.annual_reports.forms.LIMIT", 1000)
    before = reports.everything()
    answer = send(office, text())
    assert answer.status_code == 422 and "超过20 MB的上限" in answer.content.decode()
    assert reports.everything() == before


def test_a_request_far_over_the_limit_is_refused_before_a_byte_is_kept(office, settings):
    settings.GONGKAI_UPLOAD_LIMIT = 1000
    answer = send(office, b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 2000))
    assert answer.status_code == 413 and "MB" in answer.content.decode()


def test_the_kept_file_of_somebody_else_is_not_to_be_had(county):
    of_gao = reports.kept(county.wangshu, county.gao)
    of_tingyu = reports.kept(county.tingyu, county.ye)
    for kept in (of_gao.pk, of_tingyu.pk, 999999, 10**30):
        answer = send(browser(county.lin), None, kept=kept)
        assert answer.status_code == 422 and "请选择文件" in answer.content.decode()
    assert not Version.objects.exists()


def test_without_a_file_the_form_asks_for_one(office):
    answer = send(office, None)
    assert answer.status_code == 422 and not Version.objects.exists()
    assert 'href="#id_file"' in answer.content.decode()


def test_a_new_file_takes_the_place_of_the_kept_one(office):
    page = send(office, text(), year=2021).content.decode()
    answer = send(office, flat_text(NEWER).encode(), year=2021, kept=field(page, "kept"))
    assert answer.status_code == 302
    assert Version.objects.get().reading.cells == reading.read(flat_text(NEWER).encode()).cells


def test_the_form_offers_last_year(office, clock):
    clock.at = AT
    assert field(office.get(PAGE).content.decode(), "year") == "2020"


def test_a_very_long_file_name_keeps_its_end(office):
    send(office, text(), name="年" * 150 + ".txt")
    assert SourceFile.objects.get().name.endswith(".txt")


def test_a_file_of_markup_shows_as_text(county, office):
    """Nothing in a file becomes markup of the page."""
    data = text(sample_report(preface="<script>alert(1)</script>"))
    page = office.get(send(office, data)["Location"]).content.decode()
    assert "<script>" not in page and "&lt;script&gt;" in page
