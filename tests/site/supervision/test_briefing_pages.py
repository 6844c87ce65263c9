"""研判: a leader's minute, the records behind a figure, problems suggested and taken over."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.annual_reports.improvement_models import Improvement, rows_of
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ
from gongkai.site.organs.permissions import Forbidden
from gongkai.site.supervision.briefing import figures, minute, suggesting
from gongkai.site.supervision.figures.registry import figures as registry
from tests import cast
from tests.cast import AT, ON, County, browser
from tests.site import briefed, cases
from tests.site.briefed import YEAR

SUGGESTIONS = "/office/supervision/briefing/problems/wangshu/2020/"


@pytest.fixture(autouse=True)
def _in_january(clock) -> None:
    clock.at = AT


def peers(county: County) -> list[Organ]:
    """Five towns beside 望舒镇, each with as much of business as of news."""
    found = [county.tingyu, *briefed.towns(county, 4)]
    for organ in found:
        briefed.published(organ, county, business=15, news=15)
    return found


def test_more_news_than_the_peers_is_suggested_with_figure_base_and_peers(county: County) -> None:
    peers(county)
    briefed.published(county.wangshu, county, business=8, news=32)
    found = {one.suggestion.rule.code: one for one in suggesting.suggested(county.wangshu, 2020, ON)}
    assert found["news"].evidence == (
        "2020年，公开的40条信息中业务类8条，占20.0%；同类机关5家的中位数为50.0%"
    )
    assert found["news"].figure.value(Organ.objects.all(), YEAR, county.wangshu.pk).of == 40
    alike = {one.suggestion.rule.code for one in suggesting.suggested(county.tingyu, 2020, ON)}
    assert "news" not in alike


def test_the_problem_is_taken_over_with_its_evidence_and_a_measure_that_somebody_wrote(
    county: County,
) -> None:
    peers(county)
    briefed.published(county.wangshu, county, business=8, news=32)
    client = browser(county.lin)
    page = client.get(SUGGESTIONS).content.decode()
    assert "动态类信息多，业务类信息少" in page and "figures/patrol.business/wangshu/" in page
    empty = client.post(SUGGESTIONS, {"code": "news", "measure": ""})
    assert empty.status_code == 422
    assert client.post(SUGGESTIONS, {"code": "news", "measure": "按月核对公开目录"}).status_code == 302
    row = rows_of(county.wangshu, 2020).get()
    assert (row.problem, row.measure) == ("动态类信息多，业务类信息少", "按月核对公开目录")
    assert row.evidence.startswith("2020年，公开的40条信息中业务类8条，占20.0%")
    again = client.post(SUGGESTIONS, {"code": "news", "measure": "再写一次"})
    assert again.status_code == 422 and "已经登记" in again.content.decode()


def test_what_no_figure_says_is_not_taken_over_and_not_by_everybody(county: County) -> None:
    with pytest.raises(Refused, match="已没有这一问题"):
        suggesting.take_over(county.wangshu, 2020, "news", measure="措施", user=county.lin, at=AT)
    with pytest.raises(Forbidden):
        suggesting.take_over(county.wangshu, 2020, "attention", measure="措施", user=county.fang, at=AT)
    assert not Improvement.objects.exists()


def test_peers_are_organs_of_the_kind_under_the_same_government(county: County) -> None:
    cast.establish("bureau", "云川县财政局", "县财政局", "department", county.yunchuan)
    other = cast.establish("elsewhere", "邻县人民政府", "邻县", "government")
    cast.establish("their-town", "邻镇人民政府", "邻镇", "town", other)
    assert list(suggesting.peers_of(county.wangshu, ON)) == [county.tingyu]


def test_every_share_counts_and_names_what_speaks_against_the_organ(county: County) -> None:
    briefed.published(county.wangshu, county, business=3, news=1, late=2)
    organs = Organ.objects.filter(pk=county.wangshu.pk)
    for figure in registry().values():
        value = figure.value(organs, YEAR, county.wangshu.pk)
        if figure.share is None or value.number is None or not value.of:
            continue
        against = len(list(figure.records(organs, YEAR)))
        part = value.of - against if figure.more_is_better else against
        assert abs(Decimal(part) * 100 / value.of - value.number) <= Decimal("0.05"), figure.code


def test_figures_ask_the_same_for_two_organs_and_for_forty(county: County) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for code, figure in registry().items():
            with CaptureQueriesContext(connection) as queries:
                list(figure.records(Organ.objects.all(), YEAR))
                figure.values(Organ.objects.all(), YEAR)
            found[code] = len(queries)
        return found

    briefed.published(county.wangshu, county, business=1, news=1, late=1)
    briefed.published(county.tingyu, county, business=1, news=1, late=1)
    few = asked()
    for organ in briefed.towns(county, 38):
        briefed.published(organ, county, business=1, news=1, late=1)
    assert asked() == few


def test_the_minute_tells_of_an_organ_beside_last_year_and_its_peers(county: County) -> None:
    peers(county)
    briefed.published(county.wangshu, county, business=30, news=10)
    groups = minute.groups(county.wangshu, [county.wangshu], 2020, ON)
    big = {one.name: one for group in groups for one in group.figures}
    published = big["公布的信息"]
    assert (published.value, published.unit) == ("40", "条")
    assert published.beside == "上年0条，同类5家的中位数30条"
    share = big["业务类信息占比"]
    assert (share.value, share.beside) == ("75.0", "同类5家的中位数50.0%")
    assert big["申请按期办结率"].value == "—"
    assert "only=1" in published.address


def test_the_minute_of_a_government_adds_up_all_below(county: County) -> None:
    briefed.published(county.wangshu, county, business=30, news=10)
    briefed.published(county.tingyu, county, business=1, news=3)
    every = list(Organ.objects.all())
    groups = minute.groups(county.yunchuan, every, 2020, ON)
    big = {one.name: one for group in groups for one in group.figures}
    assert big["公布的信息"].value == "44"
    assert big["业务类信息占比"].value == "70.5"
    page = browser(county.fang).get("/office/supervision/briefing/yunchuan/2020/").content.decode()
    assert "70.5" in page and "本机关和下级机关共3个" in page


def test_the_minute_asks_the_same_for_eight_organs_and_for_eighty(county: County) -> None:
    client, address = browser(county.fang), "/office/supervision/briefing/yunchuan/2020/"
    every = briefed.towns(county, 5)
    for organ in every:
        briefed.published(organ, county, business=1, news=1)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(6, 78):
        cast.establish(f"town-{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
    assert asked() == few


def test_a_figure_opens_to_its_records_of_the_organs_a_person_may_see(county: County) -> None:
    briefed.published(county.wangshu, county, business=1, news=2)
    briefed.published(county.tingyu, county, business=1, news=0)
    base, days = "/office/supervision/briefing/figures", "first=2020-01-01&last=2020-12-31"
    client = browser(county.fang)
    page = client.get(f"{base}/disclosure.published/yunchuan/?{days}").content.decode()
    assert page.count("<td>望舒镇人民政府</td>") == 3 and "听雨镇人民政府" in page
    against = client.get(f"{base}/patrol.business/yunchuan/?{days}").content.decode()
    assert against.count("<td>望舒镇人民政府</td>") == 2 and "下面是没有做到的" in against
    assert client.get(f"{base}/made.up/yunchuan/?{days}").status_code == 404
    assert browser(county.lin).get(f"{base}/disclosure.published/tingyu/?{days}").status_code == 403


def test_late_answers_and_what_was_received_are_applications(county: County) -> None:
    case = cases.registered(county, "2020-11-02")
    case.received_on, case.closed_on = date(2020, 11, 2), date(2020, 12, 30)
    case.due_on, case.served_on = date(2020, 11, 30), date(2020, 12, 1)
    case.answer = "granted"
    case.save()
    organs = Organ.objects.filter(pk=county.wangshu.pk)
    assert [one.title for one in figures.RECEIVED.records(organs, YEAR)] == [case.number]
    in_time = registry()["applications.in_time"]
    assert [one.key for one in in_time.records(organs, YEAR)] == [case.number]
    assert in_time.value(organs, YEAR, county.wangshu.pk).is_small


def test_the_first_page_leads_to_every_part_and_the_door_says_what_presses(county: County) -> None:
    notice = briefed.issued(county)
    page = browser(county.lin).get("/office/supervision/briefing/").content.decode()
    assert "望舒镇人民政府：一分钟" in page and "待阅1份" in page
    room = browser(county.lin).get("/office/supervision/").content.decode()
    assert "通报待阅1份" in room
    today_page = browser(county.lin).get("/office/").content.decode()
    assert notice.title in today_page
