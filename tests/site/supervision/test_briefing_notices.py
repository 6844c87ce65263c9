"""通报: drafted from figures, written by people, issued once, read by every organ below."""

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure.models import Item
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ, Role
from gongkai.site.organs.permissions import Forbidden, roles_of
from gongkai.site.spans import Span
from gongkai.site.supervision import desk
from gongkai.site.supervision.briefing import actions, drafting, printing
from gongkai.site.supervision.briefing.models import Acknowledgement, Notice, Passage
from gongkai.site.supervision.figures.registry import figures
from tests import cast
from tests.cast import AT, ON, County, browser
from tests.site import briefed, items
from tests.site.briefed import YEAR

NEW = "/office/supervision/briefing/notices/new/yunchuan/"


def text(notice: Notice, key: str) -> str:
    return notice.passages.get(key=key).text


def page_of(notice: Notice) -> str:
    return f"/office/supervision/briefing/notices/{notice.pk}/"


def passage(notice: Notice, key: str) -> Passage:
    return Passage.objects.select_related("notice__government").get(notice=notice, key=key)


def test_what_a_notice_says_are_the_figures(county: County) -> None:
    briefed.published(county.wangshu, county, business=8, news=32, late=2)
    briefed.published(county.tingyu, county, business=2, news=1)
    organs = Organ.objects.filter(pk__in=[county.wangshu.pk, county.tingyu.pk])
    assert (
        sum(value.number or 0 for value in figures()["disclosure.published"].values(organs, YEAR).values())
        == 43
    )
    assert figures()["patrol.business"].value(organs, YEAR, county.wangshu.pk).number == 20
    notice = briefed.notice(county)
    assert text(notice, "opening").startswith("现将2020年政府信息公开工作情况通报如下，本期通报涉及2家机关")
    assert text(notice, "disclosure.text").startswith("公布的信息43条，0家没有。")
    table = notice.passages.get(key="disclosure.table").table
    assert table is not None
    assert table["groups"] == [
        {
            "name": "乡镇人民政府",
            "rows": [
                ["望舒镇", "40", "95.0%", "2", "0", "20.0%", "—", "0"],
                ["听雨镇", "3", "3/3", "0", "0", "2/3", "—", "0"],
            ],
        }
    ]
    assert "不足5家" in table["note"]
    assert notice.passages.get(key="requests.table").table is None  # nothing there to count


def test_organs_of_one_kind_are_ranked_only_where_there_are_five_with_thirty_each(county: County) -> None:
    towns = [county.wangshu, county.tingyu, *briefed.towns(county, 3)]
    for number, organ in enumerate(towns):
        briefed.published(organ, county, business=30, news=0, late=(3, 0, 6, 3, 9)[number])
    table = briefed.notice(county).passages.get(key="disclosure.table").table
    assert table is not None and table["head"][-1] == "名次"
    assert [(row[0], row[2], row[-1]) for row in table["groups"][0]["rows"]] == [
        ("听雨镇", "100.0%", "1"),
        ("望舒镇", "90.0%", "2"),
        ("第2镇", "90.0%", "2"),
        ("第1镇", "80.0%", "4"),
        ("第3镇", "70.0%", "5"),
    ]
    one = Item.objects.filter(organ=county.tingyu).first()
    assert one is not None
    one.versions.all().update(due_on=None)
    Item.objects.filter(pk=one.pk).update(published_at=AT)
    table = briefed.notice(county).passages.get(key="disclosure.table").table
    assert table is not None and "名次" not in table["head"]
    assert table["groups"][0]["rows"][1][2] == "29/29"


def test_organs_are_named_by_the_problems_of_the_chosen_figures(county: County) -> None:
    briefed.towns(county, 1)
    briefed.published(county.wangshu, county, business=4, news=0, late=3)
    briefed.published(county.tingyu, county, business=4, news=0)
    notice = briefed.notice(county, named_by=["disclosure.late", "made.up"], criticised_from=3)
    assert text(notice, "praised") == "没有超过期限才公布的信息等问题，予以表扬的1家：听雨镇。"
    said = "问题合计达到3个，予以批评的1家：望舒镇3个（超过期限才公布的信息3）。"
    assert text(notice, "criticised") == said
    assert "第1镇" not in text(notice, "praised")  # it published nothing that could be late


