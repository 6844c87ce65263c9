"""Contact data 联系方式: what the guide must name (第十二条)."""

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions
from gongkai.site.organs.models import Organ
from gongkai.site.organs.permissions import Forbidden
from tests.cast import ON, browser

PAGE = "/office/organs/wangshu/contact/"
CONTACT = {"office": "望舒镇党政办公室", "phone": "0000-1234567", "hours": "工作日 9:00—17:00"}


def test_the_disclosure_officer_edits_and_the_public_reads(county, client):
    actions.edit_contact(county.wangshu, contact=CONTACT, user=county.lin, on=ON)
    page = client.get("/o/wangshu/").content.decode()
    assert all(value in page for value in CONTACT.values())


def test_the_line_names_only_what_changed(county):
    actions.edit_contact(county.wangshu, contact=CONTACT, user=county.lin, on=ON)
    changed = {**CONTACT, "phone": "0000-7654321"}
    actions.edit_contact(county.wangshu, contact=changed, user=county.lin, on=ON)
    line = Entry.objects.order_by("number").last()
    assert (line.act, line.detail) == ("contact_edited", '{"phone":"0000-7654321"}')


def test_saving_the_same_again_is_no_act(county):
    actions.edit_contact(county.wangshu, contact=CONTACT, user=county.lin, on=ON)
    before = Entry.objects.count()
    actions.edit_contact(county.wangshu, contact=CONTACT, user=county.lin, on=ON)
    assert Entry.objects.count() == before


def test_nothing_but_contact_data_is_taken(county):
    actions.edit_contact(
        county.wangshu, contact={**CONTACT, "slug": "other", "sample": "1"}, user=county.lin, on=ON
    )
    organ = Organ.objects.get(pk=county.wangshu.pk)
    assert (organ.slug, organ.sample) == ("wangshu", False)


@pytest.mark.parametrize("who", ["gao", "he", "ye", "fang", "cheng"])
def test_nobody_else_edits(county, who):
    with pytest.raises(Forbidden):
        actions.edit_contact(county.wangshu, contact=CONTACT, user=getattr(county, who), on=ON)
    assert Organ.objects.get(pk=county.wangshu.pk).phone == ""


def test_the_page_saves_and_says_so(county, clock):
    answer = browser(county.lin).post(PAGE, CONTACT, follow=True)
    assert "联系方式已更新" in answer.content.decode()
    assert Organ.objects.get(pk=county.wangshu.pk).phone == "0000-1234567"


def test_what_is_too_long_is_refused_and_stays_in_the_form(county, clock):
    answer = browser(county.lin).post(PAGE, {**CONTACT, "phone": "1" * 41})
    assert answer.status_code == 422 and "1" * 41 in answer.content.decode()
    assert Organ.objects.get(pk=county.wangshu.pk).phone == ""
