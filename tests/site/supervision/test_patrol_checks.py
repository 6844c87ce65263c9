"""Each check: a case that it hits, and one that it leaves alone (国办秘函〔2019〕19号, Art. 12, 26)."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions, column_actions, guide, questions
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.index import Found as Page
from gongkai.site.disclosure.index import Index
from gongkai.site.disclosure.models import Body, Item, ItemVersion, StoredFile
from gongkai.site.disclosure.question_models import Question
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Organ, Role
from gongkai.site.supervision.patrol.checks import CHECKS
from gongkai.site.supervision.patrol.models import Hit
from gongkai.site.supervision.patrol.scene import Scene
from tests import cast
from tests.cast import AT, ON
from tests.site import items
from tests.site.patrols import found, keys, night
from tests.site.questions import asked

DAY = timedelta(days=1)


def terms(county, column, **fields) -> None:
    wanted = {"longest_age": None, "warning_age": None, "fewest_items": None, "section": ""} | fields
    column_actions.set_terms(column, **wanted, user=county.lin, at=AT)


def test_every_check_says_what_it_looks_at_on_what_ground_and_what_to_do():
    for check in CHECKS.values():
        assert check.name and check.looks_at and check.basis and check.remedy
        assert len(check.code) <= Hit._meta.get_field("check_code").max_length


# Columns ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "fields", "after"),
    [
        ("column_stale", {"longest_age": 90}, 91),
        ("column_few", {"fewest_items": 4}, 0),
        ("column_gap", {"largest_gap": 30}, 31),
    ],
)
def test_a_column_that_its_settings_speak_against(county, check, fields, after):
    column = items.column(county.wangshu)
    items.published(county)
    assert keys(check, county.wangshu, ON + after * DAY) == []
    terms(county, column, **fields)
    (hit,) = found(check, county.wangshu, ON + after * DAY)
    assert (hit.place, hit.key, hit.address) == (
        "column", str(column.pk), f"/o/wangshu/catalogue/{column.pk}/",
    )  # fmt: skip
    terms(county, column, **fields, exempt_reason="本镇不办理")
    assert keys(check, county.wangshu, ON + after * DAY) == []


def test_an_empty_column_is_hit_until_something_stands_in_it(county):
    column = items.column(county.wangshu)
    terms(county, column, longest_age=90)
    assert keys("column_empty", county.wangshu) == [str(column.pk)]
    items.published(county)
    assert keys("column_empty", county.wangshu) == []


def test_five_empty_columns_below_disqualify_the_site_of_the_government(county):
    for number in range(4):
        terms(county, items.column(county.wangshu, f"第{number}栏"), longest_age=90)
    assert keys("many_columns_empty", county.yunchuan) == []
    terms(county, items.column(county.wangshu), longest_age=90)
    (hit,) = found("many_columns_empty", county.yunchuan)
    assert "空栏目有5个" in hit.ground
    assert keys("many_columns_empty", county.wangshu) == []  # a town stands on the site of its county


def in_column(county, name: str, at) -> None:
    """An item published in a column at a moment."""
    column = items.column(county.wangshu, name)
    made = items.published(county, title=f"{name}的信息", document_number="")
    Item.objects.filter(pk=made.pk).update(column=column, listed_in=column, section=column, published_at=at)
    type(column).objects.filter(pk=column.pk).update(count=1)


def test_five_stale_columns_of_news_or_notices_disqualify_the_site(county):
    """V4 (a): news of two weeks, notices of six months; others do not count."""
    for name in ("工作动态", "要闻", "图片新闻", "通知公告", "规划"):
        in_column(county, name, AT - 200 * DAY)
    assert keys("many_news_stale", county.yunchuan) == []
    in_column(county, "镇村动态", AT - 15 * DAY)
    assert "5个" in found("many_news_stale", county.yunchuan)[0].ground
    Item.objects.filter(listed_in__name="镇村动态").update(published_at=AT - 13 * DAY)
    assert keys("many_news_stale", county.yunchuan) == []


def test_ten_columns_past_their_age_disqualify_the_site(county):
    for number in range(10):
        in_column(county, f"第{number}栏", AT - 31 * DAY)
        if number < 9:
            terms(county, items.column(county.wangshu, f"第{number}栏"), longest_age=30)
    assert keys("many_columns_stale", county.yunchuan) == []
    terms(county, items.column(county.wangshu, "第9栏"), longest_age=30)
    assert keys("many_columns_stale", county.yunchuan) == ["site"]


# The site -----------------------------------------------------------------------------------------


def test_two_weeks_without_anything_new_is_a_veto_for_the_government_and_a_hint_for_others(county):
    items.published(county)  # of the town: it stands on the county's site
    for organ, check in ((county.yunchuan, "home_stale"), (county.wangshu, "organ_stale")):
        assert keys(check, organ, ON + 14 * DAY) == []
        assert keys(check, organ, ON + 15 * DAY) == ["home"]
    assert keys("home_stale", county.wangshu, ON + 15 * DAY) == []
    assert keys("organ_stale", county.yunchuan, ON + 15 * DAY) == []
    assert keys("organ_stale", county.tingyu) == ["home"]  # nothing at all


def test_the_footer_is_filled_by_the_organ_or_the_one_above_it(county):
    assert set(keys("footer_missing", county.wangshu)) == {
        "footer-contact", "footer-icp_number", "footer-police_number", "footer-fault",
    }  # fmt: skip
    assert keys("label_missing", county.wangshu) == ["label-SiteIDCode"]
    officer = cast.appointed(cast.user("yun.zhuan", "云专"), county.yunchuan, Role.DISCLOSURE_OFFICER)
    site = {
        "id_code": "1101180001", "icp_number": "京ICP备1号", "police_number": "京公网安备1号",
        "fault_phone": "010-1",
    }  # fmt: skip
    organs.edit_site(county.yunchuan, data=site, user=officer, on=ON)
    assert keys("footer_missing", county.wangshu) == ["footer-contact"]
    assert keys("label_missing", county.wangshu) == []
    Organ.objects.filter(pk=county.wangshu.pk).update(phone="010-69050000")
    assert keys("footer_missing", county.wangshu) == []


def test_what_others_made_needs_its_maker_for_the_label_of_the_source(county):
    item = items.published(county)
    before = keys("label_missing", county.wangshu)
    ItemVersion.objects.filter(item=item).update(origin="organ", maker="")
    assert keys("label_missing", county.wangshu) == [*before, str(item.pk)]
    ItemVersion.objects.filter(item=item).update(maker="云川县农业农村局")
    assert keys("label_missing", county.wangshu) == before


def test_a_column_without_words_lacks_labels(county):
    column = items.published(county).column
    before = keys("label_missing", county.wangshu)
    Column.objects.filter(pk=column.pk).update(name=" ")
    (one,) = [one for one in found("label_missing", county.wangshu) if one.key not in before]
    assert (one.place, one.key) == ("column", str(column.pk)) and "ColumnName" in one.ground
    Column.objects.filter(pk=column.pk).update(closed_on=ON)
    assert keys("label_missing", county.wangshu) == before


def test_a_guide_is_missing_then_there_then_out_of_date(county):
    assert keys("guide_missing", county.wangshu) == ["guide"]
    version = items.fresh(guide.draft_guide(county.wangshu, user=county.lin, at=AT))
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    actions.publish(version, version.digest, user=county.lin, at=AT)
    assert keys("guide_missing", county.wangshu) == keys("guide_stale", county.wangshu) == []
    (old,) = found("guide_stale", county.wangshu, ON + 366 * DAY)
    assert "超过12个月" in old.ground
    Organ.objects.filter(pk=county.wangshu.pk).update(phone="010-69050000")
    assert "不一致" in found("guide_stale", county.wangshu)[0].ground


# Questions ----------------------------------------------------------------------------------------


def test_a_question_past_its_day_weighs_more_after_three_months(county):
    question = asked(county)
    due = question.due_on
    assert keys("question_late", county.wangshu, due) == []
    assert keys("question_late", county.wangshu, due + DAY) == [str(question.pk)]
    assert question.title not in found("question_late", county.wangshu, due + DAY)[0].title
    late = date(2021, 4, 21)  # three months and a day after it was asked
    assert keys("question_very_late", county.wangshu, late - DAY) == []
    assert keys("question_very_late", county.wangshu, late) == [str(question.pk)]
    assert keys("question_late", county.wangshu, late) == []
    questions.refuse(question, "not_ours", "请向县农业农村局提出", user=county.lin, at=AT)
    assert keys("question_very_late", county.wangshu, late) == []


def test_an_answer_in_review_is_none_yet(county):
    question = asked(county)
    version = questions.draft_answer(question, "到窗口办理。", user=county.gao, at=AT)
    assert Question.objects.get().item_id == version.item_id
    assert keys("question_late", county.wangshu, question.due_on + DAY) == [str(question.pk)]


# Items --------------------------------------------------------------------------------------------


def test_an_item_without_time_or_formed_after_it(county):
    item = items.published(county)
    assert keys("item_undated", county.wangshu) == []
    ItemVersion.objects.filter(item=item).update(formed_on=ON + DAY)
    assert "晚于公布日期" in found("item_undated", county.wangshu)[0].ground
    ItemVersion.objects.filter(item=item).update(formed_on=ON)
    Item.objects.filter(pk=item.pk).update(published_at=None)
    assert [one.ground for one in found("item_undated", county.wangshu)] == ["没有公布时间"]


def test_published_after_twenty_working_days(county):
    item = items.published(county)
    assert keys("published_late", county.wangshu) == []
    ItemVersion.objects.filter(item=item).update(due_on=ON - DAY)
    assert keys("published_late", county.wangshu) == [str(item.pk)]
    assert keys("published_late", county.wangshu, ON + 400 * DAY) == []  # a year later it is history
    Item.objects.filter(pk=item.pk).update(imported_at=AT)
    assert keys("published_late", county.wangshu) == []


def test_a_normative_document_has_three_working_days_for_its_interpretation(county):
    document = items.published(county, normative=True, effective_on=date(2021, 2, 1))
    third = date(2021, 1, 25)  # Wednesday the 20th, then Thursday, Friday, Monday
    assert keys("interpretation_missing", county.wangshu, third) == []
    assert keys("interpretation_missing", county.wangshu, third + DAY) == [str(document.pk)]
    explained = items.published(county, title="《通知》政策解读", document_number="")
    assert keys("interpretation_unbound", county.wangshu) == [str(explained.pk)]
    actions.bind_interpretation(explained, document, user=county.lin, at=AT)
    assert keys("interpretation_unbound", county.wangshu) == []
    assert keys("interpretation_missing", county.wangshu, third + DAY) == []


def test_a_title_that_the_search_does_not_know(county, monkeypatch):
    item = items.published(county)
    assert keys("search_misses", county.wangshu) == []
    monkeypatch.setattr(Index, "find", lambda *a, **k: Page((), 0))
    assert keys("search_misses", county.wangshu) == [str(item.pk)]


def test_the_titles_asked_are_the_same_for_a_day_and_others_the_next(county, monkeypatch):
    made = [items.published(county, title=f"第{number}条", document_number="") for number in range(7)]
    monkeypatch.setattr(Index, "find", lambda *a, **k: Page((), 0))
    first = keys("search_misses", county.wangshu)
    assert len(first) == 3 and first == keys("search_misses", county.wangshu)
    asked_of = {key for days in range(7) for key in keys("search_misses", county.wangshu, ON + days * DAY)}
    assert asked_of == {str(one.pk) for one in made}


ID = "11010519491231002X"


def test_numbers_of_persons_are_found_again_in_what_is_public_and_never_repeated(county):
    item = items.published(county)
    assert keys("personal_data", county.wangshu) == []
    Body.objects.filter(version__item=item).update(text=f"<p>联系人{ID}</p>")
    (hit,) = found("personal_data", county.wangshu)
    assert hit.key == str(item.pk) and "居民身份证号1处" in hit.ground and ID not in hit.ground
    version = item.current
    version.leak_reasons.create(
        key="id:body", digest=version.digest, reason="公示的获奖人要求", by=county.lin, at=AT
    )
    assert keys("personal_data", county.wangshu) == []


def test_every_night_reads_some_items_more_and_those_that_were_hit(county, monkeypatch):
    number = Scene.number
    monkeypatch.setattr(
        Scene, "number", lambda self, name: 2 if name == "patrol_leak_batch" else number(self, name)
    )
    made = [items.published(county, title=f"第{n}条", document_number="") for n in range(5)]
    Body.objects.filter(version__item=made[4]).update(text=f"<p>{ID}</p>")
    standing = []
    for days in range(4):
        night(ON + days * DAY)
        standing.append(Hit.objects.open().filter(check_code="personal_data").count())
    assert standing == [0, 0, 1, 1]  # read in the third night; in the fourth it is looked at again


# Links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/i/{item}/", ""),
        ("/i/{item}/v1/", ""),
        ("/o/wangshu/", ""),
        ("/o/wangshu/catalogue/{column}/", ""),
        ("/search/?q=1", ""),
        ("http://testserver/i/{item}/", ""),
        ("https://www.gov.cn/404", ""),
        ("mailto:a@b.cn", ""),
        ("/i/999999/", "链接的信息不存在"),
        ("http://testserver/i/999999/", "链接的信息不存在"),
        ("/i/{withdrawn}/", "链接的信息已经撤下"),
        ("/i/{item}/v2/", "链接的版本没有公布"),
        ("/i/{item}/v1/files/1/", "链接的附件不存在"),
        ("/o/nobody/", "链接的机关不存在"),
        ("/o/tingyu/catalogue/{column}/", "链接的栏目不存在"),
        ("/o/wangshu/reports/2019/", "链接的年度报告没有公布"),
        ("/old/art_1.html", "链接的地址在本站不存在"),
        ("/office/items/", "链接指向办公区，公众打不开"),
    ],
)
def test_where_a_link_in_a_public_text_leads(county, address, reason, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    item = items.published(county)
    gone = items.published(county, title="有误的一条", document_number="")
    actions.withdraw(gone, reason="有误", user=county.lin, at=AT)
    href = address.format(item=item.pk, withdrawn=gone.pk, column=item.column_id)
    Body.objects.filter(version__item=item).update(text=f'<p><a href="{href}">附件</a></p>')
    grounds = [one.ground for one in found("link_dead", county.wangshu)]
    assert grounds == ([f"{reason}：{href}"] if reason else [])


def test_more_links_need_no_more_queries(county):
    def queries(count: int) -> int:
        links = "".join(
            f'<a href="/i/{900000 + n}/">x</a><a href="/o/nobody{n}/">y</a>' for n in range(count)
        )
        Body.objects.filter(version__item=item).update(text=links)
        with CaptureQueriesContext(connection) as context:
            assert len(found("link_dead", county.wangshu)) == 2 * count
        return len(context)

    item = items.published(county)
    assert queries(2) == queries(60)


def test_an_attachment_whose_file_is_gone(county):
    version = items.draft(county)
    actions.attach(version, items.word(), "补助标准.docx", user=county.lin, at=AT)
    version = items.fresh(version)
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    actions.publish(version, version.digest, user=county.lin, at=AT)
    assert keys("file_missing", county.wangshu) == []
    default_storage.delete(StoredFile.objects.get().file.name)
    (hit,) = found("file_missing", county.wangshu)
    assert (hit.place, hit.key.split(":")[0]) == ("file", str(version.item_id))


def test_an_outside_address_is_dead_only_after_two_nights(county):
    item = items.published(county)
    address = "https://www.gov.cn/a"
    Body.objects.filter(version__item=item).update(text=f'<p><a href="{address}">政策</a></p>')
    asked_for: list[str] = []

    def fails(wanted: str) -> bool:
        asked_for.append(wanted)
        return False

    night(fetch=None)
    assert asked_for == [] and keys("outside_dead", county.wangshu) == []
    night(ON + DAY, fetch=fails)
    assert keys("outside_dead", county.wangshu) == []
    night(ON + 2 * DAY, fetch=fails)
    assert len(keys("outside_dead", county.wangshu)) == 1 and asked_for == [address] * 2
    night(ON + 3 * DAY, fetch=lambda _address: True)
    assert keys("outside_dead", county.wangshu) == []
