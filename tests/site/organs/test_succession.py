"""承继: from the day on, the successors' people act for a dissolved organ, in what goes on."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from gongkai.site.annual_reports.models import BatchFile
from gongkai.site.disclosure import actions as disclosure
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ, Role, Succession
from gongkai.site.organs.permissions import ACTS, AFTERWARDS, Forbidden, may, organs_for
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import AT, ON, browser
from tests.site import items, reports
from tests.site.annual_reports.test_batches import handed_in, read
from tests.site.successions import dissolved

DAY = timedelta(days=1)


# Who may do what for it


def open_to(person, on: date, organ: Organ) -> set[str]:
    return {act for act in ACTS if may(person, act, organ, on=on)}


def test_successors_act_for_it_from_the_day_and_not_before(county):
    organ = dissolved(county)
    assert open_to(county.ye, ON - DAY, organ) == set()
    roles = {act for act, roles in ACTS.items() if Role.DISCLOSURE_OFFICER in roles}
    for on in (ON, ON + 1000 * DAY):
        assert open_to(county.ye, on, organ) == roles & AFTERWARDS
    assert organ not in organs_for(county.ye, "disclosure.publish", on=ON - DAY)
    for act in AFTERWARDS & roles:
        assert set(organs_for(county.ye, act, on=ON)) == {organ, county.tingyu}, act


def test_an_heir_acts_in_the_role_held_and_no_other(county):
    organ = dissolved(county)
    assert may(county.gu, "disclosure.review", organ, on=ON)
    assert not may(county.gu, "disclosure.publish", organ, on=ON)


def test_nobody_else_comes_into_it(county):
    other = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), other, Role.DISCLOSURE_OFFICER)
    organ = dissolved(county)
    assert open_to(wen, ON + DAY, organ) == set()
    assert organ not in organs_for(wen, "disclosure.view", on=ON + DAY)


def test_its_own_people_may_do_nothing_after_it(county):
    organ = dissolved(county)
    for person in (county.lin, county.gao, county.he, county.zhou):
        assert open_to(person, ON + DAY, organ) == set()


def test_on_its_last_day_its_people_finish_and_begin_nothing(county):
    organ = dissolved(county)
    assert may(county.lin, "disclosure.publish", organ, on=ON)
    assert not may(county.lin, "disclosure.draft", organ, on=ON)
    assert organ not in organs_for(county.lin, "disclosure.draft", on=ON)


@pytest.mark.parametrize("act", sorted(set(ACTS) - AFTERWARDS))
def test_nothing_new_is_made_in_it_by_anyone(county, act):
    organ = dissolved(county)
    for role in ACTS[act]:
        for number, place in enumerate((county.yunchuan, county.tingyu)):
            person = cast.appointed(cast.user(f"{role}.{number}".replace("_", "."), "文静"), place, role)
            assert not may(person, act, organ, on=ON), (role, place)
            assert organ not in organs_for(person, act, on=ON), (role, place)


def test_those_above_go_on_seeing_it(county):
    organ = dissolved(county)
    assert may(county.fang, "disclosure.view", organ, on=ON + DAY)
    assert may(county.cheng, "organs.view", organ, on=ON + DAY)
    assert organ in organs_for(county.fang, "annual_reports.view", on=ON + DAY)


def test_the_heir_of_an_heir_answers_for_both(county):
    heze = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), heze, Role.DISCLOSURE_OFFICER)
    first = dissolved(county)
    second = dissolved(county, "tingyu", ("heze",), on=ON + 10 * DAY)
    for on, theirs in ((ON + 9 * DAY, {heze}), (ON + 10 * DAY, {heze, first, second})):
        assert set(organs_for(wen, "disclosure.publish", on=on)) == theirs
        assert {one for one in (heze, first, second) if may(wen, "disclosure.publish", one, on=on)} == theirs
    assert not may(county.ye, "disclosure.publish", first, on=ON + 11 * DAY)
    assert list(Organ.objects.successors_of(first)) == [second]  # the page tells the way it went


def test_when_parts_are_joined_again_the_last_answers_once(county):
    heze = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), heze, Role.DISCLOSURE_OFFICER)
    first = dissolved(county, successors=("tingyu", "heze"), kind="division")
    dissolved(county, "tingyu", ("heze",), on=ON + DAY)
    assert may(wen, "disclosure.publish", first, on=ON)
    assert list(organs_for(wen, "disclosure.publish", on=ON + DAY).filter(pk=first.pk)) == [first]
    assert Succession.objects.filter(predecessor=first).count() == 2


def test_asking_needs_no_more_queries_however_long_the_chain(county, django_assert_num_queries):
    before = dissolved(county)
    for number in range(5):
        cast.establish(f"town{number}", f"第{number}镇", f"第{number}镇", "town", county.yunchuan)
    chain = ["tingyu", *(f"town{number}" for number in range(5))]
    for day, (one, following) in enumerate(pairwise(chain), start=1):
        dissolved(county, one, (following,), on=ON + day * DAY)
    wen = cast.appointed(cast.user("wen.jing", "文静"), Organ.objects.get(slug="town4"), Role.HANDLER)
    on = ON + 20 * DAY
    with django_assert_num_queries(2):
        assert may(wen, "disclosure.edit", before, on=on)
    with django_assert_num_queries(2):
        assert len(organs_for(wen, "disclosure.edit", on=on)) == 7


# What it published


def test_the_heir_withdraws_what_it_published(county):
    item = items.published(county)
    dissolved(county)
    disclosure.withdraw(item, reason="内容有误", user=county.ye, at=AT)
    item.refresh_from_db()
    assert item.withdrawal_reason == "内容有误"


def heirs(county) -> list:
    """Leader, secrecy reviewer and signatory of 听雨镇, who with its section head hold every step."""
    made = [county.gu]
    for number, role in enumerate((Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY)):
        made.append(cast.appointed(cast.user(f"heir.{number}", "承继"), county.tingyu, role))
    return made


def test_the_heirs_revise_review_and_publish_what_it_published(county):
    item = items.published(county)
    dissolved(county)
    reviewers = heirs(county)
    version = disclosure.revise(item, change_note="更正电话", user=county.ye, at=AT)
    disclosure.submit(version, user=county.ye, at=AT)
    for person in reviewers:
        version = items.fresh(version)
        assert browser(person).get("/office/").content.decode().count("关于做好春季森林防火工作的通知") >= 1
        disclosure.review(version, version.digest, passed=True, opinion="同意", user=person, at=AT)
    disclosure.publish(items.fresh(version), version.digest, user=county.ye, at=AT)
    item.refresh_from_db()
    assert item.current.number == 2 and item.organ == county.wangshu


def test_a_foreign_section_head_takes_no_step_of_it(county):
    other = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), other, Role.SECTION_HEAD)
    version = items.submitted(county)
    dissolved(county)
    with pytest.raises(Forbidden):
        disclosure.review(version, version.digest, passed=True, opinion="同意", user=wen, at=AT)


def test_the_heir_begins_nothing_in_it(county):
    dissolved(county)
    for person in (county.ye, county.lin):
        with pytest.raises(Forbidden):
            disclosure.draft(Organ.objects.get(slug="wangshu"), items.NOTICE, column=None, user=person, at=AT)


def test_the_heir_corrects_its_report(county):
    report = reports.of_wangshu(county)
    dissolved(county)
    from_heir = browser(county.ye)
    answer = from_heir.post("/office/reports/wangshu/2020/correction/", {"reason": "漏报一件"})
    assert answer.status_code == 302, answer.content.decode()
    assert report.report.versions.count() == 2
    assert "上传望舒镇年报" not in from_heir.get("/office/").content.decode()


# The report on its last year


def test_the_heir_hands_in_the_report_on_the_last_year_that_is_awaited(county, clock):
    clock.at = AT
    organ = dissolved(county)
    assert organ in Organ.objects.existing_in(2020) & Organ.objects.reporting(ON)
    page = browser(county.ye).get("/office/reports/").content.decode()
    assert 'href="/office/reports/upload/wangshu/"' in page
    version = reports.published(organ, county.ye, county.gu)
    assert (version.report.organ, version.report.year) == (organ, 2020)
    reports.draft(organ, county.ye, sample_report("2021"))


def test_there_is_no_report_on_a_year_it_did_not_see(county):
    organ = dissolved(county)
    with pytest.raises(Refused, match="2022年以前，这个机关已经撤销"):
        reports.draft(organ, county.ye, replace(sample_report("2021"), year=2022))
    later = date(2023, 1, 1)
    assert organ not in Organ.objects.reporting(later)
    assert organ in Organ.objects.reporting(later - DAY)


def test_a_supervisor_collects_it_too(county):
    organ = dissolved(county)
    batch = handed_in(county.fang, ("望舒.txt", reports.text()))
    assert list(read(batch).values()) == [BatchFile.State.DONE]
    assert organ.annual_reports.get().year == 2020
