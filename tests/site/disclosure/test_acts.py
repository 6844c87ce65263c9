"""From draft to public page to tombstone: nothing is published but exactly what was passed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.site.disclosure import actions, column_actions
from gongkai.site.disclosure.models import Body, Item, ItemVersion, Stage, Step
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions as organs
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Officer, Role
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, SINCE, appointed, user
from tests.site import items
from tests.site.items import NOTICE


def acts() -> list[str]:
    return list(Entry.objects.filter(room="disclosure").order_by("number").values_list("act", flat=True))


def review(version, by, *, passed=True, opinion="同意", digest=""):
    return actions.review(version, digest or version.digest, passed=passed, opinion=opinion, user=by, at=AT)


# The way ------------------------------------------------------------------------------------------


def test_a_document_goes_through_four_people_and_is_public(county):
    item = items.published(county)
    assert item.index_number == "wangshu/2021-00001"
    assert item.published_at == AT
    assert Item.objects.public().get() == item
    assert acts() == ["column_added", "drafted", "submitted", *["step_passed"] * 4, "published"]


def test_it_waits_for_one_role_after_the_other(county):
    version = items.submitted(county)
    roles = [Role.SECTION_HEAD, Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY]
    for role, person in zip(roles, (county.he, county.song, county.zhou, county.qin), strict=True):
        assert (version.stage, version.waits_for) == (Stage.REVIEW, role)
        review(version, person)
        version = items.fresh(version)
    assert (version.stage, version.waits_for) == (Stage.READY, "")


def test_an_organ_has_steps_of_its_own(county):
    Step.objects.create(organ=county.wangshu, number=1, name="保密审查", role=Role.SECRECY_REVIEWER)
    version = items.submitted(county)
    review(version, county.zhou)
    assert items.fresh(version).stage == Stage.READY


# Who ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["song", "zhou", "qin"])
def test_a_step_is_not_taken_before_its_turn(county, who):
    version = items.submitted(county)
    with pytest.raises(Refused, match="现在是“初审”环节"):
        review(version, getattr(county, who))


@pytest.mark.parametrize("who", ["ye", "gu", "fang", "cheng", "lin"])
def test_nobody_without_the_right_reviews(county, who):
    with pytest.raises((Forbidden, Refused)):
        review(items.submitted(county), getattr(county, who))


def test_nobody_takes_two_steps(county):
    organs.appoint(county.he, county.wangshu, Role.LEADER, on=SINCE)
    version = items.submitted(county)
    review(version, county.he)
    with pytest.raises(Refused, match="一人不能办理两个环节"):
        review(items.fresh(version), county.he)


def test_no_author_takes_a_step(county):
    organs.appoint(county.lin, county.wangshu, Role.SECTION_HEAD, on=SINCE)
    with pytest.raises(Refused, match="起草或修改过"):
        review(items.submitted(county), county.lin)


def test_whose_role_has_ended_reviews_no_more(county):
    version = items.submitted(county)
    officer = Officer.objects.get(user=county.he)
    organs.end_role(officer, user=county.an, on=AT.date() - timedelta(days=1))
    with pytest.raises(Forbidden):
        review(version, county.he)


def test_only_the_disclosure_officer_publishes(county):
    version = items.passed(county, items.submitted(county))
    with pytest.raises(Forbidden):
        actions.publish(version, version.digest, user=county.gao, at=AT)


# Exactly these bytes ------------------------------------------------------------------------------


def test_one_letter_changed_after_the_last_step_and_publication_is_refused(county):
    version = items.passed(county, items.submitted(county))
    changed = replace(version.content, body=version.body.replace("如下", "如上"))
    actions.edit(version, changed, column=version.item.column, user=county.lin, at=AT)
    version = items.fresh(version)
    assert version.stage == Stage.DRAFT
    with pytest.raises(Refused, match="还没有全部通过"):
        actions.publish(version, version.digest, user=county.lin, at=AT)
    assert not Item.objects.public().exists()


def test_put_back_to_the_letter_what_was_passed_counts_again(county):
    version = items.passed(county, items.submitted(county))
    before = version.content
    for content in (replace(before, title="改过"), before):
        actions.edit(version, content, column=version.item.column, user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    assert items.fresh(version).stage == Stage.READY


def test_what_was_changed_beside_the_acts_is_not_published(county):
    version = items.passed(county, items.submitted(county))
    Body.objects.filter(version=version).update(text="<p>别的</p>")
    with pytest.raises(Refused, match="内容在您查看之后有改动"):
        actions.publish(version, version.digest, user=county.lin, at=AT)


def test_a_reviewer_passes_only_what_they_had_before_them(county):
    version = items.submitted(county)
    with pytest.raises(Refused, match="内容在您查看之后有改动"):
        review(version, county.he, digest="0" * 64)


def test_a_published_version_never_changes(county):
    item = items.published(county)
    for act in (
        lambda: actions.edit(item.current, NOTICE, column=item.column, user=county.lin, at=AT),
        lambda: actions.discard(item.current, user=county.lin, at=AT),
        lambda: actions.submit(item.current, user=county.lin, at=AT),
    ):
        with pytest.raises(Refused, match="已经公布"):
            act()


# Back and forth -----------------------------------------------------------------------------------


def test_what_is_returned_says_why_and_goes_to_the_drafter(county):
    version = items.submitted(county)
    with pytest.raises(Refused, match="写明要改什么"):
        review(version, county.he, passed=False, opinion=" ")
    review(version, county.he, passed=False, opinion="补上联系人")
    version = items.fresh(version)
    assert (version.stage, version.waits_for) == (Stage.RETURNED, "")
    actions.submit(version, user=county.lin, at=AT)
    assert items.fresh(version).waits_for == Role.SECTION_HEAD


def test_the_step_that_returned_it_is_taken_again_but_not_those_that_passed(county):
    version = items.submitted(county)
    review(version, county.he)
    review(items.fresh(version), county.song, passed=False, opinion="再核对")
    actions.submit(items.fresh(version), user=county.lin, at=AT)
    assert items.fresh(version).waits_for == Role.LEADER


def test_a_new_version_leaves_the_old_one_public_until_it_is_published(county):
    second = items.revised(county)
    item = Item.objects.get(pk=second.item_id)
    assert item.current.number == 1
    passed = items.passed(county, second)
    later = AT + timedelta(days=3)
    actions.publish(passed, passed.digest, user=county.lin, at=later)
    item.refresh_from_db()
    assert (item.current.number, item.published_at) == (2, AT)
    assert item.index_number == "wangshu/2021-00001"


def test_there_is_one_new_version_at_a_time(county):
    version = items.revised(county)
    with pytest.raises(Refused, match="已有一份没有公布的版本"):
        actions.revise(version.item, change_note="再改", user=county.lin, at=AT)


def test_what_is_withdrawn_stands_in_no_list_and_its_number_is_not_given_again(county):
    item = items.published(county)
    actions.withdraw(item, reason="内容有误", user=county.lin, at=AT)
    assert not Item.objects.public().exists()
    assert items.published(county, title="另一份").index_number == "wangshu/2021-00002"
    with pytest.raises(Refused, match="已经撤下"):
        actions.withdraw(item, reason="再撤", user=county.lin, at=AT)


def test_a_new_version_that_was_passed_is_not_published_once_the_item_is_withdrawn(county):
    version = items.passed(county, items.revised(county))
    actions.withdraw(version.item, reason="内容有误", user=county.lin, at=AT)
    with pytest.raises(Refused, match="已经撤下"):
        actions.publish(version, version.digest, user=county.lin, at=AT)


def test_a_draft_that_never_was_public_goes_with_its_item_but_not_from_the_ledger(county):
    version = items.draft(county)
    actions.discard(version, user=county.lin, at=AT)
    assert not Item.objects.exists()
    assert acts()[-2:] == ["drafted", "discarded"]


# Class and ground (Art. 13-18) --------------------------------------------------------------------


def test_what_is_withheld_needs_a_ground_and_rests_after_its_review(county):
    with pytest.raises(Refused, match="请写明理由"):
        items.draft(county, klass="withheld", ground="process")
    with pytest.raises(Refused, match="请选择依据"):
        items.draft(county, klass="withheld", ground_note="讨论稿")
    version = items.submitted(county, klass="withheld", ground="process", ground_note="讨论稿")
    version = items.passed(county, version)
    assert version.stage == Stage.SETTLED
    with pytest.raises(Refused, match="已经审定"):
        actions.publish(version, version.digest, user=county.lin, at=AT)


def test_what_was_withheld_becomes_public_by_a_new_version(county):
    version = items.submitted(county, klass="withheld", ground="process", ground_note="讨论稿")
    version = items.passed(county, version)
    second = actions.revise(version.item, change_note="已经定稿", user=county.lin, at=AT)
    public = replace(second.content, klass="publish", ground="", ground_note="")
    actions.edit(second, public, column=version.item.column, user=county.lin, at=AT)
    actions.submit(second, user=county.lin, at=AT)
    passed = items.passed(county, items.fresh(second))
    actions.publish(passed, passed.digest, user=county.lin, at=AT)
    assert Item.objects.public().get().current.number == 2


def test_what_has_no_column_or_no_text_is_not_submitted(county):
    version = items.draft(county, body="")
    with pytest.raises(Refused, match="正文是空的"):
        actions.submit(version, user=county.lin, at=AT)
    actions.edit(version, NOTICE, column=None, user=county.lin, at=AT)
    with pytest.raises(Refused, match="选择公开后所在的栏目"):
        actions.submit(version, user=county.lin, at=AT)


# Days (Art. 26) -----------------------------------------------------------------------------------


def test_the_last_day_to_publish_stands_from_the_first_day(county):
    assert items.draft(county, formed_on=date(2021, 1, 4)).due_on == date(2021, 2, 1)
    assert items.draft(county, title="较早的", formed_on=date(2007, 1, 4)).due_on is None


def test_what_is_not_published_in_time_is_overdue_and_what_is_withheld_never(county):
    version = items.draft(county)
    items.draft(county, title="讨论稿", klass="withheld", ground="process", ground_note="讨论稿")
    overdue = ItemVersion.objects.overdue
    assert list(overdue(date(2021, 2, 1))) == []
    assert list(overdue(date(2021, 2, 2))) == [version]


# Columns and doubles ------------------------------------------------------------------------------


def test_the_usual_columns_are_those_of_articles_20_and_21(county):
    column_actions.add_usual_columns(county.wangshu, user=county.lin, at=AT)
    names = [column.name for column in county.wangshu.columns.all()]
    assert len(names) == 1 + 15 + 7
    assert "宅基地使用情况审核" in names
    with pytest.raises(Refused, match="已经有栏目"):
        column_actions.add_usual_columns(county.wangshu, user=county.lin, at=AT)


def test_a_column_of_another_organ_takes_no_item(county):
    with pytest.raises(Refused, match="不是本机关的栏目"):
        actions.draft(county.wangshu, NOTICE, column=items.column(county.tingyu), user=county.lin, at=AT)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"title": "完全不同的标题"}, True),  # the same number
        ({"document_number": "望政发〔2021〕4号", "title": NOTICE.title + "。"}, True),
        ({"document_number": "望政发〔2021〕4号", "title": "关于召开镇人民代表大会的通知"}, False),
    ],
)
def test_what_may_be_registered_already_is_noticed(county, fields, found):
    items.draft(county)
    assert bool(actions.alike(county.wangshu, replace(NOTICE, **fields))) is found


def test_whoever_is_new_in_the_organ_may_look_after_their_first_day(county):
    person = appointed(user("xin.ren", "新任"), county.wangshu, Role.SECTION_HEAD)
    version = items.submitted(county)
    review(version, person)
    assert items.fresh(version).waits_for == Role.LEADER
