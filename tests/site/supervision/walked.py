"""Who may go where in supervision: a part of the table of the walk over every page."""

from collections.abc import Callable
from typing import Any

from gongkai.site.supervision.assessment.models import Appeal, Assessment, HandMark, Scheme, Score
from gongkai.site.supervision.briefing.drafting import DEMANDS
from gongkai.site.supervision.briefing.models import Acknowledgement, Notice, Passage
from gongkai.site.supervision.models import (
    Accountability,
    Complaint,
    ComplaintFile,
    Round,
    Statement,
    Suggestion,
)
from gongkai.site.supervision.orders.models import Finding, Order, Proof, Scan
from gongkai.site.supervision.patrol.models import Run
from gongkai.site.supervision.training.models import TrainingCertificate, TrainingPaper, TrainingQuestion
from tests import cast
from tests.site import (
    pointed,
    voices,
)
from tests.site.supervision import trained
from tests.site.walked import (
    HANDLING,
    LOOKING,
    OFFICE,
    READING,
    RECEIVING,
    Given,
    Page,
    export,
    listed,
    none,
    organ,
    published,
    who,
)

ANYONE = who("", anywhere=OFFICE)
REGISTERING = who("disclosure supervisor", lower="supervisor")


def scheme(_given: Given) -> dict[str, Any]:
    return {"pk": Scheme.objects.get(state="in_force").pk}


def scheme_draft(_given: Given) -> dict[str, Any]:
    return {"pk": Scheme.objects.get(state="draft").pk}


def assessment(_given: Given) -> dict[str, Any]:
    return {"pk": Assessment.objects.get(state="notified").pk}


def score(_given: Given) -> dict[str, Any]:
    return {"pk": Score.objects.get(organ__slug="wangshu", assessment__state="notified").pk}


def indicator(given: Given) -> dict[str, Any]:
    return {**score(given), "code": "B1"}


def patrol_run(_given: Given) -> dict[str, Any]:
    return {"pk": Run.objects.get_or_create(on=cast.ON, defaults={"begun_at": cast.AT})[0].pk}


def order(_given: Given) -> dict[str, Any]:
    return {"pk": Order.objects.get().pk}


def order_problem(_given: Given) -> int:
    return Finding.objects.get().pk


def new_complaint(_given: Given) -> dict[str, Any]:
    return {"pk": Complaint.objects.get(state="received").pk}


def answered_suggestion(_given: Given) -> dict[str, Any]:
    return {"pk": Suggestion.objects.get(answered_on__isnull=False).pk}


def one_round(_given: Given) -> dict[str, Any]:
    return {"pk": Round.objects.get().pk}


def issued_notice(_given: Given) -> dict[str, Any]:
    return {"pk": Notice.objects.final().get().pk}


def drafted_passage(_given: Given) -> dict[str, Any]:
    return {"pk": Passage.objects.get(notice__final_at=None, key=DEMANDS).pk}


def training(_given: Given) -> dict[str, Any]:
    return {"pk": trained.to_come().pk}


def training_test(_given: Given) -> dict[str, Any]:
    return {"pk": trained.to_come().tests.get().pk}


def training_certificate(_given: Given) -> dict[str, Any]:
    return {"pk": TrainingCertificate.objects.get().pk}


def training_plan(_given: Given) -> dict[str, Any]:
    return {
        "title": "新的培训", "topic": "程序", "on": "2021-01-22", "place": "会议室", "hours": "2",
        "roles": ["handler"], "scope": "own",
    }  # fmt: skip


PLANNING = who("disclosure supervisor", lower="supervisor")
ABOVE = who("", lower="disclosure supervisor")
"""The office that gave a task stands over its organ."""
GIVEN = who(OFFICE, lower=OFFICE)
ASKED = {"organs": ["wangshu"], "done_when": "公开", "due_on": "2099-03-01", "cycle": "once"}


def points_of(what: str) -> Callable[[Given], dict[str, Any]]:
    """Where a page of work points stands: the tests know the rows by what they are."""
    return lambda given: pointed.WALKED[what]()


