"""批量上传: many files, read by a job one by one; what does not fit waits for a person."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.management.commands import db_worker

from gongkai.site.annual_reports import batches
from gongkai.site.annual_reports.models import AnnualReport, Batch, BatchFile, Version
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, browser
from tests.site import reports


def zipped(files: dict[str, bytes], **options) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def of(organ: str, year: int = 2020) -> bytes:
    return reports.text(sample_report("2019" if year < 2021 else "2021", organ=organ, year=year))


def handed_in(by, *files: tuple[str, bytes]) -> Batch:
    return batches.hand_in(files, user=by, at=AT)


def read(batch: Batch) -> dict[str, str]:
    """Every file's state after each was read."""
    for file in batch.files.all():
        batches.process(file.pk, at=AT)
    return {file.name: file.state for file in batch.files.all()}


def test_a_supervisor_brings_in_the_reports_of_the_towns_below(county):
    data = zipped({"甲/望舒.txt": of("望舒镇人民政府"), "甲/听雨.txt": of("听雨镇人民政府")})
    batch = handed_in(county.fang, ("全县.zip", data))
    assert read(batch) == {"望舒.txt": "done", "听雨.txt": "done"}
    assert {(v.report.organ.slug, v.report.year) for v in Version.objects.all()} == {
        ("wangshu", 2020),
        ("tingyu", 2020),
    }


def test_a_batch_is_one_line_and_every_report_its_own(county):
    batch = handed_in(county.fang, ("a.txt", of("望舒镇人民政府")))
    assert Entry.objects.order_by("-number").first().act == "batch_handed_in"
    read(batch)
    assert [e.act for e in Entry.objects.order_by("-number")[:2]] == ["uploaded", "file_kept"]


def test_what_a_person_must_decide_is_said(county):
    batch = handed_in(
        county.lin,
        ("other.txt", of("听雨镇人民政府")),
        ("none.txt", "今天天气很好。".encode()),
        ("good.txt", of("望舒镇人民政府")),
        ("again.txt", of("望舒镇人民政府")),
    )
    assert read(batch) == {
        "other.txt": "person",
        "none.txt": "refused",
        "good.txt": "done",
        "again.txt": "person",
    }
    reasons = {file.name: file.reason for file in batch.files.all()}
    assert "听雨镇人民政府" in reasons["other.txt"]
    assert "没有找到年度报告" in reasons["none.txt"]
    assert "已有一份草稿" in reasons["again.txt"]


def test_a_file_is_read_once_however_often_it_is_asked_for(county):
    batch = handed_in(county.lin, ("a.txt", of("望舒镇人民政府")))
    read(batch)
    read(batch)
    assert Version.objects.count() == 1


def test_what_a_killed_job_left_is_read_by_the_next(county):
    batch = handed_in(county.fang, ("a.txt", of("望舒镇人民政府")), ("b.txt", of("听雨镇人民政府")))
    batches.process(batch.files.first().pk, at=AT)  # then the process is killed
    assert read(batch) == {"a.txt": "done", "b.txt": "done"}
    assert AnnualReport.objects.count() == 2


def test_a_person_says_whose_report_it_is(county):
    batch = handed_in(county.lin, ("old.txt", of("望舒乡人民政府")))
    read(batch)
    file = batch.files.get()
    client = browser(county.lin)
    address = f"/office/reports/batches/files/{file.pk}/"
    assert 'value="2020"' in client.get(address).content.decode()
    got = client.get(f"{address}source/")
    assert b"".join(got.streaming_content) == of("望舒乡人民政府")
    assert "attachment" in got.headers["Content-Disposition"]
    assert client.post(address, {"organ": "wangshu", "year": "2020"}).status_code == 422
    answer = client.post(address, {"organ": "wangshu", "year": "2020", "accepted": "on"})
    assert answer.status_code == 302
    assert BatchFile.objects.get().state == "done"
    assert Version.objects.get().report.organ == county.wangshu
    assert client.post(f"{address}drop/").status_code == 302
    assert BatchFile.objects.get().state == "done"


