"""Every address of the site × every role × own, lower and foreign organ, and nobody at all.

PAGES is the whole truth about who may go where: an address that is missing here fails the test.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.site.annual_reports import (
    batches,
    compile_actions,
    editing,
    improvement_actions,
    progress_actions,
)
from gongkai.site.annual_reports.improvement_models import Improvement, Progress
from gongkai.site.annual_reports.models import Remark, Submission, Version
from gongkai.site.annual_reports.total_models import Inclusion
from gongkai.site.applications.actions import consultation, files, sections
from gongkai.site.applications.models import Application, Consulted, Destruction, Letter
from gongkai.site.disclosure import consultations
from gongkai.site.disputes.actions import registration
from gongkai.site.ledger.models import Head
from gongkai.site.organs import registers
from gongkai.site.organs.calendar_models import CalendarChange
from gongkai.site.organs.models import Organ, Role
from gongkai.site.supervision.assessment.models import Assessment
from gongkai.site.supervision.models import (
    Round,
)
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import County
from tests.site import (
    assessed,
    briefed,
    calendars,
    cases,
    catalogue,
    disputed,
    filed,
    items,
    moments,
    pointed,
    questions,
    reports,
    totalled,
    voices,
)
from tests.site.supervision import ordered, trained
from tests.site.supervision import walked as supervision
from tests.site.walked import (
    FOREIGN,
    HANDLING,
    LOOKING,
    LOWER,
    OFFICE,
    OWN,
    READING,
    RECEIVING,
    Given,
    Page,
    Who,
    case,
    case_file,
    digest,
    dispute,
    draft,
    export,
    item,
    letter,
    listed,
    matter,
    none,
    organ,
    published,
    question,
    who,
)

ALL: Who = frozenset((role, where) for role in Role for where in (OWN, LOWER, FOREIGN))


CHECKING = who("handler disclosure section_head leader signatory")
TOLD = who("", anywhere="handler disclosure section_head leader signatory")
REVIEWING = who("section_head leader secrecy signatory")
DISCLOSING = who("disclosure")
SEEING = who(f"{OFFICE} system security", lower="supervisor system security")


def version(_given: Given) -> dict[str, Any]:
    return {"slug": "wangshu", "year": 2020, "number": 1}


def download(_given: Given) -> dict[str, Any]:
    return {"slug": "wangshu", "year": 2020, "number": 1, "kind": "json"}


def compiled(_given: Given) -> dict[str, Any]:
    return {"pk": Version.objects.get(source__kind="compiled").pk}


def open_submission(_given: Given) -> dict[str, Any]:
    return {"pk": Submission.objects.get(state="open").pk}


def accepted_submission(_given: Given) -> dict[str, Any]:
    return {"pk": Submission.objects.get(state="accepted").pk}


def open_remark(_given: Given) -> dict[str, Any]:
    return {"pk": Remark.objects.get(submission__state="open").pk}


def returned_remark(_given: Given) -> dict[str, Any]:
    return {"pk": Remark.objects.get(submission__state="returned").pk}


def to_submit(_given: Given) -> dict[str, Any]:
    return {
        "pk": Version.objects.get(
            report__organ__slug="wangshu", report__year=2020, published_at__isnull=False
        ).pk
    }


def entered(_given: Given) -> dict[str, Any]:
    return {"pk": Version.objects.get(made_by__username="fang.zhou").pk}


def filing(_given: Given) -> dict[str, Any]:
    return {"slug": "yunchuan", "year": 2020}


def total(_given: Given) -> dict[str, Any]:
    return {"slug": "wangshu", "year": 2020}


def gathered(_given: Given) -> dict[str, Any]:
    return {"pk": Version.objects.get(source__kind="gathered").pk}


def dispute_facts(_given: Given) -> dict[str, Any]:
    return {
        "title": "事项",
        "claimant_kind": "business",
        "name": "云川县某公司",
        "body": "云川县人民政府",
        "filed_on": "2021-01-04",
        "procedure": "ordinary",
        "reason": "更正",
        "seen": "2",
    }


def content(given: Given) -> dict[str, Any]:
    return {"title": "通知", "formed_on": "2021-01-04", "klass": "publish", "origin": "made", "body": "文"}


def under_tingyu(_given: Given) -> dict[str, Any]:
    return {"parent": Organ.objects.get(slug="tingyu").pk}


def into_tingyu(_given: Given) -> dict[str, Any]:
    heir = Organ.objects.get(slug="tingyu").pk
    return {"kind": "merger", "successors": [heir], "on": "2021-01-20", "note": "方案"}


def edition(given: Given) -> int:
    return Application.objects.get(pk=given.case).edition


def digest_of_letter(given: Given) -> str:
    return Letter.objects.get(pk=given.waiting).digest


def digest_of_compiled(given: Given) -> dict[str, Any]:
    return {"digest": Version.objects.get(**compiled(given)).digest}


def sent_back(given: Given) -> dict[str, Any]:
    return {**digest_of_compiled(given), "opinion": "数据有误"}


def mark_of_section(given: Given, number: int) -> str:
    section = Version.objects.get(**compiled(given)).reading.section(number)
    assert section
    return editing.mark(section.text)


def wrong_code(_given: Given) -> dict[str, Any]:
    return {"code": "000000"}


PAGES: dict[str, Page] = {
    "portal:home": Page(none, get=ALL, public=True),
    "portal:display": Page(none, post=ALL, public=True),
    "portal:organs": Page(none, get=ALL, public=True),
    "portal:organ": Page(organ, get=ALL, public=True),
    "portal:report_list": Page(organ, get=ALL, public=True),
    "portal:report": Page(published, get=ALL, public=True),
    "portal:report_version": Page(version, get=ALL, public=True),
    "portal:picture": Page(version, get=ALL, public=True),
    "portal:picture_file": Page(version, get=ALL, public=True),
    "portal:download": Page(download, get=ALL, public=True),
    "portal:apply": Page(organ, get=ALL, public=True),
    "portal:apply_sheet": Page(organ, get=ALL, public=True),
    "portal:apply_form": Page(organ, get=ALL, post=ALL, public=True),
    "portal:apply_records": Page(organ, get=ALL, post=ALL, public=True),
    # Without number and code, or what follows from them: not found.
    "portal:follow": Page(none, get=ALL, post=ALL, ok=(200, 422), public=True),
    "portal:follow_file": Page(none, post=ALL, ok=(404,), public=True),
    "portal:complain": Page(organ, get=ALL, post=ALL, ok=(200, 422), public=True),
    "portal:suggest": Page(organ, get=ALL, post=ALL, ok=(200, 422), public=True),
    "portal:evaluate": Page(
        lambda given: {"pk": Round.objects.get().pk}, get=ALL, post=ALL, ok=(200, 422), public=True
    ),
    "portal:follow_withdraw": Page(none, post=ALL, ok=(404,), public=True),
    "portal:today": Page(none, get=ALL),
    "portal:ledger": listed(none, who("", anywhere="audit")),
    "accounts:sign_in": Page(none, get=ALL, post=ALL, public=True),
    "account_login": Page(none, get=ALL, post=ALL, public=True),
    "accounts:sign_out": Page(none, get=ALL, post=ALL),
    "accounts:change_password": Page(none, get=ALL, post=ALL),
    "accounts:code": Page(none, get=ALL, post=ALL, public=True),
    # One's own account: nobody's page names anybody else.
    "accounts:account": Page(none, get=ALL),
    "accounts:activate": Page(none, get=ALL, post=ALL, data=wrong_code, ok=(200, 422)),
    "accounts:renew_codes": Page(none, get=ALL, post=ALL, data=wrong_code, ok=(302,)),
    "accounts:deactivate": Page(none, get=ALL, post=ALL, data=wrong_code, ok=(302,)),
    "portal:assessment": Page(
        lambda given: {"pk": Assessment.objects.get(published_at__isnull=False).pk}, get=ALL, public=True
    ),
    "annual_reports:list": listed(none, who("", anywhere=OFFICE)),
    "annual_reports:upload": Page(organ, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "annual_reports:file": Page(lambda given: {"pk": given.source}, get=READING),
    "annual_reports:version": Page(draft, get=READING),
    "annual_reports:correct": Page(
        draft,
        post=HANDLING,
        data=lambda given: {
            "cell": reports.GRANTED,
            "seen": Version.objects.get(**draft(given)).reading.printed(reports.GRANTED),
            "value": "77",
            "reason": "笔误",
        },
        ok=(302,),
    ),
    "annual_reports:batches": Page(
        none,
        get=who("", anywhere="handler disclosure supervisor"),
        post=who("", anywhere="handler disclosure supervisor"),
        ok=(200, 422),
    ),
    # A batch is its maker's own: nobody else's, whatever their role.
    "annual_reports:batch": Page(lambda given: {"pk": given.batch}, get=who(""), post=who("")),
    "annual_reports:batch_file": Page(lambda given: {"pk": given.batch_file}, get=who(""), post=who("")),
    "annual_reports:batch_source": Page(lambda given: {"pk": given.batch_file}, get=who("")),
    "annual_reports:batch_drop": Page(lambda given: {"pk": given.batch_file}, post=who("")),
    "annual_reports:pictures": Page(organ, get=READING),
    "annual_reports:overview": Page(organ, get=READING, post=READING, data=export, ok=(200,)),
    "annual_reports:compile": Page(
        organ,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"year": "2020", "reason": "漏报"},
        ok=(200, 302),
    ),
    "annual_reports:differences": Page(
        compiled,
        get=READING,
        post=HANDLING,
        data=lambda given: {"digest": Version.objects.get(**compiled(given)).digest},
        ok=(200, 302),
    ),
    "annual_reports:section": Page(
        lambda given: {**compiled(given), "number": 5},
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {
            "text": "报送还不够及时，下一年按月通报。",
            "seen": mark_of_section(given, 5),
        },
        ok=(200, 302),
    ),
    "annual_reports:signed_on": Page(
        compiled, post=HANDLING, data=lambda given: {"day": "2020-01-08"}, ok=(302,)
    ),
    "annual_reports:changes": Page(
        draft,
        get=READING,
        post=CHECKING | who("supervisor", lower="supervisor"),
        data=lambda given: {"cell": "disclosure.licences.decisions", "words": "已核对"},
    ),
    "annual_reports:progress_file": Page(lambda given: {"pk": Progress.objects.get().pk}, get=READING),
    "annual_reports:improvements": Page(
        published,
        get=READING,
        post=HANDLING,
        data=lambda given: {"problem": "公开不及时", "measure": "逐月通报"},
    ),
    "annual_reports:improvement": Page(
        lambda given: {"pk": Improvement.objects.get().pk},
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"act": "outcome", "state": "done", "note": "已通报12次"},
    ),
    "annual_reports:review": Page(
        draft,
        get=CHECKING,
        post=CHECKING,
        data=lambda given: {"cell": reports.GRANTED, "printed": "0", "value": "0"},
        ok=(200, 302, 422),
    ),
    "annual_reports:judge": Page(
        draft,
        post=CHECKING | who("supervisor", lower="supervisor"),
        data=lambda given: {"fingerprint": given.finding, "decision": "right", "reason": "已核对"},
        ok=(302,),
    ),
    "annual_reports:totals": listed(none, who("", anywhere=OFFICE)),
    "annual_reports:total": listed(total, READING),
    "annual_reports:total_organs": listed(total, READING),
    "annual_reports:total_check": Page(total, get=READING),
    "annual_reports:total_cell": listed(lambda given: {**total(given), "cell": reports.GRANTED}, READING),
    "annual_reports:gather": Page(total, get=HANDLING, post=HANDLING, ok=(200, 302, 422)),
    "annual_reports:gathered": Page(
        gathered,
        get=READING,
        post=HANDLING,
        data=lambda given: {"digest": Version.objects.get(**gathered(given)).digest},
        ok=(200, 422),  # its year is not over
    ),
    # Who may look comes back to the list without having done anything; the act asks of the dissolved organ.
    "annual_reports:include": Page(total, post=READING, ok=(302,)),
    "annual_reports:inclusion_revoke": Page(
        lambda given: {"pk": Inclusion.objects.get().pk},
        post=who("supervisor", lower="supervisor"),
        ok=(302,),
    ),
    "annual_reports:findings": listed(lambda given: {"year": 2020}, who("", anywhere=OFFICE)),
    "annual_reports:self_checks": listed(none, who("", anywhere=OFFICE)),
    "annual_reports:self_check": listed(
        lambda given: {"slug": "wangshu", "year": 2020, "quarter": 4}, READING
    ),
    "annual_reports:websites": listed(none, who("", anywhere=OFFICE)),
    "annual_reports:website": listed(published, READING),
    # Without a period there is nothing to list.
    "annual_reports:records": Page(
        lambda given: {"slug": "wangshu", "figure": "published"},
        get=READING,
        post=READING,
        data=export,
        ok=(404,),
    ),
    "annual_reports:collection": listed(lambda given: {"year": 2020}, who("", anywhere=OFFICE)),
    "annual_reports:confirm": Page(draft, post=CHECKING, data=digest, ok=(302,)),
    "annual_reports:publish": Page(draft, post=HANDLING, data=digest, ok=(302,)),
    "annual_reports:discard": Page(draft, post=HANDLING, data=digest, ok=(302,)),
    "annual_reports:nil": Page(
        organ, get=HANDLING, post=HANDLING, data=lambda given: {"year": "2020"}, ok=(200, 422)
    ),
    # Nothing is sent up: whoever may take the step is told what is wanting, and has nothing to send back.
    "annual_reports:send_up": Page(compiled, post=HANDLING, data=digest_of_compiled, ok=(422,)),
    "annual_reports:examine": Page(compiled, post=who("section_head"), data=digest_of_compiled, ok=(422,)),
    "annual_reports:sign": Page(compiled, post=who("leader signatory"), data=digest_of_compiled, ok=(422,)),
    "annual_reports:examine_back": Page(
        compiled, get=who("section_head"), post=who("section_head"), data=sent_back, ok=(404, 422)
    ),
    "annual_reports:sign_back": Page(
        compiled, get=who("leader signatory"), post=who("leader signatory"), data=sent_back, ok=(404, 422)
    ),
    "annual_reports:start_correction": Page(
        published, get=HANDLING, post=HANDLING, data=lambda given: {"reason": "漏报"}
    ),
    "annual_reports:filing_submit": Page(to_submit, get=HANDLING, post=HANDLING, ok=(200, 302)),
    "annual_reports:filing_receipt": Page(open_submission, get=READING),
    "annual_reports:filing_receipt_pdf": Page(open_submission, get=READING),
    "annual_reports:filing_answer": Page(
        returned_remark,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"answer": "explained", "words": "上年有批量申请"},
        ok=(200, 302),
    ),
    # The county of the walk is the receiving office: a supervisor in it decides, one in the town does not.
    "annual_reports:filing_submission": Page(open_submission, get=RECEIVING),
    "annual_reports:filing_remark": Page(
        open_submission, post=RECEIVING, data=lambda given: {"place": "", "text": "请核对"}, ok=(302,)
    ),
    "annual_reports:filing_drop": Page(open_remark, post=RECEIVING, ok=(302,)),
    "annual_reports:filing_return": Page(open_submission, post=RECEIVING, ok=(302,)),
    "annual_reports:filing_accept": Page(open_submission, post=RECEIVING, ok=(302,)),
    "annual_reports:filing_unlock": Page(
        accepted_submission, post=RECEIVING, data=lambda given: {"reason": "漏计"}, ok=(302,)
    ),
    "annual_reports:filing_take_in": Page(
        entered,
        post=RECEIVING,
        data=lambda given: {"digest": Version.objects.get(**entered(given)).digest},
        ok=(302,),
    ),
    "annual_reports:filing_start": Page(none, get=RECEIVING, ok=(302,)),
    "annual_reports:filing": listed(filing, RECEIVING),
    "annual_reports:filing_days": Page(
        filing,
        get=RECEIVING,
        post=RECEIVING,
        data=lambda given: {
            "kind": "town",
            "submit_on": "2021-01-26",
            "publish_on": "2021-01-28",
            "source": "通知",
        },
        ok=(200, 302),
    ),
    "annual_reports:filing_urge": Page(
        filing,
        get=RECEIVING,
        post=RECEIVING,
        data=lambda given: {"organs": ["tingyu"], "note": "请报送"},
        ok=(200, 302, 422),
    ),
    "portal:rules": Page(organ, get=ALL, public=True),
    "portal:catalogue": Page(organ, get=ALL, public=True),
    "portal:matters": Page(organ, get=ALL, public=True),
    "portal:column": Page(lambda given: {"slug": "wangshu", "pk": given.column}, get=ALL, public=True),
    # The item has no files: whoever asks is told so.
    "portal:attachment": Page(
        lambda given: {"pk": given.item, "number": 1, "file": 1}, get=ALL, public=True, ok=(404,)
    ),
    "portal:twin": Page(
        lambda given: {"pk": given.item, "number": 1, "file": 1}, get=ALL, public=True, ok=(404,)
    ),
    "portal:sheet": Page(item, get=ALL, public=True),
    "portal:square": Page(item, get=ALL, public=True),
    "api:openapi-json": Page(none, get=ALL, post=ALL, public=True),
    "api:api-root": Page(none, get=ALL, post=ALL, public=True, ok=(404,)),
    "api:organs": Page(none, get=ALL, public=True),
    "api:catalogue": Page(lambda given: {"organ": "wangshu"}, get=ALL, public=True),
    "api:items": Page(none, get=ALL, public=True),
    "api:item": Page(item, get=ALL, public=True),
    "api:bulk": Page(lambda given: {"year": 2021, "kind": "jsonl"}, get=ALL, public=True),
    "api:reports": Page(none, get=ALL, public=True),
    "api:report": Page(lambda given: {"organ": "wangshu", "year": 2020}, get=ALL, public=True),
    "api:data": Page(none, get=ALL, public=True),
    "api:metrics": Page(none, get=ALL, public=True),
    "portal:data": Page(none, get=ALL, public=True),
    "portal:data_file": Page(lambda given: {"name": "reports.csv"}, get=ALL, public=True),
    "portal:feed": Page(organ, get=ALL, public=True),
    "portal:column_feed": Page(lambda given: {"slug": "wangshu", "pk": given.column}, get=ALL, public=True),
    "portal:sitemap": Page(none, get=ALL, public=True),
    "portal:sitemap_part": Page(lambda given: {"section": "items"}, get=ALL, public=True),
    "portal:robots": Page(none, get=ALL, public=True),
    "portal:security": Page(none, get=ALL, public=True, ok=(404,)),  # the county has no mail address
    "portal:search": Page(none, get=ALL, public=True),
    "portal:item": Page(item, get=ALL, public=True),
    "portal:item_version": Page(lambda given: {"pk": given.item, "number": 1}, get=ALL, public=True),
    "portal:questions": Page(organ, get=ALL, public=True),
    "portal:ask": Page(organ, get=ALL, post=ALL, public=True, ok=(200, 422)),
    "portal:follow_question": Page(none, get=ALL, post=ALL, public=True, ok=(200, 422)),
    "disclosure:questions": listed(none, who("", anywhere=OFFICE)),
    "disclosure:question": Page(question, get=READING),
    "disclosure:answer_question": Page(
        question, post=HANDLING, data=lambda given: {"answer": "到窗口办理。"}, ok=(302,)
    ),
    "disclosure:cover_question": Page(
        question,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"title": questions.TITLE, "body": "家■"},
    ),
    "disclosure:transfer_question": Page(
        question, get=HANDLING, post=HANDLING, data=lambda given: {"to": "tingyu"}
    ),
    "disclosure:refuse_question": Page(
        question,
        get=DISCLOSING,
        post=DISCLOSING,
        data=lambda given: {"ground": "application", "note": "请走申请"},
    ),
    "disclosure:list": listed(none, who("", anywhere=OFFICE)),
    "disclosure:new": Page(organ, get=HANDLING, post=HANDLING, data=content),
    "disclosure:columns": Page(
        organ, get=DISCLOSING, post=DISCLOSING, data=lambda given: {"part": "rules", "name": "规划"}
    ),
    "disclosure:column": Page(
        lambda given: {"slug": "wangshu", "pk": given.column},
        get=DISCLOSING,
        post=DISCLOSING,
        data=lambda given: {"act": "name", "name": "应急管理"},
    ),
    "disclosure:health": listed(none, who("", anywhere=OFFICE)),
    "disclosure:steps": Page(
        organ,
        get=SEEING,
        post=who("security", lower="security"),
        data=lambda given: {
            "name_1": "保密审查",
            "role_1": "secrecy",
            "name_2": "签发",
            "role_2": "signatory",
        },
    ),
    "disclosure:numbering": Page(
        organ,
        get=DISCLOSING,
        post=DISCLOSING,
        data=lambda given: {"pattern": "11S000/{year}-{serial:6}"},
    ),
    "disclosure:item": Page(item, get=READING),
    "disclosure:version": Page(lambda given: {"pk": given.item, "number": 1}, get=READING),
    "disclosure:edit": Page(
        item,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {**content(given), "column": given.column},
        ok=(200, 302),
    ),
    "disclosure:typed_new": Page(organ, post=HANDLING, data=content),
    "disclosure:typed": Page(item, post=HANDLING, data=content),
    "disclosure:attach": Page(item, post=HANDLING, ok=(422,)),
    "disclosure:detach": Page(item, post=HANDLING, data=lambda given: {"sha256": "0"}, ok=(302,)),
    "disclosure:attachment": Page(
        lambda given: {"pk": given.item, "number": 1, "file": 1}, get=READING, ok=(404,)
    ),
    "disclosure:submit": Page(item, post=HANDLING, ok=(302,)),
    "disclosure:leaks": Page(item, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "disclosure:consult": Page(
        item,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"organ_name": "听雨镇人民政府", "asked_on": "2021-01-20"},
    ),
    "disclosure:answer": Page(
        lambda given: {"pk": given.consultation},
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"outcome": "agreed", "answered_on": "2021-01-20"},
    ),
    # Whoever may review anything may come; the one whose step it is not is told so (422).
    "disclosure:review": Page(
        item,
        post=REVIEWING,
        data=lambda given: {"digest": given.item_digest, "decision": "pass"},
        ok=(302, 422),
    ),
    "disclosure:publish": Page(
        item, post=DISCLOSING, data=lambda given: {"digest": given.item_digest}, ok=(302,)
    ),
    "disclosure:schedule": Page(item, post=DISCLOSING, ok=(422,)),
    "disclosure:channel": Page(
        item, get=HANDLING, post=HANDLING, data=lambda given: {"channel": "board", "on": "2021-01-20"}
    ),
    "disclosure:discard": Page(item, post=HANDLING, ok=(302,)),
    "disclosure:revise": Page(
        item, get=HANDLING, post=HANDLING, data=lambda given: {"reason": "漏字"}, ok=(200, 302, 422)
    ),
    "disclosure:withdraw": Page(
        item, get=DISCLOSING, post=DISCLOSING, data=lambda given: {"reason": "有误"}, ok=(200, 302)
    ),
    "disclosure:repeal": Page(
        lambda given: {"pk": given.other},
        get=DISCLOSING,
        post=DISCLOSING,
        data=lambda given: {"on": "2021-01-20"},
    ),
    "disclosure:interprets": Page(
        item,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"document": given.other},
        ok=(200, 302),
    ),
    "disclosure:withheld": listed(organ, READING),
    "disclosure:reexamine": Page(
        item,
        get=who("disclosure secrecy"),
        post=who("disclosure secrecy"),
        data=lambda given: {"opinion": "x", "next_on": "2999-01-01"},
        ok=(200, 422),  # it is not withheld, and says so
    ),
    "disclosure:is_normative": Page(none, get=who("", anywhere=OFFICE)),
    "disclosure:normative": listed(organ, READING),
    "disclosure:adoptions": Page(
        organ,
        get=READING,
        post=HANDLING,
        data=lambda given: {"title": "信息", "adopter": "县政府", "on": "2021-01-04"},
    ),
    "disclosure:counts": Page(
        published, get=READING, post=HANDLING, data=lambda given: {"党政办|licences|1": "3"}
    ),
    "disclosure:counts_file": Page(published, post=READING),
    "disclosure:year_figures": Page(
        published, get=READING, post=HANDLING, data=lambda given: {"licences": "7"}
    ),
    "disclosure:matters": Page(organ, get=READING),
    "disclosure:matters_file": Page(organ, post=READING),
    "disclosure:coverage_file": Page(organ, post=READING),
    "disclosure:matter_new": Page(
        organ,
        get=DISCLOSING,
        post=DISCLOSING,
        data=lambda given: {
            "position": "2",
            "field": "财政",
            "name": "预算",
            "content": "表",
            "audience": "all",
            "way": "proactive",
        },
    ),
    # Without a file, and with nothing seen and confirmed: told what is missing (422).
    "disclosure:matters_import": Page(organ, get=DISCLOSING, post=DISCLOSING, ok=(200, 422)),
    "disclosure:matter": Page(matter, get=READING),
    "disclosure:matter_edit": Page(
        matter,
        get=DISCLOSING,
        post=DISCLOSING,
        data=lambda given: {
            "position": "2",
            "field": "财政",
            "name": "决算",
            "content": "表",
            "audience": "all",
            "way": "proactive",
        },
    ),
    "disclosure:matter_map": Page(
        matter, post=DISCLOSING, data=lambda given: {"column": given.column}, ok=(302,)
    ),
    "disclosure:matter_retire": Page(
        matter, get=DISCLOSING, post=DISCLOSING, data=lambda given: {"reason": "取消"}
    ),
    "disclosure:bind_matters": Page(
        item, get=HANDLING, post=HANDLING, data=lambda given: {"matters": given.matter}, ok=(200, 302)
    ),
    "disclosure:import": Page(organ, get=DISCLOSING, post=DISCLOSING, ok=(200, 422)),
    "disclosure:import_plan": Page(lambda given: {"pk": given.imported}, get=DISCLOSING, post=DISCLOSING),
    "applications:list": listed(none, who("", anywhere=OFFICE)),
    "applications:find": Page(
        none,
        post=who("", anywhere="handler disclosure section_head"),
        data=lambda given: {"who": "王晓禾"},
        ok=(302,),
    ),
    "applications:new": Page(
        organ, get=HANDLING, post=HANDLING, data=lambda given: cases.FILLED, ok=(200, 302)
    ),
    "applications:registered": Page(case, get=HANDLING),
    "applications:case": Page(case, get=READING),
    "applications:evidence": Page(case, get=READING),
    "applications:reveal": Page(
        case,
        get=LOOKING,
        post=LOOKING,
        data=lambda given: {"reason": "电话确认收到申请"},
        ok=(200,),
    ),
    # The file is information to be given: whoever works on the case downloads it, nobody from above.
    "applications:file": Page(case_file, get=who("handler disclosure section_head leader signatory")),
    "applications:add_file": Page(case, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "applications:redact": Page(
        case_file, get=HANDLING, post=HANDLING, data=lambda given: {"boxes": "1 0 0 50 50"}, ok=(200, 302)
    ),
    "applications:preview": Page(lambda given: {**case_file(given), "number": 1}, get=HANDLING),
    "applications:statistics": Page(none, get=who("", anywhere=OFFICE)),
    "applications:behind": listed(none, who("", anywhere=OFFICE)),
    "applications:often": Page(organ, get=READING),
    "applications:reminders": Page(
        none, get=TOLD, post=TOLD, data=lambda given: {"act": "email"}, ok=(200, 302)
    ),
    "applications:retention": Page(organ, get=DISCLOSING, post=DISCLOSING, ok=(200, 422)),
    "applications:certificate": Page(lambda given: {"pk": given.certificate}, get=DISCLOSING),
    # The case is open: whoever may take the folder of one is told that it is not closed yet (302).
    "applications:folder": Page(case, post=DISCLOSING, ok=(302,)),
    "applications:convert": Page(case, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "calendar_feed": Page(lambda given: {"token": "none"}, get=ALL, public=True, ok=(404,)),
    "applications:approvals": listed(none, who("", anywhere="section_head leader signatory")),
    "applications:settings": Page(
        organ, get=DISCLOSING, post=DISCLOSING, data=lambda given: {"what": "settings"}, ok=(200, 302)
    ),
    "applications:act": Page(
        lambda given: {"pk": given.case, "code": "withdraw"},
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"on": "2021-01-20", "how": "书面撤回", "edition": edition(given)},
        ok=(200, 302),
    ),
    "applications:steps": Page(
        case,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"step": "correct", "choice": "clear", "edition": edition(given)},
        ok=(200, 302),
    ),
    # Nothing is asked of anybody yet: whoever may handle it is told so (422).
    "applications:opinion": Page(
        lambda given: {"pk": given.asked}, get=HANDLING, post=HANDLING, ok=(200, 422)
    ),
    "applications:assignment_finish": Page(
        lambda given: {"pk": given.assigned},
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"result": "没有", "edition": edition(given)},
        ok=(200, 302),
    ),
    "applications:assignment_chase": Page(lambda given: {"pk": given.assigned}, post=HANDLING, ok=(302,)),
    "applications:letter": Page(letter, get=READING),
    # Who only looks sees the names covered, and gets no file with them.
    "applications:letter_file": Page(lambda given: {"pk": given.letter, "suffix": "docx"}, get=CHECKING),
    "applications:letter_form": Page(lambda given: {"pk": given.waiting}, get=CHECKING),
    "applications:letter_edit": Page(
        lambda given: {"pk": given.waiting},
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"edition": edition(given)},
        ok=(200, 302),
    ),
    # Whoever may approve anything may come; the one whose layer it is not is told so (422).
    "applications:letter_approve": Page(
        lambda given: {"pk": given.waiting},
        post=who("section_head leader signatory"),
        data=lambda given: {"decision": "pass", "digest": digest_of_letter(given)},
        ok=(302, 422),
    ),
    "applications:letter_send": Page(
        letter,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {
            "way": "electronic",
            "on": "2021-01-20",
            "edition": edition(given),
            "proof": SimpleUploadedFile("发送记录.png", cases.picture()),
        },
        ok=(200, 302),
    ),
    "applications:letter_deliver": Page(letter, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "applications:letter_void": Page(
        letter,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"reason": "有误", "edition": edition(given)},
        ok=(200, 302),
    ),
    "disputes:list": listed(none, who("", anywhere=OFFICE)),
    "disputes:new": Page(organ, get=HANDLING, post=HANDLING, data=dispute_facts),
    "disputes:table": listed(published, READING),
    "disputes:counting": Page(
        organ,
        get=who("supervisor", lower="supervisor"),
        post=who("supervisor", lower="supervisor"),
        data=lambda given: {"since_year": "2021", "unit": "case", "basis": "填报要求"},
    ),
    "disputes:dispute": Page(dispute, get=READING),
    "disputes:correct": Page(dispute, get=HANDLING, post=HANDLING, data=dispute_facts),
    "disputes:void": Page(
        dispute, get=HANDLING, post=HANDLING, data=lambda given: {"seen": "2", "reason": "重复登记"}
    ),
    "disputes:hearing": Page(
        dispute, get=HANDLING, post=HANDLING, data=lambda given: {"seen": "2", "on": "2021-01-20"}
    ),
    "disputes:conclude": Page(
        dispute,
        get=HANDLING,
        post=HANDLING,
        data=lambda given: {"seen": "2", "outcome": "upheld", "concluded_on": "2021-01-19"},
    ),
    # Without a paper, a result or an order: told what is missing (422).
    "disputes:reply": Page(dispute, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "disputes:instance": Page(dispute, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "disputes:reopen": Page(dispute, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "disputes:redo": Page(dispute, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "disputes:add_file": Page(dispute, get=HANDLING, post=HANDLING, ok=(200, 422)),
    "disputes:reveal": Page(
        dispute, get=HANDLING, post=HANDLING, data=lambda given: {"reason": "寄送答复书"}
    ),
    "disputes:file": Page(
        lambda given: {"pk": given.dispute, "file": given.dispute_file}, post=HANDLING, ok=(200,)
    ),
    "organs:list": listed(none, who("", anywhere=f"{OFFICE} system security")),
    "organs:organ": Page(organ, get=SEEING),
    "organs:contact": Page(organ, post=who("disclosure"), data=lambda given: {"phone": "1"}, ok=(302,)),
    # A form of one's own roles: whoever sees the organ is told what is missing (422).
    "organs:delegate": Page(organ, post=SEEING, ok=(422,)),
    "organs:end_delegation": Page(lambda given: {"pk": given.role}, post=who("")),
    "organs:registers": Page(
        organ,
        get=READING,
        post=HANDLING,
        data=lambda given: {"register": "place", "place-name": "站", "place-address": "巷"},
        ok=(200, 302),
    ),
    "organs:end_member": Page(lambda given: {"pk": given.member}, post=HANDLING, ok=(302,)),
    "disclosure:guide": Page(organ, get=READING, post=HANDLING),
    "portal:guide": Page(organ, get=ALL, public=True),
    "organs:site": Page(
        organ, get=DISCLOSING, post=DISCLOSING, data=lambda given: {"fault_phone": "1"}, ok=(200, 302)
    ),
    "organs:establish": Page(
        organ,
        get=who("system", lower="system"),
        post=who("system", lower="system"),
        data=lambda given: {
            "slug": "station",
            "name": "站所",
            "short_name": "站",
            "kind": "department",
            "on": "2021-01-04",
        },
        ok=(200, 302),
    ),
    # Where an organ stands, and whether it goes on, is for those above it.
    "organs:move": Page(
        organ, get=who("", lower="system"), post=who("", lower="system"), data=under_tingyu, ok=(200, 302)
    ),
    "organs:dissolve": Page(
        organ, get=who("", lower="system"), post=who("", lower="system"), data=into_tingyu, ok=(200, 302)
    ),
    # A town has no competent office of its own: whoever may ask is told so.
    "organs:competent": Page(
        organ, get=who("system", lower="system"), post=who("system", lower="system"), ok=(200, 422)
    ),
    "organs:calendar": Page(
        organ,
        get=SEEING,
        post=who("system", lower="system"),
        data=lambda given: {
            "first": "2021-01-27",
            "works": "no",
            "kind": "local",
            "name": "灯节",
            "document": "规定",
        },
        ok=(200, 302),
    ),
    # Without a notice: told what is missing (422).
    "organs:calendar_load": Page(
        organ, get=who("system", lower="system"), post=who("system", lower="system"), ok=(200, 422)
    ),
    "organs:calendar_day": Page(
        lambda given: {"pk": given.local_day},
        get=who("system", lower="system"),
        post=who("system", lower="system"),
        data=lambda given: {"reason": "录错"},
        ok=(200, 302),
    ),
    "organs:calendar_notice": Page(
        lambda given: {"pk": given.notice},
        get=who("system", lower="system"),
        post=who("system", lower="system"),
        data=lambda given: {"reason": "录错"},
        ok=(200, 302),
    ),
    "organs:calendar_change": listed(lambda given: {"pk": given.change}, SEEING),
    "organs:rename": Page(
        organ,
        post=who("system", lower="system"),
        data=lambda given: {"name": "望舒街道办事处", "short_name": "望舒街道"},
        ok=(302,),
    ),
    "organs:appoint": Page(
        organ,
        post=who("security", lower="security"),
        data=lambda given: {"username": "gao.yuan", "role": "signatory"},
        ok=(302,),
    ),
    "organs:end_role": Page(
        lambda given: {"pk": given.role}, post=who("security", lower="security"), ok=(302,)
    ),
    **supervision.PAGES,
}
"""Every page, those of supervision from their own table."""

ACTS = frozenset(
    {
        "annual_reports:compile",
        "annual_reports:differences",
        "annual_reports:section",
        "annual_reports:signed_on",
        "annual_reports:changes",
        "annual_reports:improvements",
        "annual_reports:improvement",
        "annual_reports:correct",
        "annual_reports:judge",
        "annual_reports:confirm",
        "annual_reports:publish",
        "annual_reports:discard",
        "annual_reports:batches",
        "annual_reports:batch_file",
        "annual_reports:batch_drop",
        "supervision:orders",
        "supervision:order_new",
        "supervision:order_urge",
        "supervision:scans",
        "supervision:scan",
        "supervision:order_answer",
        "supervision:order_look",
        "supervision:order_look_by_hand",
        "supervision:order_return",
        "supervision:order_close",
        "supervision:order_cancel",
        "supervision:order_due",
        "annual_reports:filing_submit",
        "annual_reports:filing_answer",
        "annual_reports:filing_remark",
        "annual_reports:filing_drop",
        "annual_reports:filing_return",
        "annual_reports:filing_accept",
        "annual_reports:filing_unlock",
        "annual_reports:filing_take_in",
        "annual_reports:filing",
        "annual_reports:filing_days",
        "annual_reports:filing_urge",
        "supervision:training_new",
        "supervision:training_edit",
        "supervision:training_call_off",
        "supervision:training_invite",
        "supervision:training_person",
        "supervision:training_answer",
        "supervision:training_material_add",
        "supervision:training_material_drop",
        "supervision:training_hold",
        "supervision:training_test_new",
        "supervision:training_test_start",
        "supervision:training_paper",
        "supervision:training_questions",
        "supervision:training_question_retire",
        "supervision:training_certify",
        "supervision:training_certificate_revoke",
        "supervision:training_rule",
        "disclosure:new",
        "disclosure:columns",
        "disclosure:column",
        "disclosure:steps",
        "disclosure:numbering",
        "disclosure:edit",
        "disclosure:submit",
        "disclosure:consult",
        "disclosure:answer",
        "disclosure:review",
        "disclosure:publish",
        "disclosure:discard",
        "disclosure:channel",
        "disclosure:revise",
        "disclosure:withdraw",
        "disclosure:repeal",
        "disclosure:interprets",
        "disclosure:adoptions",
        "disclosure:counts",
        "disclosure:year_figures",
        "disclosure:import_plan",
        "disclosure:matter_new",
        "disclosure:matter_edit",
        "disclosure:matter_map",
        "disclosure:matter_retire",
        "disclosure:bind_matters",
        "disclosure:answer_question",
        "disclosure:cover_question",
        "disclosure:transfer_question",
        "disclosure:refuse_question",
        "organs:contact",
        "organs:registers",
        "organs:end_member",
        "disclosure:guide",
        "organs:site",
        "organs:establish",
        "organs:move",
        "organs:dissolve",
        "organs:competent",
        "organs:calendar",
        "organs:calendar_day",
        "organs:calendar_notice",
        "organs:calendar_change",
        "organs:rename",
        "organs:appoint",
        "organs:end_role",
        "applications:approvals",
        "applications:settings",
        "applications:act",
        "applications:steps",
        "applications:assignment_finish",
        "applications:assignment_chase",
        "applications:letter_edit",
        "applications:letter_send",
        "applications:letter_void",
        "portal:ledger",
        "supervision:commitments",
        "supervision:figure",
        "supervision:notices",
        "supervision:passage",
        "supervision:read_notice",
        "annual_reports:list",
        "annual_reports:findings",
        "annual_reports:overview",
        "applications:list",
        "applications:new",
        "applications:reveal",
        "applications:redact",
        "disputes:list",
        "disputes:new",
        "disputes:counting",
        "disputes:correct",
        "disputes:void",
        "disputes:hearing",
        "disputes:conclude",
        "disputes:reveal",
        "disputes:file",
        "disclosure:list",
        "disclosure:withheld",
        "disclosure:normative",
        "organs:list",
    }
)
"""Each is a line of the ledger; whoever may not do it must leave none."""


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def test_the_table_names_every_address_and_no_other():
    assert sorted(names(get_resolver())) == sorted(PAGES)


def given(county: County) -> Given:
    """A published report on 2020 and a confirmed draft on 2021; an item with a new version in review."""
    reports.of_wangshu(county)
    made = reports.draft(county.wangshu, county.lin, sample_report("2021"))
    reports.confirmed(made, county.he)
    compile_actions.compile_report(county.wangshu, 2019, user=county.lin, at=cast.AT)
    improved = {"problem": "解读形式单一", "measure": "同步解读"}
    row = improvement_actions.record(county.wangshu, 2019, improved, user=county.lin, at=cast.AT)
    shown = ("核对.docx", items.word())
    progress_actions.tell(row, "核对6次", on=cast.ON, file=shown, user=county.lin, at=cast.AT)
    filed.every_state(county)
    finding = made.stored_findings.order_by("number").first()
    batch = batches.hand_in([("年报.txt", reports.text())], user=county.lin, at=cast.AT)
    document = items.published(county, title="消防通道管理办法", normative=True)
    kept = items.kept_import(county)
    member = registers.add_member(
        county.wangshu, user=county.lin, on=cast.ON, name="许致远", post="镇长", since=cast.ON
    )
    waiting = items.revised(county)
    contested = disputed.registered(county, at="2021-01-20", filed_on=date(2021, 1, 4))
    registration.add_file(contested, disputed.proof(), user=county.lin, at=cast.AT)
    totalled.of_wangshu(county)
    ordered.returned_with_a_file(county)
    pointed.walked(county)
    voices.every_kind(county)
    trained.every_state(county)
    assessed.walked(county)
    briefed.issued(county)
    briefed.notice(county)
    return Given(
        made.pk,
        made.digest,
        made.source_id,
        county.he.roles.get().pk,
        finding.fingerprint,
        batch.pk,
        batch.files.get().pk,
        waiting.item_id,
        waiting.digest,
        document.pk,
        member.pk,
        kept.pk,
        waiting.item.column_id,
        catalogue.added(county).pk,
        questions.asked(county).pk,
        consultations.ask(waiting, "云川县财政局", asked_on=cast.ON, user=county.lin, at=cast.AT).pk,
        calendars.local_day(county).pk,
        calendars.notice(county).pk,
        CalendarChange.objects.latest("pk").pk,
        *applied(county),
        Destruction.objects.create(
            organ=county.wangshu,
            at=cast.AT,
            by=county.lin,
            witness="何川",
            reason="意见",
            numbers=[],
            digests=[],
        ).pk,
        contested.pk,
        contested.files.get().pk,
    )


def applied(county: County) -> tuple[int, int, int, int, int, int]:
    """An application with its receipt, a letter to a third party that waits, a section at work, a file."""
    application = cases.registered(county, "2021-01-18")
    asking = consultation.ask(
        application, Consulted.THIRD_PARTY, moments.PARTY, "报价", user=county.gao, at=cases.at("2021-01-18")
    )
    assert asking.consultation is not None
    assigned = sections.assign(
        cases.fresh(application), section="规划办", task="检索", due_on=cast.ON, to=None, user=county.gao,
        at=cases.at("2021-01-18"),
    )  # fmt: skip
    receipt = application.letters.get(kind="receipt")
    scan = files.Upload("information", "计划.png", cases.picture())
    kept = files.add(cases.fresh(application), scan, user=county.gao, at=cases.at("2021-01-18"))
    return application.pk, receipt.pk, asking.pk, asking.consultation.pk, assigned.pk, kept.pk


@pytest.fixture
def stands(county) -> Given:
    return given(county)


def asked(client: Client, name: str, page: Page, stands: Given, method: str) -> tuple[int, str, bool]:
    """Status, where it leads, and whether anything changed. What it did is undone."""
    address = reverse(name, kwargs=page.kwargs(stands))
    before = Head.current().number
    with transaction.atomic():
        answer = getattr(client, method)(address, page.data(stands) if method == "post" else {})
        b"".join(answer.streaming_content if answer.streaming else [])  # to its end, and closed
        changed = name in ACTS and Head.current().number != before
        transaction.set_rollback(True)
    return answer.status_code, answer.headers.get("Location", ""), changed


def methods(page: Page) -> Iterator[tuple[str, Who | None]]:
    yield "get", page.get
    yield "post", page.post


def wrong(
    person: tuple[Role, str], name: str, page: Page, method: str, allowed: Who | None, found: Any
) -> bool:
    status, location, changed = found
    if allowed is None:
        return status != 405 or changed
    if person not in allowed:
        return status != 403 or changed
    return status not in page.ok or location.startswith(("/office/sign-in/", "/accounts/")) != (
        name == "accounts:sign_out" and method == "post"
    )


# One of each kind walks at once: it writes, it looks, it administers. The others walk in `make test-all`.
AT_ONCE = (Role.DISCLOSURE_OFFICER, Role.SUPERVISOR, Role.AUDIT_ADMIN)
WALKERS = [
    pytest.param(role, marks=[] if role in AT_ONCE else [pytest.mark.slow], id=str(role)) for role in Role
]


@pytest.mark.parametrize("role", WALKERS)
def test_a_role_goes_where_the_table_says_and_nowhere_else(county, stands, role):
    failed = []
    for where, place in ((OWN, county.wangshu), (LOWER, county.yunchuan), (FOREIGN, county.tingyu)):
        person = cast.appointed(cast.user(f"{where}.er", "文静"), place, role)
        for name, page, method, allowed, found in walked(person, stands):
            if wrong((role, where), name, page, method, allowed, found):
                failed.append((where, name, method, *found))
    assert not failed


def walked(person: Any, stands: Given) -> Iterator[tuple[str, Page, str, Who | None, Any]]:
    """What a person finds at every address; one browser, but for signing out."""
    client = cast.browser(person)
    for name, page in PAGES.items():
        for method, allowed in methods(page):
            own = cast.browser(person) if name == "accounts:sign_out" else client
            yield name, page, method, allowed, asked(own, name, page, stands, method)


def test_nobody_is_sent_to_sign_in_from_every_page_of_the_office(stands):
    failed = []
    for name, page in PAGES.items():
        for method, allowed in methods(page):
            status, location, changed = asked(Client(), name, page, stands, method)
            if page.public:
                fits = status == 405 if allowed is None else status in page.ok
            elif name == "accounts:sign_out":
                fits = status == 302
            else:
                fits = status == 302 and location.startswith("/office/sign-in/?next=/office/")
            if not fits or changed:
                failed.append((name, method, status, location, changed))
    assert not failed


def test_everything_that_is_not_public_stands_under_office(stands):
    for name, page in PAGES.items():
        if not page.public:
            assert reverse(name, kwargs=page.kwargs(stands)).startswith("/office/"), name


def test_who_has_no_role_sees_no_organ_and_no_report(stands):
    client = cast.browser(cast.user("wen.jing", "文静"))
    for name, page in PAGES.items():
        if page.public or name.startswith("accounts:") or name == "portal:today":
            continue
        for method, allowed in methods(page):
            status, _location, changed = asked(client, name, page, stands, method)
            assert status == (405 if allowed is None else 403) and not changed, (name, method)


@pytest.mark.parametrize("who_asks", ["lin", "fang", "shen"])
def test_what_is_not_there_is_not_found_whoever_asks(county, stands, who_asks):
    client = cast.browser(getattr(county, who_asks))
    for address in (
        "/office/reports/999999/",
        "/office/reports/files/999999/",
        "/office/reports/99999999999999999999999/",
        "/office/reports/upload/nowhere/",
        "/office/organs/nowhere/",
        "/office/nowhere/",
        "/o/wangshu/reports/2021/",
        "/o/wangshu/reports/99999999999999/",
        "/o/nowhere/",
        "/o/wangshu/catalogue/999999/",
        "/i/999999/",
        "/office/items/999999/",
        "/office/items/new/nowhere/",
        "/office/applications/999999/",
        "/office/applications/999999/files/1/",
        "/office/applications/new/nowhere/",
    ):
        assert client.get(address).status_code == 404, address


def test_until_the_password_is_changed_nothing_else_opens(county, stands):
    county.lin.must_change_password = True
    county.lin.save()
    client = cast.browser(county.lin)
    for name, page in PAGES.items():
        if page.public or name in ("accounts:change_password", "accounts:sign_out"):
            continue
        for method, _allowed in methods(page):
            status, location, changed = asked(client, name, page, stands, method)
            assert (status, location, changed) == (302, "/office/password/", False), (name, method)