PAGES: dict[str, Page] = {
    "supervision:home": Page(none, get=ANYONE),
    # Who sees one organ alone is led to its page.
    "supervision:patrol": Page(none, get=ANYONE, post=ANYONE, data=export),
    "supervision:patrol_hits": listed(none, ANYONE),
    "supervision:patrol_checks": listed(none, ANYONE),
    "supervision:patrol_check": listed(lambda given: {"code": "link_dead"}, ANYONE),
    "supervision:patrol_links": listed(none, ANYONE),
    "supervision:patrol_runs": listed(none, ANYONE),
    "supervision:patrol_run": listed(patrol_run, ANYONE),
    "supervision:patrol_organ": listed(organ, READING),
    "supervision:patrol_column": listed(lambda given: {"pk": given.column}, READING),
    "supervision:patrol_figure": listed(
        lambda given: {"slug": "wangshu", "code": "patrol.coverage"}, READING
    ),
    "supervision:orders": listed(none, ANYONE),
    "supervision:order_choose": Page(none, get=who("", anywhere="supervisor")),
    "supervision:order_new": Page(
        organ,
        get=RECEIVING,
        post=RECEIVING,
        data=lambda given: {
            "title": "整改",
            "asked": "改",
            "hand_title": "栏目",
            "hand_ground": "旧",
            "hand_severity": "deduct",
        },
        ok=(200, 302),
    ),
    "supervision:order_urge": Page(
        none, get=who("", anywhere="supervisor"), post=who("", anywhere="supervisor"), ok=(200, 422)
    ),
    "supervision:scans": Page(
        none, get=who("", anywhere="supervisor"), post=who("", anywhere="supervisor"), ok=(200, 422)
    ),
    "supervision:scan": Page(lambda given: {"pk": Scan.objects.get().pk}, get=RECEIVING, post=RECEIVING),
    "supervision:order": Page(order, get=READING),
    "supervision:order_docx": Page(order, get=READING),
    "supervision:order_pdf": Page(order, get=READING),
    "supervision:order_file": Page(
        lambda given: {**order(given), "file": Proof.objects.get().pk}, get=READING
    ),
    "supervision:order_answer": Page(
        order,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"seen": "3", f"done_{order_problem(given)}": "已改"},
        ok=(200, 302),
    ),
    "supervision:order_look": Page(order, post=RECEIVING, ok=(302,)),
    "supervision:order_look_by_hand": Page(
        lambda given: {**order(given), "finding": order_problem(given)},
        post=RECEIVING,
        data=lambda given: {
            f"look-{order_problem(given)}-found": "gone",
            f"look-{order_problem(given)}-words": "看了",
        },
        ok=(302,),
    ),
    # What was answered is another order's: this one leads back to its page.
    "supervision:order_return": Page(order, get=RECEIVING, post=RECEIVING, ok=(302,)),
    "supervision:order_close": Page(order, post=RECEIVING, data=lambda given: {"seen": "3"}, ok=(422,)),
    "supervision:order_cancel": Page(
        order, get=RECEIVING, post=RECEIVING, data=lambda given: {"seen": "3", "reason": "误下"}
    ),
    "supervision:order_due": Page(
        order,
        get=RECEIVING,
        post=RECEIVING,
        data=lambda given: {"seen": "3", "due_on": "2099-01-05", "reason": "延期"},
        ok=(200, 422),  # no order runs that long
    ),
    "supervision:points_plans": listed(none, ANYONE),
    "supervision:points_tasks": listed(none, ANYONE),
    "supervision:points_new": Page(
        organ,
        get=PLANNING,
        post=PLANNING,
        data=lambda given: {"year": 2021, "title": "新要点"},
        ok=(200, 302),
    ),
    "supervision:points_plan": Page(points_of("issued"), get=GIVEN),
    "supervision:points_edit": Page(
        points_of("plan"), get=PLANNING, post=PLANNING, data=lambda given: {"year": 2021, "title": "改"}
    ),
    "supervision:points_drop": Page(points_of("plan"), post=PLANNING, ok=(302,)),
    "supervision:points_paste": Page(
        points_of("plan"),
        get=PLANNING,
        post=PLANNING,
        data=lambda given: {"text": "一、新的要点", "confirm": "1", "keep": ["0"]},
    ),
    "supervision:points_add": Page(
        points_of("plan"), get=PLANNING, post=PLANNING, data=lambda given: {"text": "新的要点"}
    ),
    "supervision:points_issue": Page(points_of("plan"), post=PLANNING, ok=(302,)),
    "supervision:points_point": Page(
        points_of("point"), get=PLANNING, post=PLANNING, data=lambda given: {"text": "改"}
    ),
    "supervision:points_remove": Page(points_of("point"), post=PLANNING, ok=(302,)),
    "supervision:points_assign": Page(
        points_of("own_point"), get=PLANNING, post=PLANNING, data=lambda given: ASKED, ok=(200, 302)
    ),
    "supervision:points_task": Page(points_of("task"), get=GIVEN),
    "supervision:points_split": Page(
        points_of("task"), get=PLANNING, post=PLANNING, data=lambda given: ASKED, ok=(200, 422)
    ),
    "supervision:points_progress": Page(
        points_of("task"), post=LOOKING, data=lambda given: {"text": "进展"}, ok=(302,)
    ),
    "supervision:points_done": Page(
        points_of("task"), post=LOOKING, data=lambda given: {"text": "完成"}, ok=(302,)
    ),
    "supervision:points_judge": Page(
        points_of("reported"), post=ABOVE, data=lambda given: {"confirm": "1"}, ok=(302,)
    ),
    "supervision:points_day": Page(
        points_of("task"),
        post=ABOVE,
        data=lambda given: {"due_on": "2099-12-30", "reason": "推迟"},
        ok=(302,),
    ),
    "supervision:points_take_back": Page(
        points_of("task"), post=ABOVE, data=lambda given: {"reason": "错发"}, ok=(302, 422)
    ),
    "supervision:points_prove": Page(
        points_of("task"),
        get=LOOKING,
        post=LOOKING,
        data=lambda given: {"address": "/o/wangshu/", "title": "首页"},
    ),
    "supervision:points_disprove": Page(points_of("evidence"), post=LOOKING, ok=(302,)),
    "supervision:points_file": Page(points_of("evidence"), get=GIVEN),
    "supervision:points_urge": Page(organ, get=PLANNING, post=PLANNING, ok=(200, 422)),
    "supervision:points_gaps": listed(published, READING),
    "supervision:points_check": Page(points_of("check"), get=READING),
    "supervision:points_write": Page(points_of("check"), get=LOOKING, post=LOOKING, ok=(200, 422)),
    "supervision:points_send": Page(points_of("check"), post=LOOKING, ok=(302,)),
    "supervision:points_attest": Page(points_of("check"), post=who("section_head leader"), ok=(302,)),
    "supervision:points_publish": Page(points_of("check"), get=HANDLING, post=HANDLING, ok=(200, 422)),
    "supervision:points_document": Page(
        lambda given: {**points_of("check")(given), "kind": "docx"}, get=READING
    ),
    "supervision:voices": Page(none, get=ANYONE),
    "supervision:complaints": listed(none, who("", anywhere="supervisor")),
    "supervision:complaint_enter": Page(
        none, get=who("", anywhere="supervisor"), post=who("", anywhere="supervisor"), ok=(200, 422)
    ),
    # What is said and by whom is for the office that decides, which is not the organ's own.
    "supervision:complaint": Page(new_complaint, get=RECEIVING),
    "supervision:complaint_act": Page(
        lambda given: {**new_complaint(given), "act": "accept"}, get=RECEIVING, post=RECEIVING
    ),
    "supervision:complaint_reveal": Page(
        new_complaint, get=RECEIVING, post=RECEIVING, data=lambda given: {"reason": "核实情况"}
    ),
    "supervision:complaint_file": Page(
        lambda given: {**new_complaint(given), "file": ComplaintFile.objects.get().pk}, get=RECEIVING
    ),
    "supervision:voice_terms": Page(
        lambda given: {"slug": "yunchuan"}, get=RECEIVING, post=RECEIVING, ok=(200, 422)
    ),
    "supervision:statements": listed(none, ANYONE),
    "supervision:statement": Page(
        lambda given: {"pk": Statement.objects.get().pk},
        get=READING,
        post=HANDLING,
        data=lambda given: {"text": "漏报，已经补上。"},
    ),
    "supervision:statement_reveal": Page(
        lambda given: {"pk": Statement.objects.get().pk},
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"reason": "核实情况"},
    ),
    "supervision:suggestions": listed(none, ANYONE),
    "supervision:suggestion": Page(
        lambda given: {"pk": Suggestion.objects.get(answered_on=None).pk},
        get=READING,
        post=HANDLING,
        data=lambda given: {"adopted": "yes", "text": "照办。"},
    ),
    "supervision:suggestion_reveal": Page(
        answered_suggestion, get=HANDLING, post=HANDLING, data=lambda given: {"reason": "电话答复"}
    ),
    "supervision:suggestion_publish": Page(
        answered_suggestion, get=HANDLING, post=HANDLING, data=lambda given: {"title": "目录怎样排列"}
    ),
    "supervision:suggestion_enter": Page(
        organ,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {
            "channel": "phone",
            "received_on": "2021-01-20",
            "kind": "criticism",
            "body": "更新太慢",
        },
    ),
    "supervision:rounds": listed(none, ANYONE),
    "supervision:round": Page(one_round, get=READING, post=REGISTERING),
    "supervision:round_questions": Page(
        one_round,
        get=REGISTERING,
        post=REGISTERING,
        data=lambda given: {"text_1": "满意吗", **{f"kind_{number}": "scale" for number in range(1, 11)}},
    ),
    "supervision:round_new": Page(
        organ,
        get=REGISTERING,
        post=REGISTERING,
        data=lambda given: {
            "title": "评议",
            "method": "people",
            "first": "2021-01-04",
            "last": "2021-01-05",
        },
    ),
    "supervision:accountability": listed(none, ANYONE),
    "supervision:accountability_new": Page(
        organ, get=REGISTERING, post=REGISTERING, data=lambda given: voices.FIELDS
    ),
    "supervision:accountability_case": Page(
        lambda given: {"pk": Accountability.objects.get().pk},
        get=READING,
        post=REGISTERING,
        data=lambda given: {**voices.FIELDS, "people": 2, "reason": "漏记"},
    ),
    "supervision:trainings": listed(none, ANYONE),
    "supervision:training_plan": Page(lambda given: {"slug": "wangshu", "year": 2021}, get=READING),
    "supervision:training_new": Page(organ, get=REGISTERING, post=REGISTERING, data=training_plan),
    "supervision:training": Page(training, get=READING),
    "supervision:training_edit": Page(training, get=REGISTERING, post=REGISTERING, data=training_plan),
    "supervision:training_call_off": Page(
        training, get=REGISTERING, post=REGISTERING, data=lambda given: {"reason": "防汛"}
    ),
    "supervision:training_invite": Page(training, post=REGISTERING, ok=(302, 422)),
    "supervision:training_person": Page(
        training, post=REGISTERING, data=lambda given: {"username": "song.lan"}, ok=(302,)
    ),
    # Answers and papers are a person's own: nobody else's, whatever their role.
    "supervision:training_answer": Page(training, post=who(""), data=lambda given: {"answer": "yes"}),
    "supervision:training_material_add": Page(
        training,
        post=REGISTERING,
        data=lambda given: {"name": "讲义", "link": "https://www.example.cn/"},
        ok=(302,),
    ),
    "supervision:training_material": Page(
        lambda given: {"pk": trained.to_come().materials.get().pk}, get=READING
    ),
    "supervision:training_material_drop": Page(
        lambda given: {"pk": trained.to_come().materials.get().pk}, post=REGISTERING, ok=(302,)
    ),
    "supervision:training_hold": Page(
        training, get=REGISTERING, post=REGISTERING, data=lambda given: {"outside": "3"}
    ),
    "supervision:training_sheet": Page(training, get=REGISTERING),
    "supervision:training_test_new": Page(
        training,
        get=REGISTERING,
        post=REGISTERING,
        data=lambda given: {
            "title": "测试",
            "size": 5,
            "pass_mark": 60,
            "attempts": 2,
            "opens_on": "2021-01-20",
            "closes_on": "2021-01-25",
        },
    ),
    "supervision:training_test": Page(training_test, get=REGISTERING),
    "supervision:training_test_start": Page(training_test, post=who("")),
    "supervision:training_paper": Page(
        lambda given: {"pk": TrainingPaper.objects.get().pk}, get=who(""), post=who("")
    ),
    "supervision:training_questions": Page(
        organ,
        get=REGISTERING,
        post=REGISTERING,
        data=lambda given: {
            "kind": "judge",
            "text": "申请要付费。",
            "options": "错",
            "explanation": "见条例",
            "article": 42,
        },
    ),
    "supervision:training_question_retire": Page(
        lambda given: {"pk": TrainingQuestion.objects.get().pk}, post=REGISTERING, ok=(302,)
    ),
    "supervision:training_certify": Page(training, post=REGISTERING, ok=(302,)),
    "supervision:training_certificates": listed(none, ANYONE),
    "supervision:training_certificate": Page(training_certificate, get=REGISTERING),
    "supervision:training_certificate_pdf": Page(training_certificate, get=REGISTERING),
    "supervision:training_certificate_revoke": Page(
        training_certificate, get=REGISTERING, post=REGISTERING, data=lambda given: {"reason": "误发"}
    ),
    "supervision:training_check": Page(none, get=ANYONE),
    "supervision:training_overview": listed(none, ANYONE),
    "supervision:training_rule": Page(
        organ, get=REGISTERING, post=REGISTERING, data=lambda given: {"months": 3, "source": "通知"}
    ),
    # Assessing is for the government's office; a score is for the organ, and for who assesses it.
    "supervision:assessments": Page(none, get=ANYONE),
    "supervision:assessment_new": Page(none, get=RECEIVING, post=RECEIVING, ok=(200, 422)),
    "supervision:simulate": listed(none, RECEIVING),
    "supervision:schemes": Page(none, get=RECEIVING),
    "supervision:scheme": Page(scheme, get=RECEIVING),
    "supervision:scheme_edit": Page(scheme_draft, get=RECEIVING, post=RECEIVING, ok=(200, 422)),
    "supervision:scheme_rows": Page(scheme_draft, get=RECEIVING, post=RECEIVING, ok=(200, 422)),
    "supervision:scheme_file": Page(scheme, get=RECEIVING),
    "supervision:scheme_copy": Page(scheme, post=RECEIVING, ok=(302,)),
    "supervision:scheme_enact": Page(scheme_draft, post=RECEIVING, ok=(302,)),
    "supervision:scheme_drop": Page(scheme_draft, post=RECEIVING, ok=(302,)),
    "supervision:scheme_new": Page(
        lambda given: {"slug": "yunchuan"}, get=RECEIVING, post=RECEIVING, ok=(200, 422)
    ),
    "supervision:assessment_years": Page(organ, get=READING),
    "supervision:score": Page(score, get=READING),
    "supervision:score_mark": Page(indicator, get=RECEIVING, post=RECEIVING, ok=(200, 422)),
    "supervision:score_self": Page(indicator, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "supervision:score_hand_in": Page(score, post=HANDLING, ok=(422,)),
    "supervision:score_appeal": Page(
        indicator, get=who("disclosure leader"), post=who("disclosure leader"), ok=(200, 422)
    ),
    "supervision:appeal_answer": Page(
        lambda given: {"pk": Appeal.objects.get().pk}, get=RECEIVING, post=RECEIVING, ok=(200, 422)
    ),
    "supervision:assessment_evidence": Page(
        lambda given: {"pk": HandMark.objects.get(score=score(given)["pk"]).evidence_id}, get=READING
    ),
    "supervision:assessment": listed(assessment, RECEIVING),
    "supervision:assessment_appeals": Page(assessment, get=RECEIVING),
    "supervision:assessment_self": Page(assessment, post=RECEIVING, ok=(422,)),
    "supervision:assessment_compute": Page(assessment, post=RECEIVING, ok=(422,)),
    "supervision:assessment_notify": Page(assessment, post=RECEIVING, ok=(422,)),
    "supervision:assessment_finalise": Page(assessment, post=RECEIVING, ok=(422,)),
    "supervision:assessment_publish": Page(assessment, post=RECEIVING, ok=(422,)),
    "supervision:assessment_discard": Page(assessment, post=RECEIVING, ok=(302,)),
    "supervision:briefing": Page(none, get=ANYONE),
    "supervision:minute": Page(published, get=READING),
    "supervision:figure": listed(lambda given: {"slug": "wangshu", "code": "disclosure.published"}, READING),
    "supervision:problems": Page(
        published, get=READING, post=HANDLING, data=lambda given: {"code": "none"}, ok=(200, 422)
    ),
    "supervision:commitments": listed(none, ANYONE),
    "supervision:notices": listed(none, ANYONE),
    "supervision:new_notice": Page(
        lambda given: {"slug": "yunchuan"}, get=RECEIVING, post=RECEIVING, ok=(200, 422)
    ),
    "supervision:notice": Page(
        issued_notice, get=ANYONE, post=ANYONE, data=lambda given: {"act": "none"}, ok=(200, 404)
    ),
    "supervision:notice_document": Page(issued_notice, get=ANYONE),
    "supervision:passage": Page(
        drafted_passage, get=RECEIVING, post=RECEIVING, data=lambda given: {"text": "请核对。"}
    ),
    "supervision:read_notice": Page(
        lambda given: {"pk": Acknowledgement.objects.get(organ__slug="wangshu").pk}, post=HANDLING, ok=(302,)
    ),
}