def test_nobody_decides_for_an_organ_that_is_not_theirs(county):
    batch = handed_in(county.lin, ("other.txt", of("听雨镇人民政府")))
    read(batch)
    file = batch.files.get()
    with pytest.raises(Forbidden):
        batches.decide(file, county.tingyu, 2020, accepted=True, reason="", user=county.lin, at=AT)
    with pytest.raises(Forbidden):
        batches.decide(file, county.tingyu, 2020, accepted=True, reason="", user=county.ye, at=AT)
    assert not Version.objects.exists()
    batches.drop(file, user=county.lin, at=AT)
    assert BatchFile.objects.get().state == "dropped"


def test_who_uploads_nothing_hands_in_nothing(county):
    with pytest.raises(Forbidden):
        handed_in(county.zhou, ("a.txt", b"x"))


def test_folders_hidden_files_and_old_names_in_a_zip(county):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("__MACOSX/a.txt", "x")
        archive.writestr(".hidden", "x")
        archive.writestr("../../etc/name.txt", of("望舒镇人民政府"))
        info = zipfile.ZipInfo("年报.txt".encode("gb18030").decode("cp437"))
        archive.writestr(info, "x")
    data = bytearray(target.getvalue())
    batch = handed_in(county.lin, ("a.zip", bytes(data)))
    assert batch.files.first().name == "name.txt"
    assert batch.files.count() == 2


def test_a_bomb_too_many_and_a_broken_zip_are_refused_whole(county, monkeypatch):
    monkeypatch.setattr(batches, "MOST_BYTES", 1000)
    with pytest.raises(Refused, match="展开后超过"):
        handed_in(county.lin, ("a.zip", zipped({"a.txt": b" " * 5000})))
    monkeypatch.setattr(batches, "MOST_BYTES", 10**8)
    monkeypatch.setattr(batches, "MOST_FILES", 2)
    with pytest.raises(Refused, match="最多2个"):
        handed_in(county.lin, ("a.zip", zipped({f"{n}.txt": b"x" for n in range(3)})))
    with pytest.raises(Refused, match="已损坏"):
        handed_in(county.lin, ("a.zip", b"PK\x03\x04 broken"))
    with pytest.raises(Refused, match="没有文件"):
        handed_in(county.lin, ("a.zip", zipped({"__MACOSX/x": b""})))
    assert (Batch.objects.count(), BatchFile.objects.count()) == (0, 0)


def test_a_zip_within_a_zip_is_not_opened(county):
    inner = zipped({"a.txt": of("望舒镇人民政府")})
    batch = handed_in(county.lin, ("a.zip", zipped({"b.zip": inner})))
    assert read(batch) == {"b.zip": "refused"}


def test_the_worker_reads_what_the_page_handed_in(county, monkeypatch):
    client = browser(county.fang)
    files = [
        SimpleUploadedFile("a.txt", of("望舒镇人民政府")),
        SimpleUploadedFile("b.txt", of("听雨镇人民政府")),
    ]
    answer = client.post("/office/reports/batches/", {"reports": files})
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert page.headers["Refresh"] == "3"
    assert "共2个文件，已处理0个" in page.content.decode()
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's own transaction
    db_worker.Worker(
        queue_names=["default"], excluded_queue_names=[], interval=0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id="test",
    ).run()  # fmt: skip
    page = client.get(answer.headers["Location"])
    assert "Refresh" not in page.headers
    assert "共2个文件，已处理2个" in page.content.decode()
    assert page.content.decode().count("查看草稿") == 2


def test_the_progress_page_needs_no_more_queries_for_more_files(county):
    client = browser(county.lin)

    def queries(files: int) -> int:
        batch = handed_in(county.lin, *((f"{n}.txt", b"x") for n in range(files)))
        client.get(f"/office/reports/batches/{batch.pk}/")
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"/office/reports/batches/{batch.pk}/").status_code == 200
        return len(context)

    assert queries(30) == queries(3) <= 16
