"""Forwarded and joint papers: who publishes, with whose confirmation, and what is inherited."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions, consultations
from gongkai.site.disclosure.gate_models import Consultation
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, ON, browser
from tests.site import items

FINANCE = "云川县财政局"
FORWARDED = {"original_title": "关于报送材料的通知", "original_number": "云政办[2020]9号"}


def publish(county, version: ItemVersion) -> Item:
    return actions.publish(version, version.digest, user=county.lin, at=AT)


def asked(county, version: ItemVersion, name: str = FINANCE) -> Consultation:
    return consultations.ask(version, name, asked_on=ON, user=county.lin, at=AT)


def answered(county, version: ItemVersion, outcome: str = "agreed", name: str = FINANCE) -> None:
    note = "文字有出入" if outcome == "objected" else ""
    consultations.answer(
        asked(county, version, name), outcome, answered_on=ON, note=note, user=county.lin, at=AT
    )


# 转发 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("klass", ["on_request", "withheld"])
def test_what_forwards_an_original_that_is_not_public_cannot_be_published(county, klass):
    version = items.draft(county, **FORWARDED, original_class=klass)
    with pytest.raises(Refused, match=r"关于报送材料的通知.*不能是“主动公开”"):
        actions.submit(version, user=county.lin, at=AT)


def test_what_forwards_a_public_original_is_published_and_names_it(county):
    item = items.published(county, **FORWARDED, original_class="publish")
    page = browser().get(f"/i/{item.pk}/").content.decode()
    assert "转发原件" in page and "关于报送材料的通知 云政办〔2020〕9号" in page


def test_a_paper_on_request_may_forward_one_on_request_and_not_one_withheld(county):
    note = {"klass": "on_request", "ground_note": "涉及内部工作"}
    items.submitted(county, **note, **FORWARDED, original_class="on_request")
    with pytest.raises(Refused, match="不能是“依申请公开”"):
        items.submitted(county, **note, **FORWARDED, original_class="withheld")


def test_the_class_of_an_original_on_record_is_that_of_the_record_whatever_is_typed(county):
    kept = items.draft(county, title="内部通报", klass="on_request", ground_note="内部工作")
    version = items.draft(
        county, original_id=kept.item_id, original_title="改写的标题", original_class="publish"
    )
    assert (version.original_title, version.original_class) == ("", "")
    with pytest.raises(Refused, match=r"内部通报.*“依申请公开”"):
        actions.submit(version, user=county.lin, at=AT)


def test_an_original_on_record_must_be_public_before_what_forwards_it(county):
    kept = items.draft(county, title="原件")
    version = items.passed(county, items.submitted(county, title="转发原件", original_id=kept.item_id))
    with pytest.raises(Refused, match="先公布原件"):
        publish(county, version)
    actions.submit(kept, user=county.lin, at=AT)
    publish(county, items.passed(county, items.fresh(kept)))
    item = publish(county, items.fresh(version))
    page = browser().get(f"/i/{item.pk}/").content.decode()
    assert f'<a href="/i/{kept.item_id}/">原件</a>' in page
    actions.withdraw(Item.objects.get(pk=kept.item_id), reason="有误", user=county.lin, at=AT)
    assert f'href="/i/{kept.item_id}/"' not in browser().get(f"/i/{item.pk}/").content.decode()


def test_a_number_tells_nothing_of_what_another_organ_keeps(county):
    other = actions.draft(county.tingyu, items.NOTICE, column=None, user=county.ye, at=AT)
    with pytest.raises(Refused, match="没有编号为"):
        items.draft(county, original_id=other.item_id)
    with pytest.raises(Refused, match="没有编号为"):
        items.draft(county, original_id=999_999)


def test_an_item_does_not_forward_itself(county):
    version = items.draft(county)
    content = version.content
    again = type(content)(**{**content.as_dict(), "attachments": (), "original_id": version.item_id})
    actions.edit(version, again, column=version.item.column, user=county.lin, at=AT)
    with pytest.raises(Refused, match="自己"):
        actions.submit(version, user=county.lin, at=AT)


def test_an_original_that_is_forwarded_is_not_deleted(county):
    kept = items.draft(county)
    items.draft(county, title="转发", original_id=kept.item_id)
    with pytest.raises(Refused, match="有信息转发这份原件"):
        actions.discard(kept, user=county.lin, at=AT)
    assert Item.objects.filter(pk=kept.item_id).exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (FORWARDED, "请选择原件的公开属性"),
        ({"original_class": "publish"}, "原件的名称或者文号"),
        ({"co_makers": FINANCE, "origin": "organ"}, "来源应选“本机关制作”"),
        ({"lead": FINANCE, "origin": "others"}, "来源应选“本机关制作”"),
    ],
)
def test_what_contradicts_itself_is_refused_at_once(county, fields, reason):
    with pytest.raises(Refused, match=reason):
        items.draft(county, **fields)


# 从其他机关获取 -----------------------------------------------------------------------------------


def test_what_another_organ_made_is_that_organs_to_publish(county):
    with pytest.raises(Refused, match="写明制作机关"):
        items.submitted(county, origin="organ")
    with pytest.raises(Refused, match=f"“{FINANCE}”公开.*第十条第一款"):
        items.submitted(county, origin="organ", maker=FINANCE)
    items.submitted(county, origin="organ", maker=FINANCE, klass="on_request", ground_note="非本机关制作")
    assert items.published(
        county, origin="organ", maker=FINANCE, publish_basis="财政局网站已公开"
    ).published_at


def test_what_citizens_and_companies_gave_is_the_keepers_to_publish(county):
    assert items.published(county, origin="others", maker="某公司").published_at


# 联合制作 -----------------------------------------------------------------------------------------


def test_the_lead_organ_publishes_and_no_basis_changes_that(county):
    with pytest.raises(Refused, match=f"牵头的“{FINANCE}”公开.*第十条第三款"):
        items.submitted(county, co_makers=FINANCE, lead=FINANCE, publish_basis="转载")


def test_co_makers_are_a_list_in_one_form(county):
    version = items.draft(county, co_makers=f" {FINANCE}，听雨镇人民政府;{FINANCE}\n云川县民政局 ")
    assert version.co_makers == f"{FINANCE}、听雨镇人民政府、云川县民政局"


def test_where_this_organ_leads_every_co_maker_confirms_before_publication(county):
    version = items.passed(county, items.submitted(county, co_makers=f"{FINANCE}、听雨镇人民政府"))
    with pytest.raises(Refused, match=f"{FINANCE}、听雨镇人民政府.*没有答复不等于同意.*第十一条"):
        publish(county, version)
    answered(county, version)
    asked(county, version, "听雨镇人民政府")
    with pytest.raises(Refused, match="还没有确认这一内容的机关：听雨镇人民政府。"):
        publish(county, version)
    consultations.answer(
        Consultation.objects.get(outcome=""), "agreed", answered_on=ON, note="", user=county.lin, at=AT
    )
    item = publish(county, version)
    assert "联合制作机关" in browser().get(f"/i/{item.pk}/").content.decode()


def test_a_time_is_not_set_either_before_everybody_has_confirmed(county):
    version = items.passed(county, items.submitted(county, co_makers=FINANCE))
    with pytest.raises(Refused, match=FINANCE):
        actions.schedule(version, version.digest, release_at=AT.replace(hour=15), user=county.lin, at=AT)


def test_an_organ_that_objects_stops_what_touches_it_until_it_confirms(county):
    version = items.passed(county, items.submitted(county))
    answered(county, version, "objected")
    with pytest.raises(Refused, match=FINANCE):
        publish(county, version)
    answered(county, version, "agreed")
    assert publish(county, version).published_at


def test_who_is_not_concerned_need_not_confirm_whatever_is_changed(county):
    version = items.draft(county)
    answered(county, version, "unconcerned")
    actions.attach(version, items.word(), "附件.docx", user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    assert publish(county, items.passed(county, items.fresh(version))).published_at


def test_what_was_confirmed_is_the_content_of_that_day(county):
    version = items.draft(county, co_makers=FINANCE)
    answered(county, version)
    actions.attach(version, items.word(), "附件.docx", user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    with pytest.raises(Refused, match=FINANCE):
        publish(county, version)


def test_a_question_is_asked_once_and_answered_once_in_its_time(county):
    version = items.draft(county)
    with pytest.raises(Refused, match="今天之后"):
        consultations.ask(version, FINANCE, asked_on=date(2021, 1, 21), user=county.lin, at=AT)
    one = asked(county, version)
    with pytest.raises(Refused, match="等待答复"):
        asked(county, version)
    with pytest.raises(Refused, match="征求之日到今天"):
        consultations.answer(one, "agreed", answered_on=date(2021, 1, 19), note="", user=county.lin, at=AT)
    with pytest.raises(Refused, match="什么意见"):
        consultations.answer(one, "objected", answered_on=ON, note=" ", user=county.lin, at=AT)
    consultations.answer(one, "agreed", answered_on=ON, note="来函确认", user=county.lin, at=AT)
    with pytest.raises(Refused, match="重新征求"):
        consultations.answer(one, "objected", answered_on=ON, note="变了", user=county.lin, at=AT)
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))[-2:]
    assert acts == ["consulted", "consultation_answered"]


def test_who_may_not_draft_consults_nobody_and_what_is_public_is_over(county):
    version = items.draft(county)
    with pytest.raises(Forbidden):
        consultations.ask(version, FINANCE, asked_on=ON, user=county.ye, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    one = asked(county, version)
    consultations.answer(one, "agreed", answered_on=ON, note="", user=county.lin, at=AT)
    publish(county, version)
    with pytest.raises(Refused, match="已经公布"):
        asked(county, version, "听雨镇人民政府")


# 页面 ---------------------------------------------------------------------------------------------


def test_reviewers_see_who_confirmed_and_the_drafter_where_to_go_on(county):
    version = items.submitted(county, co_makers=f"{FINANCE}、听雨镇人民政府", maker="望舒镇人民政府")
    address = f"/office/items/{version.item_id}/"
    office = browser(county.lin)
    assert "?organ=%E4%BA%91" in office.get(address).content.decode()
    typed = {"organ_name": FINANCE, "asked_on": "2021-01-20"}
    assert office.post(f"{address}consult/", typed).status_code == 302
    one = Consultation.objects.get()
    wrong = office.post(
        f"/office/items/consultations/{one.pk}/", {"outcome": "objected", "answered_on": "2021-01-20"}
    )
    assert wrong.status_code == 422 and "请写明是什么意见" in wrong.content.decode()
    typed = {"outcome": "agreed", "answered_on": "2021-01-20", "note": "电话确认"}
    assert office.post(f"/office/items/consultations/{one.pk}/", typed).status_code == 302
    page = browser(county.he).get(address).content.decode()
    assert "已确认" in page and "电话确认" in page
    assert "公布前还须确认：听雨镇人民政府" in page and "征求会商意见</a>" not in page


def test_the_form_keeps_what_is_typed_of_a_forwarded_paper_and_opens_its_part(county):
    office = browser(county.lin)
    typed = {
        "title": "转发通知",
        "formed_on": "2021-01-04",
        "klass": "publish",
        "origin": "made",
        "body": "文",
        "original_title": "原件标题",
    }
    assert "<details><summary>转发" in office.get("/office/items/new/wangshu/").content.decode()
    answer = office.post("/office/items/new/wangshu/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "请选择原件的公开属性" in page
    assert "<details open><summary>转发" in page and "原件标题" in page
    made = office.post("/office/items/new/wangshu/", typed | {"original_class": "publish"})
    version = ItemVersion.objects.get()
    assert made.status_code == 302 and version.original_title == "原件标题"
    assert "<details open>" in office.get(f"/office/items/{version.item_id}/edit/").content.decode()


def test_a_page_of_an_item_asks_no_more_for_more_consultations(county):
    version = items.draft(county)
    office = browser(county.lin)
    address = f"/office/items/{version.item_id}/"
    counts = []
    for names in ("甲", "乙丙丁戊己"):
        for name in names:
            answered(county, version, name=name)
        with CaptureQueriesContext(connection) as queries:
            office.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
