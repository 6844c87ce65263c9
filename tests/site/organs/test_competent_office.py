"""公开工作主管部门 of a government, dated (第三条), and whom its supervisors reach."""

from datetime import date, timedelta

import pytest

from gongkai.site.disclosure import guide
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions, structure
from gongkai.site.organs.models import CompetentOffice, Organ, Role
from gongkai.site.organs.permissions import ACTS, DOWNWARDS, Forbidden, may, organs_for
from tests import cast
from tests.cast import AT, ON, SINCE, browser

DAY = timedelta(days=1)
PAGE = "/office/organs/yunchuan/competent/"


@pytest.fixture
def office(county) -> Organ:
    return cast.establish("office", "云川县人民政府办公室", "县政府办", "department", county.yunchuan)


@pytest.fixture
def bureau(county) -> Organ:
    return cast.establish("bureau", "云川县政务服务局", "县政务局", "department", county.yunchuan)


@pytest.fixture
def wen(office):
    """文静, supervisor in the office of the government."""
    return cast.appointed(cast.user("wen.jing", "文静"), office, Role.SUPERVISOR)


def fixed(county, office: Organ, since: date = SINCE, who: str = "cheng") -> CompetentOffice:
    return structure.set_competent_office(
        Organ.objects.get(slug="yunchuan"), office, since=since, user=getattr(county, who), on=ON
    )


def test_the_one_before_ends_the_day_before(county, office, bureau):
    fixed(county, office)
    fixed(county, bureau, ON)
    assert list(CompetentOffice.objects.values_list("office__slug", "since", "until")) == [
        ("bureau", ON, None),
        ("office", SINCE, ON - DAY),
    ]
    for on, name in ((ON - DAY, "云川县人民政府办公室"), (ON, "云川县政务服务局")):
        found = county.wangshu.competent_office(on)
        assert found is not None and found.name == name
    assert county.wangshu.competent_office(SINCE - DAY) is None


def test_the_nearest_government_that_has_one_decides(county, office):
    district = cast.establish("district", "云川新区管委会", "新区", "government", county.yunchuan)
    own = cast.establish("own", "新区办公室", "办公室", "department", district)
    below = cast.establish("street", "新区街道", "街道", "subdistrict", district)
    fixed(county, office)
    assert below.competent_office(ON) == office
    structure.set_competent_office(
        Organ.objects.get(slug="district"), own, since=ON, user=county.cheng, on=ON
    )
    assert below.competent_office(ON) == own
    assert below.competent_office(ON - DAY) == office
    assert county.wangshu.competent_office(ON) == office


def test_it_is_one_line_of_the_ledger(county, office):
    before = Entry.objects.count()
    fixed(county, office)
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.act, line.user) == ("competent_office_set", county.cheng)
    assert line.detail == '{"office":"office","organ":"yunchuan","since":"2020-01-01"}'


@pytest.mark.parametrize("who", ["lin", "fang", "an", "shen"])
def test_only_the_system_administrator_fixes_it(county, office, who):
    with pytest.raises(Forbidden):
        fixed(county, office, who=who)


def test_a_town_has_none_of_its_own(county):
    with pytest.raises(actions.Refused, match="只有县级以上人民政府"):
        structure.set_competent_office(county.wangshu, county.wangshu, since=SINCE, user=county.cheng, on=ON)


def test_it_stands_in_or_under_the_government(county):
    city = cast.establish("city", "云州市人民政府", "云州市", "government")
    with pytest.raises(actions.Refused, match="本级政府或它之下"):
        fixed(county, city)
    fixed(county, Organ.objects.get(slug="yunchuan"))


def test_the_day_follows_the_one_before(county, office, bureau):
    fixed(county, office, ON)
    for day in (ON, ON - DAY):
        with pytest.raises(actions.Refused, match="现在的主管部门从2021-01-20起主管"):
            fixed(county, bureau, day)
    with pytest.raises(actions.Refused, match="它已经是"):
        fixed(county, office, ON + DAY)
    with pytest.raises(actions.Refused, match="设立日期2020-01-01"):
        fixed(county, bureau, SINCE - DAY)


# Whom its supervisors reach


