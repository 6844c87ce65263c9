"""撤销、合并、承继: an organ ends, others answer for it; what it published stays for ever."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from gongkai.site.disclosure import actions as disclosure
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions, structure
from gongkai.site.organs.models import CompetentOffice, Officer, Organ, Role, Succession
from gongkai.site.organs.permissions import ACTS, AFTERWARDS, Forbidden, may, organs_for
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import AT, ON, SINCE, browser
from tests.site import items, reports
from tests.site.portal.test_queries import queries
from tests.site.threads import meet_after, outcomes

DAY = timedelta(days=1)
PLAN = "《云川县机构改革方案》"
PAGE = "/office/organs/wangshu/dissolve/"


def dissolved(
    county,
    organ: str = "wangshu",
    successors: tuple[str, ...] = ("tingyu",),
    *,
    kind: str = "merger",
    on: date = ON,
    today: date | None = None,
    who: str = "cheng",
    note: str = PLAN,
) -> Organ:
    """望舒镇 merged into 听雨镇, unless told otherwise."""
    structure.dissolve(
        Organ.objects.get(slug=organ),
        kind=kind,
        successors=[Organ.objects.get(slug=slug) for slug in successors],
        on=on,
        note=note,
        user=getattr(county, who),
        today=today or on,
    )
    return Organ.objects.get(slug=organ)


# The organ


def test_a_dissolved_organ_exists_until_the_day_before(county):
    dissolved(county)
    for on, slugs in ((ON - DAY, {"yunchuan", "wangshu", "tingyu"}), (ON, {"yunchuan", "tingyu"})):
        assert set(Organ.objects.existing(on).values_list("slug", flat=True)) == slugs
    assert [one.slug for one in Organ.objects.dissolved(ON)] == ["wangshu"]
    assert not Organ.objects.dissolved(ON - DAY)


def test_it_existed_in_every_year_up_to_that_of_its_end(county):
    dissolved(county)
    existed = {
        year: Organ.objects.existing_in(year).filter(slug="wangshu").exists() for year in range(2019, 2023)
    }
    assert existed == {2019: False, 2020: True, 2021: True, 2022: False}


def test_an_organ_dissolved_on_new_years_day_did_not_exist_in_that_year(county):
    dissolved(county, on=date(2021, 1, 1))
    assert not Organ.objects.existing_in(2021).filter(slug="wangshu").exists()


def test_dissolving_is_one_line_with_the_successors_and_the_reason(county):
    before = Entry.objects.count()
    dissolved(county)
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.act, line.user) == ("dissolved", county.cheng)
    assert '"successors":["tingyu"]' in line.detail and PLAN in line.detail
    assert '"roles_ended":6' in line.detail


def test_its_roles_end_that_day_and_no_others(county):
    dissolved(county)
    assert not Officer.objects.on(ON + DAY).filter(organ=county.wangshu).exists()
    assert Officer.objects.on(ON).filter(organ=county.wangshu).count() == 6
    assert Officer.objects.on(ON + DAY).filter(organ=county.tingyu).count() == 2


def test_a_role_taken_up_after_a_day_entered_late_was_held_for_one_day_at_least(county):
    wen = cast.user("wen.jing", "文静")
    actions.appoint(wen, county.wangshu, Role.HANDLER, on=ON - DAY, user=county.an)
    dissolved(county, on=ON - 3 * DAY, today=ON)
    assert [(one.since, one.until) for one in wen.roles.all()] == [(ON - DAY, ON - DAY)]
    assert county.lin.roles.get().until == ON - 3 * DAY


def test_a_stand_in_who_has_not_begun_never_does(county):
    role = county.he.roles.get()
    actions.delegate(role, county.gao, since=ON + DAY, until=ON + 9 * DAY, user=county.he, on=ON)
    dissolved(county)
    assert county.gao.roles.count() == 1


@pytest.mark.parametrize("who", ["lin", "fang", "an", "shen"])
def test_only_a_system_administrator_dissolves(county, who):
    with pytest.raises(Forbidden):
        dissolved(county, who=who)
    assert not Organ.objects.filter(dissolved_on__isnull=False)


def test_an_administrator_does_not_dissolve_their_own_organ(county):
    wen = cast.appointed(cast.user("wen.jing", "文静"), county.wangshu, Role.SYSTEM_ADMIN)
    with pytest.raises(Forbidden):
        structure.dissolve(
            county.wangshu, kind="merger", successors=[county.tingyu], on=ON, note=PLAN, user=wen, today=ON
        )


def test_duties_go_only_to_organs_within_the_administrators_reach(county):
    city = cast.establish("city", "云州市人民政府", "云州市", "government")
    with pytest.raises(Forbidden):
        dissolved(county, successors=(city.slug,))


def test_the_highest_organ_cannot_be_dissolved(county):
    with pytest.raises(actions.Refused, match="最高一级"):
        dissolved(county, "yunchuan")


def test_what_stands_below_comes_first(county):
    cast.establish("station", "望舒镇站所", "站所", "department", county.wangshu)
    cast.establish("school", "望舒镇学校", "学校", "department", county.wangshu)
    with pytest.raises(actions.Refused, match="还有下级机关：望舒镇站所、望舒镇学校。"):
        dissolved(county)
    dissolved(county, "station", ("wangshu",))
    structure.move(
        Organ.objects.get(slug="school"), Organ.objects.get(slug="tingyu"), user=county.cheng, on=ON
    )
    dissolved(county)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"on": SINCE}, "应在设立日期2020-01-01之后"),
        ({"on": ON + DAY, "today": ON}, "不晚于今天"),
        ({"note": "  "}, "请写明撤销的依据"),
        ({"successors": ()}, "请选择承继职责的机关"),
        ({"successors": ("wangshu",)}, "不能由自己承继"),
        ({"successors": ("tingyu", "yunchuan")}, "承继机关只有一个"),
        ({"kind": "renewal", "successors": ("tingyu", "yunchuan")}, "承继机关只有一个"),
        ({"kind": "division"}, "承继机关至少有两个"),
    ],
)
def test_a_dissolution_that_does_not_fit_is_refused_and_says_why(county, fields, told):
    with pytest.raises(actions.Refused, match=told):
        dissolved(county, **fields)
    assert not Succession.objects.exists()


def test_a_successor_stood_already_on_that_day(county):
    actions.establish(slug="new", name="新镇", short_name="新镇", kind="town", on=ON, parent=county.yunchuan)
    with pytest.raises(actions.Refused, match="新镇在2021-01-20才设立"):
        dissolved(county, successors=("new",), on=ON - DAY, today=ON)


def test_a_dissolved_organ_succeeds_nobody_and_is_not_dissolved_again(county):
    dissolved(county)
    with pytest.raises(Forbidden):
        dissolved(county, "tingyu", ("wangshu",))
    with pytest.raises(actions.Refused, match="望舒镇人民政府已于2021-01-20撤销"):
        dissolved(county)


def test_an_heir_is_not_dissolved_before_it_inherited(county):
    dissolved(county)
    with pytest.raises(actions.Refused, match="承继过别的机关"):
        dissolved(county, "tingyu", ("yunchuan",), on=ON - DAY, today=ON)


def test_its_competence_ends_with_it(county):
    office = cast.establish("office", "县政府办", "政府办", "department", county.yunchuan)
    structure.set_competent_office(county.yunchuan, office, since=SINCE, user=county.cheng, on=ON)
    dissolved(county, "office", ("yunchuan",))
    assert CompetentOffice.objects.get().until == ON


@pytest.mark.django_db(transaction=True)
def test_of_two_organs_that_dissolve_into_each_other_at_once_one_remains(monkeypatch):
    county = cast.county()
    meet_after(monkeypatch, structure, "_existing_below")
    found = outcomes(
        lambda: dissolved(county, "wangshu", ("tingyu",)), lambda: dissolved(county, "tingyu", ("wangshu",))
    )
    assert sorted(type(one).__name__ for one in found) == ["Forbidden", "Organ"]
    assert Organ.objects.existing(ON).count() == 2


# Who may do what for it


def open_to(person, on: date, organ: Organ) -> set[str]:
    return {act for act in ACTS if may(person, act, organ, on=on)}


def test_successors_act_for_it_from_the_day_and_not_before(county):
    organ = dissolved(county)
    assert open_to(county.ye, ON - DAY, organ) == set()
    roles = {act for act, roles in ACTS.items() if Role.DISCLOSURE_OFFICER in roles}
    for on in (ON, ON + 1000 * DAY):
        assert open_to(county.ye, on, organ) == roles & AFTERWARDS
    assert organ not in organs_for(county.ye, "disclosure.publish", on=ON - DAY)
    for act in AFTERWARDS & roles:
        assert set(organs_for(county.ye, act, on=ON)) == {organ, county.tingyu}, act


def test_an_heir_acts_in_the_role_held_and_no_other(county):
    organ = dissolved(county)
    assert may(county.gu, "disclosure.review", organ, on=ON)
    assert not may(county.gu, "disclosure.publish", organ, on=ON)


def test_nobody_else_comes_into_it(county):
    other = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), other, Role.DISCLOSURE_OFFICER)
    organ = dissolved(county)
    assert open_to(wen, ON + DAY, organ) == set()
    assert organ not in organs_for(wen, "disclosure.view", on=ON + DAY)


def test_its_own_people_may_do_nothing_after_it(county):
    organ = dissolved(county)
    for person in (county.lin, county.gao, county.he, county.zhou):
        assert open_to(person, ON + DAY, organ) == set()


def test_on_its_last_day_its_people_finish_and_begin_nothing(county):
    organ = dissolved(county)
    assert may(county.lin, "disclosure.publish", organ, on=ON)
    assert not may(county.lin, "disclosure.draft", organ, on=ON)
    assert organ not in organs_for(county.lin, "annual_reports.upload", on=ON)


@pytest.mark.parametrize("act", sorted(set(ACTS) - AFTERWARDS))
def test_nothing_new_is_made_in_it_by_anyone(county, act):
    organ = dissolved(county)
    for role in ACTS[act]:
        for number, place in enumerate((county.yunchuan, county.tingyu)):
            person = cast.appointed(cast.user(f"{role}.{number}".replace("_", "."), "文静"), place, role)
            assert not may(person, act, organ, on=ON), (role, place)
            assert organ not in organs_for(person, act, on=ON), (role, place)


def test_those_above_go_on_seeing_it(county):
    organ = dissolved(county)
    assert may(county.fang, "disclosure.view", organ, on=ON + DAY)
    assert may(county.cheng, "organs.view", organ, on=ON + DAY)
    assert organ in organs_for(county.fang, "annual_reports.view", on=ON + DAY)


def test_the_heir_of_an_heir_answers_for_both(county):
    heze = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), heze, Role.DISCLOSURE_OFFICER)
    first = dissolved(county)
    second = dissolved(county, "tingyu", ("heze",), on=ON + 10 * DAY)
    for on, theirs in ((ON + 9 * DAY, {heze}), (ON + 10 * DAY, {heze, first, second})):
        assert set(organs_for(wen, "disclosure.publish", on=on)) == theirs
        assert {one for one in (heze, first, second) if may(wen, "disclosure.publish", one, on=on)} == theirs
    assert not may(county.ye, "disclosure.publish", first, on=ON + 11 * DAY)
    assert list(Organ.objects.successors_of(first)) == [second]  # the page tells the way it went


def test_when_parts_are_joined_again_the_last_answers_once(county):
    heze = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), heze, Role.DISCLOSURE_OFFICER)
    first = dissolved(county, successors=("tingyu", "heze"), kind="division")
    dissolved(county, "tingyu", ("heze",), on=ON + DAY)
    assert may(wen, "disclosure.publish", first, on=ON)
    assert list(organs_for(wen, "disclosure.publish", on=ON + DAY).filter(pk=first.pk)) == [first]
    assert Succession.objects.filter(predecessor=first).count() == 2


def test_asking_needs_no_more_queries_however_long_the_chain(county, django_assert_num_queries):
    before = dissolved(county)
    for number in range(5):
        cast.establish(f"town{number}", f"第{number}镇", f"第{number}镇", "town", county.yunchuan)
    chain = ["tingyu", *(f"town{number}" for number in range(5))]
    for day, (one, following) in enumerate(pairwise(chain), start=1):
        dissolved(county, one, (following,), on=ON + day * DAY)
    wen = cast.appointed(cast.user("wen.jing", "文静"), Organ.objects.get(slug="town4"), Role.HANDLER)
    on = ON + 20 * DAY
    with django_assert_num_queries(2):
        assert may(wen, "disclosure.edit", before, on=on)
    with django_assert_num_queries(2):
        assert len(organs_for(wen, "disclosure.edit", on=on)) == 7


# What it published


def test_the_heir_withdraws_what_it_published(county):
    item = items.published(county)
    dissolved(county)
    disclosure.withdraw(item, reason="内容有误", user=county.ye, at=AT)
    item.refresh_from_db()
    assert item.withdrawal_reason == "内容有误"


def heirs(county) -> list:
    """Leader, secrecy reviewer and signatory of 听雨镇, who with its section head hold every step."""
    made = [county.gu]
    for number, role in enumerate((Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY)):
        made.append(cast.appointed(cast.user(f"heir.{number}", "承继"), county.tingyu, role))
    return made


def test_the_heirs_revise_review_and_publish_what_it_published(county):
    item = items.published(county)
    dissolved(county)
    reviewers = heirs(county)
    version = disclosure.revise(item, change_note="更正电话", user=county.ye, at=AT)
    disclosure.submit(version, user=county.ye, at=AT)
    for person in reviewers:
        version = items.fresh(version)
        assert browser(person).get("/office/").content.decode().count("关于做好春季森林防火工作的通知") >= 1
        disclosure.review(version, version.digest, passed=True, opinion="同意", user=person, at=AT)
    disclosure.publish(items.fresh(version), version.digest, user=county.ye, at=AT)
    item.refresh_from_db()
    assert item.current.number == 2 and item.organ == county.wangshu


def test_a_foreign_section_head_takes_no_step_of_it(county):
    other = cast.establish("heze", "河泽镇人民政府", "河泽镇", "town", county.yunchuan)
    wen = cast.appointed(cast.user("wen.jing", "文静"), other, Role.SECTION_HEAD)
    version = items.submitted(county)
    dissolved(county)
    with pytest.raises(Forbidden):
        disclosure.review(version, version.digest, passed=True, opinion="同意", user=wen, at=AT)


def test_the_heir_begins_nothing_in_it(county):
    dissolved(county)
    for person in (county.ye, county.lin):
        with pytest.raises(Forbidden):
            disclosure.draft(Organ.objects.get(slug="wangshu"), items.NOTICE, column=None, user=person, at=AT)


def test_the_heir_corrects_its_report(county):
    report = reports.of_wangshu(county)
    dissolved(county)
    from_heir = browser(county.ye)
    answer = from_heir.post("/office/reports/wangshu/2020/correction/", {"reason": "漏报一件"})
    assert answer.status_code == 302, answer.content.decode()
    assert report.report.versions.count() == 2
    assert "上传望舒镇年报" not in from_heir.get("/office/").content.decode()


# Its pages


def test_every_public_page_of_it_says_so_and_leads_to_the_heir(county, client):
    item = items.published(county)
    reports.of_wangshu(county)
    assert "撤销" not in client.get("/o/wangshu/").content.decode()
    dissolved(county)
    for address in (
        "/o/wangshu/",
        "/o/wangshu/guide/",
        "/o/wangshu/rules/",
        "/o/wangshu/catalogue/",
        f"/o/wangshu/catalogue/{item.column_id}/",
        "/o/wangshu/reports/",
        "/o/wangshu/reports/2020/",
        f"/i/{item.pk}/",
    ):
        page = client.get(address).content.decode()
        assert "本机关已于2021年1月20日撤销" in page, address
        assert '职责由以下机关承继（合并）：<a href="/o/tingyu/">听雨镇人民政府</a>。' in page, address
        assert f"依据：{PLAN}" in page, address
    assert "本机关已于" not in client.get("/o/tingyu/").content.decode()


def test_nobody_is_sent_to_a_telephone_that_nobody_answers(county, client):
    Organ.objects.filter(pk=county.wangshu.pk).update(phone="0000-1234567", office="望舒镇党政办公室")
    for address in ("/o/wangshu/", "/o/wangshu/guide/"):
        assert "0000-1234567" in client.get(address).content.decode(), address
    dissolved(county)
    for address in ("/o/wangshu/", "/o/wangshu/guide/"):
        assert "0000-1234567" not in client.get(address).content.decode(), address
    assert "请看承继职责的机关的指南" in client.get("/o/wangshu/guide/").content.decode()


def test_the_page_of_the_heir_leads_back(county, client):
    dissolved(county)
    page = client.get("/o/tingyu/").content.decode()
    assert "本机关承继的机关" in page and '<a href="/o/wangshu/">望舒镇人民政府</a>' in page
    assert "本机关承继的机关" not in client.get("/o/yunchuan/").content.decode()


def test_it_leaves_the_lists_of_present_organs_and_stands_in_that_of_dissolved(county, client):
    assert "已撤销的机关" not in client.get("/o/").content.decode()
    assert "没有已撤销的机关" in client.get("/o/?state=dissolved").content.decode()
    dissolved(county)
    for address in ("/", "/o/", "/o/?kind=town", "/o/yunchuan/"):
        page = client.get(address).content.decode()
        assert "/o/wangshu/" not in page and "/o/tingyu/" in page, address
    assert "2个机关" in client.get("/").content.decode()
    page = client.get("/o/?state=dissolved").content.decode()
    assert "/o/wangshu/" in page and "2021-01-20 撤销" in page and "/o/tingyu/" not in page
    assert 'href="/o/?state=dissolved"' in client.get("/o/").content.decode()


def test_the_share_of_the_year_counts_the_organs_of_that_year(county, client):
    reports.of_wangshu(county)
    dissolved(county)
    page = client.get("/").content.decode()
    assert "3个机关中，<strong>1个</strong>已公布，2个未公布" in page


def test_search_keeps_it_marked(county, client):
    dissolved(county)
    page = client.get("/search/").content.decode()
    assert '<option value="wangshu">望舒镇人民政府（已撤销）</option>' in page
    assert '<option value="tingyu">听雨镇人民政府</option>' in page


def test_the_sitemap_and_the_feed_keep_it(county, client):
    dissolved(county)
    assert "/o/wangshu/" in client.get("/sitemap-organs.xml").content.decode()
    assert client.get("/feeds/wangshu.atom").status_code == 200


def test_open_data_say_when_and_who(county, client):
    dissolved(county)
    found = {organ["slug"]: organ for organ in client.get("/api/v1/organs").json()}
    assert (found["wangshu"]["dissolved_on"], found["wangshu"]["successors"]) == ("2021-01-20", ["tingyu"])
    assert (found["tingyu"]["dissolved_on"], found["tingyu"]["successors"]) == (None, [])


def test_the_page_offers_those_beside_and_above_and_dissolves(county):
    cast.establish("station", "听雨镇站所", "站所", "department", county.tingyu)
    client = browser(county.cheng)
    page = client.get(PAGE).content.decode()
    assert "它现有的6位工作人员到撤销之日离任" in page
    assert "听雨镇人民政府" in page and "云川县人民政府" in page and "听雨镇站所" not in page
    sent = {"kind": "merger", "successors": [county.tingyu.pk], "on": "2021-01-20", "note": PLAN}
    answer = client.post(PAGE, sent, follow=True)
    page = answer.content.decode()
    assert "本机关已于2021年1月20日撤销" in page and PLAN in page
    assert "更名" not in page and "调整隶属" not in page


def test_a_refusal_keeps_what_was_typed(county):
    sent = {"kind": "division", "successors": [county.tingyu.pk], "on": "2021-01-20", "note": PLAN}
    answer = browser(county.cheng).post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "承继机关至少有两个" in page and f'value="{PLAN}"' in page


def test_the_office_lists_it_apart(county):
    dissolved(county)
    page = browser(county.cheng).get("/office/organs/").content.decode()
    assert page.index("已撤销的机关") < page.index("望舒镇人民政府")
    assert "本机关承继的机关" in browser(county.ye).get("/office/organs/tingyu/").content.decode()


def test_a_report_of_it_stays_where_it_was(county, client):
    reports.of_wangshu(county, sample_report("2021"))
    dissolved(county)
    assert client.get("/o/wangshu/reports/2021/").status_code == 200


def test_no_page_needs_more_queries_for_more_predecessors(county):
    cheng, ye, citizen = browser(county.cheng), browser(county.ye), browser()

    def counted() -> dict[str, int]:
        public = ("/", "/o/", "/o/?state=dissolved", "/o/tingyu/", "/o/town0/", "/search/", "/api/v1/organs")
        found = {address: queries(citizen, address) for address in public}
        for address in ("/office/organs/", "/office/organs/town0/", "/office/organs/tingyu/", PAGE):
            found[address] = queries(cheng, address)
        return found | {address: queries(ye, address) for address in ("/office/", "/office/items/")}

    def grow(numbers: range) -> None:
        for number in numbers:
            name = f"第{number}镇"
            cast.establish(f"town{number}", name, name, "town", county.yunchuan)
            dissolved(county, f"town{number}")

    grow(range(1))
    few = counted()
    grow(range(1, 6))
    many = counted()
    assert {address: (few[address], n) for address, n in many.items() if n > few[address]} == {}
