"""Acts on orders: numbers, last days, who may, what is refused, what is written down."""

from datetime import date

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from gongkai.site.supervision.orders import actions, drafts, recheck
from gongkai.site.supervision.orders.actions import Said
from gongkai.site.supervision.orders.models import Event, Finding, Order
from tests.cast import AT, ON, County
from tests.site import calendars, items
from tests.site.supervision import ordered

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(Entry.objects.filter(room="supervision").order_by("number").values_list("act", flat=True))


# Issuing --------------------------------------------------------------------------------------------


def test_numbers_run_by_office_and_year_and_are_never_given_again(county: County) -> None:
    first = ordered.issued(county)
    ordered.cancelled(county, first)
    second = ordered.issued(county, ordered.seen(county.wangshu), organ=county.tingyu)
    next_year = ordered.issued(county, moment=ordered.at("2022-01-05"))
    assert [one.number for one in (first, second, next_year)] == [
        "整改〔2021〕1号",
        "整改〔2021〕2号",
        "整改〔2022〕1号",
    ]


def test_an_order_keeps_what_was_found_and_leaves_one_line(county: County) -> None:
    found = ordered.hit(county.wangshu)
    order = ordered.issued(county, drafts.of_hit(found), ordered.seen(county.wangshu))
    first, second = order.findings.all()
    assert (first.hit, first.source, first.place, first.key) == (found, "hit", "column", "7")
    assert (second.source, second.ground) == ("hand", "领导分工没有更新")
    assert (order.state, order.severity) == ("issued", "deduct")
    assert acts() == ["order_issued"]


@pytest.mark.parametrize(
    ("severity", "due"),
    [
        ("veto", date(2021, 1, 25)),  # Thu, Fri, Mon
        ("deduct", date(2021, 2, 3)),
        ("hint", date(2021, 2, 3)),
    ],
)
def test_the_last_day_follows_the_gravest_problem(county: County, severity: str, due: date) -> None:
    order = ordered.issued(
        county, ordered.seen(county.wangshu, severity=severity), ordered.seen(county.wangshu)
    )
    assert order.due_on == due


def test_the_spring_festival_and_its_make_up_days_are_counted_as_announced(county: County) -> None:
    order = ordered.issued(county, moment=ordered.at("2021-02-05"))
    # 2021: off from 11 to 17 February, at work on Sunday the 7th and Saturday the 20th.
    assert order.due_on == date(2021, 2, 24)


def test_a_local_holiday_moves_a_computed_day_and_no_day_that_was_set(county: County) -> None:
    computed = ordered.issued(county)
    chosen = ordered.issued(
        county, ordered.seen(county.wangshu, kind="别的"), due_on=date(2021, 1, 27), due_reason="上级要求"
    )
    calendars.added(county)
    computed.refresh_from_db()
    chosen.refresh_from_db()
    assert (computed.due_on, chosen.due_on) == (date(2021, 2, 4), date(2021, 1, 27))


def test_a_day_is_set_with_a_reason_and_not_in_the_past(county: County) -> None:
    with pytest.raises(Refused, match="写明理由"):
        ordered.issued(county, due_on=date(2021, 1, 22))
    with pytest.raises(Refused, match="不能早于今天"):
        ordered.issued(county, due_on=date(2021, 1, 19), due_reason="急")
    assert ordered.issued(county, due_on=ON, due_reason="急").due_on == ON


def test_what_one_order_names_no_other_names_until_it_is_cancelled(county: County) -> None:
    found = ordered.hit(county.wangshu)
    order = ordered.issued(county, drafts.of_hit(found))
    assert not drafts.open_hits([county.wangshu.pk]).exists()
    with pytest.raises(Refused, match="已经列入整改〔2021〕1号"):
        ordered.issued(county, drafts.of_hit(found))
    ordered.cancelled(county, order)
    assert drafts.open_hits([county.wangshu.pk]).get() == found
    ordered.issued(county, drafts.of_hit(found))


def test_an_order_without_problem_title_or_request_is_refused(county: County) -> None:
    with pytest.raises(Refused, match="至少选择"):
        actions.issue(
            county.yunchuan, county.wangshu, [], title="事由", asked="要求", user=county.fang, at=AT
        )
    with pytest.raises(Refused, match="事由和整改要求"):
        ordered.issued(county, asked=" ")
    with pytest.raises(Refused, match="写明问题"):
        ordered.seen(county.wangshu, ground=" ")
    with pytest.raises(Refused, match="写明位置"):
        ordered.seen(county.wangshu, title="")
    assert not Order.objects.exists() and acts() == []


def test_a_complaint_becomes_an_order_under_its_number(county: County) -> None:
    told = ordered.seen(county.wangshu, source="complaint", reference="投诉2021-0003")
    (one,) = ordered.issued(county, told).findings.all()
    assert (one.source, one.reference) == ("complaint", "投诉2021-0003")


