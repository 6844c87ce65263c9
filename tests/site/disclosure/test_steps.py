"""审核环节: who may change them, what they must hold, and what becomes of what is on its way."""

from datetime import timedelta

import pytest

from gongkai.site.disclosure import actions, steps
from gongkai.site.disclosure.models import Stage, Step
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Role
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import items

SHORT = [("保密审查", Role.SECRECY_REVIEWER), ("签发", Role.SIGNATORY)]


def change(county, chosen=SHORT, person=None) -> int:
    return steps.set_steps(county.wangshu, chosen, user=person or county.an, at=AT)


def review(version, person, *, passed: bool = True) -> None:
    actions.review(version, version.digest, passed=passed, opinion="意见", user=person, at=AT)


def test_only_the_security_administrator_changes_them_in_one_line_with_old_and_new(county):
    for other in (county.lin, county.he, county.qin, county.fang, county.cheng, county.shen):
        with pytest.raises(Forbidden):
            change(county, person=other)
    assert not Step.objects.exists()
    before = Entry.objects.count()
    change(county)
    line = Entry.objects.order_by("-number").first()
    assert (Entry.objects.count(), line.act) == (before + 1, "steps_set")
    assert '"new":[["保密审查","secrecy"],["签发","signatory"]]' in line.detail
    assert '"old":[["初审","section_head"]' in line.detail
    assert [(s.number, s.name) for s in actions.steps_of(county.wangshu)] == [(1, "保密审查"), (2, "签发")]
    assert len(actions.steps_of(county.tingyu)) == 4


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ([], "写名称"),
        ([("", Role.SECRECY_REVIEWER), ("签发", Role.SIGNATORY)], "写名称"),
        ([("初审", Role.SECTION_HEAD), ("签发", Role.SIGNATORY)], "保密审查员"),
        ([("签发", Role.SIGNATORY), ("保密审查", Role.SECRECY_REVIEWER)], "由签发人办理"),
        ([("审", Role.SECRECY_REVIEWER), ("审", Role.SIGNATORY)], "不能相同"),
        ([("公开", Role.DISCLOSURE_OFFICER), *SHORT], "只能由"),
        ([*((f"第{n}审", Role.SECTION_HEAD) for n in range(5)), *SHORT], "不超过6个"),
    ],
)
def test_a_list_without_secrecy_review_or_signature_is_refused(county, chosen, why):
    with pytest.raises(Refused, match=why):
        change(county, chosen)
    assert not Step.objects.exists()


def test_the_same_list_is_no_change(county):
    change(county)
    with pytest.raises(Refused, match="没有改动"):
        change(county)


def test_what_was_passed_under_the_old_steps_counts_for_none_of_the_new(county):
    version = items.passed(county, items.submitted(county), steps=3)
    assert change(county) == 1
    version = items.fresh(version)
    assert (version.stage, version.waits_for) == (Stage.REVIEW, Role.SECRECY_REVIEWER)
    assert [review for _step, review in actions.path(version)] == [None, None]
    with pytest.raises(Refused):
        actions.publish(version, version.digest, user=county.lin, at=AT)
    review(version, county.zhou)  # though he passed a step of the old list
    review(version, county.qin)
    actions.publish(version, version.digest, user=county.lin, at=AT)


def test_what_was_ready_or_timed_is_reviewed_anew_and_no_longer_timed(county):
    version = items.passed(county, items.submitted(county))
    at = AT + timedelta(days=1)
    actions.schedule(version, version.digest, release_at=at, user=county.lin, at=AT)
    assert steps.on_their_way(county.wangshu).count() == 1
    change(county)
    version = items.fresh(version)
    assert (version.stage, version.release_at, version.release_by) == (Stage.REVIEW, None, None)


def test_a_returned_draft_keeps_no_pass_for_when_it_is_submitted_again(county):
    version = items.submitted(county)
    review(version, county.he)
    review(version, county.song, passed=False)
    assert change(county, [("初审", Role.LEADER), *SHORT]) == 0
    version = items.fresh(version)
    assert version.stage == Stage.RETURNED
    actions.submit(version, user=county.lin, at=AT)
    assert items.fresh(version).waits_for == Role.LEADER


def test_what_is_public_or_settled_or_of_another_organ_is_left_as_it_was(county):
    public = items.published(county).current
    reason = {"klass": "withheld", "ground": "process", "ground_note": "讨论稿"}
    settled = items.passed(county, items.submitted(county, title="讨论稿", document_number="", **reason))
    assert change(county) == 0
    for made, stage in ((public, Stage.PUBLISHED), (settled, Stage.SETTLED)):
        version = items.fresh(made)
        assert version.stage == stage
        path = [(step.name, review.by) for step, review in actions.path(version)]
        assert path == [
            ("初审", county.he),
            ("复审", county.song),
            ("保密审查", county.zhou),
            ("终审", county.qin),
        ]


def test_the_new_reviewer_finds_it_on_the_desk_and_the_old_opinion_says_it_no_longer_counts(county):
    version = items.passed(county, items.submitted(county), steps=3)
    change(county)
    assert version.title in browser(county.zhou).get("/office/").content.decode()
    page = browser(county.zhou).get(f"/office/items/{version.item_id}/").content.decode()
    assert "不再计入" in page and "请办理“保密审查”" in page


def test_the_page_shows_the_steps_to_all_and_the_form_to_the_security_administrator(county):
    address = "/office/items/steps/wangshu/"
    items.submitted(county)
    page = browser(county.lin).get(address).content.decode()
    assert "保密审查" in page and "由安全管理员调整" in page and "name_1" not in page
    office = browser(county.an)
    assert "现有1份" in office.get(address).content.decode()
    rows = {"name_1": "保密审查", "role_1": "secrecy"}
    answer = office.post(address, rows)
    assert answer.status_code == 422 and "由签发人办理" in answer.content.decode()
    # A row left empty between two is no step.
    rows |= {"name_3": "签发", "role_3": "signatory"}
    assert office.post(address, rows).status_code == 302
    assert [s.name for s in actions.steps_of(county.wangshu)] == ["保密审查", "签发"]
