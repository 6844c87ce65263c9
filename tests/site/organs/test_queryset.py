"""Reading organs: the tree, and names by date."""

from datetime import timedelta

from gongkai.site.organs import actions
from gongkai.site.organs.models import Organ
from tests.cast import ON, SINCE


def test_named_gives_the_name_of_the_day(county):
    actions.rename(county.wangshu, name="望舒街道办事处", short_name="望舒街道", user=county.cheng, on=ON)
    for on, name in ((ON - timedelta(days=1), "望舒镇"), (ON, "望舒街道")):
        organ = Organ.objects.named(on).get(slug="wangshu")
        assert (organ.short_name, str(organ)) == (name, organ.name)
        assert county.wangshu.name_on(on) == organ.name


def test_before_its_first_name_an_organ_goes_by_its_address(county):
    before = SINCE - timedelta(days=1)
    assert Organ.objects.named(before).get(slug="wangshu").name is None
    assert county.wangshu.name_on(before) == "wangshu"


def test_named_is_one_query_however_many_organs(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len([organ.name for organ in Organ.objects.named(ON)]) == 3


def test_below_is_the_organ_and_all_under_it(county):
    assert list(Organ.objects.below(county.yunchuan)) == [county.yunchuan, county.wangshu, county.tingyu]
    assert list(Organ.objects.below(county.wangshu)) == [county.wangshu]


def test_above_is_the_highest_first_and_the_organ_last(county):
    assert list(Organ.objects.above(county.wangshu)) == [county.yunchuan, county.wangshu]
    assert list(Organ.objects.above(county.yunchuan)) == [county.yunchuan]


def test_children_are_right_under_their_organ(county):
    assert list(Organ.objects.children_of(county.yunchuan)) == [county.wangshu, county.tingyu]
    assert list(Organ.objects.children_of(county.wangshu)) == []


def test_the_parent_is_named_as_on_the_day(county):
    assert county.wangshu.parent_on(ON).name == "云川县人民政府"
    assert county.yunchuan.parent_on(ON) is None


def test_contact_lists_only_what_is_filled_in(county):
    county.wangshu.phone = "0000-1234567"
    assert county.wangshu.contact == [("联系电话", "0000-1234567")]