def test_an_address_of_the_site_names_the_item(county: County) -> None:
    item = items.published(county)
    made = ordered.seen(county.wangshu, address=f"http://localhost/i/{item.pk}/v1/", title="")
    assert (made.place, made.key, made.item) == ("item", str(item.pk), item)
    assert made.title == "关于做好春季森林防火工作的通知"
    with pytest.raises(Refused, match="不是该机关的"):
        ordered.seen(county.tingyu, address=f"/i/{item.pk}/")


@pytest.mark.parametrize("name", ["lin", "gao", "he", "song", "cheng", "shen"])
def test_only_a_supervisor_over_the_organ_orders(county: County, name: str) -> None:
    with pytest.raises(Forbidden):
        ordered.issued(county, user=getattr(county, name))
    assert acts() == []


def test_an_office_orders_neither_itself_nor_in_the_name_of_another(county: County) -> None:
    with pytest.raises(Forbidden):
        ordered.issued(county, ordered.seen(county.yunchuan), organ=county.yunchuan)
    with pytest.raises(Forbidden):
        actions.issue(
            county.tingyu, county.wangshu, [ordered.seen(county.wangshu)], title="事由", asked="要求",
            user=county.fang, at=AT,
        )  # fmt: skip


# Answering ------------------------------------------------------------------------------------------


def test_an_answer_says_something_to_every_problem(county: County) -> None:
    order = ordered.issued(county, ordered.seen(county.wangshu), ordered.seen(county.wangshu, kind="错字"))
    one, two = order.findings.all()
    with pytest.raises(Refused, match="第2个问题没有写整改情况"):
        actions.answer(order, {one.pk: Said("已改"), two.pk: Said(" ")}, user=county.lin, at=AT, seen=1)
    done = actions.answer(order, {one.pk: Said("已改"), two.pk: Said("已改")}, user=county.gao, at=AT, seen=1)
    assert (done.state, done.answered_on, done.late) == ("answered", ON, False)
    assert acts() == ["order_issued", "order_answered"]


def test_an_answer_after_the_last_day_is_late_for_ever(county: County) -> None:
    order = ordered.issued(county)
    assert not Order.objects.overdue(date(2021, 2, 3)).exists()
    assert Order.objects.overdue(date(2021, 2, 4)).get() == order
    ordered.answered(county, order, ordered.at("2021-02-04"))
    ordered.returned(county, order, ordered.at("2021-02-05"))
    done = ordered.answered(county, order, ordered.at("2021-02-08"))
    assert done.late and not Order.objects.overdue(date(2021, 6, 1)).exists()


def test_only_the_organ_itself_answers(county: County) -> None:
    order = ordered.issued(county)
    for person in (county.fang, county.ye, county.he, county.zhou):
        with pytest.raises(Forbidden):
            actions.answer(order, ordered.said(order), user=person, at=AT, seen=1)


def test_an_answer_shows_public_items_of_the_organ_alone(county: County) -> None:
    order = ordered.issued(county)
    (one,) = order.findings.all()
    item = items.published(county)
    draft = items.draft(county, title="没有公布的通知").item
    with pytest.raises(Refused, match="本机关已公布"):
        actions.answer(order, {one.pk: Said("已改", items=(draft,))}, user=county.lin, at=AT, seen=1)
    actions.answer(order, {one.pk: Said("已改", items=(item,))}, user=county.lin, at=AT, seen=1)
    assert list(one.events.get(kind="answered").items.all()) == [item]


def test_who_opened_the_page_before_another_act_is_refused(county: County) -> None:
    order = ordered.issued(county)
    actions.set_due(order, date(2021, 1, 29), reason="上级催办", user=county.fang, at=AT, seen=1)
    with pytest.raises(Refused, match="有人办理过"):
        actions.answer(order, ordered.said(order), user=county.lin, at=AT, seen=1)


# Deciding -------------------------------------------------------------------------------------------


def test_a_return_needs_a_remark_at_what_the_look_still_finds(county: County) -> None:
    found = drafts.of_hit(ordered.standing(county.wangshu))
    order = ordered.issued(county, found, ordered.seen(county.wangshu))
    order = ordered.answered(county, order)
    one, two = order.findings.all()
    assert (one.found, two.found) == (True, None)
    with pytest.raises(Refused, match="退回须写明意见"):
        actions.give_back(order, {}, user=county.fang, at=AT, seen=2)
    with pytest.raises(Refused, match="第1个问题复核仍有"):
        actions.give_back(order, {two.pk: "不够"}, user=county.fang, at=AT, seen=2)
    back = actions.give_back(
        order, {one.pk: "仍未更新"}, user=county.fang, at=ordered.at("2021-01-22"), seen=2
    )
    two.refresh_from_db()
    assert (back.state, back.owed_from, back.due_on) == ("returned", date(2021, 1, 22), date(2021, 2, 5))
    assert two.settled  # without a remark: taken as put right
    actions.answer(order, {one.pk: Said("已更新")}, user=county.lin, at=AT, seen=3)
    assert acts()[-2:] == ["order_returned", "order_answered"]


def test_closing_what_still_stands_needs_a_reason(county: County) -> None:
    order = ordered.answered(county, ordered.issued(county, drafts.of_hit(ordered.standing(county.wangshu))))
    with pytest.raises(Refused, match="销号须写明理由"):
        ordered.closed(county, order)
    done = ordered.closed(county, order, reason="栏目按方案停止更新")
    assert (done.state, done.ended_on, done.end_reason) == ("closed", ON, "栏目按方案停止更新")


