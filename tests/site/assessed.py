"""An assessment of 云川县's two towns over the first quarter of 2021, at each of its steps."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from gongkai.site.supervision.assessment import actions, marks, schemes
from gongkai.site.supervision.assessment.marks import Ground, Upload
from gongkai.site.supervision.assessment.models import Appeal, Assessment, Scheme, Score
from tests.cast import AT, County
from tests.site import items

FIRST, LAST = date(2021, 1, 1), date(2021, 3, 31)
AFTER = datetime(2021, 4, 6, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A working day after the quarter."""
SELF_UNTIL, APPEAL_UNTIL = date(2021, 4, 9), date(2021, 4, 20)
TELLING = datetime(2021, 4, 12, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SETTLING = datetime(2021, 4, 21, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TEXT = """
title = "考核方案"
version = "1"
basis = "测试"
period = "quarter"
kinds = ["town"]
[[grades]]
name = "良好"
least = 80
[[grades]]
name = "合格"
least = 60
[[grades]]
name = "不合格"
least = 0
[[areas]]
name = "公开"
[[areas.indicators]]
code = "A1"
name = "逾期未公开"
weight = 30
method = "deduction"
figure = "disclosure.overdue"
each = 4
cap = 30
[[areas.indicators]]
code = "A2"
name = "年报迟报"
weight = 10
method = "deduction"
figure = "reports.late"
each = 6
cap = 10
[[areas]]
name = "推进"
[[areas.indicators]]
code = "B1"
name = "自查"
weight = 60
method = "hand"
criterion = "看自查报告"
[[vetoes]]
code = "V1"
name = "泄密"
"""


def scheme(county: County, text: str = TEXT) -> Scheme:
    """In force."""
    made = schemes.draft(county.yunchuan, text, user=county.fang, at=AFTER)
    return schemes.enact(made, user=county.fang, at=AFTER)


def prepared(county: County) -> Assessment:
    """Two of 望舒镇's items are overdue; no town has handed in its report."""
    items.draft(county)
    items.draft(county, title="关于春耕的通知", document_number="望政发〔2021〕4号")
    return actions.prepare(scheme(county), "2021年第一季度考核", FIRST, LAST, user=county.fang, at=AFTER)


def open_self(county: County) -> Assessment:
    return actions.open_self(prepared(county), SELF_UNTIL, user=county.fang, at=AFTER)


def computed(county: County, by_hand: str = "50") -> Assessment:
    """Figures taken, marks by hand given to both."""
    assessment = actions.compute(open_self(county), user=county.fang, at=AFTER)
    for score in assessment.scores.all():
        give(score, county, by_hand)
    return fresh(assessment)


def notified(county: County) -> Assessment:
    return actions.notify(computed(county), APPEAL_UNTIL, user=county.fang, at=TELLING)


def final(county: County) -> Assessment:
    return actions.finalise(notified(county), user=county.fang, at=SETTLING)


def published(county: County) -> Assessment:
    return actions.publish(final(county), "县政府办公室主任会议", user=county.fang, at=SETTLING)


def give(score: Score, county: County, points: str, code: str = "B1") -> None:
    marks.give(score, code, Decimal(points), Ground("有自查报告"), user=county.fang, at=AFTER)


def appealed(county: County, code: str = "A1", hit: str = "") -> Appeal:
    """林晓 appeals for 望舒镇."""
    score = of(notified(county), county)
    return marks.appeal(score, code, hit, Ground("当时系统停机"), user=county.lin, at=TELLING)


def of(assessment: Assessment, county: County) -> Score:
    """望舒镇's score, as it is now."""
    return Score.objects.select_related("assessment__scheme", "organ").get(
        assessment=assessment, organ=county.wangshu
    )


def fresh(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("scheme", "government").get(pk=assessment.pk)


def walked(county: County) -> None:
    """On the day of ``cast.AT``: one that was told, with an appeal and evidence; one published; a draft."""
    made = schemes.enact(
        schemes.draft(county.yunchuan, TEXT, user=county.fang, at=AT), user=county.fang, at=AT
    )
    schemes.copy(made, user=county.fang, at=AT)
    for title in ("第四季度考核", "第三季度考核"):
        assessment = actions.prepare(
            made, title, date(2020, 10, 1), date(2020, 12, 31), user=county.fang, at=AT
        )
        for score in assessment.scores.all():
            ground = Ground("有自查报告", upload=Upload("自查.docx", items.word()))
            marks.give(score, "B1", Decimal(50), ground, user=county.fang, at=AT)
        actions.compute(assessment, user=county.fang, at=AT)
        actions.notify(assessment, APPEAL_UNTIL, user=county.fang, at=AT)
    Assessment.objects.filter(pk=assessment.pk).update(state="final", final_at=AT, published_at=AT)
    score = Score.objects.get(organ=county.wangshu, assessment__state="notified")
    marks.appeal(score, "B1", "", Ground("还有一份报告"), user=county.lin, at=AT)
