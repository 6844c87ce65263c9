"""Pages of work points: what they show and take, what they keep when refused, how many queries they ask."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from gongkai.site.disclosure import actions as disclosure
from gongkai.site.ledger.models import Entry
from gongkai.site.spans import Span
from gongkai.site.supervision.figures.registry import figures
from gongkai.site.supervision.points import proof, tasks
from gongkai.site.supervision.points.models import SelfCheck, State, Task, TaskEvidence, WorkPlan, WorkPoint
from tests import cast
from tests.cast import AT, County
from tests.conftest import Clock
from tests.site import items, pointed, questions
from tests.site.pointed import at


@pytest.fixture(autouse=True)
def _in_january(clock: Clock) -> None:
    clock.at = AT


def address(name: str, *args: Any) -> str:
    return reverse(f"supervision:points_{name}", args=args)


def text(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(address(name, *args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def test_a_plan_is_pasted_looked_through_and_issued(county: County) -> None:
    fang = cast.browser(county.fang)
    answer = fang.post(address("new", "yunchuan"), {**pointed.FIELDS, "dated_on": "2021-01-18"})
    plan = WorkPlan.objects.get()
    assert answer.headers["Location"] == address("plan", plan.pk)
    shown = fang.post(address("paste", plan.pk), {"text": pointed.TEXT}).content.decode()
    assert "拆出要点4条" in shown and "以下段落没有自己的编号" in shown and not plan.points.exists()
    fang.post(address("paste", plan.pk), {"text": pointed.TEXT, "confirm": "1", "keep": ["0", "2"]})
    assert [point.number for point in plan.points.all()] == ["（一）", "2."]
    fang.post(address("issue", plan.pk))
    plan.refresh_from_db()
    assert plan.issued_at == AT


def test_a_text_without_numbers_is_told_so_and_kept(county: County) -> None:
    plan = pointed.drafted(county)
    answer = cast.browser(county.fang).post(address("paste", plan.pk), {"text": "没有编号的一段话"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "没有找到编号" in shown and "没有编号的一段话" in shown


def test_many_organs_get_a_task_at_once_and_see_it(county: County) -> None:
    plan = pointed.issued(county)
    fang = cast.browser(county.fang)
    asked = {
        "organs": ["wangshu", "tingyu"],
        "done_when": "公开规划",
        "due_on": "2021-03-31",
        "cycle": "once",
    }
    where = address("assign", plan.points.get(serial=1).pk)
    refused = fang.post(where, {**asked, "due_on": "2021-01-01"})
    assert refused.status_code == 422 and "公开规划" in refused.content.decode()
    fang.post(where, asked)
    assert Task.objects.count() == 2
    gao = cast.browser(county.gao)
    assert "公开规划" in text(gao, "tasks", query="?state=open")
    assert "云川县2021年政务公开工作要点" in text(gao, "plans")
    shown = text(gao, "plan", plan.pk)
    assert "望舒镇人民政府" in shown and "听雨镇人民政府" not in shown
    assert "听雨镇人民政府" in text(fang, "plan", plan.pk)


def test_a_plan_that_is_not_issued_is_seen_by_its_makers_alone(county: County) -> None:
    plan = pointed.drafted(county)
    assert cast.browser(county.lin).get(address("plan", plan.pk)).status_code == 403


def test_the_matrix_says_states_in_words(county: County) -> None:
    plan = pointed.mixed(county)
    shown = text(cast.browser(county.fang), "plan", plan.pk)
    for words in ("已确认", "推进中", "已报完成", "未开始"):
        assert re.search(f'<a class="badge[^>]*>{words}</a>', shown)
    assert "任务4项：已确认1项，已报完成1项，推进中1项，未开始1项，退回0项；逾期0项。" in shown
    narrowed = text(cast.browser(county.fang), "plan", plan.pk, query="?state=confirmed")
    assert "公开要点1所列的信息" in narrowed and "公开要点2所列的信息" not in narrowed


def test_a_task_is_carried_out_on_its_page(county: County) -> None:
    task = pointed.given(county)
    gao, fang = cast.browser(county.gao), cast.browser(county.fang)
    refused = gao.post(address("progress", task.pk), {"text": "起草中", "percent": "180"})
    assert refused.status_code == 422 and "起草中" in refused.content.decode()
    gao.post(address("progress", task.pk), {"text": "起草中", "percent": "30"})
    ids = re.findall(r' id="([^"]+)"', text(gao, "task", task.pk))
    assert len(ids) == len(set(ids))
    gao.post(address("done", task.pk), {"text": "规划已经公开"})
    refused = fang.post(address("judge", task.pk), {"return": "1", "remark": ""})
    assert refused.status_code == 422 and "请写明退回的意见" in refused.content.decode()
    fang.post(address("judge", task.pk), {"confirm": "1", "remark": ""})
    task.refresh_from_db()
    assert task.state == State.CONFIRMED
    shown = text(gao, "task", task.pk)
    assert all(words in shown for words in ("起草中", "规划已经公开", "确认完成", "没有佐证"))


def test_evidence_is_chosen_or_uploaded_one_at_a_time(county: County) -> None:
    task = pointed.given(county)
    item = items.published(county, title="望舒镇2021年发展规划")
    gao, where = cast.browser(county.gao), address("prove", task.pk)
    assert gao.post(where, {}).status_code == 422
    assert gao.post(where, {"item": item.pk, "address": "/o/wangshu/"}).status_code == 422
    gao.post(where, {"item": item.pk})
    gao.post(where, {"file": SimpleUploadedFile("台账.docx", items.word())})
    gao.post(where, {"figure": "points.assigned"})
    assert list(task.evidence.values_list("kind", flat=True)) == ["item", "file", "figure"]
    kept = task.evidence.get(kind="file")
    answer = gao.get(address("file", kept.pk))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert cast.browser(county.gu).get(address("file", kept.pk)).status_code == 403
    gao.post(address("disprove", kept.pk))
    assert not TaskEvidence.objects.filter(pk=kept.pk).exists()


def test_overdue_tasks_are_urged_together(county: County, clock: Clock) -> None:
    pointed.mixed(county)
    clock.at = at("2021-04-10")
    fang, where = cast.browser(county.fang), address("urge", "yunchuan")
    shown = fang.get(where).content.decode()
    assert shown.count("checked") == 2
    late = list(Task.objects.overdue(date(2021, 4, 10)).values_list("pk", flat=True))
    assert fang.post(where, {"tasks": late, "note": ""}).status_code == 422
    fang.post(where, {"tasks": late, "note": "请于本周内完成"})
    assert "请于本周内完成" in cast.browser(county.gao).get("/office/").content.decode()


def test_the_supervisor_reads_and_exports_the_gaps_of_all_organs(county: County, clock: Clock) -> None:
    plan = pointed.mixed(county)
    pointed.given(county, plan, 1, organs=[county.tingyu], due_on=date(2021, 2, 1))
    clock.at = at("2021-04-10")
    fang = cast.browser(county.fang)
    shown = text(fang, "gaps", "yunchuan", 2021)
    assert "其中2家机关的4项有不足" in shown and "逾期68天没有报完成；没有佐证" in shown
    answer = fang.post(address("gaps", "yunchuan", 2021), {"export": "csv"})
    assert b"".join(answer.streaming_content).decode("utf-8-sig").count("没有佐证") == 4  # type: ignore[attr-defined]
    line = Entry.objects.order_by("number").last()
    assert line and line.act == "exported"


def test_a_self_check_is_written_sent_checked_and_drafted(county: County, clock: Clock) -> None:
    plan = pointed.mixed(county)
    clock.at = at("2021-04-10")
    gao, he = cast.browser(county.gao), cast.browser(county.he)
    where = ("wangshu", plan.pk)
    gao.post(address("write", *where), {"opening": "党政办公室牵头", "next_steps": "四月底前补齐"})
    gao.post(address("send", *where))
    shown = text(he, "check", *where)
    assert "待核对" in shown and "四月底前补齐" in shown
    assert "自查报告待核对" in he.get("/office/").content.decode()
    he.post(address("attest", *where), {"return": "1", "remark": "补一句"})
    assert "退回的意见：补一句" in text(gao, "check", *where)
    gao.post(address("send", *where))
    digest = SelfCheck.objects.get().digest
    he.post(address("attest", *where), {"check": "1", "digest": digest})
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert gao.get(address("document", *where, kind)).content.startswith(begins)
    lin = cast.browser(county.lin)
    answer = lin.post(address("publish", *where), {"column": items.column(county.wangshu).pk})
    assert answer.status_code == 302
    item = SelfCheck.objects.get().item
    assert item and item.newest and "四月底前补齐" in item.newest.body


def test_every_claim_on_the_page_leads_to_the_list_of_evidence(county: County) -> None:
    plan = pointed.mixed(county)
    shown = text(cast.browser(county.gao), "check", "wangshu", plan.pk)
    claims = set(re.findall(r'href="#(evidence-\d+)"', shown))
    assert claims and claims == set(re.findall(r'id="(evidence-\d+)"', shown))
    item = TaskEvidence.objects.get().item
    assert item and f'href="/i/{item.pk}/"' in shown


def test_what_was_withdrawn_after_the_report_was_final_is_told_on_its_page(county: County) -> None:
    found = pointed.final(county)
    item = TaskEvidence.objects.get().item
    assert item
    disclosure.withdraw(item, reason="有误", user=county.lin, at=at("2021-05-01"))
    shown = text(cast.browser(county.gao), "check", "wangshu", found.plan_id)
    assert "已于2021-05-01撤下" in shown


@pytest.mark.parametrize("name", ["plans", "tasks", "plan", "task", "check", "gaps"])
def test_a_page_asks_as_often_however_much_there_is(county: County, name: str) -> None:
    plan = pointed.mixed(county)
    kept = plan.points.get(serial=1).tasks.get()
    args: dict[str, tuple[Any, ...]] = {
        "plan": (plan.pk,), "task": (kept.pk,), "check": ("wangshu", plan.pk), "gaps": ("yunchuan", 2021)
    }  # fmt: skip
    fang, where = cast.browser(county.fang), address(name, *args.get(name, ()))
    split = {"parent": Task.objects.get(point__serial=2), "user": county.lin, "at": AT, "section": "办"}
    asked = {"done_when": "起草", "due_on": pointed.DUE}
    tasks.assign(plan.points.get(serial=2), [county.wangshu], **asked, **split)
    queries(fang, where)
    few = queries(fang, where)
    for number in range(3):
        more = pointed.issued(county, title=f"要点{number}")
        for one in (plan, more):
            pointed.given(county, one, 2)
            proved = pointed.given(county, one, 1, organs=[county.tingyu])
            tasks.progress(proved, "进展", user=county.ye, at=AT)
        tasks.assign(plan.points.get(serial=2), [county.wangshu], **asked, **split)
        extra = items.published(
            county, title=f"规划{number}", document_number=f"望政发〔2021〕{number + 20}号"
        )
        proof.add_item(Task.objects.filter(organ=county.wangshu, parent=None, state="todo")[0], extra,
                       user=county.gao, at=AT)  # fmt: skip
    assert queries(fang, where) == few


def test_a_point_of_an_issued_plan_is_amended_on_its_page(county: County) -> None:
    plan = pointed.issued(county)
    point = WorkPoint.objects.get(plan=plan, serial=2)
    fang = cast.browser(county.fang)
    assert fang.post(address("point", point.pk), {"text": "新", "reason": ""}).status_code == 422
    fang.post(address("point", point.pk), {"text": "公开年度预算和绩效目标。", "reason": "省里要求"})
    assert "原为：公开年度预算。" in text(fang, "plan", plan.pk)


def test_every_kind_of_evidence_opens_for_whoever_sees_the_task(county: County, client: Client) -> None:
    task, by = pointed.given(county), {"user": county.gao, "at": AT}
    answered = questions.answered(county, questions.asked(county))
    pointed.proved(county, task)
    proof.add_page(task, "/o/wangshu/guide/", "公开指南", **by)
    proof.add_gathering(task, pointed.gathering(county), **by)
    proof.add_question(task, answered.questions.get(), **by)
    proof.add_figure(task, figures()["points.assigned"], Span(date(2021, 1, 1), date(2021, 1, 31)), **by)
    proof.add_file(task, items.word(), "落实台账.docx", **by)
    assert {one.kind for one in task.evidence.all()} == set(TaskEvidence.Kind)
    public = [str(one.kind) for one in task.evidence.all() if one.public_address]
    assert public == ["item", "page", "question"]
    for person in (county.gao, county.fang):
        client.force_login(person)
        shown = text(client, "task", task.pk)
        for one in task.evidence.all():
            assert f'href="{escape(one.opens)}"' in shown
            assert client.get(one.opens).status_code == 200, one.opens
