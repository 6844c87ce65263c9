"""案卷材料: who opens what, and how parts are withheld with proof (Art. 37)."""

from io import BytesIO
from typing import Any

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import files
from gongkai.site.applications.models import Application, CaseFile
from gongkai.site.ledger.models import Entry, Head
from tests import cast
from tests.site import cases, items


@pytest.fixture(autouse=True)
def _on_the_day(clock: Any) -> None:
    clock.at = cases.at("2021-01-26")


@pytest.fixture
def case(county: cast.County) -> Application:
    return cases.registered(county, "2021-01-25")


def added(county: cast.County, case: Application, kind: str, data: bytes | None = None) -> CaseFile:
    upload = files.Upload(kind, "养护合同.docx", data or items.word())
    return files.add(case, upload, user=county.gao, at=cases.at("2021-01-26"))


def address(kept: CaseFile, more: str = "") -> str:
    return f"/office/applications/{kept.application_id}/files/{kept.pk}/{more}"


def words(kept: CaseFile) -> str:
    return "".join(one.text for one in docx.Document(BytesIO(files.read(kept))).paragraphs)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_file_leaves_as_a_download_and_is_never_shown(county: cast.County, case: Application) -> None:
    kept = added(county, case, "information")
    answer = cast.browser(county.gao).get(address(kept))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content == files.read(kept)
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_somebody_is_is_read_by_who_may_look_with_a_line_of_the_ledger(
    county: cast.County, case: Application
) -> None:
    kept = added(county, case, "identity")
    for person in (county.song, county.qin, county.zhou, county.fang, county.ye):
        before = Head.current().number
        assert cast.browser(person).get(address(kept)).status_code == 403
        assert Head.current().number == before
    assert cast.browser(county.he).get(address(kept)).status_code == 200
    line = Entry.objects.last()
    assert line is not None
    assert (line.act, line.user_name, line.subject_id) == ("file_read", str(county.he), str(kept.pk))


def test_what_is_nobodys_data_is_read_by_who_approves_and_leaves_no_line(
    county: cast.County, case: Application
) -> None:
    kept = added(county, case, "information")
    before = Head.current().number
    assert cast.browser(county.song).get(address(kept)).status_code == 200
    assert Head.current().number == before
    assert cast.browser(county.fang).get(address(kept)).status_code == 403  # from above: masked, no files


def test_a_file_of_another_case_is_not_found_under_this_one(county: cast.County, case: Application) -> None:
    kept = added(county, case, "information")
    other = cases.registered(county, "2021-01-20")
    found = cast.browser(county.gao).get(f"/office/applications/{other.pk}/files/{kept.pk}/")
    assert found.status_code == 404


def test_a_file_is_added_on_the_page_and_what_is_no_document_is_refused(
    county: cast.County, case: Application
) -> None:
    client, page = cast.browser(county.gao), f"/office/applications/{case.pk}/files/add/"
    wrong = client.post(page, {"kind": "evidence", "file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert wrong.status_code == 422 and "errorlist" in text(wrong)
    good = client.post(page, {"kind": "evidence", "file": SimpleUploadedFile("依据.docx", items.word())})
    assert good.status_code == 302
    kept = CaseFile.objects.get()
    assert (kept.name, kept.kind, kept.added_by) == ("依据.docx", "evidence", county.gao)
    with kept.file.open("rb") as stored:
        assert b"PK" not in stored.read(64)  # sealed


def test_withheld_words_are_gone_from_the_new_file_and_the_old_one_stays(
    county: cast.County, case: Application
) -> None:
    kept = added(county, case, "information", items.word("报价：1200元每公里，工期3个月"))
    answer = cast.browser(county.gao).post(address(kept, "redact/"), {"phrases": "1200元"})
    assert answer.status_code == 302
    made = CaseFile.objects.get(kind="redacted")
    assert (made.source, made.name) == (kept, "养护合同（遮盖后）.docx")
    assert "1200" not in words(made) and "工期" in words(made)
    assert "1200元" in words(kept)
    line = Entry.objects.last()
    assert line is not None and line.act == "redacted" and "1200" not in line.detail


def test_a_word_that_stands_nowhere_stops_until_somebody_says_why(
    county: cast.County, case: Application
) -> None:
    kept = added(county, case, "information")
    client, page = cast.browser(county.gao), address(kept, "redact/")
    answer = client.post(page, {"phrases": "没有的人名"})
    assert answer.status_code == 422 and "没有找到：没有的人名" in text(answer)
    assert not CaseFile.objects.filter(kind="redacted").exists()
    sent = {"phrases": "没有的人名", "unfound": "另一份附件里的名字"}
    assert client.post(page, sent).status_code == 302


def test_a_place_is_chosen_by_numbers_as_the_rulers_of_the_page_say(
    county: cast.County, case: Application
) -> None:
    kept = added(county, case, "information", cases.picture())
    client, page = cast.browser(county.gao), address(kept, "redact/")
    shown = client.get(page)
    assert f'src="{address(kept, "redact/1/")}"' in text(shown)
    assert client.get(address(kept, "redact/1/")).headers["Content-Type"] == "image/png"
    assert client.get(address(kept, "redact/2/")).status_code == 404
    for wrong in ("1 10 20", "1 50 20 10 25", "0 1 2 3 4", "一页", "1 10 20 50 250"):
        answer = client.post(page, {"boxes": wrong})
        assert answer.status_code == 422 and "第1行不对" in text(answer), wrong
    assert client.post(page, {"boxes": "１，10，20，50，25\n"}).status_code == 302
    made = CaseFile.objects.get(kind="redacted")
    with pikepdf.open(BytesIO(files.read(made))) as pdf:
        assert len(pdf.pages) == 1


def test_only_information_to_be_given_is_redacted(county: cast.County, case: Application) -> None:
    kept = added(county, case, "identity")
    assert cast.browser(county.gao).get(address(kept, "redact/")).status_code == 404


def test_nothing_is_added_to_a_filed_case(county: cast.County, case: Application, clock: Any) -> None:
    kept = added(county, case, "information")
    endings.withdraw(case, case.arrived_on, "书面", user=county.gao, at=clock.at)
    endings.archive(cases.fresh(case), user=county.lin, at=clock.at)
    client = cast.browser(county.gao)
    assert client.post(address(kept, "redact/"), {"phrases": "公路"}).status_code == 422
    assert CaseFile.objects.count() == 1
