"""What is kept sealed: under another key, in the archive's folder, and until its years are over."""

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import CommandError, call_command
from django.db import models
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from gongkai.site.applications import archiving, people, retention
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation, files, letters, reply
from gongkai.site.applications.models import Application, Approval, CaseFile, Consulted, Destruction, Letter
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site import cases


def _png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(target, "PNG")
    return target.getvalue()


PNG = _png()


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def filed(county: cast.County) -> Application:
    """A case with a letter and a file, withdrawn and filed in March 2021."""
    application = cases.registered(county, "2021-03-01")
    files.add(
        application, files.Upload("identity", "身份证.png", PNG), user=county.gao, at=cases.at("2021-03-01")
    )
    endings.withdraw(
        cases.fresh(application), date(2021, 3, 2), "书面撤回", user=county.gao, at=cases.at("2021-03-02")
    )
    return endings.archive(cases.fresh(application), user=county.lin, at=cases.at("2021-03-05"))


def test_a_file_lies_on_the_disk_sealed(filed: Application, tmp_path: Path) -> None:
    kept = CaseFile.objects.get()
    assert b"PNG" not in Path(kept.file.path).read_bytes()[:64]
    assert files.read(kept).startswith(b"\x89PNG")
    letter = Letter.objects.get(kind="receipt")
    assert letters.content(letter, "pdf").startswith(b"%PDF")
    assert not Path(letter.pdf.path).read_bytes().startswith(b"%PDF")


def test_under_a_new_key_everything_opens_and_the_old_one_opens_nothing(
    filed: Application, settings: Settings
) -> None:
    before, settings.GONGKAI_DATA_KEY = settings.GONGKAI_DATA_KEY, "a new key, long enough"
    settings.GONGKAI_DATA_KEY_BEFORE = before
    with pytest.raises(InvalidTag):
        people.known(filed)
    call_command("change_data_key")
    assert people.known(filed) == cases.PERSON
    assert files.read(CaseFile.objects.get()).startswith(b"\x89PNG")
    assert letters.content(Letter.objects.get(kind="receipt"), "docx").startswith(b"PK")
    applicant = Application.objects.get().applicant
    assert applicant.name_hash == people.hashed("name", cases.PERSON.name)
    sealed = applicant.sealed
    call_command("change_data_key")  # after a halt it may be run again
    assert Application.objects.get().applicant.sealed == sealed
    settings.GONGKAI_DATA_KEY = before
    with pytest.raises(InvalidTag):
        people.known(Application.objects.get())


def test_a_change_to_the_same_key_is_refused(settings: Settings, db: None) -> None:
    settings.GONGKAI_DATA_KEY_BEFORE = settings.GONGKAI_DATA_KEY
    with pytest.raises(CommandError, match="原来的密钥"):
        call_command("change_data_key")


