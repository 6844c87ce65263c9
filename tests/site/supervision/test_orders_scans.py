"""Tables of a scanner: read in any order and encoding, placed, never doubled; and what still stands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.disclosure import actions as disclosure
from gongkai.site.disclosure.models import Item
from gongkai.site.disclosure.record_models import OldAddress
from gongkai.site.organs import actions as organs
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ
from gongkai.site.organs.permissions import Forbidden
from gongkai.site.supervision.orders import drafts, places, recheck, scan_actions, scans, words
from gongkai.site.supervision.orders.models import Finding, Scan, ScanRow
from tests.cast import AT, ON, County
from tests.site import items
from tests.site.supervision import ordered

CODE = "5101000012"


def kept(county: County, data: bytes) -> Scan:
    return scan_actions.keep(county.yunchuan, data, "扫描.xlsx", user=county.fang, at=AT)


def taken(county: County, *rows: dict[str, str]) -> Scan:
    scan = kept(county, ordered.table(*rows))
    scan_actions.take_in(scan, user=county.fang, at=AT)
    scan.refresh_from_db()
    return scan


def planned(county: County, *rows: dict[str, str]) -> scans.Plan:
    return scans.plan(scans.read(ordered.table(*rows)), Organ.objects.all())


# Reading --------------------------------------------------------------------------------------------


def test_columns_are_found_by_their_heads_in_any_order_below_a_title() -> None:
    row = ordered.row("/i/1/", 父页面="/", 快照="k")
    data = ordered.table(row, heads=(*reversed(ordered.HEADS), "备注"), title="一季度扫描结果")
    ((line, fields),) = scans.read(data)
    assert line == 3
    assert fields == {field: row.get(head, "") for head, field in scans.COLUMNS.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_csv_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    row = ordered.row("/i/1/", 上下文="第一行\n第二行，有逗号")
    ((line, fields),) = scans.read(ordered.text_table(row, encoding=encoding))
    assert (line, fields["words"], fields["context"]) == (3, "攻府", "第一行\n第二行，有逗号")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b"\x00\x01\x02\xff\xfe\x00", "读不出来"),
        (b"PK\x03\x04 and nothing else", "."),
        ("标题,备注\n通知,一\n".encode(), "没有找到表头"),
        (ordered.text_table(), "没有内容"),
        (ordered.text_table(*[ordered.row(f"/i/{n}/") for n in range(4901)]), "不超过4900行"),
    ],
)
def test_what_is_no_table_of_a_scanner_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        scans.read(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        scans.read(data)
    except Refused as refused:
        assert str(refused)


# Placing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("/i/{item}/", "item"),
        ("/i/{item}/v1/files/1/", "item"),
        ("http://localhost/i/{item}/", "item"),
        ("localhost:8000/i/{item}/?from=list", "item"),
        ("/o/wangshu/catalogue/{column}/", "column"),
        ("/o/wangshu/guide/", "address"),
        ("http://old.example.cn/art/12.html?x=1", "item"),
        ("http://elsewhere.example.cn/i/{item}/", None),
        ("/i/999999/", None),
        ("https://[broken", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
@pytest.mark.django_db
def test_an_address_leads_to_its_place(county: County, link: str, kind: str | None) -> None:
    item = items.published(county)
    OldAddress.objects.create(path="/art/12.html?x=1", item=item)
    given_link = link.format(item=item.pk, column=item.column_id)
    found = places.places([given_link]).get(given_link)
    assert (found.kind if found else None) == kind
    assert found is None or found.organ == county.wangshu


@pytest.mark.django_db
def test_the_code_of_the_site_tells_the_organ_where_the_link_does_not(county: County) -> None:
    organs.edit_site(county.wangshu, data={"id_code": CODE}, user=county.lin, on=ON)
    plan = planned(county, ordered.row("http://app.example.cn/9", 标识码=CODE))
    assert [(row.organ, row.place) for row in plan.rows] == [(county.wangshu, None)]
    organs.edit_site(county.tingyu, data={"id_code": CODE}, user=county.ye, on=ON)
    plan = planned(county, ordered.row("http://app.example.cn/9", 标识码=CODE))
    assert "几个机关在用" in plan.problems[0][1]


@pytest.mark.django_db
def test_rows_that_cannot_be_placed_say_why_and_where(county: County) -> None:
    plan = planned(
        county,
        ordered.row("http://app.example.cn/9"),
        ordered.row("http://app.example.cn/9", 标识码="9999999999"),
        ordered.row(""),
        ordered.row("/o/wangshu/", 错敏词=""),
        ordered.row("/o/wangshu/", 错敏词="字" * 201),
    )
    assert not plan.rows
    assert [line for line, _why in plan.problems] == [2, 3, 4, 5, 6]
    assert [why for _line, why in plan.problems] == [
        "文章链接不是本站的地址，也没有标识码，不知道是哪个机关",
        "文章链接不是本站的地址，标识码9999999999也没有登记",
        "没有文章链接",
        "没有错敏词",
        "错敏词超过200字",
    ]


@pytest.mark.django_db
def test_rows_of_organs_that_one_does_not_supervise_are_left_out(county: County) -> None:
    rows = scans.read(ordered.table(ordered.row("/o/wangshu/"), ordered.row("/o/tingyu/")))
    plan = scans.plan(rows, Organ.objects.filter(pk=county.tingyu.pk))
    assert [row.organ for row in plan.rows] == [county.tingyu]
    assert plan.problems == ((2, "所属机关不在您监督的范围内"),)


@pytest.mark.django_db
def test_a_plan_asks_the_same_number_of_queries_for_many_rows(
    county: County, django_assert_max_num_queries
) -> None:
    item = ordered.faulty(county)
    OldAddress.objects.create(path="/art/12.html", item=item)
    for count in (1, 60):
        rows = [ordered.row(f"/i/{item.pk}/", 问题类型=f"类{n}") for n in range(count)]
        rows += [ordered.row("/o/tingyu/", 问题类型=f"类{n}") for n in range(count)]
        read = scans.read(ordered.table(*rows))
        with django_assert_max_num_queries(12):
            assert len(scans.plan(read, Organ.objects.all()).rows) == 2 * count


# Taking in ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_put_right_already_is_marked_so(county: County) -> None:
    item = ordered.faulty(county)
    scan = taken(county, ordered.row(f"/i/{item.pk}/"), ordered.row(f"/i/{item.pk}/", 错敏词="领导小姐"))
    standing, gone = scan.rows.all()
    assert (scan.count, standing.gone_on, gone.gone_on) == (2, None, ON)
    assert list(drafts.open_rows([county.wangshu.pk])) == [standing]


@pytest.mark.django_db
def test_rows_of_an_earlier_table_are_not_doubled(county: County) -> None:
    item = ordered.faulty(county)
    row = ordered.row(f"/i/{item.pk}/")
    taken(county, row)
    plan = planned(county, row | {"快照": "k2"}, ordered.row(f"http://localhost/i/{item.pk}/"))
    assert (len(plan.rows), len(plan.known)) == (0, 2)
    with pytest.raises(Refused, match="没有可以收入的新问题"):
        taken(county, row)
    assert ScanRow.objects.count() == 1


@pytest.mark.django_db
def test_a_fault_that_comes_back_is_a_new_row(county: County) -> None:
    item = ordered.faulty(county)
    taken(county, ordered.row(f"/i/{item.pk}/"))
    ScanRow.objects.update(gone_on=ON)
    assert len(planned(county, ordered.row(f"/i/{item.pk}/")).rows) == 1


@pytest.mark.django_db
def test_a_table_is_taken_in_once_and_by_its_office(county: County) -> None:
    item = ordered.faulty(county)
    scan = kept(county, ordered.table(ordered.row(f"/i/{item.pk}/")))
    with pytest.raises(Forbidden):
        scan_actions.take_in(scan, user=county.lin, at=AT)
    scan_actions.take_in(scan, user=county.fang, at=AT)
    with pytest.raises(Refused, match="已经收入"):
        scan_actions.take_in(scan, user=county.fang, at=AT)
    with pytest.raises(Forbidden):
        scan_actions.keep(county.wangshu, b"x", "x", user=county.fang, at=AT)


# Looking again --------------------------------------------------------------------------------------


def order_of_a_row(county: County, item: Item) -> Finding:
    taken(county, ordered.row(f"/i/{item.pk}/"))
    row = ScanRow.objects.get()
    return ordered.issued(county, drafts.of_row(row)).findings.get()


def corrected(county: County, item: Item, body: str) -> None:
    """A second version of an item, published."""
    version = disclosure.revise(item, change_note="改错字", user=county.lin, at=AT)
    fields = {**version.content.as_dict(), "body": body}
    fields["attachments"] = version.content.attachments
    disclosure.edit(version, type(version.content)(**fields), column=item.column, user=county.lin, at=AT)
    disclosure.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    disclosure.publish(version, version.digest, user=county.lin, at=AT)


@pytest.mark.django_db
def test_a_wrong_word_stands_until_the_published_text_is_without_it(county: County) -> None:
    item = ordered.faulty(county)
    one = order_of_a_row(county, item)
    assert (one.severity, one.check_code) == ("veto", "严重错别字")
    assert one.ground == "“攻府”应为“政府”（错别字）。上下文：经镇攻府研究"
    ordered.answered(county, one.order)
    one.refresh_from_db()
    assert one.found and one.compared.endswith("中仍有“攻府”")
    corrected(county, Item.objects.get(pk=item.pk), "<p>经镇政府研究决定。</p>")
    assert recheck.run(ordered.at("2021-01-21")) == 1
    one.refresh_from_db()
    assert (one.found, one.looked_on) == (False, date(2021, 1, 21))
    assert one.compared.endswith("中已没有“攻府”")
    assert ScanRow.objects.get().gone_on == date(2021, 1, 21)


@pytest.mark.django_db
def test_an_item_that_is_withdrawn_has_nothing_wrong_any_more(county: County) -> None:
    item = ordered.faulty(county)
    one = order_of_a_row(county, item)
    disclosure.withdraw(Item.objects.get(pk=item.pk), reason="有误", user=county.lin, at=AT)
    recheck.run(AT)
    one.refresh_from_db()
    assert (one.found, one.compared) == (False, "该信息已撤下或者不再公开")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"title": "镇攻府通知"},
        {"summary": "镇攻府"},
        {"body": "<p>镇 攻\n府</p>"},
        {"body": "<p>镇<b>攻</b>府</p>"},
    ],
)
def test_words_are_looked_for_in_title_summary_and_text(county: County, fields: dict[str, str]) -> None:
    item = Item.objects.get(pk=items.published(county, **fields).pk)
    assert words.stand("攻府", words.texts([item])[item.pk])


@pytest.mark.django_db
def test_what_no_item_holds_only_a_person_can_look_at(county: County) -> None:
    taken(county, ordered.row("/o/wangshu/guide/"))
    order = ordered.issued(county, drafts.of_row(ScanRow.objects.get()))
    ordered.answered(county, order)
    one = order.findings.get()
    assert one.found is None
    ordered.looked(county, order, found=False)
    one.refresh_from_db()
    assert (one.found, one.compared) == (False, "看了网页")
    assert ScanRow.objects.get().gone_on == ON


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://app.example.cn/1", "https://app.example.cn/1"),
        ("javascript:alert(1)", ""),
        ("//app.example.cn/1", ""),
        ("app.example.cn/1", ""),
    ],
)
def test_nothing_but_a_page_stands_behind_a_link(county: County, link: str, address: str) -> None:
    organs.edit_site(county.wangshu, data={"id_code": CODE}, user=county.lin, on=ON)
    taken(county, ordered.row(link, 标识码=CODE))
    assert drafts.of_row(ScanRow.objects.get()).address == address
    if not address:
        with pytest.raises(Refused, match="网址应以"):
            ordered.seen(county.wangshu, address=link)


@pytest.mark.django_db
def test_rows_without_an_order_are_looked_at_every_morning(county: County) -> None:
    item = ordered.faulty(county)
    taken(county, ordered.row(f"/i/{item.pk}/"))
    recheck.run(AT)
    assert ScanRow.objects.get().gone_on is None
    disclosure.withdraw(Item.objects.get(pk=item.pk), reason="有误", user=county.lin, at=AT)
    recheck.run(ordered.at("2021-01-21"))
    assert ScanRow.objects.get().gone_on == date(2021, 1, 21)


@pytest.mark.django_db
def test_a_hit_that_is_gone_is_seen_as_put_right(county: County) -> None:
    hit = ordered.hit(county.wangshu)
    order = ordered.issued(county, drafts.of_hit(hit))
    hit.gone_on = ON
    hit.save()
    ordered.answered(county, order)
    assert order.findings.get().found is False
    assert ordered.closed(county, order).state == "closed"
