"""Pages of orders: who sees what, what a form keeps, how many queries, what leaves as a file."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from gongkai.site.organs import permissions
from gongkai.site.supervision import daily, desk, doors
from gongkai.site.supervision.orders import actions, drafts, scan_actions
from gongkai.site.supervision.orders.models import Finding, Order, Scan, ScanRow
from gongkai.site.supervision.patrol.checks import CHECKS
from tests import cast
from tests.cast import AT, ON, County
from tests.conftest import Clock
from tests.site import cases, items
from tests.site.supervision import ordered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_january(clock: Clock) -> None:
    clock.at = AT


@pytest.fixture
def fang(county: County) -> Client:
    return cast.browser(county.fang)


@pytest.fixture
def lin(county: County) -> Client:
    return cast.browser(county.lin)


def page(name: str, *args: object) -> str:
    return reverse(f"supervision:{name}", args=args)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


FORM = {"title": "栏目更新整改", "asked": "请更新。", "hand_severity": "deduct"}


# Issuing --------------------------------------------------------------------------------------------


def test_an_order_is_previewed_then_issued_from_what_is_open(county: County, fang: Client) -> None:
    hit = ordered.hit(county.wangshu)
    assert "统计信息：400天没有更新" in text(fang, page("order_new", "wangshu"))
    data = {**FORM, "hits": [hit.pk], "hand_ground": "没有领导分工", "hand_title": "领导信息"}
    preview = fang.post(page("order_new", "wangshu"), {**data, "preview": "1"})
    assert "2．领导信息：没有领导分工。" in preview.content.decode()
    assert "请于2021年2月3日前完成整改" in preview.content.decode()
    assert not Order.objects.exists()
    answer = fang.post(page("order_new", "wangshu"), {**data, "issue": "1"})
    order = Order.objects.get()
    assert answer.url == page("order", order.pk)
    assert order.findings.count() == 2


def test_what_is_refused_keeps_what_was_typed(county: County, fang: Client) -> None:
    answer = fang.post(page("order_new", "wangshu"), {**FORM, "hand_kind": "错敏词", "issue": "1"})
    assert answer.status_code == 422
    assert "请写明问题" in answer.content.decode() and "错敏词" in answer.content.decode()
    answer = fang.post(page("order_new", "wangshu"), {**FORM, "due_on": "2021-01-25", "hand_ground": "旧"})
    assert answer.status_code == 422


def test_organs_are_chosen_by_what_is_open_in_them(county: County, fang: Client, lin: Client) -> None:
    ordered.hit(county.wangshu)
    shown = text(fang, page("order_choose"))
    assert "望舒镇人民政府" in shown and "云川县人民政府</a>" not in shown
    for address in (page("order_choose"), page("order_new", "wangshu"), page("scans"), page("order_urge")):
        assert lin.get(address).status_code == 403


# The way of an order --------------------------------------------------------------------------------


def test_the_organ_answers_with_items_and_a_file(county: County, lin: Client) -> None:
    order = ordered.issued(county)
    (one,) = order.findings.all()
    item = items.published(county)
    file = SimpleUploadedFile("截图.png", cases.picture())
    data: dict[str, Any] = {
        "seen": 1,
        f"done_{one.pk}": "已更新",
        f"proof_{one.pk}": "首页截图",
        f"items_{one.pk}": f"http://localhost/i/{item.pk}/v1/",
        f"file_{one.pk}": file,
    }
    wrong = lin.post(page("order_answer", order.pk), {**data, f"items_{one.pk}": "第三条 999"})
    assert wrong.status_code == 422 and "“第三条”不是本站信息" in wrong.content.decode()
    file.seek(0)
    assert lin.post(page("order_answer", order.pk), data).status_code == 302
    shown = text(lin, page("order", order.pk))
    assert "首页截图" in shown and page("order", order.pk) + "files/" in shown
    kept = one.events.get(kind="answered").files.get()
    answer = lin.get(page("order_file", order.pk, kept.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert cast.browser(county.ye).get(page("order_file", order.pk, kept.pk)).status_code == 403
    assert lin.get(page("order_answer", order.pk)).status_code == 302  # nothing to answer any more


def test_the_office_returns_then_closes(county: County, fang: Client, lin: Client) -> None:
    order = ordered.answered(county, ordered.issued(county))
    one = order.findings.get()
    refused = fang.post(page("order_close", order.pk), {"seen": 2, "reason": ""})
    assert refused.status_code == 422 and "还没有复核" in refused.content.decode()
    fang.post(page("order_return", order.pk), {"seen": 2, f"remark_{one.pk}": "还缺两人"})
    assert "还缺两人" in text(lin, page("order_answer", order.pk))
    lin.post(page("order_answer", order.pk), {"seen": 3, f"done_{one.pk}": "已补"})
    hand = {f"look-{one.pk}-found": "gone", f"look-{one.pk}-words": "网页上已更新"}
    fang.post(page("order_look_by_hand", order.pk, one.pk), hand)
    fang.post(page("order_close", order.pk), {"seen": 4, "reason": ""})
    order.refresh_from_db()
    assert order.state == "closed"
    assert "已销号" in text(lin, page("order", order.pk))


def test_a_look_by_hand_that_says_nothing_keeps_its_form(county: County, fang: Client) -> None:
    order = ordered.issued(county)
    one = order.findings.get()
    answer = fang.post(page("order_look_by_hand", order.pk, one.pk), {f"look-{one.pk}-found": "gone"})
    assert answer.status_code == 422 and "<details open>" in answer.content.decode()


def test_day_cancel_and_urging_have_pages(county: County, fang: Client, lin: Client, clock: Clock) -> None:
    order = ordered.issued(county)
    fang.post(page("order_due", order.pk), {"seen": 1, "due_on": "2021-01-29", "reason": "上级要求"})
    clock.at = ordered.at("2021-02-01")
    fang, lin = cast.browser(county.fang), cast.browser(county.lin)
    assert "超过3天" in text(fang, page("order_urge"))
    assert fang.post(page("order_urge"), {"orders": [order.pk], "note": "请尽快"}).status_code == 302
    assert "催办：请尽快" in text(lin, "/office/")
    assert fang.post(page("order_cancel", order.pk), {"seen": 2, "reason": ""}).status_code == 422
    fang.post(page("order_cancel", order.pk), {"seen": 2, "reason": "误下"})
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert fang.get(page("order_due", order.pk)).status_code == 302


def test_an_order_links_the_earlier_ones(county: County, lin: Client) -> None:
    first, second = ordered.issued(county), ordered.issued(county)
    shown = text(lin, page("order", second.pk))
    assert "重复发生" in shown and f"{page('order', first.pk)}#finding-1" in shown


def test_other_organs_see_nothing_of_it(county: County) -> None:
    order = ordered.issued(county)
    ye = cast.browser(county.ye)
    for name in ("order", "order_docx", "order_pdf", "order_answer"):
        assert ye.get(page(name, order.pk)).status_code == 403
    assert order.number not in text(ye, page("orders"))


# The list -------------------------------------------------------------------------------------------


def test_the_list_narrows_and_its_export_is_the_register(county: County, fang: Client, clock: Clock) -> None:
    late = ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)))
    other = ordered.issued(
        county, ordered.seen(county.tingyu), organ=county.tingyu, moment=ordered.at("2021-02-03")
    )
    clock.at = ordered.at("2021-02-05")
    fang = cast.browser(county.fang)
    for query, found in (
        ("state=overdue", late),
        (f"organ={county.tingyu.pk}", other),
        ("check=column_stale", late),
    ):
        shown = text(fang, f"{page('orders')}?{query}")
        assert found.number in shown
        assert {late: other, other: late}[found].number not in shown
    assert "没有符合条件" in text(fang, f"{page('orders')}?repeated=yes")
    answer = fang.post(f"{page('orders')}?state=overdue", {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert sheet.title == "整改台账" and len(rows) == 2
    assert "统计信息：400天没有更新，超过365天" in rows[1] and "待整改，已逾期2天" in rows[1]


def test_pages_ask_as_many_queries_for_many_orders(
    county: County, django_assert_max_num_queries: Any
) -> None:
    fang, lin = cast.browser(county.fang), cast.browser(county.lin)
    for count in (2, 40):
        for number in range(count):
            ordered.hit(county.wangshu, key=str(number))
            order = ordered.issued(
                county, *[ordered.seen(county.wangshu, title=f"第{number}处") for _each in range(3)]
            )
            if number % 2:
                ordered.answered(county, order)
        for client, address, most in (
            (fang, page("orders"), 16),
            (fang, page("order_choose"), 14),
            (fang, page("order_new", "wangshu"), 16),
            (fang, page("order_urge"), 12),
            (lin, page("orders"), 16),
        ):
            with django_assert_max_num_queries(most):
                assert client.get(address).status_code == 200


def test_one_order_asks_as_many_queries_for_many_problems(
    county: County, fang: Client, django_assert_max_num_queries: Any
) -> None:
    for count in (1, 30):
        order = ordered.issued(
            county, *[ordered.seen(county.wangshu, kind=f"类{count}-{n}") for n in range(count)]
        )
        ordered.answered(county, order)
        with django_assert_max_num_queries(24):
            fang.get(page("order", order.pk))
        with django_assert_max_num_queries(14):
            fang.get(page("order_return", order.pk))


# The desk -------------------------------------------------------------------------------------------


def test_both_sides_find_their_pile_their_door_and_their_days(county: County, clock: Clock) -> None:
    order = ordered.issued(county)
    lin_roles = list(permissions.roles_of(county.lin, on=ON))
    fang_roles = list(permissions.roles_of(county.fang, on=ON))
    (pile,) = [one for one in desk.piles(county.lin, ON, lin_roles) if one.code == "orders-owed"]
    assert (pile.count, pile.first[0].meta) == (1, "期限2021-02-03，还有14天")
    assert not [one for one in desk.piles(county.fang, ON, fang_roles) if one.code.startswith("orders")]
    assert (f"order-{order.pk}", date(2021, 2, 3), "整改〔2021〕1号整改期限") in list(
        daily.days(county.lin, ON)
    )
    ordered.answered(county, order)
    (pile,) = [one for one in desk.piles(county.fang, ON, fang_roles) if one.code == "orders-answered"]
    assert pile.first[0].title == "整改〔2021〕1号　望舒镇"
    (door,) = [one for one in doors.doors(county.fang, ON, fang_roles) if one.title == "整改"]
    assert door.says == "在办1份，逾期0份，待审核反馈1份"
    assert "待审核的整改反馈" in text(cast.browser(county.fang), "/office/")


# Paper ----------------------------------------------------------------------------------------------


def test_the_paper_names_number_problems_day_and_basis(county: County, lin: Client) -> None:
    ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)))
    order = ordered.issued(county, ordered.seen(county.wangshu), drafts.of_hit(ordered.hit(county.wangshu)))
    answer = lin.get(page("order_docx", order.pk))
    told = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    for words in (
        "云川县人民政府\n政府信息公开整改通知书\n整改〔2021〕2号",
        "望舒镇人民政府：",
        "根据《政府信息公开条例》第四十七条",
        "1．机构职能栏目：领导分工没有更新。",
        "2．统计信息：400天没有更新，超过365天；同一位置曾以整改〔2021〕1号要求整改。",
        "网址：http://testserver/o/wangshu/catalogue/7/",
        "请于2021年2月3日前完成整改",
        "2021年1月20日",
    ):
        assert words in told
    assert lin.get(page("order_docx", order.pk)).content == answer.content
    pdf = lin.get(page("order_pdf", order.pk))
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf["Content-Disposition"]


def test_the_paper_keeps_the_day_it_was_issued_with(county: County, lin: Client) -> None:
    order = ordered.issued(county)
    actions.set_due(order, date(2021, 2, 20), reason="延期", user=county.fang, at=AT, seen=1)
    told = Document(io.BytesIO(lin.get(page("order_docx", order.pk)).content)).paragraphs
    assert any("2021年2月3日前" in one.text for one in told)


# Tables of a scanner --------------------------------------------------------------------------------


def test_a_table_is_tried_then_taken_in(county: County, fang: Client) -> None:
    item = ordered.faulty(county)
    data = ordered.table(ordered.row(f"/i/{item.pk}/"), ordered.row("http://app.example.cn/1"))
    answer = fang.post(page("scans"), {"file": SimpleUploadedFile("扫描.xlsx", data)})
    scan = Scan.objects.get()
    assert answer.url == page("scan", scan.pk)
    shown = text(fang, answer.url)
    assert "收入1行" in shown and "也没有标识码" in shown and not ScanRow.objects.exists()
    assert fang.post(answer.url).status_code == 302
    assert ScanRow.objects.get().item == item
    assert "收入1行，其中0行已经改好" in text(fang, answer.url)
    fang.post(page("order_new", "wangshu"), {**FORM, "rows": [ScanRow.objects.get().pk], "issue": "1"})
    assert Finding.objects.get().row == ScanRow.objects.get()
    assert "扫描.xlsx" in text(fang, page("scans"))
    assert cast.browser(county.lin).get(answer.url).status_code == 403


def test_what_is_no_table_is_refused_with_its_reason(county: County, fang: Client) -> None:
    answer = fang.post(page("scans"), {"file": SimpleUploadedFile("扫描.xlsx", b"nothing")})
    assert answer.status_code == 422 and "没有找到表头" in answer.content.decode()
    assert not Scan.objects.exists()


def test_past_tables_ask_as_many_queries_for_many_rows(
    county: County, fang: Client, django_assert_max_num_queries: Any
) -> None:
    item = ordered.faulty(county)
    for count in (1, 50):
        rows = [ordered.row(f"/i/{item.pk}/", 问题类型=f"{count}-{n}") for n in range(count)]
        scan = scan_actions.keep(county.yunchuan, ordered.table(*rows), "表", user=county.fang, at=AT)
        with django_assert_max_num_queries(18):
            fang.get(page("scan", scan.pk))
        scan_actions.take_in(scan, user=county.fang, at=AT)
        with django_assert_max_num_queries(11):
            fang.get(page("scan", scan.pk))


# How the room is walked -----------------------------------------------------------------------------


def test_a_pile_on_today_shows_five_lines_leads_to_all_and_marks_what_is_late(
    county: County, lin: Client
) -> None:
    for _one in range(7):
        ordered.issued(county)
    Order.objects.filter(organ=county.wangshu).update(due_on=date(2021, 1, 4))
    found = text(lin, "/office/")
    assert found.count('class="overdue"') == 5
    assert "待整改反馈，全部7项" in found
    assert '<span class="badge red">7</span>' in found


def test_a_page_leads_back_to_its_part_and_to_the_room(county: County, lin: Client) -> None:
    order = ordered.issued(county)
    found = text(lin, page("order", order.pk))
    assert f'<a href="{page("home")}">监督</a>' in found
    assert f'<a href="{page("orders")}">整改</a>' in found
    assert '<span aria-current="page">整改通知</span>' in found


def test_orders_are_narrowed_by_checks_in_words(county: County, fang: Client) -> None:
    ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)))
    name = CHECKS["column_stale"].name
    assert f'<option value="column_stale">{name}</option>' in text(fang, page("orders"))
