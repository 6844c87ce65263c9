"""Publishing 公布: only what was confirmed, at the server's time."""

import pytest

from gongkai.site.annual_reports import actions
from gongkai.site.annual_reports.models import AnnualReport
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import reports


@pytest.fixture
def version(county):
    """A draft of 望舒镇, confirmed."""
    return reports.confirmed(reports.draft(county.wangshu, county.lin), county.he)


def test_what_nobody_confirmed_is_not_published(county):
    version = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Refused, match="还没有第二位工作人员"):
        actions.publish(version, version.digest, show_findings=False, user=county.lin, at=AT)
    assert not reports.fresh(version).is_published and not AnnualReport.objects.published().exists()


def test_the_version_becomes_the_one_the_public_reads(county, version, client):
    assert client.get("/o/wangshu/reports/2020/").status_code == 404
    actions.publish(version, version.digest, show_findings=True, user=county.lin, at=AT)
    after = reports.fresh(version)
    assert (after.published_at, after.published_by, after.show_findings) == (AT, county.lin, True)
    assert after.report.current == after
    assert client.get("/o/wangshu/reports/2020/").status_code == 200


def test_the_page_stamps_the_time_of_the_server(county, version, clock):
    clock.at = AT
    answer = browser(county.lin).post(
        f"/office/reports/{version.pk}/publish/",
        {"digest": version.digest, "published_at": "2020-01-01", "at": "2020-01-01"},
        follow=True,
    )
    assert "已公布，公众现在可以看到" in answer.content.decode()
    after = reports.fresh(version)
    assert after.published_at == AT and not after.show_findings
    line = Entry.objects.order_by("number").last()
    assert (line.act, line.user) == ("published", county.lin) and version.digest in line.detail


def test_it_is_published_once(county, version):
    for _ in range(2):
        answer = browser(county.lin).post(
            f"/office/reports/{version.pk}/publish/", {"digest": version.digest}, follow=True
        )
    assert "这一版本已经公布，不能再改" in answer.content.decode()


def test_another_content_than_was_seen_is_refused(county, version):
    with pytest.raises(Refused, match="请重新核对"):
        actions.publish(version, "0" * 64, show_findings=False, user=county.lin, at=AT)


@pytest.mark.parametrize("who", ["he", "song", "zhou", "ye", "fang", "cheng"])
def test_only_who_hands_in_publishes(county, version, who):
    with pytest.raises(Forbidden):
        actions.publish(version, version.digest, show_findings=False, user=getattr(county, who), at=AT)
