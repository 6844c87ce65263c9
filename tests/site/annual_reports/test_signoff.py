"""送审、审核、签发 of a compiled report: three people, one content, errors and open warnings in the way."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report.reconciliation import Finding
from gongkai.site.annual_reports import actions, compile_actions, signature, signoff
from gongkai.site.annual_reports.models import Step, StepRemark, Version
from gongkai.site.organs import actions as organs
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Officer, Role
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.cast import AT, County, browser
from tests.site import items, reports
from tests.site.annual_reports.test_compile import LATER
from tests.site.reports import GRANTED, fresh, taken
from tests.site.threads import meet_after, outcomes

CAME = "applications.received_new.natural_person"


@pytest.fixture
def version(county: County) -> Version:
    return reports.compiled(county)


def sent(version: Version, county: County) -> Version:
    return taken(version, Step.SENT, county.lin)


def examined(version: Version, county: County) -> Version:
    return taken(sent(version, county), Step.EXAMINED, county.he)


def wrong(version: Version, county: County, cell: str = GRANTED, value: str = "7") -> Version:
    """The version with a cell that breaks the sums of its table."""
    actions.correct_cell(version, cell, value, reason="漏登", user=county.lin, at=AT)
    return fresh(version)


def address(version: Version, act: str) -> str:
    return f"/office/reports/{version.pk}/{act}/"


@pytest.mark.parametrize("leader", ["song", "qin"])
def test_handler_head_of_office_and_leader_or_signatory_let_it_be_published(
    county: County, version: Version, leader: str
) -> None:
    version = taken(examined(version, county), Step.SIGNED, getattr(county, leader))
    actions.publish(version, version.digest, show_findings=False, user=county.lin, at=AT)
    assert [one.by for one in fresh(version).passed().values()].count(county.he) == 1
    assert fresh(version).is_published and signoff.waits_for(fresh(version)) is None


def test_the_day_of_signing_is_the_day_of_the_report(county: County, version: Version) -> None:
    """成文日期 is the day the leader signs; the steps before it still count."""
    signed = reports.signed(version, county)
    assert version.reading.signed_on is None and signed.reading.signed_on == date(2021, 1, 20)
    assert set(signed.passed()) == {Step.SENT, Step.EXAMINED, Step.SIGNED}
    assert signed.confirmation and signed.confirmation.digest == signed.digest != version.digest


def test_who_set_the_day_of_the_report_takes_no_step_but_the_first(county: County, version: Version) -> None:
    cast.appointed(county.he, county.wangshu, Role.HANDLER)
    signature.set_signed_on(version, date(2021, 1, 8), user=county.he, at=AT)
    version = sent(fresh(version), county)
    with pytest.raises(Refused, match="改动过"):
        taken(version, Step.EXAMINED, county.he)
    assert "成文日期" in browser(county.lin).get(address(version, "")[:-1]).content.decode()


@pytest.mark.parametrize("step", [Step.EXAMINED, Step.SIGNED])
def test_no_step_is_passed_over(county: County, version: Version, step: Step) -> None:
    who = county.he if step == Step.EXAMINED else county.song
    with pytest.raises(Refused, match="现在等待送审"):
        taken(version, step, who)


def test_it_is_not_published_before_it_is_signed(county: County, version: Version) -> None:
    version = examined(version, county)
    with pytest.raises(Refused, match="还没有签发"):
        actions.publish(version, version.digest, show_findings=False, user=county.lin, at=AT)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (Step.SENT, "he song zhou qin ye fang cheng"),
        (Step.EXAMINED, "lin gao song qin zhou gu fang cheng"),
        (Step.SIGNED, "lin gao he zhou ye gu fang cheng"),
    ],
)
def test_each_step_belongs_to_its_roles(county: County, version: Version, step: Step, who: str) -> None:
    for name in who.split():
        with pytest.raises(Forbidden):
            signoff.take(version, step, version.digest, user=getattr(county, name), at=AT)


def test_nobody_takes_two_steps(county: County, version: Version) -> None:
    cast.appointed(county.he, county.wangshu, Role.LEADER)
    version = examined(version, county)
    with pytest.raises(Refused, match="已经办理了审核"):
        taken(version, Step.SIGNED, county.he)
    taken(version, Step.SIGNED, county.song)


def test_who_sent_it_up_does_not_examine_it(county: County, version: Version) -> None:
    cast.appointed(county.gao, county.wangshu, Role.SECTION_HEAD)
    version = taken(version, Step.SENT, county.gao)
    with pytest.raises(Refused, match="已经办理了送审"):
        taken(version, Step.EXAMINED, county.gao)


def test_who_had_a_hand_in_it_takes_only_the_first(county: County, version: Version) -> None:
    cast.appointed(county.lin, county.wangshu, Role.LEADER)
    cast.appointed(county.gao, county.wangshu, Role.SECTION_HEAD)
    actions.correct_cell(version, GRANTED, "1", reason="漏登", user=county.gao, at=AT)
    actions.correct_cell(version, GRANTED, "0", reason="不是", user=county.gao, at=AT)
    version = taken(version, Step.SENT, county.lin)
    with pytest.raises(Refused, match="编制、撰写或改动过"):
        taken(version, Step.EXAMINED, county.gao)
    with pytest.raises(Refused, match="编制、撰写或改动过"):
        taken(taken(version, Step.EXAMINED, county.he), Step.SIGNED, county.lin)


def test_a_stand_in_takes_the_step_of_who_is_away(county: County, version: Version) -> None:
    head = Officer.objects.get(user=county.he, organ=county.wangshu)
    today = AT.date()
    organs.delegate(head, county.zhou, since=today, until=today + timedelta(days=5), user=county.he, on=today)
    version = taken(sent(version, county), Step.EXAMINED, county.zhou)
    assert version.passed()[Step.EXAMINED].by == county.zhou


def test_any_change_voids_every_step_even_where_the_old_content_comes_back(
    county: County, version: Version
) -> None:
    signed = reports.signed(version, county)
    actions.correct_cell(signed, GRANTED, "1", reason="漏登", user=county.lin, at=AT)
    actions.correct_cell(signed, GRANTED, "0", reason="不是", user=county.lin, at=AT)
    after = fresh(version)
    assert after.digest == signed.digest and after.passed() == {}
    assert signoff.waits_for(after) == Step.SENT


def test_what_was_seen_must_still_be_the_content(county: County, version: Version) -> None:
    seen = version.digest
    wrong(version, county)
    with pytest.raises(Refused, match="在您查看之后有改动"):
        signoff.take(version, Step.SENT, seen, user=county.lin, at=AT)


def test_an_uploaded_report_has_no_steps(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Refused, match="从文件读入"):
        signoff.take(version, Step.SENT, version.digest, user=county.lin, at=AT)


def test_an_error_stops_it_and_is_named(county: County, version: Version) -> None:
    version = wrong(version, county)
    first = version.stored_findings.filter(severity="error")[0]
    with pytest.raises(Refused, match="改正以后才能继续") as refused:
        sent(version, county)
    assert first.message in str(refused.value)
    actions.judge(version, first.fingerprint, "right", reason="已核实", user=county.lin, at=AT)
    with pytest.raises(Refused, match="改正以后才能继续"):
        sent(version, county)
    sent(wrong(version, county, value="0"), county)


@pytest.mark.parametrize("step", [Step.EXAMINED, Step.SIGNED])
def test_an_error_that_comes_up_later_stops_the_later_steps(
    county: County, version: Version, step: Step
) -> None:
    version = sent(version, county) if step == Step.EXAMINED else examined(version, county)
    version.stored_findings.create(
        number=90,
        code="applications_carry_over",
        severity="error",
        message="与上年不衔接",
        fingerprint="0",
    )
    with pytest.raises(Refused, match="与上年不衔接"):
        taken(version, step, county.he if step == Step.EXAMINED else county.song)


def test_an_error_that_comes_up_after_signing_stops_the_publishing(county: County, version: Version) -> None:
    signed = reports.signed(version, county)
    signed.stored_findings.create(
        number=90,
        code="applications_carry_over",
        severity="error",
        message="与上年不衔接",
        fingerprint="0",
    )
    with pytest.raises(Refused, match="与上年不衔接"):
        actions.publish(signed, signed.digest, show_findings=False, user=county.lin, at=AT)


def test_a_warning_needs_a_word_and_to_correct_is_none(
    county: County, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    jump = Finding("jump", "warning", "比上年多出十倍", "practice")
    monkeypatch.setattr(Version, "all_findings", lambda self, previous=None: [jump])
    with pytest.raises(Refused, match="比上年多出十倍"):
        sent(version, county)
    version.store_findings(None)
    actions.judge(version, jump.fingerprint, "to_correct", reason="漏登一月", user=county.lin, at=AT)
    with pytest.raises(Refused, match="比上年多出十倍"):
        sent(version, county)
    actions.judge(version, jump.fingerprint, "right", reason="征迁多", user=county.lin, at=AT)
    sent(version, county)


def test_a_figure_that_records_have_left_behind_stops_it_until_it_is_put_right(county: County) -> None:
    version = compile_actions.compile_report(county.wangshu, 2021, user=county.lin, at=LATER)
    for number in (1, 5, 6):
        section = version.reading.section(number)
        assert section is not None
        lines = [line for line in section.text.splitlines() if "待填写" not in line]
        text = "\n".join(lines) or "没有存在的主要问题需要报告，将继续做好各项工作。"
        compile_actions.write_section(fresh(version), number, text, user=county.lin, at=LATER)
        version = fresh(version)
    items.published(county, title="消防通道", document_number="")
    with pytest.raises(Refused, match="没有处理意见"):
        taken(version, Step.SENT, county.lin, LATER)
    compile_actions.refresh_figures(version, 1, user=county.lin, at=LATER)
    taken(version, Step.SENT, county.lin, LATER)


def test_a_text_still_to_be_written_stops_it(county: County) -> None:
    version = compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT)
    with pytest.raises(Refused, match="“一、总体情况”还有待填写"):
        sent(version, county)


def test_it_is_sent_back_with_remarks_and_comes_again(county: County, version: Version) -> None:
    version = examined(version, county)
    signoff.send_back(
        version,
        Step.SIGNED,
        version.digest,
        opinion="两处要改",
        remarks=[(GRANTED, "与登记簿不符"), ("section.5", "问题写得太空")],
        user=county.song,
        at=AT,
    )
    version = fresh(version)
    assert signoff.waits_for(version) == Step.SENT and version.passed() == {}
    assert version.returned().by == county.song  # type: ignore[union-attr]
    assert list(StepRemark.objects.values_list("place", flat=True)) == [GRANTED, "section.5"]
    version = reports.signed(version, county)
    assert version.returned() is None and len(version.passed()) == 3


@pytest.mark.parametrize(
    ("opinion", "remarks", "said"),
    [
        (" ", [], "请写明要改什么"),
        ("", [("applications.nothing", "改")], "请选择意见针对的"),
        ("", [("", "改")], "请选择意见针对的"),
        ("", [(GRANTED, " ")], "要改什么"),
        ("", [(GRANTED, "多" * 301)], "不超过300字"),
    ],
)
def test_sending_back_says_what_is_to_be_changed(
    county: County, version: Version, opinion: str, remarks: list[tuple[str, str]], said: str
) -> None:
    version = sent(version, county)
    with pytest.raises(Refused, match=said):
        signoff.send_back(
            version, Step.EXAMINED, version.digest, opinion=opinion, remarks=remarks, user=county.he, at=AT
        )
    assert fresh(version).passed()


def test_the_page_leads_through_the_steps_and_keeps_a_refused_opinion(
    county: County, version: Version
) -> None:
    office = browser(county.lin)
    stale = office.post(address(version, "send-up"), {"digest": "0", "opinion": "请审核数据"})
    assert stale.status_code == 422 and "请审核数据" in stale.content.decode()
    sending = {"digest": version.digest, "opinion": "请审核数据"}
    page = office.post(address(version, "send-up"), sending, follow=True).content.decode()
    assert "已送审" in page and "等待科室负责人审核" in page and "请审核数据" in page
    head = browser(county.he)
    assert "同意" in head.get(f"/office/reports/{version.pk}/").content.decode()
    form = head.get(address(version, "examine/send-back"))
    assert form.status_code == 200
    data = {"digest": version.digest, "opinion": "", "place_1": CAME, "text_1": "漏登两件"}
    data |= {"place_2": "section.5", "text_2": "问题写得太空"}
    assert head.post(address(version, "examine/send-back"), data).status_code == 302
    page = office.get(f"/office/reports/{version.pk}/").content.decode()
    assert "审核时退回" in page and "漏登两件" in page and f'href="#{CAME}"' in page
    section = (
        f'<a href="/office/reports/{version.pk}/sections/5/">五、存在的主要问题及改进情况</a>：问题写得太空'
    )
    assert section in page


def test_the_page_lists_what_is_open_with_links(county: County, version: Version) -> None:
    version = wrong(version, county)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/").content.decode()
    first = version.stored_findings.filter(severity="error")[0]
    warning = version.stored_findings.filter(severity="warning").first()
    assert f'href="/office/reports/{version.pk}/#finding-{first.number}"' in page
    assert warning is None or f"?judge={warning.fingerprint}#judge" in page


def test_the_desk_shows_each_what_waits_for_them_and_what_came_back(county: County, version: Version) -> None:
    def desk(who: cast.User) -> str:
        return browser(who).get("/office/").content.decode()

    def waits(who: cast.User, act: str) -> bool:
        return f'<a class="button action" href="/office/reports/{version.pk}/">{act}</a>' in desk(who)

    assert waits(county.lin, "送审") and not waits(county.he, "审核")
    sent(version, county)
    assert waits(county.he, "审核") and not waits(county.lin, "送审") and "等待审核" in desk(county.lin)
    taken(version, Step.EXAMINED, county.he)
    assert waits(county.song, "签发") and waits(county.qin, "签发") and not waits(county.he, "签发")
    signoff.send_back(version, Step.SIGNED, version.digest, opinion="改", user=county.song, at=AT)
    assert "已退回的年报" in desk(county.lin) and waits(county.lin, "修改")
    reports.signed(version, county)
    assert waits(county.gao, "公布") and "已签发，等待公布" in desk(county.he)


def test_the_desk_asks_as_much_whatever_there_is(county: County, version: Version) -> None:
    client = browser(county.fang)
    sent(version, county)

    def queries() -> int:
        client.get("/office/")
        with CaptureQueriesContext(connection) as context:
            client.get("/office/")
        return len(context)

    few = queries()
    sent(reports.compiled(county, 2019), county)
    compile_actions.compile_report(county.tingyu, 2020, user=county.ye, at=AT)
    assert queries() == few


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_who_sign_at_once_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    county = cast.county()
    version = examined(reports.compiled(county), county)
    meet_after(monkeypatch, signoff, "open_version")
    found = outcomes(
        lambda: signoff.take(version, Step.SIGNED, version.digest, user=county.song, at=AT),
        lambda: signoff.take(version, Step.SIGNED, version.digest, user=county.qin, at=AT),
    )
    assert len([one for one in found if isinstance(one, Refused)]) == 1, found
    assert version.confirmations.filter(step=Step.SIGNED).count() == 1
