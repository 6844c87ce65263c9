"""Every page: no accessibility fault, no sideways scroll on a phone, by keyboard, without scripts."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gongkai.law.applications import steps
from gongkai.site.annual_reports import actions as report_acts
from gongkai.site.annual_reports import batches, compile_actions, improvement_actions
from gongkai.site.annual_reports.improvement_models import Improvement
from gongkai.site.annual_reports.models import BatchFile, Remark, Step, Submission, Version
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import files, reply
from gongkai.site.applications.models import (
    Application,
    CaseFile,
    Consultation,
    Destruction,
    Letter,
    Reminder,
)
from gongkai.site.disclosure import actions as disclosure
from gongkai.site.disclosure.matter_models import Matter
from gongkai.site.disclosure.models import Item
from gongkai.site.disclosure.question_models import Question
from gongkai.site.disclosure.record_models import Import
from gongkai.site.disputes.actions import registration
from gongkai.site.disputes.models import Dispute
from gongkai.site.organs import structure
from gongkai.site.organs.calendar_models import CalendarChange
from tests.annual_report.build import sample_report
from tests.browser.conftest import Opened, sign_in
from tests.cast import AT, ON, County, establish
from tests.site import (
    calendars,
    cases,
    catalogue,
    disputed,
    filed,
    items,
    moments,
    questions,
    reports,
    totalled,
)

PUBLIC = {
    "home": "/",
    "organs": "/o/",
    "organ": "/o/wangshu/",
    "report list": "/o/wangshu/reports/",
    "report": "/o/wangshu/reports/2020/",
    "earlier version": "/o/wangshu/reports/2020/v1/",
    "picture": "/o/wangshu/reports/2020/v1/picture/",
    "guide": "/o/wangshu/guide/",
    "rules": "/o/wangshu/rules/",
    "catalogue": "/o/wangshu/catalogue/",
    "column": "/o/wangshu/catalogue/{column}/",
    "standard catalogue": "/o/wangshu/catalogue/matters/",
    "item": "/i/{item}/",
    "earlier item": "/i/{item}/v1/",
    "sheet": "/i/{item}/sheet/",
    "twin of a file": "/i/{item}/v2/files/1/page/",
    "withdrawn": "/i/{withdrawn}/",
    "dissolved organ": "/o/former/",
    "dissolved organs": "/o/?state=dissolved",
    "search": "/search/?q=防火",
    "nothing found": "/search/?q=火车站",
    "questions": "/o/wangshu/questions/",
    "asking": "/o/wangshu/questions/ask/",
    "following": "/questions/follow/",
    "on application": "/o/wangshu/apply/",
    "on application, dissolved": "/o/former/apply/",
    "looking first": "/o/wangshu/apply/form/",
    "putting records right": "/o/wangshu/apply/records/",
    "following an application": "/follow/",
    "open data": "/data/",
    "sign-in": "/office/sign-in/",
    "not there": "/o/nothing/",
}
OFFICE = {
    "today": "/office/",
    "list": "/office/reports/",
    "pictures": "/office/reports/pictures/wangshu/?year=2021",
    "overview": "/office/reports/overview/wangshu/?year=2021",
    "upload": "/office/reports/upload/wangshu/",
    "version": "/office/reports/{draft}/",
    "correcting": "/office/reports/{draft}/?cell=applications.granted.total",
    "compiling": "/office/reports/compile/wangshu/",
    "compiled": "/office/reports/{compiled}/",
    "what changed since": "/office/reports/{compiled}/differences/",
    "declaring nil": "/office/reports/nil/wangshu/",
    "writing": "/office/reports/{compiled}/sections/5/",
    "figures of a section": "/office/reports/{compiled}/sections/1/",
    "changes": "/office/reports/{draft}/changes/?cell=disclosure.licences.decisions",
    "improvements": "/office/reports/wangshu/2020/improvements/",
    "improvement": "/office/reports/improvements/{improvement}/",
    "totals": "/office/reports/totals/?year=2020",
    "total": "/office/reports/totals/wangshu/2020/",
    "organs of a total": "/office/reports/totals/wangshu/2020/organs/",
    "behind a total": "/office/reports/totals/wangshu/2020/cells/applications.granted.total/",
    "check of a total": "/office/reports/totals/wangshu/2020/check/",
    "gathering": "/office/reports/totals/wangshu/2020/gather/",
    "gathered": "/office/reports/totals/gathered/{gathered}/",
    "reviewing": "/office/reports/{draft}/review/",
    "findings": "/office/reports/findings/2021/",
    "judging": "/office/reports/{draft}/?judge={finding}",
    "self-checks": "/office/reports/self-check/?year=2021&quarter=1",
    "self-check": "/office/reports/self-check/wangshu/2021/1/",
    "website tables": "/office/reports/website/?year=2021",
    "website table": "/office/reports/website/wangshu/2021/",
    "records of a figure": "/office/reports/records/wangshu/published/?since=2021-01-01&until=2021-03-31",
    "cases of a sheet": "/office/reports/records/wangshu/received/?since=2021-01-01&until=2021-03-31",
    "collection": "/office/reports/collection/2020/",
    "submitting": "/office/reports/filing/submit/{published}/",
    "receipt": "/office/reports/filing/receipts/{returned}/",
    "returned": "/office/reports/{returned_version}/",
    "answering a remark": "/office/reports/filing/remarks/{remark}/answer/",
    "batches": "/office/reports/batches/",
    "batch": "/office/reports/batches/{batch}/",
    "deciding": "/office/reports/batches/files/{file}/",
    "items": "/office/items/",
    "items sorted": "/office/items/?sort=-due&stage=draft&q=修",
    "new item": "/office/items/new/wangshu/",
    "office item": "/office/items/{item}/",
    "drafted item": "/office/items/{waiting}/",
    "editing": "/office/items/{waiting}/edit/",
    "withdrawing": "/office/items/{item}/withdraw/",
    "repealing": "/office/items/{item}/repeal/",
    "interpreting": "/office/items/{item}/interprets/",
    "writing the guide": "/office/items/guide/wangshu/",
    "is it normative": "/office/items/is-normative/?organ=yes&rights=no",
    "counts": "/office/items/counts/wangshu/2020/",
    "counts of a kind": "/office/items/counts/wangshu/2020/?kind=licences",
    "year figures": "/office/items/counts/wangshu/2020/year/",
    "documents of a figure": "/office/items/normative/wangshu/?figure=made&year=2021",
    "withheld": "/office/items/withheld/wangshu/",
    "questions": "/office/items/questions/",
    "question": "/office/items/questions/{question}/",
    "covering": "/office/items/questions/{question}/cover/",
    "transferring": "/office/items/questions/{question}/transfer/",
    "refusing": "/office/items/questions/{question}/refuse/",
    "applications": "/office/applications/",
    "registering": "/office/applications/new/wangshu/",
    "registered": "/office/applications/{case}/registered/",
    "case": "/office/applications/{case}/",
    "evidence of a term": "/office/applications/{case}/evidence/",
    "looking": "/office/applications/{case}/reveal/",
    "adding a file": "/office/applications/{case}/files/add/",
    "redacting": "/office/applications/{case}/files/{scan}/redact/",
    "registers": "/office/organs/wangshu/registers/",
    "columns": "/office/items/columns/wangshu/",
    "coverage": "/office/items/matters/wangshu/",
    "matter": "/office/items/matter/{matter}/",
    "new matter": "/office/items/matters/wangshu/new/",
    "changing a matter": "/office/items/matter/{matter}/edit/",
    "retiring a matter": "/office/items/matter/{matter}/retire/",
    "matters of an item": "/office/items/{item}/matters/",
    "importing matters": "/office/items/matters/wangshu/import/",
    "one column": "/office/items/columns/wangshu/{column}/",
    "column health": "/office/items/health/",
    "steps": "/office/items/steps/wangshu/",
    "index numbers": "/office/items/numbering/wangshu/",
    "documents": "/office/items/normative/wangshu/",
    "adoptions": "/office/items/adoptions/wangshu/",
    "import": "/office/items/import/wangshu/",
    "dry run": "/office/items/imports/{imported}/",
    "statistics of applications": "/office/applications/statistics/?year=2021",
    "cases of a figure": "/office/applications/statistics/cases/?year=2021&row=granted",
    "reminders": "/office/applications/reminders/",
    "retention": "/office/applications/retention/wangshu/",
    "certificate": "/office/applications/certificates/{certificate}/",
    "turning into published": "/office/applications/{given}/convert/",
    "settings of applications": "/office/applications/settings/wangshu/",
    "correcting an application": "/office/applications/{case}/acts/request_correction/",
    "charging": "/office/applications/{case}/acts/charge_fee/",
    "separating": "/office/applications/{case}/acts/separate/",
    "splitting": "/office/applications/{case}/acts/split/",
    "not now": "/office/applications/{case}/acts/archive/",
    "seven steps": "/office/applications/{case}/steps/",
    "deciding an application": "/office/applications/{decided}/steps/",
    "letter": "/office/applications/letters/{letter}/",
    "changing a letter": "/office/applications/letters/{letter}/edit/",
    "sending a letter": "/office/applications/letters/{receipt}/send/",
    "voiding a letter": "/office/applications/letters/{letter}/void/",
    "recording an opinion": "/office/applications/consultations/{asked}/opinion/",
    "organ": "/office/organs/wangshu/",
    "disputes": "/office/disputes/",
    "new review": "/office/disputes/new/wangshu/",
    "new suit": "/office/disputes/new/wangshu/?proceeding=suit",
    "review": "/office/disputes/{review}/",
    "suit": "/office/disputes/{suit}/",
    "replying to a review": "/office/disputes/{suit}/reply/",
    "another instance": "/office/disputes/{review}/instance/",
    "hearing": "/office/disputes/{suit}/hearing/",
    "concluding": "/office/disputes/{suit}/conclude/",
    "taking an outcome back": "/office/disputes/{review}/reopen/",
    "doing anew": "/office/disputes/{review}/redo/",
    "correcting a dispute": "/office/disputes/{suit}/correct/",
    "voiding a dispute": "/office/disputes/{suit}/void/",
    "who brought it": "/office/disputes/{suit}/reveal/",
    "file of a dispute": "/office/disputes/{suit}/files/",
    "table four": "/office/disputes/table/wangshu/2020/?cell=review.total",
    "site data": "/office/organs/wangshu/site/",
    "calendar": "/office/organs/wangshu/calendar/?year=2021",
    "what a calendar moved": "/office/organs/calendar/changes/{change}/",
    "password": "/office/password/",
    "account": "/office/account/",
    "second factor": "/office/account/second-factor/",
}


@pytest.fixture
def draft(county: County) -> Version:
    """A report with findings published, one with errors waiting, and a batch with a file to decide."""
    reports.of_wangshu(county, show_findings=True)
    filed.every_state(county)
    compiled = compile_actions.compile_report(county.wangshu, 2019, user=county.lin, at=AT)
    report_acts.correct_cell(compiled, reports.GRANTED, "7", reason="纸质登记", user=county.lin, at=AT)
    made = "disclosure.normative_documents.made"  # its figure in the text is stale now
    report_acts.correct_cell(compiled, made, "3", reason="纸质登记", user=county.lin, at=AT)
    improved = {"problem": "解读形式单一", "measure": "同步解读", "due": date(2021, 6, 30)}
    for year in (2019, 2020):
        improvement_actions.record(county.wangshu, year, improved, user=county.lin, at=AT)
    faulty = sample_report("2021")
    cells = {**faulty.cells, "applications.granted.total": 999}
    other = reports.text(sample_report("2021", organ="听雨镇人民政府"))
    batch = batches.hand_in([("other.txt", other), ("none.txt", b"x")], user=county.lin, at=AT)
    for file in batch.files.all():
        batches.process(file.pk, at=AT)
    second = items.revised(county)
    disclosure.attach(second, items.word(), "补助标准.docx", user=county.lin, at=AT)
    disclosure.submit(second, user=county.lin, at=AT)
    second = items.passed(county, items.fresh(second))
    disclosure.publish(second, second.digest, user=county.lin, at=AT)
    gone = items.published(county, title="有误的公告", document_number="")
    disclosure.withdraw(gone, reason="内容有误", user=county.lin, at=AT)
    items.submitted(county, title="关于修路的公告", document_number="")
    former = establish("former", "旧镇人民政府", "旧镇", "town", county.yunchuan)
    heirs = [county.wangshu]
    structure.dissolve(
        former, kind="merger", successors=heirs, on=ON, note="方案", user=county.cheng, today=ON
    )
    items.kept_import(county, items.ROW, items.ROW | {"标题": ""})
    catalogue.added(county, column=second.item.column)
    catalogue.added(county, field="养老服务", time_limit="公示期不少于7日")
    questions.asked(county)
    calendars.added(county)
    case = cases.registered(county)
    upload = files.Upload("information", "计划.png", cases.picture())
    files.add(case, upload, user=county.gao, at=cases.at("2021-01-26"))
    cases.applied(county)
    moments.consulting(county)
    kept_and_due(county)
    decided = moments.handling(county)
    way = next(way for way in steps.paths() if way[-1].answer == "not_ours")
    for step, choice in zip(("correct", "is_it", "whose"), way, strict=True):
        reply.choose(decided, step, choice.code, user=county.gao, at=cases.at("2021-01-26"))
    of_2020 = {"filed_on": date(2020, 9, 7), "notified_on": date(2020, 9, 14), "at": "2021-01-20"}
    disputed.concluded(
        county, disputed.registered(county, **of_2020), "revoked_anew", "2020-11-02", "2020-11-04"
    )
    suit = disputed.registered(county, disputed.SUIT, **of_2020)
    registration.add_file(suit, disputed.proof(), user=county.lin, at=AT)
    totalled.of_wangshu(county)
    return reports.draft(county.wangshu, county.lin, sample_report("2021", cells=cells))


def kept_and_due(county: County) -> None:
    """A case that was given, one whose years are over, one destroyed, and a reminder for 林晓."""
    moments.closed(county)
    old = moments.closed(county)
    endings.archive(old, user=county.lin, at=cases.at("2021-02-05"))
    Application.objects.filter(pk=old.pk).update(closed_on=date(2010, 3, 1))
    Destruction.objects.create(
        organ=county.wangshu,
        at=AT,
        by=county.lin,
        witness="何川",
        reason="档案鉴定小组2021年1月15日的意见",
        numbers=["2010000001", "2010000002"],
        digests=["0123456789abcdef" * 4] * 6,
    )
    due = Application.objects.open().exclude(due_on=None).earliest("pk")
    Reminder.objects.create(application=due, user=county.lin, due_on=due.due_on, mark=5, at=AT)


def places(draft: Version) -> dict[str, object]:
    """What stands in the addresses of this county."""
    finding = draft.stored_findings.first()
    waiting = BatchFile.objects.get(name="other.txt")
    item = Item.objects.public().get()
    return {
        "draft": draft.pk,
        "compiled": Version.objects.get(source__kind="compiled").pk,
        "improvement": Improvement.objects.earliest("pk").pk,
        "published": Version.objects.get(
            report__organ__slug="wangshu", report__year=2020, published_at__isnull=False
        ).pk,
        "returned": Submission.objects.get(state="returned").pk,
        "returned_version": Submission.objects.get(state="returned").version_id,
        "remark": Remark.objects.get(submission__state="returned").pk,
        "gathered": Version.objects.get(source__kind="gathered").pk,
        "finding": finding.fingerprint if finding else "",
        "batch": waiting.batch_id,
        "file": waiting.pk,
        "item": item.pk,
        "column": item.column_id,
        "withdrawn": Item.objects.get(withdrawn_at__isnull=False).pk,
        "waiting": Item.objects.get(current=None).pk,
        "imported": Import.objects.get().pk,
        "matter": Matter.objects.earliest("pk").pk,
        "question": Question.objects.get().pk,
        "change": CalendarChange.objects.get().pk,
        "case": Application.objects.earliest("pk").pk,
        "given": Application.objects.filter(stage="closed").earliest("pk").pk,
        "certificate": Destruction.objects.get().pk,
        "scan": CaseFile.objects.get().pk,
        "decided": Application.objects.latest("pk").pk,
        "letter": Letter.objects.get(kind="third_party_applicant_notice").pk,
        "receipt": Letter.objects.filter(kind="receipt").earliest("pk").pk,
        "asked": Consultation.objects.get().pk,
        "review": Dispute.objects.get(proceeding=disputed.REVIEW).pk,
        "suit": Dispute.objects.get(proceeding=disputed.SUIT).pk,
    }


def visited(page: Page, draft: Version, county: County) -> Iterator[tuple[str, Page]]:
    """Every page, public ones first, then those of the office."""
    known = places(draft)
    for name, address in PUBLIC.items():
        page.goto(address.format(**known))
        yield name, page
    sign_in(page, county.lin.username)
    for name, address in OFFICE.items():
        page.goto(address.format(**known))
        if page.locator("[data-django-prose-editor-configurable]").count():
            page.locator(".prose-menubar button, .prose-menubar [title]").first.wait_for()
        yield f"office: {name}", page


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_axe_finds_nothing_on_any_page(county: County, draft: Version, opened: Opened, mode: str) -> None:
    page = opened(bypass_csp=True)
    page.goto("/")
    if mode == "elder":
        page.get_by_role("button", name="关怀版").click()
        expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    found = {}
    for name, here in visited(page, draft, county):
        results = Axe().run(here)
        if results.violations_count:
            found[name] = results.generate_report()
    assert not found


@pytest.mark.parametrize("mode", ["standard", pytest.param("elder", marks=pytest.mark.slow)])
def test_who_receives_reports_can_use_their_pages(
    county: County, draft: Version, opened: Opened, mode: str
) -> None:
    page = opened(360, bypass_csp=True)
    sign_in(page, county.fang.username)
    if mode == "elder":
        page.context.add_cookies([{"name": "mode", "value": "elder", "url": page.url}])
    waiting = Submission.objects.get(state="open").pk
    accepted = Submission.objects.get(state="accepted").pk
    for address in (
        "",
        "reports/filing/yunchuan/2020/",
        "reports/filing/yunchuan/2020/days/?kind=town",
        "reports/filing/yunchuan/2020/urge/",
        f"reports/filing/submissions/{waiting}/",
        f"reports/filing/submissions/{waiting}/?place=section.5",
        f"reports/filing/submissions/{accepted}/",
    ):
        page.goto(f"/office/{address}")
        results = Axe().run(page)
        assert not results.violations_count, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_who_approves_letters_can_use_their_pages(county: County, draft: Version, opened: Opened) -> None:
    page = opened(360, bypass_csp=True)
    sign_in(page, county.he.username)
    letter = places(draft)["letter"]
    for address in ("/office/applications/approvals/", f"/office/applications/letters/{letter}/"):
        page.goto(address)
        results = Axe().run(page)
        assert not results.violations_count, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="同意").wait_for()


@pytest.mark.parametrize("mode", ["standard", pytest.param("elder", marks=pytest.mark.slow)])
def test_who_signs_reports_and_who_reads_a_correction_can_use_their_pages(
    county: County, opened: Opened, mode: str
) -> None:
    version = reports.taken(reports.compiled(county), Step.SENT, county.lin)
    page = opened(360, bypass_csp=True)
    page.goto("/")
    if mode == "elder":
        page.get_by_role("button", name="关怀版").click()

    def usable(address: str) -> None:
        page.goto(address)
        results = Axe().run(page)
        assert not results.violations_count, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address

    sign_in(page, county.he.username)
    address = f"/office/reports/{version.pk}/"
    for one in ("/office/", "/office/reports/", address, f"{address}examine/send-back/"):
        usable(one)
    page.locator("[name=place_1]").select_option(label="五、存在的主要问题及改进情况")
    page.locator("[name=text_1]").fill("写得太空")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_text("写得太空")).to_be_visible()
    usable(address)
    version = reports.signed(version, county)
    report_acts.publish(version, version.digest, show_findings=False, user=county.lin, at=AT)
    after = report_acts.start_correction(version.report, reason="漏报一件", user=county.lin, at=AT)
    for cell in ("received_new.natural_person", "received_new.total", "carried_out.natural_person",
                 "carried_out.total"):  # fmt: skip
        report_acts.correct_cell(after, f"applications.{cell}", "1", reason="漏报", user=county.lin, at=AT)
    compile_actions.write_section(
        after, 5, "存在的问题写得更实：报送不够及时，下一年按月通报，逐项核对。", user=county.lin, at=AT
    )
    after = reports.signed(after, county)
    report_acts.publish(after, after.digest, show_findings=False, user=county.lin, at=AT)
    usable("/o/wangshu/reports/2020/")
    expect(page.get_by_role("heading", name="更正说明")).to_be_visible()
    usable("/o/wangshu/reports/2020/v1/")


SLOWER = [pytest.param(width, marks=pytest.mark.slow) for width in (640, 1280)]


@pytest.mark.parametrize("width", [360, *SLOWER])
def test_no_page_scrolls_sideways(county: County, draft: Version, opened: Opened, width: int) -> None:
    wide = [
        name
        for name, page in visited(opened(width), draft, county)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    ]
    assert not wide


def test_public_pages_work_without_scripts(county: County, draft: Version, opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    for address in PUBLIC.values():
        page.goto(address.format(**places(draft)))
        expect(page.locator("h1").first).to_be_visible()
    page.goto("/o/wangshu/reports/2020/")
    page.get_by_role("button", name="关怀版").click()
    assert page.url.endswith("/o/wangshu/reports/2020/")
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    page.get_by_role("button", name="退出关怀版").click()
    expect(page.locator("html")).not_to_have_attribute("data-mode", "elder")


def test_the_first_key_leads_past_the_head_to_the_content(county: County, opened: Opened) -> None:
    page = opened()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.slow
def test_no_page_asks_anything_of_another_host(county: County, draft: Version, opened: Opened) -> None:
    page = opened()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    hosts = {here.url.split("/")[2] for _name, here in visited(page, draft, county)}
    assert asked == hosts
    assert len(hosts) == 1
