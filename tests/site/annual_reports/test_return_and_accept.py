"""退回, 答复, 接收, 解除锁定: what the office does with a submission, and what the organ may then."""

from datetime import date

import pytest

from gongkai.site.annual_reports import actions as report_acts
from gongkai.site.annual_reports import compile_actions
from gongkai.site.annual_reports.filing import actions
from gongkai.site.annual_reports.models import AnnualReport, Submission
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import CompetentOffice, Role
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, SINCE, appointed, establish, user
from tests.site import filed, reports

FAULTY = {**sample_report().cells, "applications.granted.total": 999}


def report(county):
    return AnnualReport.objects.get(organ=county.wangshu, year=2020)


def judged(county, submission, decision):
    for error in actions.unsettled(submission.version):
        report_acts.judge(
            submission.version, error.fingerprint, decision, reason="已核对", user=county.fang, at=AT
        )


# Returning


def test_it_is_returned_with_its_remarks(county):
    submission = filed.returned(county, again_by=date(2021, 1, 25))
    assert (submission.state, submission.ended_by, submission.again_by) == (
        Submission.State.RETURNED,
        county.fang,
        date(2021, 1, 25),
    )
    line = Entry.objects.order_by("number").last()
    assert line.act == "filing_returned" and '"remarks":1' in line.detail.replace(" ", "")


def test_without_a_remark_it_is_not_returned(county):
    with pytest.raises(Refused, match="至少一条"):
        actions.give_back(filed.submitted(county), user=county.fang, at=AT)


def test_the_day_to_hand_in_anew_is_not_past(county):
    with pytest.raises(Refused, match="不能早于今天"):
        filed.returned(county, again_by=date(2021, 1, 19))


def test_a_remark_stands_at_a_cell_a_section_or_the_whole(county):
    submission = filed.submitted(county)
    for place in (filed.CELL, "section.5", ""):
        actions.remark(submission, place, "请核对", user=county.fang, at=AT)
    with pytest.raises(Refused, match="没有这个位置"):
        actions.remark(submission, "section.9", "请核对", user=county.fang, at=AT)
    with pytest.raises(Refused, match="请写审核意见"):
        actions.remark(submission, filed.CELL, " ", user=county.fang, at=AT)
    assert submission.remarks.count() == 3


def test_a_remark_is_dropped_only_before_it_goes_out(county):
    submission = filed.submitted(county)
    one, two = (actions.remark(submission, "", words, user=county.fang, at=AT) for words in "一二")
    actions.drop_remark(one, user=county.fang, at=AT)
    actions.give_back(submission, user=county.fang, at=AT)
    with pytest.raises(Refused, match="“退回”"):
        actions.drop_remark(two, user=county.fang, at=AT)
    assert list(submission.remarks.all()) == [two]


@pytest.mark.parametrize("who", ["lin", "he", "song", "ye", "cheng"])
def test_only_the_receiving_office_decides(county, who):
    submission, person = filed.submitted(county), getattr(county, who)
    for act in (
        lambda: actions.remark(submission, "", "请核对", user=person, at=AT),
        lambda: actions.give_back(submission, user=person, at=AT),
        lambda: actions.accept(submission, user=person, at=AT),
        lambda: actions.unlock(submission, reason="有误", user=person, at=AT),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_supervisor_of_the_own_organ_does_not_receive(county):
    own = appointed(user("own", "同级"), county.wangshu, Role.SUPERVISOR)
    with pytest.raises(Forbidden):
        actions.accept(filed.submitted(county), user=own, at=AT)


def test_the_office_that_took_over_the_work_decides_too(county):
    submission = filed.submitted(county)
    office = establish("office", "云川县政务公开办公室", "公开办", "department", county.yunchuan)
    CompetentOffice.objects.create(government=county.yunchuan, office=office, since=SINCE)
    new = appointed(user("new", "新任"), office, Role.SUPERVISOR)
    actions.accept(submission, user=new, at=AT)
    assert filed.fresh(submission).ended_by == new


# Answering and handing in anew


def test_what_was_corrected_is_answered_without_words(county):
    remark = filed.returned(county).remarks.get()
    with pytest.raises(Refused, match="没有改动"):
        actions.answer(remark, "corrected", "", user=county.lin, at=AT)
    filed.corrected(county)
    actions.answer(remark, "corrected", "", user=county.lin, at=AT)
    remark.refresh_from_db()
    assert (remark.answer, remark.words, remark.answered_by) == ("corrected", "", county.lin)


def test_what_stays_as_it_is_is_explained(county):
    remark = filed.returned(county).remarks.get()
    with pytest.raises(Refused, match="请写明理由"):
        actions.answer(remark, "explained", "", user=county.lin, at=AT)
    with pytest.raises(Refused, match="请选择"):
        actions.answer(remark, "", "见附注", user=county.lin, at=AT)
    actions.answer(remark, "explained", "上年有批量申请", user=county.lin, at=AT)


def test_a_word_said_where_nothing_changed_is_taken(county):
    remark = filed.returned(county).remarks.get()
    answered = actions.answer(remark, "corrected", "已在附注中更正", user=county.lin, at=AT)
    assert answered.words == "已在附注中更正"


def test_only_the_organ_answers_and_only_what_was_returned(county):
    submission = filed.submitted(county)
    remark = actions.remark(submission, "", "请核对", user=county.fang, at=AT)
    with pytest.raises(Refused, match="不在退回状态"):
        actions.answer(remark, "explained", "无误", user=county.lin, at=AT)
    with pytest.raises(Forbidden):
        actions.answer(remark, "explained", "无误", user=county.fang, at=AT)


def test_it_is_handed_in_anew_when_every_remark_is_answered(county):
    first = filed.returned(county)
    second = filed.corrected(county)
    with pytest.raises(Refused, match="还有1条审核意见没有答复"):
        actions.submit(second, user=county.lin, at=AT)
    actions.answer(first.remarks.get(), "corrected", "", user=county.lin, at=AT)
    again = actions.submit(second, user=county.lin, at=AT)
    assert (again.before, again.number, again.version) == (first, "2021-0002", second)


# Accepting


def test_what_is_accepted_counts_and_is_locked(county):
    submission = filed.accepted(county)
    assert report(county).accepted == submission.version
    assert (submission.state, submission.ended_by, submission.ended_at) == ("accepted", county.fang, AT)
    for act in (
        lambda: report_acts.start_correction(report(county), reason="有误", user=county.lin, at=AT),
        lambda: reports.draft(county.wangshu, county.lin, reason="有误"),
        lambda: compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT, reason="有误"),
    ):
        with pytest.raises(Refused, match="已被接收锁定"):
            act()
    with pytest.raises(Refused, match="不必再报送"):
        actions.submit(submission.version, user=county.lin, at=AT)


