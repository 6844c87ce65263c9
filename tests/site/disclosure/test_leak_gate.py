"""The leak check at the gate: what stops a submission, and how a reason lets it pass."""

import pytest

from gongkai.site.disclosure import actions, consultations, gate, guide
from gongkai.site.disclosure.gate_models import LeakReason
from gongkai.site.disclosure.models import Stage
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import items

ID = "11010519491231002X"
LEAK = f"<p>名单如下。</p><p>张三 {ID}</p>"


def explain(county, version, **reasons: str) -> None:
    reasons = reasons or {"id:body": "行政处罚决定依法公示"}
    consultations.explain(version, reasons, user=county.lin, at=AT)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "内部资料"}, "标题有密级或内部标志1处"),
        ({"summary": ID}, "内容概述有居民身份证号1处"),
        ({"body": LEAK}, "正文第2段有居民身份证号1处"),
        (
            {"body": "<table><tr><td>1</td><td><p>110105</p></td><td>19491231</td><td>002X</table>"},
            "正文有居民身份证号1处",
        ),
        ({"body": "<p>110105<strong>1949</strong>1231002x</p>"}, "正文有居民身份证号1处"),
        ({"body": "<p>账户6222021001116245702</p>"}, "正文有银行卡号1处"),
        ({"body": "<p>机密★一年</p><p>一、</p>"}, "正文第1段有密级或内部标志1处"),
    ],
)
def test_a_leak_stops_the_submission_and_says_where_without_the_number(county, fields, reason):
    version = items.draft(county, **fields)
    with pytest.raises(Refused, match=reason) as refused:
        actions.submit(version, user=county.lin, at=AT)
    assert ID not in str(refused.value) and "逐项说明" in str(refused.value)
    assert items.fresh(version).stage == Stage.DRAFT


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        (f"张三 {ID}", "补助名单", r"附件“补助名单”第1行有居民身份证号1处"),
        ("无", "【内部资料】", r"附件名称有密级或内部标志1处"),
    ],
)
def test_what_stands_in_an_attachment_or_its_name_is_found_too(county, text, name, found):
    version = items.draft(county)
    actions.attach(version, items.word(text), f"{name}.docx", user=county.lin, at=AT)
    with pytest.raises(Refused, match=found):
        actions.submit(items.fresh(version), user=county.lin, at=AT)


def test_a_number_gets_into_no_title_and_no_name_for_these_are_written_into_the_ledger(county):
    with pytest.raises(Refused, match="操作台账"):
        items.draft(county, title=f"关于张三{ID}的决定")
    version = items.draft(county)
    with pytest.raises(Refused, match="操作台账"):
        actions.attach(version, items.word(), f"{ID}.docx", user=county.lin, at=AT)
    assert not Entry.objects.filter(subject_text__contains=ID).exists()
    assert not Entry.objects.filter(detail__contains=ID).exists()


def test_what_is_not_for_publishing_may_hold_what_it_must(county):
    version = items.submitted(county, body=LEAK, klass="on_request", ground_note="含个人信息")
    assert version.stage == Stage.REVIEW and gate.checked(version) == []


def test_a_telephone_only_asks_and_that_of_the_organ_not_even_that(county):
    county.wangshu.phone = "13800138000"
    county.wangshu.save()
    version = items.submitted(county, body="<p>联系人张三13900139000，监督电话13800138000</p>")
    (one,) = gate.checked(version)
    assert (one.finding.kind, one.finding.count, one.stops) == ("mobile", 1, False)


def test_the_guide_with_its_contacts_and_its_words_on_withholding_raises_no_alarm(county):
    organ = county.wangshu
    organ.phone, organ.fax, organ.email = "0871-61234567、13800138000", "0871-61234568", "ws@example.cn"
    organ.save()
    version = guide.draft_guide(organ, user=county.lin, at=AT)
    assert "ws@example.cn" in version.body and "13800138000" in version.body
    assert gate.checked(items.fresh(version)) == []


def test_a_paper_that_the_register_holds_back_may_not_be_cited_unseen(county):
    items.draft(
        county, title="内部", document_number="望政发〔2020〕7号", klass="on_request", ground_note="内"
    )
    items.published(county, title="公开的", document_number="望政发〔2020〕8号")
    items.draft(
        county,
        title="转",
        original_number="云政办〔2020〕9号",
        original_title="原",
        original_class="withheld",
    )
    actions.draft(
        county.tingyu,
        items.replace(items.NOTICE, document_number="听政发〔2020〕1号"),
        column=None,
        user=county.ye,
        at=AT,
    )
    body = "<p>按照望政发[2020]7号、望政发〔2020〕8号、云政办〔2020〕9号、听政发〔2020〕1号要求。</p>"
    version = items.submitted(county, title="引用", document_number="望政发〔2020〕10号", body=body)
    (one,) = gate.checked(version)
    assert (one.finding.kind, one.stops) == ("cited", False)
    assert set(one.finding.samples) == {"望政发〔2020〕7号", "云政办〔2020〕9号"}


