"""随写随存: what was typed and not sent is kept for the one who typed it, as it was typed."""

from datetime import timedelta

import pytest

from gongkai.site.disclosure import actions, timed, typed
from gongkai.site.disclosure.models import Item
from gongkai.site.disclosure.record_models import Typed
from gongkai.site.ledger.models import Head
from gongkai.site.organs.models import Role
from tests import cast
from tests.cast import browser
from tests.site import items

NEW = "/office/items/new/wangshu/"
HALF = {
    "title": "关于修路的",
    "formed_on": "2021-13-",
    "klass": "publish",
    "body": "<p>各村：</p>",
    "typed": "-",
}
WHOLE = HALF | {"title": "关于修路的公告", "formed_on": "2021-01-04", "origin": "made"}


def keep(person, address: str = NEW, **data: str):
    return browser(person).post(f"{address}typed/", HALF | data)


def offered(page: str) -> bool:
    return "写过尚未提交的内容" in page


def text(person, address: str) -> str:
    return browser(person).get(address).content.decode()


def box(page: str) -> str:
    return page.split('name="normative"')[1].split(">", maxsplit=1)[0]


def test_what_was_typed_is_kept_even_where_it_is_wrong_and_leaves_no_line(county, clock):
    before = Head.current().number
    answer = keep(county.lin)
    assert answer.json() == {"at": clock.at.astimezone(cast.AT.tzinfo).strftime("%H:%M")}
    kept = Typed.objects.get()
    assert (kept.user, kept.data["title"], kept.data["formed_on"]) == (county.lin, "关于修路的", "2021-13-")
    assert set(kept.data) == {"title", "formed_on", "klass", "body"}
    assert Head.current().number == before
    assert not Item.objects.exists()


def test_a_second_time_takes_the_place_of_the_first(county):
    keep(county.lin)
    keep(county.lin, title="关于修桥的")
    assert Typed.objects.get().data["title"] == "关于修桥的"


def test_it_is_offered_and_restored_without_scripts(county):
    keep(county.lin, normative="on", column=str(items.column(county.wangshu).pk))
    page = text(county.lin, NEW)
    assert offered(page) and "关于修路的" not in page
    assert "data-typed=" not in page and 'name="typed"' not in page  # nothing is written over the offer
    page = text(county.lin, f"{NEW}?restore=1")
    assert not offered(page) and "已恢复您" in page
    assert 'value="关于修路的"' in page and 'value="2021-13-"' in page and "各村：" in page
    assert " checked" in box(page)
    assert f'<option value="{items.column(county.wangshu).pk}" selected>' in page
    assert f'data-typed="{NEW}typed/"' in page


def test_an_unticked_box_and_an_emptied_field_come_back_as_they_were(county):
    version = items.draft(county, normative=True, summary="概述")
    address = f"/office/items/{version.item_id}/edit/"
    keep(county.lin, address, typed=version.digest, summary="")
    page = text(county.lin, f"{address}?restore=1")
    assert " checked" not in box(page)
    assert ">概述<" not in page and 'value="关于修路的"' in page


def test_nobody_else_is_offered_it(county):
    keep(county.lin)
    assert not offered(text(county.gao, NEW))
    assert not offered(text(county.ye, "/office/items/new/tingyu/"))
    assert keep(county.he).status_code == 403
    assert keep(county.ye).status_code == 403


def test_sending_the_form_deletes_it(county):
    keep(county.lin)
    assert browser(county.lin).post(NEW, WHOLE).status_code == 302
    assert not Typed.objects.exists()


def test_sending_another_one_leaves_what_is_offered(county):
    keep(county.lin)
    sent = {name: value for name, value in WHOLE.items() if name != "typed"}
    assert browser(county.lin).post(NEW, sent).status_code == 302
    assert Typed.objects.get().data["title"] == "关于修路的"


def test_what_was_sent_and_refused_is_kept_too(county):
    answer = browser(county.lin).post(NEW, HALF | {"title": ""})
    assert answer.status_code == 422
    assert Typed.objects.get().data["body"] == "<p>各村：</p>"
    assert not offered(answer.content.decode())


def test_discarding_brings_back_the_form_as_it_was(county):
    keep(county.lin)
    answer = browser(county.lin).post(f"{NEW}typed/", {"discard": "1"})
    assert (answer.status_code, answer["Location"]) == (302, NEW)
    assert not Typed.objects.exists()
    assert not offered(text(county.lin, NEW))


def test_an_item_changed_by_another_meanwhile_is_told_before_restoring(county):
    version = items.draft(county)
    address = f"/office/items/{version.item_id}/edit/"
    keep(county.lin, address, typed=version.digest)
    assert "这份信息已经改过" not in text(county.lin, address)
    changed = items.NOTICE.__class__(**items.NOTICE.as_dict() | {"title": "改了的标题"})
    actions.edit(version, changed, column=version.item.column, user=county.gao, at=cast.AT)
    page = text(county.lin, address)
    assert offered(page) and "这份信息已经改过" in page
    assert "这份信息已经改过" in text(county.lin, f"{address}?restore=1")


def test_one_form_does_not_mix_with_another(county):
    version = items.draft(county)
    keep(county.lin)
    assert not offered(text(county.lin, f"/office/items/{version.item_id}/edit/"))


def test_what_is_too_long_is_refused_in_a_sentence(county, monkeypatch):
    monkeypatch.setattr(typed, "LIMIT", 200)
    answer = keep(county.lin, body="长" * 300)
    assert answer.status_code == 422
    assert answer.json() == {"refused": "内容太长，不能暂存，请先保存"}
    assert not Typed.objects.exists()


@pytest.mark.parametrize(("days", "left"), [(30, 1), (31, 0)])
def test_after_thirty_days_it_is_deleted(county, clock, days, left):
    keep(county.lin)
    timed.run(clock.at + timedelta(days=days))
    assert Typed.objects.count() == left


def test_after_a_time_out_signing_in_leads_back_to_the_offer(county):
    client = browser(county.lin)
    client.post(f"{NEW}typed/", HALF)
    client.session.flush()
    answer = client.post(NEW, WHOLE)
    assert answer["Location"] == f"/office/sign-in/?next={NEW}"
    data = {"login": county.lin.username, "password": cast.PASSWORD, "next": NEW}
    page = client.post("/office/sign-in/", data, follow=True)
    assert page.redirect_chain[-1][0] == NEW
    assert offered(page.content.decode())


def test_who_lost_the_role_keeps_nothing_more(county):
    county.lin.roles.filter(role=Role.DISCLOSURE_OFFICER).update(until=cast.SINCE)
    assert keep(county.lin).status_code == 403
