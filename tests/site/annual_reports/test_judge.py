"""处理意见: a verdict on a finding is kept by what it is about, and expires when the numbers change."""

import pytest

from gongkai.site.annual_reports import actions
from gongkai.site.annual_reports.models import StoredFinding, Verdict
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, browser
from tests.site import reports

TOTAL = "remedies.review.total"


@pytest.fixture
def version(county):
    """A draft of 2021 whose total in table four is false."""
    report = sample_report("2021")
    return reports.draft(county.wangshu, county.lin, sample_report("2021", cells={**report.cells, TOTAL: 99}))


def false_total(version) -> StoredFinding:
    return version.stored_findings.get(code="remedies_total")


def judged(version, by, **changes):
    given = {"decision": "right", "reason": "与原件一致", **changes}
    return actions.judge(version, given.pop("fingerprint", false_total(version).fingerprint),
                         given["decision"], reason=given["reason"], user=by, at=AT)  # fmt: skip


def test_what_the_checks_say_is_kept_with_the_version(version):
    finding = false_total(version)
    assert finding.severity == "error"
    assert "应等于" in finding.message
    assert [one.fingerprint for one in version.findings()] == [
        one.fingerprint for one in version.stored_findings.all()
    ]


def test_a_verdict_is_one_line_of_the_ledger_and_stands_beside_its_finding(county, version):
    judged(version, county.he)
    line = Entry.objects.order_by("-number").first()
    assert (line.act, line.user_id) == ("judged", county.he.pk)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/").content.decode()
    assert "已核实，数据无误" in page and "与原件一致" in page


def test_the_supervisor_judges_below_and_a_reviewer_of_secrets_does_not(county, version):
    judged(version, county.fang, decision="to_correct")
    with pytest.raises(Forbidden):
        judged(version, county.zhou)
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"reason": "  "}, "理由"), ({"decision": "maybe"}, "处理意见"), ({"fingerprint": "0" * 20}, "不在了")],
)
def test_a_verdict_without_reason_choice_or_finding_is_refused(county, version, changes, said):
    before = Entry.objects.count()
    with pytest.raises(Refused, match=said):
        judged(version, county.he, **changes)
    assert (Verdict.objects.count(), Entry.objects.count()) == (0, before)


def test_a_verdict_expires_when_its_numbers_change(county, version):
    judged(version, county.he)
    actions.correct_cell(version, TOTAL, "98", reason="笔误", user=county.lin, at=AT)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/").content.decode()
    assert "与原件一致" not in page
    actions.correct_cell(version, TOTAL, "99", reason="改回", user=county.lin, at=AT)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/").content.decode()
    assert "与原件一致" in page  # it judges what stands there again


def test_the_last_verdict_counts(county, version):
    judged(version, county.he)
    judged(version, county.lin, decision="to_correct", reason="原件也错")
    page = browser(county.lin).get(f"/office/reports/{version.pk}/").content.decode()
    assert "原件也错" in page and "与原件一致" not in page


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(county, version):
    client = browser(county.he)
    fingerprint = false_total(version).fingerprint
    page = client.get(f"/office/reports/{version.pk}/?judge={fingerprint}").content.decode()
    assert "记录处理意见" in page
    answer = client.post(
        f"/office/reports/{version.pk}/judge/", {"fingerprint": fingerprint, "reason": "已经核对"}
    )
    assert answer.status_code == 422
    assert "已经核对" in answer.content.decode()
    answer = client.post(
        f"/office/reports/{version.pk}/judge/",
        {"fingerprint": fingerprint, "decision": "right", "reason": "已经核对"},
    )
    assert answer.status_code == 302
    assert Verdict.objects.get().reason == "已经核对"


def test_publishing_last_years_report_brings_the_relations_across_the_years(county):
    later = reports.draft(county.wangshu, county.lin, sample_report("2021"))
    assert not later.stored_findings.filter(code="applications_carry_over").exists()
    reports.of_wangshu(county)
    assert later.stored_findings.filter(code="applications_carry_over").exists()


def test_it_does_so_for_what_is_public_while_a_correction_of_that_is_begun(county):
    public = reports.of_wangshu(county, sample_report("2021"))
    draft = actions.start_correction(public.report, reason="核对后更正", user=county.lin, at=AT)
    reports.of_wangshu(county)
    for one in (public, draft):
        assert one.stored_findings.filter(code="applications_carry_over").exists()


def year(client, query: str = "") -> str:
    return client.get(f"/office/reports/findings/2021/{query}").content.decode()


def test_the_year_shows_every_organ_one_may_see_and_no_other(county, version):
    assert "望舒镇人民政府" in year(browser(county.fang))
    assert "应等于" in year(browser(county.fang))
    assert "应等于" in year(browser(county.lin))
    assert "应等于" not in year(browser(county.ye))
    assert browser(county.an).get("/office/reports/findings/2021/").status_code == 403


def test_the_year_is_filtered_by_severity_kind_organ_and_state(county, version):
    client = browser(county.fang)
    assert "应等于" in year(client, "?severity=error")
    assert "应等于" not in year(client, "?severity=info").split("按机关")[0].split("<tbody>")[-1]
    assert "应等于" in year(client, "?code=remedies_total&organ=wangshu&state=open")
    assert "没有核验意见" in year(client, "?organ=tingyu")
    judged(version, county.he)
    assert "应等于" in year(client, "?state=judged")
    assert "应等于" not in year(client, "?state=open")


def test_only_the_newest_version_counts(county, version):
    reports.confirmed(version, county.he)
    actions.publish(version, version.digest, show_findings=False, user=county.lin, at=AT)
    actions.start_correction(version.report, reason="更正", user=county.lin, at=AT)
    page = year(browser(county.fang), "?code=remedies_total")
    assert page.count("应等于") == 1


def test_the_csv_holds_what_the_page_shows(county, version):
    judged(version, county.he, reason="=HYPERLINK(1)")
    answer = browser(county.fang).post(
        "/office/reports/findings/2021/?code=remedies_total", {"export": "csv"}
    )
    assert answer["Content-Disposition"].startswith("attachment")
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "望舒镇人民政府,2021,错误,表四合计不符" in lines[1]
    assert "'=HYPERLINK(1)" in lines[1]