def test_only_a_supervisor_of_a_government_notifies_of_days_that_are_over(county: County) -> None:
    for person in (county.lin, county.song, county.cheng):
        with pytest.raises(Forbidden):
            actions.draft(county.yunchuan, YEAR, briefed.ALL, title="通报", mark="号", user=person, at=AT)
    with pytest.raises(Refused, match="还没有结束"):
        running = Span(date(2021, 1, 1), ON)
        actions.draft(county.yunchuan, running, briefed.ALL, title="通报", mark="号", user=county.fang, at=AT)
    with pytest.raises(Refused, match="至少选一项"):
        actions.draft(county.yunchuan, YEAR, ["none"], title="通报", mark="号", user=county.fang, at=AT)
    with pytest.raises(Refused, match="只有一级政府"):
        actions.draft(county.wangshu, YEAR, briefed.ALL, title="通报", mark="号", user=county.fang, at=AT)


def test_new_figures_replace_what_nobody_changed_and_are_told_of_what_somebody_did(county: County) -> None:
    briefed.published(county.wangshu, county, business=2, news=0)
    notice = briefed.demanded(briefed.notice(county), county)
    changed = passage(notice, "opening")
    actions.write(changed, "现通报如下。\n\n请各机关阅知。", user=county.fang, at=AT)
    assert actions.stale(notice) == {}
    (new,) = briefed.towns(county, 1)
    briefed.published(new, county, business=1, news=0)
    assert set(actions.stale(notice)) >= {"opening", "disclosure.text", "disclosure.table"}
    with pytest.raises(Refused, match="处的数与现在不一致"):
        actions.issue(notice, user=county.fang, at=AT)
    assert actions.refresh(notice, user=county.fang, at=AT)
    assert text(notice, "opening") == "现通报如下。\n请各机关阅知。"
    assert "涉及3家机关" in passage(notice, "opening").drafted
    assert text(notice, "disclosure.text").startswith("公布的信息3条")
    assert actions.stale(notice) == {}


def test_an_issued_notice_has_the_next_number_goes_to_all_below_and_never_changes(county: County) -> None:
    first, second = briefed.issued(county), briefed.issued(county)
    assert (first.number, second.number) == ("云政公开通报〔2021〕1号", "云政公开通报〔2021〕2号")
    assert [one.organ for one in first.readings.all()] == [county.wangshu, county.tingyu]
    for act in (actions.issue, actions.refresh, actions.discard):
        with pytest.raises(Refused, match="已经印发"):
            act(first, user=county.fang, at=AT)
    with pytest.raises(Refused, match="已经印发"):
        actions.write(passage(first, "opening"), "改", user=county.fang, at=AT)
    acts = list(Entry.objects.filter(room="supervision").values_list("act", flat=True))
    assert acts.count("notice_issued") == 2 and acts.count("notice_drafted") == 2


def test_nothing_is_issued_without_what_is_demanded_and_a_draft_can_be_discarded(county: County) -> None:
    notice = briefed.notice(county)
    with pytest.raises(Refused, match="请写明下一步要求"):
        actions.issue(notice, user=county.fang, at=AT)
    with pytest.raises(Refused, match="标题不能空着"):
        actions.write(passage(notice, "filing"), " ", user=county.fang, at=AT)
    if table := notice.passages.filter(kind="table").first():
        with pytest.raises(Refused, match="表由数据生成"):
            actions.write(passage(notice, table.key), "改", user=county.fang, at=AT)
    actions.discard(notice, user=county.fang, at=AT)
    assert not Notice.objects.exists() and not Passage.objects.exists()


def test_every_organ_says_that_it_read_and_nobody_says_it_for_another(county: County) -> None:
    notice = briefed.issued(county)
    reading = Acknowledgement.objects.get(notice=notice, organ=county.wangshu)
    (pile,) = desk.piles(county.lin, ON, roles_of(county.lin, on=ON))
    assert (pile.code, pile.count) == ("notices", 1)
    for person in (county.ye, county.fang, county.song):
        with pytest.raises(Forbidden):
            actions.read(reading, user=person, at=AT)
    actions.read(reading, user=county.lin, at=AT)
    with pytest.raises(Refused, match="已由林晓"):
        actions.read(reading, user=county.gao, at=AT)
    assert desk.piles(county.lin, ON, roles_of(county.lin, on=ON)) == []


def test_an_issued_notice_becomes_an_item_of_the_government(county: County) -> None:
    su = cast.appointed(cast.user("su.wan", "苏晚"), county.yunchuan, Role.DISCLOSURE_OFFICER)
    briefed.published(county.wangshu, county, business=2, news=1)
    column = items.column(county.yunchuan, "通报")
    draft = briefed.notice(county)
    with pytest.raises(Refused, match="印发以后"):
        actions.hand_over(draft, column, user=su, at=AT)
    notice = briefed.issued(county)
    with pytest.raises(Forbidden):
        actions.hand_over(notice, column, user=county.fang, at=AT)
    with pytest.raises(Refused, match="请选云川县人民政府的栏目"):
        actions.hand_over(notice, items.column(county.wangshu), user=su, at=AT)
    version = actions.hand_over(notice, column, user=su, at=AT)
    assert (version.document_number, version.genre) == (notice.number, "bulletin")
    assert "公布的信息3条" in version.content.body and "<table>" in version.content.body
    with pytest.raises(Refused, match="已经起草"):
        actions.hand_over(Notice.objects.get(pk=notice.pk), column, user=su, at=AT)


