"""Pages of assessment: who sees what, what is typed stays, a fixed number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.site.organs import permissions
from gongkai.site.supervision.assessment import actions, marks, schemes
from gongkai.site.supervision.assessment.models import Appeal, Assessment, Scheme
from gongkai.site.supervision.daily import days
from gongkai.site.supervision.desk import piles
from tests import cast
from tests.cast import County
from tests.conftest import Clock
from tests.site import assessed, items
from tests.site.assessed import AFTER, SETTLING, TELLING

pytestmark = pytest.mark.django_db
ROOM = "/office/supervision/assessment/"


@pytest.fixture
def county(clock: Clock) -> County:
    clock.at = AFTER
    return cast.county()


@pytest.fixture
def fang(county: County) -> Client:
    return cast.browser(county.fang)


@pytest.fixture
def lin(county: County) -> Client:
    return cast.browser(county.lin)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        text(client, address)
    return len(captured)


def test_a_scheme_goes_from_the_example_into_force_in_the_browser(county: County, fang: Client) -> None:
    assert "政府信息公开工作考核评分表（示例）" in text(fang, f"{ROOM}schemes/new/yunchuan/")
    wrong = assessed.TEXT.replace("weight = 60", "weight = 61")
    answer = fang.post(f"{ROOM}schemes/new/yunchuan/", {"text": wrong})
    assert answer.status_code == 422
    assert "合计101，应为100" in answer.content.decode()
    assert "weight = 61" in answer.content.decode()
    fang.post(f"{ROOM}schemes/new/yunchuan/", {"text": assessed.TEXT})
    made = Scheme.objects.get()
    page = f"{ROOM}schemes/{made.pk}/"
    assert "按“逾期没有公布的信息”扣分，每件4分，最多扣30分" in text(fang, page)
    fang.post(f"{page}enact/")
    fang.post(f"{page}copy/")
    second = Scheme.objects.get(number=2)
    changed = assessed.TEXT.replace("each = 4", "each = 5")
    fang.post(f"{ROOM}schemes/{second.pk}/edit/", {"text": changed})
    shown = text(fang, f"{ROOM}schemes/{second.pk}/")
    assert "与第1版相比" in shown
    assert "指标A1" in shown
    assert fang.get(f"{page}file/").content.decode().startswith('title = "考核方案"')
    assert fang.get(f"{page}edit/").status_code == 200
    assert fang.post(f"{page}edit/", {"text": changed}).status_code == 422


def test_a_draft_is_changed_row_by_row(county: County, fang: Client) -> None:
    made = schemes.draft(county.yunchuan, assessed.TEXT, user=county.fang, at=AFTER)
    page = f"{ROOM}schemes/{made.pk}/rows/"
    form = fang.get(page).context["form"]
    sent = {name: "" if field.initial is None else field.initial for name, field in form.fields.items()}
    sent = {name: value for name, value in sent.items() if not name.endswith("-gone")}
    sent |= {"0-each": "3", "2-weight": "50", "new-method": "hand", "new-area": "推进", "new-code": "B2"}
    sent |= {"new-name": "培训", "new-weight": "9", "new-criterion": "有培训"}
    answer = fang.post(page, sent)
    assert answer.status_code == 422
    assert "合计99，应为100" in answer.content.decode()
    assert fang.post(page, {**sent, "new-weight": "10"}).status_code == 302
    reading = Scheme.objects.get().reading
    assert [one.code for _area, one in reading.indicators] == ["A1", "A2", "B1", "B2"]
    assert "每件3分" in text(fang, f"{ROOM}schemes/{made.pk}/")
    assert fang.post(page, {**sent, "1-gone": "on", "new-weight": "20"}).status_code == 422


def test_an_assessment_is_taken_step_by_step(county: County, fang: Client, clock: Clock) -> None:
    scheme = assessed.scheme(county)
    sent = {"scheme": scheme.pk, "title": "一季度", "first": "2021-01-01", "last": "2021-03-31"}
    answer = fang.post(f"{ROOM}new/", {**sent, "last": "2020-03-31"})
    assert answer.status_code == 422
    assert "截止日不能早于起始日" in answer.content.decode()
    fang.post(f"{ROOM}new/", sent)
    found = Assessment.objects.get()
    page = f"{ROOM}{found.pk}/"
    assert "开始自评" in text(fang, page)
    answer = fang.post(f"{page}notify/", {"until": "2021-04-20"})
    assert answer.status_code == 422
    assert "请先取数初评" in answer.content.decode()
    fang.post(f"{page}self/", {"until": "2021-04-09"})
    fang.post(f"{page}compute/")
    for score in found.scores.all():
        address = f"{ROOM}scores/{score.pk}/mark/B1/"
        assert "看自查报告" in text(fang, address)
        assert fang.post(address, {"applies": "yes", "points": "70", "reason": "好"}).status_code == 422
        assert fang.post(address, {"applies": "yes", "points": "50", "reason": "好"}).status_code == 302
    clock.at = TELLING
    fang = cast.browser(county.fang)  # days have passed, and the session with them
    fang.post(f"{page}notify/", {"until": "2021-04-20"})
    clock.at = SETTLING
    fang = cast.browser(county.fang)
    fang.post(f"{page}finalise/")
    fang.post(f"{page}publish/", {"decision": "会议"})
    found.refresh_from_db()
    assert found.publication == "会议"
    assert "听雨镇人民政府" in text(cast.browser(), f"/assessment/{found.pk}/")
    assert f'href="/assessment/{found.pk}/"' in text(cast.browser(), "/o/yunchuan/")


def test_an_organ_sees_its_result_once_it_was_told(county: County, lin: Client) -> None:
    assessment = assessed.computed(county)
    page = f"{ROOM}scores/{assessed.of(assessment, county).pk}/"
    shown = text(lin, page)
    assert "得分在告知以后显示" in shown
    assert "森林防火" not in shown
    actions.notify(assessment, assessed.APPEAL_UNTIL, user=county.fang, at=TELLING)
    shown = text(lin, page)
    assert "森林防火" in shown
    assert "76.00" in shown


def test_another_town_sees_nothing(county: County) -> None:
    assessment = assessed.notified(county)
    page = f"{ROOM}scores/{assessed.of(assessment, county).pk}/"
    assert cast.browser(county.ye).get(page).status_code == 403


def test_self_assessment_and_appeal_in_the_browser(
    county: County, lin: Client, fang: Client, clock: Clock
) -> None:
    assessment = assessed.open_self(county)
    page = f"{ROOM}scores/{assessed.of(assessment, county).pk}/"
    for code in ("A1", "A2", "B1"):
        lin.post(f"{page}self/{code}/", {"points": "9", "reason": "见材料", "links": "https://x.example.cn/"})
    answer = lin.post(f"{page}self/A1/", {"points": "99", "reason": "见材料"})
    assert answer.status_code == 422
    assert "99" in answer.content.decode()
    lin.post(f"{page}hand-in/")
    assert "自评已于2021-04-06" in text(lin, page)
    actions.compute(assessment, user=county.fang, at=AFTER)
    for score in assessment.scores.all():
        assessed.give(score, county, "50")
    actions.notify(assessment, assessed.APPEAL_UNTIL, user=county.fang, at=TELLING)
    clock.at = TELLING
    lin, fang = cast.browser(county.lin), cast.browser(county.fang)
    hit = assessed.of(assessment, county).reading.line("A1").costs[0].hit.fingerprint  # type: ignore[union-attr]
    assert "森林防火" in text(lin, f"{page}appeal/A1/?hit={hit}")
    lin.post(
        f"{page}appeal/A1/?hit={hit}",
        {"reason": "已在公告栏公开"},
    )
    row = Appeal.objects.get()
    assert row.hit == hit
    assert "待答复" in text(fang, f"{ROOM}{assessment.pk}/appeals/")
    answer = fang.post(f"{ROOM}appeals/{row.pk}/", {"outcome": "partly", "answer": "部分"})
    assert answer.status_code == 422
    fang.post(f"{ROOM}appeals/{row.pk}/", {"outcome": "upheld", "answer": "属实"})
    shown = text(lin, page)
    assert "申诉成立，不扣分：属实" in shown
    assert "经申诉由22" in shown


def test_evidence_is_for_those_who_may_see_it(county: County, lin: Client) -> None:
    assessment = assessed.open_self(county)
    score = assessed.of(assessment, county)
    ground = marks.Ground("见附件", upload=marks.Upload("自查.docx", items.word()))
    row = marks.give(score, "B1", None, ground, applies=False, user=county.fang, at=AFTER)
    assert row.evidence is not None
    page = f"{ROOM}evidence/{row.evidence.pk}/"
    assert lin.get(page).status_code == 403
    answer = cast.browser(county.fang).get(page)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_simulation_stands_beside_the_real_scores(county: County, fang: Client) -> None:
    assessment = assessed.final(county)
    address = f"{ROOM}simulate/?scheme={assessment.scheme.pk}&first=2021-01-01&last=2021-03-31"
    shown = text(fang, address)
    assert "2021年第一季度考核" in shown
    assert "76.00" in shown
    export = fang.post(address, {"export": "csv"})
    assert "望舒镇人民政府" in b"".join(export.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert fang.get(f"{ROOM}simulate/?scheme=x&first=2021-01-01&last=2021-03-31").status_code == 422


def test_years_stand_beside_each_other_and_a_change_of_scheme_is_said(
    county: County, lin: Client, fang: Client
) -> None:
    first = assessed.final(county)
    new = assessed.scheme(county, assessed.TEXT.replace("each = 4", "each = 3"))
    second = actions.prepare(
        new, "2021年四月", date(2021, 4, 1), date(2021, 4, 5), user=county.fang, at=SETTLING
    )
    actions.compute(second, user=county.fang, at=SETTLING)
    page = f"{ROOM}years/wangshu/"
    assert "2021年四月" not in text(lin, page)
    shown = text(fang, page)
    assert first.title in shown
    assert "方案有变，不宜直接比较" in shown
    assert "76.00" in text(fang, f"{ROOM}years/yunchuan/")


def test_pages_ask_a_fixed_number_of_queries(county: County, fang: Client, lin: Client, clock: Clock) -> None:
    assessment = assessed.notified(county)
    clock.at = TELLING
    fang.force_login(county.fang)
    lin.force_login(county.lin)
    score = assessed.of(assessment, county)
    pages = [
        (fang, ROOM),
        (fang, f"{ROOM}{assessment.pk}/"),
        (fang, f"{ROOM}{assessment.pk}/appeals/"),
        (lin, f"{ROOM}scores/{score.pk}/"),
        (fang, f"{ROOM}years/yunchuan/"),
        (cast.browser(), f"/assessment/{assessment.pk}/"),
    ]
    Assessment.objects.update(published_at=TELLING)
    before = [queries(*page) for page in pages]
    marks.appeal(score, "A1", "", marks.Ground("x"), user=county.lin, at=TELLING)
    one = [queries(*page) for page in pages]
    for number in range(6):
        organ = cast.establish(f"more-{number}", f"第{number}镇", f"{number}镇", "town", county.yunchuan)
        kept = {"facts": score.facts, "result": score.result, "total": score.total, "judged": True}
        other = assessment.scores.create(organ=organ, **kept)
        other.appeals.create(code="A1", reason="x", by=county.lin, at=TELLING)
    score.appeals.create(code="A2", reason="x", by=county.lin, at=TELLING)
    after = [queries(*page) for page in pages]
    assert after == one
    assert all(more - fewer <= 2 for fewer, more in zip(before, one, strict=True))


def test_what_waits_stands_among_the_piles(county: County, clock: Clock) -> None:
    def waiting(person: cast.User) -> list[tuple[str, int]]:
        on = clock.at.date()
        return [(one.code, one.count) for one in piles(person, on, permissions.roles_of(person, on=on))]

    assessment = assessed.open_self(county)
    assert waiting(county.gao) == [("self_assessment", 1)]
    actions.compute(assessment, user=county.fang, at=AFTER)
    assert waiting(county.fang) == [("assessment_marks", 2)]
    for score in assessment.scores.all():
        assessed.give(score, county, "50")
    clock.at = TELLING
    actions.notify(assessment, assessed.APPEAL_UNTIL, user=county.fang, at=TELLING)
    assert waiting(county.lin) == [("assessment_told", 1)]
    marks.appeal(assessed.of(assessment, county), "A1", "", marks.Ground("x"), user=county.lin, at=TELLING)
    assert waiting(county.fang) == [("assessment_appeals", 1)]
    assert waiting(county.lin) == []


def test_the_days_stand_in_a_calendar(county: County) -> None:
    assessed.open_self(county)
    assert [day for _key, day, _words in days(county.lin, AFTER.date())] == [assessed.SELF_UNTIL]


def test_what_was_not_published_is_not_public(county: County) -> None:
    assessment = assessed.final(county)
    assert cast.browser().get(f"/assessment/{assessment.pk}/").status_code == 404
