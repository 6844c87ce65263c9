"""Establishing an organ 设立."""

import pytest
from django.db import IntegrityError

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions
from gongkai.site.organs.models import Organ
from tests.cast import ON, SINCE


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
    with pytest.raises(IntegrityError):
        actions.establish(slug="heze", **made)
    assert Organ.objects.count() == Entry.objects.count() == 1