def test_its_supervisors_reach_the_organs_below_the_government(county, office, wen):
    act = "annual_reports.view"
    assert set(organs_for(wen, act, on=ON)) == {office}
    assert not may(wen, act, county.wangshu, on=ON)
    fixed(county, office)
    assert set(organs_for(wen, act, on=ON)) == {county.yunchuan, county.wangshu, county.tingyu, office}
    assert may(wen, act, county.wangshu, on=ON)


def test_they_may_there_what_a_supervisor_may_and_no_more(county, office, wen):
    fixed(county, office)
    for act in ACTS:
        below = Role.SUPERVISOR in DOWNWARDS.get(act, ())
        assert may(wen, act, county.wangshu, on=ON) is below, act
        assert (county.wangshu in organs_for(wen, act, on=ON)) is below, act


def test_the_reach_goes_over_on_the_day_the_office_changes(county, office, bureau, wen):
    other = cast.appointed(cast.user("wu.yan", "吴岩"), bureau, Role.SUPERVISOR)
    fixed(county, office)
    fixed(county, bureau, ON)
    for on, people in ((ON - DAY, [wen]), (ON, [other])):
        for person in (wen, other):
            assert may(person, "disclosure.view", county.wangshu, on=on) is (person in people)
            assert (county.wangshu in organs_for(person, "disclosure.view", on=on)) is (person in people)


def test_other_roles_in_the_office_reach_no_further(county, office):
    fixed(county, office)
    for number, role in enumerate(role for role in Role if role != Role.SUPERVISOR):
        person = cast.appointed(cast.user(f"one.{number}", "甲"), office, role)
        assert not any(may(person, act, county.wangshu, on=ON) for act in ACTS), role
        assert all(set(organs_for(person, act, on=ON)) <= {office} for act in ACTS), role


def test_a_supervisor_in_the_government_itself_reaches_as_before(county, office):
    fixed(county, office)
    assert may(county.fang, "disclosure.view", county.wangshu, on=ON)
    assert county.wangshu in organs_for(county.fang, "disclosure.view", on=ON)


def test_an_office_of_two_governments_reaches_both_without_more_queries(
    county, office, wen, django_assert_num_queries
):
    fixed(county, office)
    with django_assert_num_queries(1):
        assert may(wen, "disclosure.view", county.wangshu, on=ON)
    with django_assert_num_queries(2):
        assert len(organs_for(wen, "disclosure.view", on=ON)) == 4


# Where it is shown


def test_public_pages_name_it(county, office, client):
    for address in ("/o/wangshu/", "/o/wangshu/guide/"):
        assert "主管部门" not in client.get(address).content.decode()
    fixed(county, office)
    for address in ("/o/wangshu/", "/o/wangshu/guide/"):
        page = client.get(address).content.decode()
        assert "<dt>主管部门</dt>" in page and "云川县人民政府办公室" in page, address


def test_the_guide_names_it_with_its_telephone(county, office):
    Organ.objects.filter(pk=office.pk).update(phone="0000-1000002")
    assert "主管部门是" not in guide.written(county.wangshu, AT).body
    fixed(county, office)
    body = guide.written(county.wangshu, AT).body
    assert "本机关的政府信息公开工作主管部门是云川县人民政府办公室。联系电话：0000-1000002。" in body


def test_the_page_fixes_it_and_shows_those_before(county, office, bureau):
    client = browser(county.cheng)
    assert "还没有确定主管部门" in client.get("/office/organs/yunchuan/").content.decode()
    for one, since in ((office, "2020-01-01"), (bureau, "2021-01-20")):
        answer = client.post(PAGE, {"office": one.pk, "since": since}, follow=True)
        assert "主管部门已确定" in answer.content.decode()
    page = answer.content.decode()
    assert "2020-01-01 — 2021-01-19" in page and "2021-01-20 — 至今" in page


def test_the_page_offers_only_the_government_and_what_stands_right_below(county, office):
    page = browser(county.cheng).get(PAGE).content.decode()
    assert "云川县人民政府办公室" in page and "望舒镇人民政府" in page
    again = browser(county.cheng).post(PAGE, {"office": office.pk, "since": "2019-01-01"})
    assert again.status_code == 422 and "设立日期2020-01-01" in again.content.decode()