def test_the_document_has_every_paragraph_table_and_the_signature_and_is_always_the_same(
    county: County,
) -> None:
    briefed.published(county.wangshu, county, business=2, news=1)
    notice = briefed.issued(county)
    data = printing.document(notice, notice.passages.all(), "云川县人民政府")
    assert data == printing.document(notice, notice.passages.all(), "云川县人民政府")
    made = docx.Document(BytesIO(data))
    lines = [paragraph.text for paragraph in made.paragraphs]
    assert lines[:2] == ["关于2020年的通报", "云政公开通报〔2021〕1号"]
    assert "一、年度报告报送" in lines and "请逐项核对。" in lines
    assert lines[-2:] == ["云川县人民政府", "2021年1月20日"]
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert "望舒镇" in cells and "乡镇人民政府" in cells


# Pages


def test_a_supervisor_drafts_writes_and_issues_on_the_pages(county: County, clock) -> None:
    clock.at = AT
    client = browser(county.fang)
    empty = client.post(NEW, {"period": "2020-y", "mark": "云政公开通报"})
    assert empty.status_code == 422
    sent = {
        "period": "2020-y",
        "mark": "云政公开通报",
        "sections": ["filing", "disclosure"],
        "criticised_from": "3",
    }
    assert client.post(NEW, sent).status_code == 302
    notice = Notice.objects.get()
    assert notice.title == "关于2020年政府信息公开工作情况的通报"
    page = client.get(page_of(notice)).content.decode()
    assert "草稿，未印发" in page
    refused = client.post(page_of(notice), {"act": "issue"})
    assert refused.status_code == 422 and "请写明下一步要求" in refused.content.decode()
    demands = notice.passages.get(key=drafting.DEMANDS)
    address = f"/office/supervision/briefing/passages/{demands.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "请核对。"}).status_code == 302
    assert client.post(page_of(notice), {"act": "issue"}).status_code == 302
    assert client.get(address).status_code == 404
    told = client.get(page_of(notice)).content.decode()
    assert "云政公开通报〔2021〕1号" in told and "0/2" in told
    assert client.get(f"{page_of(notice)}notice.docx")["Content-Type"] == printing.MEDIA_TYPE
    listed = client.get("/office/supervision/briefing/notices/").content.decode()
    assert "0/2家" in listed


def test_a_draft_is_for_its_writers_and_an_issued_one_for_the_organs_it_went_to(
    county: County, clock
) -> None:
    clock.at = AT
    draft, issued = briefed.notice(county), briefed.issued(county)
    client = browser(county.lin)
    assert client.get(page_of(draft)).status_code == 403
    page = client.get(page_of(issued)).content.decode()
    reading = issued.readings.get(organ=county.wangshu)
    assert f"/office/supervision/briefing/readings/{reading.pk}/" in page
    assert "已阅情况" not in page
    client.post(f"/office/supervision/briefing/readings/{reading.pk}/")
    assert issued.readings.get(organ=county.wangshu).by == county.lin
    stranger = cast.establish("elsewhere", "邻县人民政府", "邻县", "government")
    person = cast.appointed(cast.user("lu.ren", "路人"), stranger, Role.DISCLOSURE_OFFICER)
    assert browser(person).get(page_of(issued)).status_code == 403


def test_lists_and_drafts_ask_the_same_for_eight_organs_and_for_eighty(county: County, clock) -> None:
    clock.at = AT
    client = browser(county.fang)
    every = briefed.towns(county, 6)

    def asked() -> list[int]:
        found = []
        with CaptureQueriesContext(connection) as queries:
            notice = briefed.notice(county, named_by=["disclosure.late"])
        found.append(len(queries))
        for address in (page_of(notice), "/office/supervision/briefing/notices/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    for organ in every:
        briefed.published(organ, county, business=1, news=1, late=1)
    asked()
    few = asked()
    for number in range(7, 79):
        cast.establish(f"town-{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
    assert asked() == few


def test_periods_that_are_offered_are_over(county: County, clock) -> None:
    clock.at = AT
    page = browser(county.fang).get(NEW).content.decode()
    assert "2020年第四季度" in page and "2020年下半年" in page
    assert "2021年第一季度" not in page
    clock.at = AT + timedelta(days=80)
    assert "2021年第一季度" in browser(county.fang).get(NEW).content.decode()
