"""Establishing an organ 设立."""

from datetime import timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions, permissions
from gongkai.site.organs.models import Organ, Role
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.cast import ON, SINCE, browser
from tests.site.threads import meet_after, outcomes


def test_an_organ_stands_under_the_one_over_it(county):
    assert Organ.objects.get_parent(county.wangshu) == county.yunchuan
    assert county.yunchuan.is_root()


def test_it_has_its_first_name_from_the_day_it_is_established(county):
    name = county.wangshu.names.get()
    assert (name.name, name.short_name) == ("望舒镇人民政府", "望舒镇")
    assert (name.since, name.until) == (SINCE, None)


def test_establishing_is_one_line_of_the_ledger(db):
    organ = actions.establish(slug="heze", name="河泽镇人民政府", short_name="河泽镇", kind="town", on=ON)
    line = Entry.objects.get()
    assert (line.act, line.subject_id) == ("established", str(organ.pk))
    assert "河泽镇人民政府" in line.detail


@pytest.mark.django_db(transaction=True)
def test_an_address_is_given_once_and_the_second_organ_leaves_nothing():
    made = {"name": "河泽镇人民政府", "short_name": "河泽镇", "kind": "town", "on": ON}
    actions.establish(slug="heze", **made)
    with pytest.raises(actions.Refused, match="网址名heze已归另一个机关"):
        actions.establish(slug="heze", **(made | {"name": "河泽乡人民政府"}))
    assert Organ.objects.count() == Entry.objects.count() == 1


HEZE = {"slug": "heze", "name": "河泽镇人民政府", "short_name": "河泽镇", "kind": "town", "on": SINCE}
PAGE = "/office/organs/yunchuan/establish/"


def established(county, who: str = "cheng", **fields):
    data = HEZE | {"parent": county.yunchuan} | fields
    return actions.establish(**data, user=getattr(county, who), today=ON)


def test_the_system_administrator_establishes_in_every_organ_below(county):
    town = established(county)
    station = established(county, slug="heze-station", name="河泽镇站所", parent=town)
    assert Organ.objects.get_parent(station) == town
    line = Entry.objects.order_by("number").last()
    assert (line.act, line.user) == ("established", county.cheng)
    assert '"parent":"heze"' in line.detail


@pytest.mark.parametrize("who", ["lin", "fang", "an", "shen"])
def test_nobody_else_establishes(county, who):
    with pytest.raises(Forbidden):
        established(county, who)
    assert not Organ.objects.filter(slug="heze").exists()


def test_the_administrator_of_a_town_establishes_under_it_alone(county):
    wen = cast.appointed(cast.user("wen.jing", "文静"), county.wangshu, Role.SYSTEM_ADMIN)
    actions.establish(**HEZE, parent=county.wangshu, user=wen, today=ON)
    for parent in (county.yunchuan, county.tingyu):
        with pytest.raises(Forbidden):
            actions.establish(**(HEZE | {"slug": "other"}), parent=parent, user=wen, today=ON)


@pytest.mark.parametrize(
    "slug", ["河泽", "Heze", "h", "heze_1", "1heze", "heze-", "he ze", "h" * 41, "heze\n"]
)
def test_an_address_is_small_letters_figures_and_hyphens(county, slug):
    with pytest.raises(actions.Refused, match="网址名以小写字母开头"):
        established(county, slug=slug)


def test_organs_side_by_side_do_not_bear_the_same_name(county):
    with pytest.raises(actions.Refused, match="同一上级之下已有望舒镇人民政府"):
        established(county, name="望舒镇人民政府")
    established(county, name="望舒镇人民政府", parent=county.tingyu)  # another county may have such a town


def test_an_organ_is_not_established_before_its_day(county):
    with pytest.raises(actions.Refused, match="到那一天再登记"):
        established(county, on=ON + timedelta(days=1))


def test_the_page_establishes_and_leads_to_the_new_organ(county):
    client = browser(county.cheng)
    assert "写进网址" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, HEZE, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/office/organs/heze/", 302)]
    assert "已设立，地址是 /o/heze/" in page and "云川县人民政府" in page


def test_a_refusal_keeps_what_was_typed(county):
    answer = browser(county.cheng).post(PAGE, HEZE | {"slug": "wangshu"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "网址名wangshu已归另一个机关" in page and 'value="河泽镇人民政府"' in page


def test_under_a_sample_organ_all_are_samples(county):
    Organ.objects.filter(pk=county.yunchuan.pk).update(sample=True)
    browser(county.cheng).post(PAGE, HEZE)
    assert Organ.objects.get(slug="heze").sample


@pytest.mark.django_db(transaction=True)
def test_of_two_organs_of_one_name_at_once_the_second_is_refused(monkeypatch):
    county = cast.county()
    meet_after(monkeypatch, permissions, "require")
    found = outcomes(*[lambda slug=slug: established(county, slug=slug) for slug in ("heze", "heze-two")])
    assert sorted(type(one).__name__ for one in found) == ["Organ", "Refused"]