def test_a_reason_lets_it_pass_and_stands_before_every_reviewer_and_in_the_ledger(county):
    version = items.draft(county, body=LEAK)
    explain(county, version)
    line = Entry.objects.order_by("pk").last()
    assert line.act == "leaks_explained" and "依法公示" in line.detail and ID not in line.detail
    actions.submit(version, user=county.lin, at=AT)
    page = browser(county.he).get(f"/office/items/{version.item_id}/").content.decode()
    assert "行政处罚决定依法公示" in page and "已说明" in page and "110*************2X" in page
    version = items.passed(county, items.fresh(version))
    actions.publish(version, version.digest, user=county.lin, at=AT)
    page = browser(county.he).get(f"/office/items/{version.item_id}/").content.decode()
    assert "行政处罚决定依法公示" in page


def test_a_reason_is_for_the_content_it_was_given_for(county):
    version = items.draft(county, body=LEAK)
    explain(county, version)
    actions.attach(version, items.word(), "附件.docx", user=county.lin, at=AT)
    with pytest.raises(Refused, match="居民身份证号"):
        actions.submit(version, user=county.lin, at=AT)


def test_every_finding_needs_its_own_reason(county):
    version = items.draft(county, body=LEAK + "<p>账户6222021001116245702</p>")
    explain(county, version)
    with pytest.raises(Refused, match="银行卡号") as refused:
        actions.submit(version, user=county.lin, at=AT)
    assert "身份证" not in str(refused.value)


@pytest.mark.parametrize(
    ("reasons", "refusal"),
    [
        ({"id:body": " "}, "请写明理由"),
        ({"card:body": "理由"}, "内容在您查看之后有改动"),
        ({"id:body": f"本人{ID}同意"}, "不要写号码"),
    ],
)
def test_a_reason_is_a_sentence_on_what_was_found(county, reasons, refusal):
    version = items.draft(county, body=LEAK)
    with pytest.raises(Refused, match=refusal):
        explain(county, version, **reasons)
    assert not LeakReason.objects.exists()


def test_a_reason_is_not_changed_under_the_eyes_of_the_reviewers(county):
    version = items.draft(county, body=LEAK)
    explain(county, version)
    with pytest.raises(Forbidden):
        consultations.explain(version, {"id:body": "别的"}, user=county.he, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    with pytest.raises(Refused, match="已经送审"):
        explain(county, version, **{"id:body": "别的"})


def test_publication_checks_once_more(county):
    version = items.draft(county, body=LEAK)
    explain(county, version)
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    LeakReason.objects.all().delete()
    with pytest.raises(Refused, match="居民身份证号"):
        actions.publish(version, version.digest, user=county.lin, at=AT)


def test_the_drafter_explains_on_a_page_of_its_own(county):
    version = items.draft(county, body=LEAK)
    office = browser(county.lin)
    address = f"/office/items/{version.item_id}/"
    page = office.get(address).content.decode()
    assert "须处理" in page and f"{address}leaks/" in page and "正文第2段" in page
    wrong = office.post(f"{address}leaks/", {"reason_1": ""})
    assert wrong.status_code == 422 and "请写明理由" in wrong.content.decode()
    assert office.post(f"{address}leaks/", {"reason_1": "依法公示"}).status_code == 302
    page = office.get(address).content.decode()
    assert "依法公示" in page and "须处理" not in page
    assert "依法公示" in office.get(f"{address}leaks/").content.decode()


def test_what_was_looked_for_is_said_where_nothing_was_found(county):
    version = items.draft(county)
    assert "没有查到身份证号" in browser(county.he).get(f"/office/items/{version.item_id}/").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"co_makers": f"云川县财政局、{ID}"},
        {"origin": "organ", "maker": f"县局{ID}", "publish_basis": "转载"},
        {"document_number": ID},
        {"body": f'<p>请<a href="tel:{ID}">致电</a></p>'},
    ],
)
def test_whatever_the_page_prints_is_checked(county, fields):
    with pytest.raises(Refused, match="泄露检查没有通过"):
        items.submitted(county, **fields)


def test_reasons_and_opinions_carry_no_number_into_the_ledger(county):
    item = items.published(county)
    for act in (
        lambda: actions.withdraw(item, reason=f"误录{ID}", user=county.lin, at=AT),
        lambda: actions.revise(item, change_note=f"删去{ID}", user=county.lin, at=AT),
    ):
        with pytest.raises(Refused, match="不能有身份证号"):
            act()
    version = items.submitted(county, title="另一份", document_number="")
    with pytest.raises(Refused, match="不能有身份证号"):
        actions.review(version, version.digest, passed=False, opinion=ID, user=county.he, at=AT)
