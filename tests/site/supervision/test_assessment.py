"""考核: from the scheme over self-assessment, marks and appeals to the result, each act by its rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import permissions
from gongkai.site.organs.actions import Refused
from gongkai.site.supervision.assessment import actions, computing, league, marks, schemes
from gongkai.site.supervision.assessment.marks import Ground, Upload
from gongkai.site.supervision.assessment.models import Evidence, Score
from tests import cast
from tests.cast import AT, County
from tests.site import assessed, filed, items
from tests.site.assessed import AFTER, LAST, SETTLING, TELLING

pytestmark = pytest.mark.django_db
REASON = Ground("有材料")


@pytest.fixture
def county() -> County:
    return cast.county()


def last_act() -> str:
    return Entry.objects.order_by("-number")[0].act


# Schemes ---------------------------------------------------------------------------------------------


def test_a_scheme_in_force_is_changed_only_in_a_new_version(county: County) -> None:
    first = assessed.scheme(county)
    with pytest.raises(Refused, match="复制为新版"):
        schemes.change(first, assessed.TEXT, user=county.fang, at=AFTER)
    second = schemes.copy(first, user=county.fang, at=AFTER)
    assert (second.number, second.is_draft, second.reading.version) == (2, True, "2")
    schemes.change(second, assessed.TEXT.replace("each = 4", "each = 3"), user=county.fang, at=AFTER)
    assert last_act() == "scheme_changed"
    with pytest.raises(Refused, match="已有一版草稿"):
        schemes.copy(first, user=county.fang, at=AFTER)


def test_a_scheme_with_an_unknown_figure_is_refused_with_its_place(county: County) -> None:
    text = assessed.TEXT.replace("disclosure.overdue", "disclosure.none")
    with pytest.raises(Refused, match=r"指标A1：没有叫“disclosure\.none”的数"):
        schemes.draft(county.yunchuan, text, user=county.fang, at=AFTER)


def test_the_example_is_sound_with_the_figures_there_are(county: County) -> None:
    made = schemes.draft(county.yunchuan, schemes.example(), user=county.fang, at=AFTER)
    assert schemes.enact(made, user=county.fang, at=AFTER).state == "in_force"


def test_only_a_government_has_schemes_and_only_its_supervisor_drafts_them(county: County) -> None:
    with pytest.raises(permissions.Forbidden):
        schemes.draft(county.yunchuan, assessed.TEXT, user=county.lin, at=AFTER)
    with pytest.raises(Refused, match="由人民政府组织"):
        schemes.draft(county.wangshu, assessed.TEXT, user=county.fang, at=AFTER)


# Computing ---------------------------------------------------------------------------------------------


def test_a_score_explains_itself_to_the_item(county: County) -> None:
    assessment = assessed.computed(county)
    score = assessed.of(assessment, county)
    result = score.reading
    assert result is not None
    overdue = result.line("A1")
    assert overdue is not None
    assert (overdue.given, [cost.points for cost in overdue.costs]) == (22, [4, 4])
    assert "森林防火" in overdue.costs[0].hit.title
    assert overdue.costs[0].hit.address.startswith("/office/items/")
    assert (score.total, score.grade) == (Decimal("76.00"), "合格")
    other = Score.objects.get(assessment=assessment, organ=county.tingyu)
    assert other.total == Decimal("84.00")


def test_figures_are_frozen_when_they_are_taken_and_taking_anew_tells_the_difference(county: County) -> None:
    assessment = assessed.computed(county)
    items.draft(county, title="迟了的", document_number="望政发〔2021〕9号")
    assert assessed.of(assessment, county).total == 76
    actions.compute(assessment, user=county.fang, at=AFTER)
    score = assessed.of(assessment, county)
    assert score.differences == [["A1", "22", "18"]]
    assert score.total == 72


def test_figures_are_taken_after_the_last_day_and_not_once_organs_were_told(county: County) -> None:
    assessment = assessed.prepared(county)
    early = AFTER.replace(month=LAST.month, day=LAST.day)
    with pytest.raises(Refused, match="考核期到"):
        actions.compute(assessment, user=county.fang, at=early)
    told = assessed.fresh(assessment)
    actions.open_self(told, assessed.SELF_UNTIL, user=county.fang, at=AFTER)
    actions.compute(told, user=county.fang, at=AFTER)
    for score in told.scores.all():
        assessed.give(score, county, "60")
    actions.notify(told, assessed.APPEAL_UNTIL, user=county.fang, at=TELLING)
    with pytest.raises(Refused, match="已经告知"):
        actions.compute(told, user=county.fang, at=TELLING)
    with pytest.raises(Refused, match="已经告知"):
        assessed.give(assessed.of(told, county), county, "1")


def test_the_figures_of_any_number_of_organs_are_a_fixed_number_of_queries(county: County) -> None:
    def asked() -> int:
        reading, span = assessment.scheme.reading, assessment.span
        organs = computing.assessed(reading, county.yunchuan, span)
        with CaptureQueriesContext(connection) as captured:
            computing.take(reading, organs, span)
        return len(captured)

    assessment = assessed.prepared(county)
    before = asked()
    for number in range(5):
        cast.establish(f"more-{number}", f"第{number}镇", f"{number}镇", "town", county.yunchuan)
    assert asked() == before


# Marks by hand -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("points", ["-1", "60.01", "5.555"])
def test_a_mark_stays_within_the_indicator(county: County, points: str) -> None:
    score = assessed.of(assessed.prepared(county), county)
    with pytest.raises(Refused):
        marks.give(score, "B1", Decimal(points), REASON, user=county.fang, at=AFTER)


def test_what_is_counted_is_not_marked_by_hand_but_may_be_declared_not_to_apply(county: County) -> None:
    assessment = assessed.computed(county)
    score = assessed.of(assessment, county)
    with pytest.raises(Refused, match="由系统取数计分"):
        marks.give(score, "A1", Decimal(30), REASON, user=county.fang, at=AFTER)
    marks.give(score, "A1", None, REASON, applies=False, user=county.fang, at=AFTER)
    result = assessed.of(assessment, county).reading
    assert result is not None
    assert (result.given, result.applicable, result.total) == (54, 70, Decimal("77.14"))


def test_a_veto_found_by_the_office_sets_the_result(county: County) -> None:
    assessment = assessed.computed(county)
    marks.give(assessed.of(assessment, county), "V1", None, Ground("保密局通报"), user=county.fang, at=AFTER)
    score = assessed.of(assessment, county)
    assert (score.total, score.grade) == (0, "不合格")


def test_evidence_is_kept_without_its_author(county: County) -> None:
    score = assessed.of(assessed.prepared(county), county)
    ground = Ground("有自查报告", upload=Upload("自查报告.docx", items.word(author="张三")))
    row = marks.give(score, "B1", Decimal(60), ground, user=county.fang, at=AFTER)
    assert row.evidence is not None
    assert row.evidence.name == "自查报告.docx"
    with row.evidence.file.open() as file:
        assert "张三".encode() not in file.read()
    with pytest.raises(Refused, match="附件只收"):
        marks.give(
            score,
            "B1",
            Decimal(60),
            Ground("x", upload=Upload("a.txt", b"hello")),
            user=county.fang,
            at=AFTER,
        )
    assert Evidence.objects.count() == 1


# Self-assessment -----------------------------------------------------------------------------------------


def test_a_self_assessment_says_something_of_every_indicator_in_its_days(county: County) -> None:
    score = assessed.of(assessed.open_self(county), county)
    marks.assess_self(score, "A1", Decimal(30), REASON, user=county.gao, at=AFTER)
    with pytest.raises(Refused, match="还有2项没有自评：A2、B1"):
        marks.hand_in(score, user=county.gao, at=AFTER)
    for code in ("A2", "B1"):
        marks.assess_self(score, code, Decimal(5), REASON, user=county.gao, at=AFTER)
    marks.hand_in(score, user=county.lin, at=AFTER)
    assert last_act() == "self_handed_in"
    with pytest.raises(Refused, match="已经提交"):
        marks.assess_self(score, "A1", Decimal(1), REASON, user=county.gao, at=AFTER)


def test_a_self_assessment_after_its_last_day_is_refused(county: County) -> None:
    score = assessed.of(assessed.open_self(county), county)
    with pytest.raises(Refused, match="不在自评期"):
        marks.assess_self(score, "A1", Decimal(1), REASON, user=county.gao, at=TELLING)
    with pytest.raises(permissions.Forbidden):
        marks.assess_self(score, "A1", Decimal(1), REASON, user=county.ye, at=AFTER)


# Telling, appeals, the end ---------------------------------------------------------------------------------


def test_organs_are_told_only_once_everything_is_marked(county: County) -> None:
    assessment = actions.compute(assessed.open_self(county), user=county.fang, at=AFTER)
    with pytest.raises(Refused, match="自评期限到"):
        actions.notify(assessment, assessed.APPEAL_UNTIL, user=county.fang, at=AFTER)
    with pytest.raises(Refused, match="还有2家机关"):
        actions.notify(assessment, assessed.APPEAL_UNTIL, user=county.fang, at=TELLING)


def test_an_appeal_upheld_at_a_record_takes_back_what_it_cost(county: County) -> None:
    assessment = assessed.notified(county)
    score = assessed.of(assessment, county)
    result = score.reading
    line = result.line("A1") if result else None
    assert line is not None
    hit = line.costs[0].hit.fingerprint
    row = marks.appeal(score, "A1", hit, Ground("当日已公布"), user=county.lin, at=TELLING)
    row = marks.answer(row, "upheld", "核对属实", user=county.fang, at=TELLING)
    assert (row.before, row.after) == (22, 26)
    score = assessed.of(assessment, county)
    assert score.total == 80
    told = score.reading.line("A1") if score.reading else None
    assert told is not None and told.costs[0].waived == "核对属实"


def test_an_appeal_upheld_partly_sets_the_marks_between(county: County) -> None:
    row = assessed.appealed(county)
    for wrong in (None, Decimal(22), Decimal(31)):
        with pytest.raises(Refused):
            marks.answer(row, "partly", "部分属实", points=wrong, user=county.fang, at=TELLING)
    row = marks.answer(row, "partly", "部分属实", points=Decimal(24), user=county.fang, at=TELLING)
    assert (row.before, row.after, assessed.of(row.score.assessment, county).total) == (22, 24, 78)
    with pytest.raises(Refused, match="已经答复"):
        marks.answer(row, "refused", "不", user=county.fang, at=TELLING)


def test_an_appeal_refused_changes_nothing(county: County) -> None:
    row = marks.answer(assessed.appealed(county), "refused", "系统没有停机", user=county.fang, at=TELLING)
    assert (row.before, row.after) == (22, 22)


def test_an_appeal_is_made_once_in_its_days_against_what_cost_marks(county: County) -> None:
    score = assessed.of(assessed.notified(county), county)
    with pytest.raises(permissions.Forbidden):
        marks.appeal(score, "A1", "", REASON, user=county.gao, at=TELLING)
    with pytest.raises(Refused, match="没有这条记录"):
        marks.appeal(score, "A1", "item:none", REASON, user=county.lin, at=TELLING)
    marks.appeal(score, "A1", "", REASON, user=county.lin, at=TELLING)
    with pytest.raises(Refused, match="已经申诉过"):
        marks.appeal(score, "A1", "", REASON, user=county.song, at=TELLING)
    with pytest.raises(Refused, match="不在申诉期"):
        marks.appeal(score, "A2", "", REASON, user=county.lin, at=SETTLING)


def test_nothing_is_final_before_the_term_is_over_and_every_appeal_answered(county: County) -> None:
    row = assessed.appealed(county)
    assessment = row.score.assessment
    with pytest.raises(Refused, match="申诉期限到"):
        actions.finalise(assessment, user=county.fang, at=TELLING)
    with pytest.raises(Refused, match="还有1件申诉"):
        actions.finalise(assessment, user=county.fang, at=SETTLING)
    marks.answer(row, "refused", "不成立", user=county.fang, at=SETTLING)
    assert actions.finalise(assessment, user=county.fang, at=SETTLING).state == "final"
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.act, '"wangshu":"76.00"' in entry.detail) == ("assessment_finalised", True)


def test_only_what_is_final_is_published_and_the_decision_is_named(county: County) -> None:
    assessment = assessed.notified(county)
    with pytest.raises(Refused, match="定稿以后"):
        actions.publish(assessment, "会议", user=county.fang, at=TELLING)
    actions.finalise(assessment, user=county.fang, at=SETTLING)
    with pytest.raises(Refused, match="谁决定"):
        actions.publish(assessment, " ", user=county.fang, at=SETTLING)
    assert actions.publish(assessment, "会议", user=county.fang, at=SETTLING).published_at == SETTLING


def test_an_assessment_that_has_begun_is_not_discarded(county: County) -> None:
    assessment = assessed.prepared(county)
    again = actions.prepare(assessment.scheme, "误建", date(2021, 1, 1), LAST, user=county.fang, at=AFTER)
    actions.discard(again, user=county.fang, at=AFTER)
    actions.open_self(assessment, assessed.SELF_UNTIL, user=county.fang, at=AFTER)
    with pytest.raises(Refused):
        actions.discard(assessment, user=county.fang, at=AFTER)


# League and simulation ------------------------------------------------------------------------------------


def test_two_of_a_kind_are_not_ranked_three_are(county: County) -> None:
    cast.establish("third", "第三镇", "三镇", "town", county.yunchuan)
    assessment = assessed.computed(county)
    rows = league.rows(assessment, AFTER.date())
    assert [(one.organ.slug, one.rank) for one in rows] == [("tingyu", 1), ("third", 1), ("wangshu", 3)]
    Score.objects.filter(organ__slug="third").update(judged=False)
    assert {one.ranked for one in league.rows(assessment, AFTER.date())} == {
        "可评的太少，不排名",
        "同类不足3家，不排名",
    }


def test_a_simulation_tells_what_another_version_would_have_given_and_stores_nothing(county: County) -> None:
    assessment = assessed.final(county)
    new = assessed.TEXT.replace("each = 4", "each = 10")
    other = schemes.draft(county.yunchuan, new, user=county.fang, at=SETTLING)
    scores = list(assessment.scores.all())
    for score in scores:
        score.assessment = assessment
    organs = computing.assessed(other.reading, county.yunchuan, assessment.span)
    count = Score.objects.count()
    found = {
        one.organ.slug: one for one in computing.simulate(other.reading, organs, assessment.span, scores)
    }
    assert (found["wangshu"].result.total, found["wangshu"].change) == (64, -12)
    assert (found["tingyu"].result.total, found["tingyu"].change) == (84, 0)
    assert Score.objects.count() == count


def test_terms_are_counted_in_working_days_from_the_parameters(county: County) -> None:
    day = actions.default_day("assessment_appeal", county.yunchuan, AFTER.date())
    assert day == AFTER.date() + timedelta(days=7)


def test_filed_reports_do_not_cost(county: County) -> None:
    filed.submitted(county, at=AT)
    score = assessed.of(assessed.computed(county), county)
    line = score.reading.line("A2") if score.reading else None
    assert line is not None and line.given == 10
