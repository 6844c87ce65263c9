"""A report as a file of the six kinds."""

from urllib.parse import unquote

import pytest

from gongkai.annual_report import kinds
from gongkai.annual_report.parsing.json import read
from tests.site import reports

PAGE = "/o/wangshu/reports/2020/v1/"
BEGINS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": (b"<!doctype html>", "text/html; charset=utf-8"),
    "json": (b"{", "application/json"),
    "csv": (b"\xef\xbb\xbf", "text/csv; charset=utf-8"),
}


@pytest.fixture
def version(county):
    return reports.of_wangshu(county)


def test_the_six_kinds_are_those_the_library_writes(county, version, client):
    page = client.get("/o/wangshu/reports/2020/").content.decode()
    assert set(BEGINS) == set(kinds.WRITERS)
    assert all(f'href="{PAGE}{kind}/"' in page for kind in BEGINS)


@pytest.mark.parametrize("kind", BEGINS)
def test_each_kind_is_what_it_says_and_has_a_chinese_name(version, client, kind):
    answer = client.get(f"{PAGE}{kind}/")
    begins, media = BEGINS[kind]
    assert answer.content.startswith(begins) and answer["Content-Type"] == media
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''") and disposition.isascii()
    assert unquote(disposition).endswith(f"望舒镇人民政府2020年政府信息公开工作年度报告.{kind}")


@pytest.mark.parametrize("kind", ["pdf", "json"])
def test_what_the_browser_has_is_not_sent_again(version, client, kind):
    first = client.get(f"{PAGE}{kind}/")
    again = client.get(f"{PAGE}{kind}/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and again.content == b"" and again["ETag"] == first["ETag"]
    other = client.get(f"{PAGE}{kind}/", headers={"If-None-Match": '"0"'})
    assert other.status_code == 200


def test_kinds_have_different_tags(version, client):
    assert len({client.get(f"{PAGE}{kind}/")["ETag"] for kind in ("json", "csv", "html")}) == 3


def test_the_json_reads_back_to_what_was_published(version, client):
    assert read(client.get(f"{PAGE}json/").content) == version.reading