def test_what_nobody_looked_at_is_not_closed_without_a_reason(county: County) -> None:
    order = ordered.answered(county, ordered.issued(county))
    with pytest.raises(Refused, match="还没有复核"):
        ordered.closed(county, order)
    ordered.looked(county, order, found=False)
    assert ordered.closed(county, order).state == "closed"


def test_only_what_was_answered_is_decided(county: County) -> None:
    order = ordered.issued(county)
    with pytest.raises(Refused, match="现在的状态是“待整改”"):
        ordered.closed(county, order, reason="改好了")
    with pytest.raises(Refused, match="现在的状态是“待整改”"):
        ordered.returned(county, order)
    ordered.cancelled(county, order)
    with pytest.raises(Refused, match="现在的状态是“已撤销”"):
        ordered.answered(county, order)


def test_a_supervisor_of_another_office_does_not_decide(county: County) -> None:
    order = ordered.answered(county, ordered.issued(county))
    for person in (county.lin, county.cheng):
        with pytest.raises(Forbidden):
            actions.close(order, reason="好", user=person, at=AT, seen=2)
        with pytest.raises(Forbidden):
            actions.look(order, user=person, at=AT)


def test_cancelling_needs_a_reason(county: County) -> None:
    order = ordered.issued(county)
    with pytest.raises(Refused, match="撤销的理由"):
        actions.cancel(order, reason="", user=county.fang, at=AT, seen=1)


def test_a_day_is_moved_with_a_reason_while_the_order_is_owed(county: County) -> None:
    order = ordered.issued(county)
    with pytest.raises(Refused, match="写明理由"):
        actions.set_due(order, date(2021, 2, 10), reason=" ", user=county.fang, at=AT, seen=1)
    with pytest.raises(Refused, match="没有变"):
        actions.set_due(order, date(2021, 2, 3), reason="延", user=county.fang, at=AT, seen=1)
    moved = actions.set_due(order, date(2021, 2, 10), reason="机关申请延期", user=county.fang, at=AT, seen=1)
    assert (moved.due_on, moved.due_reason) == (date(2021, 2, 10), "机关申请延期")
    assert Event.objects.get(kind="due").text == "机关申请延期"


def test_only_overdue_orders_are_urged(county: County) -> None:
    late = ordered.issued(county)
    fresh = ordered.issued(county, ordered.seen(county.wangshu, kind="别的"), moment=ordered.at("2021-02-03"))
    with pytest.raises(Refused, match="整改〔2021〕2号没有逾期"):
        actions.urge([late, fresh], "请尽快", user=county.fang, at=ordered.at("2021-02-04"))
    with pytest.raises(Refused, match="催办内容"):
        actions.urge([late], " ", user=county.fang, at=ordered.at("2021-02-04"))
    assert actions.urge([late], "请尽快", user=county.fang, at=ordered.at("2021-02-04")) == 1
    assert acts()[-1] == "order_urged" and acts().count("order_urged") == 1


# Repetition -----------------------------------------------------------------------------------------


def test_the_same_place_again_within_twelve_months_is_repeated(county: County) -> None:
    first = ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)))
    found = [drafts.of_hit(ordered.hit(county.wangshu, key=key)) for key in ("7", "8")]
    again = ordered.issued(county, *found, moment=ordered.at("2022-01-20"))
    same, kind = again.findings.all()
    assert again.repeated == 2
    assert (same.repeat, same.earlier) == ("place", first.findings.get())
    assert (kind.repeat, kind.earlier) == ("kind", first.findings.get())


def test_older_other_and_cancelled_orders_repeat_nothing(county: County) -> None:
    ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)))
    ordered.cancelled(county, ordered.issued(county, ordered.seen(county.wangshu)))
    ordered.issued(county, ordered.seen(county.tingyu), organ=county.tingyu)
    assert ordered.issued(county, ordered.seen(county.wangshu)).repeated == 0
    late = ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)), moment=ordered.at("2022-01-21"))
    assert late.repeated == 0


def test_a_chain_of_orders_is_told_to_its_first(county: County) -> None:
    orders = [ordered.issued(county, moment=ordered.at(f"2021-0{month}-15")) for month in (1, 4, 7)]
    last = orders[-1].findings.get()
    assert [one.order for one in drafts.chains([last])[last.pk]] == [orders[1], orders[0]]


def test_the_morning_writes_one_line_and_only_where_something_changed(county: County) -> None:
    hit = ordered.standing(county.wangshu)
    order = ordered.issued(county, drafts.of_hit(hit))
    assert recheck.run(ordered.at("2021-01-21", 6)) == 1
    assert recheck.run(ordered.at("2021-01-22", 6)) == 0
    one = Finding.objects.get(order=order)
    assert (one.found, one.looked_on) == (True, date(2021, 1, 22))
    assert acts() == ["order_issued", "order_looked"]
    assert Event.objects.filter(kind="looked").count() == 1
