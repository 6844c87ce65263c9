"""Confirming 复核: a second officer, exactly this content."""

import pytest

from gongkai.site.annual_reports import actions
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import reports
from tests.site.reports import GRANTED


@pytest.fixture
def version(county):
    """林晓's draft of 望舒镇's report on 2020."""
    return reports.draft(county.wangshu, county.lin)


def confirm(version, by, digest: str = ""):
    return actions.confirm(version, digest or version.digest, user=by, at=AT)


@pytest.mark.parametrize("who", ["gao", "he", "song"])
def test_another_officer_of_the_organ_confirms(county, version, who):
    confirm(version, getattr(county, who))
    assert reports.fresh(version).confirmation.by == getattr(county, who)


def test_who_uploaded_it_does_not(county, version):
    with pytest.raises(Refused, match="请由另一位工作人员复核"):
        confirm(version, county.lin)


def test_who_corrected_it_does_not(county, version):
    actions.correct_cell(version, GRANTED, "17", reason="笔误", user=county.gao, at=AT)
    with pytest.raises(Refused, match="请由另一位工作人员复核"):
        confirm(reports.fresh(version), county.gao)


@pytest.mark.parametrize("who", ["zhou", "ye", "gu", "fang", "cheng"])
def test_nobody_without_the_right_confirms(county, version, who):
    with pytest.raises(Forbidden):
        confirm(version, getattr(county, who))


def test_what_was_looked_at_must_still_be_the_content(county, version):
    seen = version.digest
    actions.correct_cell(version, GRANTED, "17", reason="笔误", user=county.lin, at=AT)
    with pytest.raises(Refused, match="内容在您查看之后有改动"):
        confirm(version, county.he, seen)


def test_any_change_after_it_leaves_the_version_unconfirmed(county, version):
    confirm(version, county.he)
    actions.correct_cell(version, GRANTED, "17", reason="笔误", user=county.lin, at=AT)
    after = reports.fresh(version)
    assert after.confirmation is None
    with pytest.raises(Refused, match="还没有第二位工作人员"):
        actions.publish(after, after.digest, show_findings=False, user=county.lin, at=AT)
    confirm(after, county.he)
    assert reports.fresh(version).confirmation.by == county.he


def test_a_second_confirmation_is_told_of_the_first(county, version):
    confirm(version, county.he)
    with pytest.raises(Refused, match=r"何川.*已经复核过"):
        confirm(reports.fresh(version), county.song)


def test_a_deleted_draft_is_not_confirmed(county, version):
    actions.discard(version, user=county.lin, at=AT)
    with pytest.raises(Refused, match="已被删除"):
        confirm(version, county.he)


def test_the_page_offers_it_to_the_second_officer_only(county, version):
    page = f"/office/reports/{version.pk}/"
    assert "复核无误" not in browser(county.lin).get(page).content.decode()
    second = browser(county.he)
    assert "复核无误" in second.get(page).content.decode()
    answer = second.post(f"{page}confirm/", {"digest": version.digest}, follow=True)
    assert "已复核，可以公布" in answer.content.decode()


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_the_page_refuses_another_content(county, version, digest):
    answer = browser(county.he).post(
        f"/office/reports/{version.pk}/confirm/", {"digest": digest}, follow=True
    )
    assert "请重新核对后再确认" in answer.content.decode()
    assert reports.fresh(version).confirmation is None