def test_what_is_only_submitted_does_not_count(county):
    filed.submitted(county)
    assert report(county).accepted is None


def test_an_error_without_a_verdict_stands_in_the_way(county):
    submission = filed.submitted(county, sample_report(cells=FAULTY))
    with pytest.raises(Refused, match="错误没有处理意见"):
        actions.accept(submission, user=county.fang, at=AT)
    judged(county, submission, "to_correct")
    with pytest.raises(Refused, match="待更正"):
        actions.accept(submission, user=county.fang, at=AT)
    judged(county, submission, "right")
    actions.accept(submission, user=county.fang, at=AT)
    assert report(county).accepted == submission.version


def test_a_version_that_was_replaced_since_is_not_accepted(county):
    submission = filed.submitted(county)
    filed.corrected(county)
    with pytest.raises(Refused, match="公布了新版本"):
        actions.accept(submission, user=county.fang, at=AT)


def test_what_was_entered_for_an_organ_is_not_accepted_once_the_organ_published_its_own(county):
    version = filed.entered(county.tingyu, county.fang)
    second = filed.colleague(county)
    submission = actions.take_in(version, version.digest, user=second, at=AT)
    own = sample_report(organ="听雨镇人民政府", signed_by="听雨镇人民政府")
    reports.published(county.tingyu, county.ye, county.gu, own)
    with pytest.raises(Refused, match="公布了新版本"):
        actions.accept(submission, user=second, at=AT)


def test_a_correction_begun_before_it_was_accepted_does_not_go_out_after(county):
    submission = filed.submitted(county)
    draft = report_acts.start_correction(report(county), reason="核对后更正", user=county.lin, at=AT)
    report_acts.correct_cell(draft, filed.CELL, "60", reason="漏计", user=county.lin, at=AT)
    draft = reports.confirmed(reports.fresh(draft), county.he)
    actions.accept(submission, user=county.fang, at=AT)
    with pytest.raises(Refused, match="已被接收锁定"):
        report_acts.publish(draft, draft.digest, show_findings=False, user=county.lin, at=AT)
    assert report(county).current == submission.version
    actions.unlock(filed.fresh(submission), reason="机关发现漏计", user=county.fang, at=AT)
    report_acts.publish(draft, draft.digest, show_findings=False, user=county.lin, at=AT)
    assert report(county).current == draft


def test_who_handed_it_in_does_not_accept_it(county):
    appointed(county.lin, county.yunchuan, Role.SUPERVISOR)
    with pytest.raises(Refused, match="不能接收"):
        actions.accept(filed.submitted(county), user=county.lin, at=AT)


@pytest.mark.parametrize("act", [actions.accept, actions.give_back])
def test_it_is_decided_once(county, act):
    with pytest.raises(Refused, match="“已接收”"):
        act(filed.accepted(county), user=county.fang, at=AT)


# Unlocking


def test_unlocking_opens_it_for_correction_and_takes_it_out_of_the_totals(county):
    submission = filed.accepted(county)
    with pytest.raises(Refused, match="请写明"):
        actions.unlock(submission, reason=" ", user=county.fang, at=AT)
    actions.unlock(submission, reason="机关发现漏计", user=county.fang, at=AT)
    assert report(county).accepted is None
    lines = Entry.objects.filter(act="filing_unlocked")
    assert lines.count() == 1 and "机关发现漏计" in lines.get().detail
    again = actions.submit(filed.corrected(county), user=county.lin, at=AT)
    assert again.before == submission


def test_only_what_is_accepted_is_unlocked(county):
    with pytest.raises(Refused, match="“已报送”"):
        actions.unlock(filed.submitted(county), reason="有误", user=county.fang, at=AT)