def test_the_folder_of_a_case_holds_everything_and_its_checksums(
    filed: Application, county: cast.County
) -> None:
    data = archiving.export(filed, user=county.lin, at=cases.at("2021-03-06"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    sums = dict(line.split("  ", 1)[::-1] for line in names.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in names.items()}
    case = json.loads(names["01 申请和办理情况.json"])
    assert case["applicant"]["name"] == "王晓禾"
    assert case["facts"]["withdrawn_on"] == "2021-03-02"
    lines = json.loads(names["04 操作台账.json"])
    assert [line["act"] for line in lines] == ["registered", "file_added", "withdrawn", "archived"]
    assert any(
        name.startswith("03 材料/") and content.startswith(b"\x89PNG") for name, content in names.items()
    )
    assert Entry.objects.last().act == "case_exported"


def test_an_open_case_does_not_leave_as_a_folder(county: cast.County) -> None:
    with pytest.raises(Refused, match="办结后"):
        archiving.export(cases.registered(county), user=county.lin, at=cases.at("2021-01-26"))


def test_nothing_is_destroyed_before_its_years_are_over(filed: Application, county: cast.County) -> None:
    assert list(retention.due(county.wangshu, date(2031, 12, 31))) == []
    assert list(retention.due(county.wangshu, date(2032, 1, 1))) == [filed]
    with pytest.raises(Refused, match="还没有到期"):
        retention.destroy(
            county.wangshu,
            [filed.number],
            "何川",
            "档案鉴定小组意见",
            user=county.lin,
            at=cases.at("2031-12-31"),
        )


def test_what_is_done_anew_by_order_is_kept_until_that_is_filed(
    county: cast.County, filed: Application
) -> None:
    anew = endings.redo(
        filed, date(2031, 12, 1), None, "责令重新答复", user=county.gao, at=cases.at("2031-12-01")
    )
    assert list(retention.due(county.wangshu, date(2032, 1, 5))) == []
    endings.withdraw(anew, date(2031, 12, 2), "书面", user=county.gao, at=cases.at("2031-12-02"))
    assert list(retention.due(county.wangshu, date(2032, 1, 5))) == []
    endings.archive(cases.fresh(anew), user=county.lin, at=cases.at("2031-12-05"))
    assert list(retention.due(county.wangshu, date(2032, 1, 5))) == [filed]


def test_what_is_destroyed_leaves_a_certificate_the_figures_and_no_name(
    filed: Application, county: cast.County, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    digest = CaseFile.objects.get().digest
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        certificate = retention.destroy(
            county.wangshu,
            [filed.number],
            "何川",
            "档案鉴定小组意见",
            user=county.lin,
            at=cases.at("2032-01-05"),
        )
    assert digest in certificate.digests
    left = cases.fresh(filed)
    assert (left.answer, left.closed_on) == ("other_misc", date(2021, 3, 2))
    assert people.known(left) is None
    assert (left.applicant.name_hash, left.wanted, left.title) == ("", "", "已销毁")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    with pytest.raises(Refused, match="按期销毁"):
        files.read(CaseFile.objects.get())
    assert list(retention.due(county.wangshu, date(2032, 1, 5))) == []


@pytest.mark.parametrize("witness", ["", "林晓"])
def test_who_destroys_has_a_witness(filed: Application, county: cast.County, witness: str) -> None:
    with pytest.raises(Refused, match="监销人"):
        retention.destroy(
            county.wangshu, [filed.number], witness, "意见", user=county.lin, at=cases.at("2032-01-05")
        )
    assert not Destruction.objects.exists()


@pytest.fixture
def destroyed(county: cast.County) -> Application:
    """A case with everything in it that names or tells, destroyed in 2032."""
    application = cases.registered(county, "2021-03-01")
    asking = consultation.ask(
        application,
        Consulted.THIRD_PARTY,
        people.Party("云川县某建设有限公司", address="云川县河西街1号"),
        "报价",
        user=county.gao,
        at=cases.at("2021-03-02"),
    )
    cases.sent(asking, county, "2021-03-02")
    reply.record_search(
        cases.fresh(application), on=date(2021, 3, 3), place="王晓禾的宅基地档案", words="王晓禾", by="高原",
        found=True, result="", user=county.gao, at=cases.at("2021-03-03"),
    )  # fmt: skip
    Application.objects.update(confirmed_how="电话13800001234", public_interest="王晓禾", carrier="王晓禾")
    Approval.objects.update(opinion="王晓禾的申请，同意")
    endings.withdraw(
        cases.fresh(application), date(2021, 3, 5), "书面", user=county.gao, at=cases.at("2021-03-05")
    )
    endings.archive(cases.fresh(application), user=county.lin, at=cases.at("2021-03-05"))
    retention.destroy(
        county.wangshu, [application.number], "何川", "意见", user=county.lin, at=cases.at("2032-01-05")
    )
    return cases.fresh(application)


def test_no_word_of_a_case_is_left_once_it_is_destroyed(destroyed: Application) -> None:
    rows: list[models.Model] = [destroyed, *destroyed.letters.all(), *destroyed.searches.all()]
    rows += [*destroyed.consultations.all(), *Approval.objects.all()]
    left = " ".join(str(vars(row)) for row in rows)
    assert not [word for word in ("王晓禾", "13800001234", "养护", "报价") if word in left]


def test_the_pages_of_a_destroyed_case_still_open(destroyed: Application, county: cast.County) -> None:
    letter = destroyed.letters.get(kind="third_party_letter")
    office = cast.browser(county.gao)
    for name, key in (("case", destroyed.pk), ("evidence", destroyed.pk), ("letter", letter.pk)):
        assert office.get(reverse(f"applications:{name}", args=[key])).status_code == 200
    for gone in ("letter_form", "letter_file"):
        args: list[object] = [letter.pk, *(["docx"] if gone == "letter_file" else [])]
        page = office.get(reverse(f"applications:{gone}", args=args), follow=True)
        assert "按期销毁" in page.content.decode()
    with pytest.raises(Refused, match="按期销毁"):
        archiving.export(destroyed, user=county.lin, at=cases.at("2032-01-06"))


def test_the_folder_tells_who_opened_the_files(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    kept = files.add(
        application, files.Upload("identity", "身份证.png", PNG), user=county.gao, at=cases.at("2021-03-01")
    )
    files.open_for(kept, user=county.gao, at=cases.at("2021-03-02"))
    assert [line.act for line in archiving.lines_of(application)] == ["registered", "file_added", "file_read"]
