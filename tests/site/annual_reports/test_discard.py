"""Deleting a draft 删除草稿; the file and the ledger stay."""

import pytest

from gongkai.site.annual_reports import actions
from gongkai.site.annual_reports.models import SourceFile, Version
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import reports


def test_the_draft_goes_and_the_file_stays(county):
    version = reports.draft(county.wangshu, county.lin)
    actions.correct_cell(version, reports.GRANTED, "7", reason="笔误", user=county.lin, at=AT)
    address = f"/office/reports/{version.pk}/discard/"
    browser(county.gao).post(address, {"digest": version.digest})
    assert Version.objects.exists(), "deleted what had been corrected since it was seen"
    answer = browser(county.gao).post(address, {"digest": reports.fresh(version).digest}, follow=True)
    assert "草稿已删除，来源文件和操作记录仍保留" in answer.content.decode()
    assert not Version.objects.exists()
    source = SourceFile.objects.get()
    assert source.file.storage.exists(source.file.name)


def test_after_it_the_year_is_free_again(county):
    actions.discard(reports.draft(county.wangshu, county.lin), user=county.lin, at=AT)
    assert reports.draft(county.wangshu, county.lin).number == 1


def test_what_is_published_is_not_deleted(county):
    version = reports.of_wangshu(county)
    with pytest.raises(Refused, match="已经公布"):
        actions.discard(version, user=county.lin, at=AT)
    browser(county.lin).post(f"/office/reports/{version.pk}/discard/")
    assert Version.objects.get() == version


@pytest.mark.parametrize("who", ["he", "song", "zhou", "ye", "fang", "cheng"])
def test_only_who_hands_in_deletes(county, who):
    version = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Forbidden):
        actions.discard(version, user=getattr(county, who), at=AT)
    assert Version.objects.exists()
