"""Pages of the register and of the portal: what is typed is kept, what is withdrawn says so."""

from datetime import date

import pytest

from gongkai.site.disclosure import actions, guide
from gongkai.site.disclosure import desk as desks
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.organs.actions import Refused
from tests.cast import AT, ON, browser
from tests.site import items

TYPED = {
    "title": "关于开展秋粮收购的公告",
    "document_number": "望政告[2021]2号",
    "formed_on": "2021-01-04",
    "klass": "publish",
    "origin": "made",
    "body": "第一段\n第二段",
}


@pytest.fixture
def office(county):
    return browser(county.lin)


def test_what_is_typed_is_registered_in_its_one_form(county, office):
    answer = office.post("/office/items/new/wangshu/", TYPED)
    version = ItemVersion.objects.get()
    assert answer.headers["Location"] == f"/office/items/{version.item_id}/"
    assert version.document_number == "望政告〔2021〕2号"
    assert version.body == "<p>第一段</p><p>第二段</p>"


def test_what_is_refused_keeps_what_was_typed(county, office):
    answer = office.post("/office/items/new/wangshu/", TYPED | {"klass": "withheld"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请写明理由" in page
    assert "关于开展秋粮收购的公告" in page and "第二段" in page
    assert not ItemVersion.objects.exists()


def test_a_field_that_some_items_need_is_not_called_optional(county, office):
    page = office.get("/office/items/new/wangshu/").content.decode()
    label = {
        name: page.split(f'<label for="id_{name}">')[1].split("</label>")[0]
        for name in ("ground", "ground_note", "column", "summary")
    }
    assert "（不予公开的必填）" in label["ground"]
    assert "（不主动公开的必填）" in label["ground_note"]
    assert "（主动公开的，送审前必填）" in label["column"]
    assert [name for name, words in label.items() if "（选填）" in words] == ["summary"]


def test_a_likely_double_is_shown_and_registered_only_when_it_is_said_to_be_none(county, office):
    items.draft(county, title="关于开展秋粮收购的通告")
    answer = office.post("/office/items/new/wangshu/", TYPED)
    assert answer.status_code == 422
    assert "可能已经登记过" in answer.content.decode()
    assert office.post("/office/items/new/wangshu/", TYPED | {"not_alike": "on"}).status_code == 302


def test_the_register_is_narrowed_by_words_stage_and_days(county, office):
    items.draft(county)
    items.submitted(county, title="关于修路的公告", document_number="")

    def found(query: str) -> int:
        return office.get(f"/office/items/?{query}").context["list"].page.paginator.count

    assert found("") == 2
    assert found("q=修路") == 1
    assert found("q=望政发[2021]3") == 1
    assert found("stage=review") == 1
    assert found("klass=withheld") == 0
    assert found("due=over") == 2
    assert found("stage=nonsense") == 2


def test_the_step_is_offered_to_whom_it_waits_for_and_to_nobody_else(county):
    version = items.submitted(county)
    address = f"/office/items/{version.item_id}/"
    assert "请办理“初审”" in browser(county.he).get(address).content.decode()
    page = browser(county.song).get(address).content.decode()
    assert "请办理" not in page and "等待“初审”" in page


def test_returning_without_a_word_is_refused_beside_the_form(county):
    version = items.submitted(county)
    answer = browser(county.he).post(
        f"/office/items/{version.item_id}/review/", {"digest": version.digest, "decision": "return"}
    )
    assert answer.status_code == 422
    assert "退回时请写明要改什么" in answer.content.decode()


def test_a_new_version_shows_what_changed(county, office):
    item = items.published(county)
    second = actions.revise(item, change_note="补充电话", user=county.lin, at=AT)
    body = second.body.replace("现通知如下。", "现通知如下，值班电话另行公布。")
    content = second.content.__class__(**{**second.content.as_dict(), "body": body})
    actions.edit(second, content, column=item.column, user=county.lin, at=AT)
    page = office.get(f"/office/items/{item.pk}/").content.decode()
    assert "<ins>为做好春季森林防火工作，现通知如下，值班电话另行公布。</ins>" in page


def test_the_usual_columns_come_even_after_the_guide_and_a_second_tap_is_answered(county, office):
    guide.draft_guide(county.wangshu, user=county.lin, at=AT)
    address = "/office/items/columns/wangshu/"
    assert "设立常设栏目" in office.get(address).content.decode()
    assert office.post(address, {"usual": "on"}).status_code == 302
    again = office.post(address, {"usual": "on"}, follow=True)
    assert "已经有栏目，请逐个添加" in again.content.decode()
    new = office.get("/office/items/new/wangshu/").content.decode()
    assert "社会救助" in new and ">政府信息公开指南<" not in new


# The public side ----------------------------------------------------------------------------------


def test_a_draft_is_not_there_for_the_public(county):
    version = items.submitted(county)
    assert browser().get(f"/i/{version.item_id}/").status_code == 404
    assert version.title not in browser().get("/o/wangshu/catalogue/").content.decode()


def test_the_item_page_says_what_it_is_and_leaves_empty_rows_out(county):
    item = items.published(county)
    page = browser().get(f"/i/{item.pk}/").content.decode()
    for said in ("wangshu/2021-00001", "望政发〔2021〕3号", "2021-01-04", "现通知如下"):
        assert said in page
    assert '<meta name="PubDate" content="2021-01-20 09:12">' in page
    assert "实施日期" not in page


def test_it_stands_in_its_column_and_in_the_catalogue(county):
    item = items.published(county)
    for address in ("/o/wangshu/catalogue/", f"/o/wangshu/catalogue/{item.column_id}/"):
        assert f'href="/i/{item.pk}/"' in browser().get(address).content.decode()
    assert f"/i/{item.pk}/" not in browser().get("/o/wangshu/rules/").content.decode()


def test_what_is_withdrawn_answers_gone_with_the_reason(county):
    item = items.published(county)
    actions.withdraw(item, reason="附件有误，更正后重新公布", user=county.lin, at=AT)
    answer = browser().get(f"/i/{item.pk}/")
    assert answer.status_code == 410
    page = answer.content.decode()
    assert item.current.title in page and "附件有误，更正后重新公布" in page
    assert "现通知如下" not in page
    assert browser().get(f"/i/{item.pk}/v1/").status_code == 410
    assert f"/i/{item.pk}/" not in browser().get("/o/wangshu/catalogue/").content.decode()


def test_earlier_versions_stay_and_say_that_they_are(county):
    second = items.passed(county, items.revised(county))
    actions.publish(second, second.digest, user=county.lin, at=AT)
    item = Item.objects.get(pk=second.item_id)
    assert "补充值班电话" in browser().get(f"/i/{item.pk}/").content.decode()
    assert "这是修改之前的版本" in browser().get(f"/i/{item.pk}/v1/").content.decode()
    assert browser().get(f"/i/{item.pk}/v3/").status_code == 404


# The desk -----------------------------------------------------------------------------------------


def desk(person, on=ON):
    found = desks.desk(person, on)
    return [
        [v.title for v in pile.versions] for pile in (found.mine, found.returned, found.due, found.reexamine)
    ]


def test_the_desk_shows_a_step_to_whom_it_waits_for(county):
    version = items.submitted(county)
    assert desk(county.he)[0] == [version.title]
    assert desk(county.song)[0] == desk(county.lin)[0] == desk(county.ye)[0] == []
    items.passed(county, version)
    assert desk(county.lin)[0] == [version.title]
    assert desk(county.qin)[0] == []


def test_the_desk_shows_the_drafter_what_came_back(county):
    version = items.submitted(county)
    actions.review(version, version.digest, passed=False, opinion="改", user=county.he, at=AT)
    assert desk(county.lin)[1] == [version.title]
    assert desk(county.he)[:2] == [[], []]


def test_the_desk_warns_five_days_before_the_last_day_until_it_is_public(county):
    version = items.draft(county)  # due 2021-02-01
    assert desk(county.lin, date(2021, 1, 26))[2] == []
    assert desk(county.lin, date(2021, 1, 27))[2] == desk(county.fang, date(2021, 3, 1))[2] == [version.title]
    actions.submit(version, user=county.lin, at=AT)
    passed = items.passed(county, items.fresh(version))
    actions.publish(passed, passed.digest, user=county.lin, at=AT)
    assert desk(county.lin, date(2021, 3, 1))[2] == []


def test_the_desk_brings_what_is_withheld_back_on_its_day(county):
    version = items.submitted(
        county,
        klass="withheld",
        ground="process",
        ground_note="讨论稿",
        reexamine_on=date(2022, 1, 20),
    )
    items.passed(county, version)
    assert desk(county.lin, date(2022, 1, 1))[3] == []
    assert desk(county.lin, date(2022, 1, 20))[3] == [version.title]
    item = Item.objects.get()
    with pytest.raises(Refused, match="应在今天之后"):
        actions.reexamine(item, opinion="仍在讨论", next_on=ON, user=county.zhou, at=AT)
    actions.reexamine(item, opinion="仍在讨论", next_on=date(2023, 1, 20), user=county.zhou, at=AT)
    assert desk(county.lin, date(2022, 1, 20))[3] == []
    assert desk(county.lin, date(2023, 1, 20))[3] == [version.title]
    page = browser(county.fang).get("/office/items/withheld/wangshu/").content.decode()
    assert "2023-01-20" in page and "属于过程性信息" in page


def test_what_is_public_is_not_examined_again(county):
    with pytest.raises(Refused, match="不是审定不公开"):
        actions.reexamine(
            items.published(county), opinion="x", next_on=date(2022, 1, 1), user=county.lin, at=AT
        )
