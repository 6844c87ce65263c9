"""撤销、合并: an organ ends; what it has to say for it, and what ends with it."""

from datetime import date, timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions, structure
from gongkai.site.organs.models import CompetentOffice, Officer, Organ, Role, Succession
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.cast import ON, SINCE
from tests.site.successions import PLAN, dissolved
from tests.site.threads import meet_after, outcomes

DAY = timedelta(days=1)


def test_a_dissolved_organ_exists_until_the_day_before(county):
    dissolved(county)
    for on, slugs in ((ON - DAY, {"yunchuan", "wangshu", "tingyu"}), (ON, {"yunchuan", "tingyu"})):
        assert set(Organ.objects.existing(on).values_list("slug", flat=True)) == slugs
    assert [one.slug for one in Organ.objects.dissolved(ON)] == ["wangshu"]
    assert not Organ.objects.dissolved(ON - DAY)


def test_it_existed_in_every_year_up_to_that_of_its_end(county):
    dissolved(county)
    existed = {
        year: Organ.objects.existing_in(year).filter(slug="wangshu").exists() for year in range(2019, 2023)
    }
    assert existed == {2019: False, 2020: True, 2021: True, 2022: False}


def test_an_organ_dissolved_on_new_years_day_did_not_exist_in_that_year(county):
    dissolved(county, on=date(2021, 1, 1))
    assert not Organ.objects.existing_in(2021).filter(slug="wangshu").exists()


def test_dissolving_is_one_line_with_the_successors_and_the_reason(county):
    before = Entry.objects.count()
    dissolved(county)
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.act, line.user) == ("dissolved", county.cheng)
    assert '"successors":["tingyu"]' in line.detail and PLAN in line.detail
    assert '"roles_ended":6' in line.detail


def test_its_roles_end_that_day_and_no_others(county):
    dissolved(county)
    assert not Officer.objects.on(ON + DAY).filter(organ=county.wangshu).exists()
    assert Officer.objects.on(ON).filter(organ=county.wangshu).count() == 6
    assert Officer.objects.on(ON + DAY).filter(organ=county.tingyu).count() == 2


def test_a_role_taken_up_after_a_day_entered_late_was_held_for_one_day_at_least(county):
    wen = cast.user("wen.jing", "文静")
    actions.appoint(wen, county.wangshu, Role.HANDLER, on=ON - DAY, user=county.an)
    dissolved(county, on=ON - 3 * DAY, today=ON)
    assert [(one.since, one.until) for one in wen.roles.all()] == [(ON - DAY, ON - DAY)]
    assert county.lin.roles.get().until == ON - 3 * DAY


def test_a_stand_in_who_has_not_begun_never_does(county):
    role = county.he.roles.get()
    actions.delegate(role, county.gao, since=ON + DAY, until=ON + 9 * DAY, user=county.he, on=ON)
    dissolved(county)
    assert county.gao.roles.count() == 1


@pytest.mark.parametrize("who", ["lin", "fang", "an", "shen"])
def test_only_a_system_administrator_dissolves(county, who):
    with pytest.raises(Forbidden):
        dissolved(county, who=who)
    assert not Organ.objects.filter(dissolved_on__isnull=False)


def test_an_administrator_does_not_dissolve_their_own_organ(county):
    wen = cast.appointed(cast.user("wen.jing", "文静"), county.wangshu, Role.SYSTEM_ADMIN)
    with pytest.raises(Forbidden):
        structure.dissolve(
            county.wangshu, kind="merger", successors=[county.tingyu], on=ON, note=PLAN, user=wen, today=ON
        )


def test_duties_go_only_to_organs_within_the_administrators_reach(county):
    city = cast.establish("city", "云州市人民政府", "云州市", "government")
    with pytest.raises(Forbidden):
        dissolved(county, successors=(city.slug,))


def test_the_highest_organ_cannot_be_dissolved(county):
    with pytest.raises(actions.Refused, match="最高一级"):
        dissolved(county, "yunchuan")


def test_what_stands_below_comes_first(county):
    cast.establish("station", "望舒镇站所", "站所", "department", county.wangshu)
    cast.establish("school", "望舒镇学校", "学校", "department", county.wangshu)
    with pytest.raises(actions.Refused, match="还有下级机关：望舒镇站所、望舒镇学校。"):
        dissolved(county)
    dissolved(county, "station", ("wangshu",))
    structure.move(
        Organ.objects.get(slug="school"), Organ.objects.get(slug="tingyu"), user=county.cheng, on=ON
    )
    dissolved(county)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"on": SINCE}, "应在设立日期2020-01-01之后"),
        ({"on": ON + DAY, "today": ON}, "不晚于今天"),
        ({"note": "  "}, "请写明撤销的依据"),
        ({"successors": ()}, "请选择承继职责的机关"),
        ({"successors": ("wangshu",)}, "不能由自己承继"),
        ({"successors": ("tingyu", "yunchuan")}, "承继机关只有一个"),
        ({"kind": "renewal", "successors": ("tingyu", "yunchuan")}, "承继机关只有一个"),
        ({"kind": "division"}, "承继机关至少有两个"),
    ],
)
def test_a_dissolution_that_does_not_fit_is_refused_and_says_why(county, fields, told):
    with pytest.raises(actions.Refused, match=told):
        dissolved(county, **fields)
    assert not Succession.objects.exists()


def test_a_successor_stood_already_on_that_day(county):
    actions.establish(slug="new", name="新镇", short_name="新镇", kind="town", on=ON, parent=county.yunchuan)
    with pytest.raises(actions.Refused, match="新镇在2021-01-20才设立"):
        dissolved(county, successors=("new",), on=ON - DAY, today=ON)


def test_a_dissolved_organ_succeeds_nobody_and_is_not_dissolved_again(county):
    dissolved(county)
    with pytest.raises(Forbidden):
        dissolved(county, "tingyu", ("wangshu",))
    with pytest.raises(actions.Refused, match="望舒镇人民政府已于2021-01-20撤销"):
        dissolved(county)


def test_an_heir_is_not_dissolved_before_it_inherited(county):
    dissolved(county)
    with pytest.raises(actions.Refused, match="承继过别的机关"):
        dissolved(county, "tingyu", ("yunchuan",), on=ON - DAY, today=ON)


def test_its_competence_ends_with_it(county):
    office = cast.establish("office", "县政府办", "政府办", "department", county.yunchuan)
    structure.set_competent_office(county.yunchuan, office, since=SINCE, user=county.cheng, on=ON)
    dissolved(county, "office", ("yunchuan",))
    assert CompetentOffice.objects.get().until == ON


@pytest.mark.django_db(transaction=True)
def test_of_two_organs_that_dissolve_into_each_other_at_once_one_remains(monkeypatch):
    county = cast.county()
    meet_after(monkeypatch, structure, "_existing_below")
    found = outcomes(
        lambda: dissolved(county, "wangshu", ("tingyu",)), lambda: dissolved(county, "tingyu", ("wangshu",))
    )
    assert sorted(type(one).__name__ for one in found) == ["Forbidden", "Organ"]
    assert Organ.objects.existing(ON).count() == 2
