"""Letters on their pages: approved layer by layer, returned, sent, delivered, void; no number twice."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.law.applications.case import Stage
from gongkai.site.applications.actions import correction, letters, reply
from gongkai.site.applications.actions import settings as setting
from gongkai.site.applications.actions.files import Upload, store
from gongkai.site.applications.actions.words import fields_of
from gongkai.site.applications.letters import default_template
from gongkai.site.applications.models import CaseFile, Letter, LetterNumber, LetterState
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Role
from tests import cast
from tests.site import cases, moments, threads

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def place(letter: Letter, act: str = "") -> str:
    return f"/office/applications/letters/{letter.pk}/{act + '/' if act else ''}"


def approve(client: Client, letter: Letter, decision: str = "pass", opinion: str = "") -> Any:
    data = {"digest": cases.fresh(letter).digest, "decision": decision, "opinion": opinion}
    return client.post(place(letter, "approve"), data)


def test_a_reply_passes_every_layer_once_in_its_order(county: cast.County, clock: Any) -> None:
    letter = moments.drafted(county)
    clock.at = cases.at("2021-02-01")
    for person, role in (("he", "科室负责人"), ("song", "分管领导"), ("qin", "签发人")):
        client = cast.browser(getattr(county, person))
        assert str(letter.pk) in client.get("/office/applications/approvals/").content.decode()
        page = client.get(place(letter)).content.decode()
        assert f"{role}审批" in page and "复制件随本答复书一并送达。" in page
        assert approve(client, letter, opinion="同意").status_code == 302
    letter = cases.fresh(letter)
    assert (letter.state, letter.number) == (LetterState.SIGNED, "望舒镇公开答〔2021〕1号")
    page = cast.browser(county.gao).get(place(letter)).content.decode()
    assert "何川" in page and "宋岚" in page and "秦岳" in page
    assert "望舒镇公开答〔2021〕1号" in page


@pytest.mark.parametrize("person", ["song", "qin", "gao", "lin", "zhou", "gu"])
def test_nobody_approves_out_of_turn(county: cast.County, clock: Any, person: str) -> None:
    letter = moments.drafted(county)
    clock.at = cases.at("2021-02-01")
    answer = approve(cast.browser(getattr(county, person)), letter)
    assert answer.status_code in (403, 422)
    assert cases.fresh(letter).waits_for == "section_head"
    assert not letter.approvals.exists()


def test_nobody_passes_two_layers_or_what_they_drafted(county: cast.County, clock: Any) -> None:
    cast.appointed(county.he, county.wangshu, Role.LEADER)
    cast.appointed(county.gao, county.wangshu, Role.SECTION_HEAD)
    letter = moments.drafted(county)
    clock.at = cases.at("2021-02-01")
    drafter = cast.browser(county.gao)
    assert "起草人不能审批" in drafter.get(place(letter)).content.decode()
    assert approve(drafter, letter).status_code == 422
    head = cast.browser(county.he)
    assert approve(head, letter).status_code == 302
    again = approve(head, letter)
    assert again.status_code == 422 and "已经在前一环节审批过" in again.content.decode()
    assert cases.fresh(letter).waits_for == "leader"
    assert place(letter) not in head.get("/office/applications/approvals/").content.decode()


def test_a_letter_is_returned_with_reasons_changed_and_begins_anew(county: cast.County, clock: Any) -> None:
    letter = moments.drafted(county)
    clock.at = cases.at("2021-02-01")
    head, leader, gao = (cast.browser(one) for one in (county.he, county.song, county.gao))
    approve(head, letter)
    silent = approve(leader, letter, "return")
    assert silent.status_code == 422 and "退回时请写明理由" in silent.content.decode()
    assert approve(leader, letter, "return", "写明方式").status_code == 302
    assert cases.fresh(letter).state == LetterState.RETURNED
    before = cases.fresh(letter).digest
    form = gao.get(place(letter, "edit")).content.decode()
    assert "复制件随本答复书一并送达。" in form
    data = {"information": "养护计划", "manner": "复制件当面交付。", "edition": 1}
    stale = gao.post(place(letter, "edit"), data)
    assert stale.status_code == 409 and "复制件当面交付。" in stale.content.decode()
    data["edition"] = cases.fresh(letter.application).edition
    assert gao.post(place(letter, "edit"), data).status_code == 302
    letter = cases.fresh(letter)
    assert (letter.state, letter.waits_for) == (LetterState.APPROVING, "section_head")
    assert letter.digest != before
    page = gao.get(place(letter)).content.decode()
    assert "写明方式" in page and "复制件当面交付。" in page
    old = head.post(place(letter, "approve"), {"digest": before, "decision": "pass"})
    assert old.status_code == 422 and "改动过" in old.content.decode()


def test_what_goes_out_with_a_letter_is_approved_with_it(county: cast.County) -> None:
    application = moments.handling(county)
    upload = Upload(CaseFile.Kind.INFORMATION, "计划.png", PNG)
    first = store(application, upload, user=county.gao, at=cases.at("2021-02-01"))
    letter = reply.decide(
        application,
        reply.Decision("granted", {"manner": "随本答复书送达。"}, (first.pk,)),
        user=county.gao,
        at=cases.at("2021-02-01"),
    )
    assert [file.pk for file in letter.files.all()] == [first.pk]
    store(application, upload, user=county.gao, at=cases.at("2021-02-01"), letter=letter)
    with pytest.raises(Refused, match="改动过"):
        letters.approve(letter, letter.digest, True, "", user=county.he, at=cases.at("2021-02-01"))


def test_the_legal_day_stands_beside_each_way_and_the_proof_is_kept(county: cast.County, clock: Any) -> None:
    letter = cases.approved(moments.drafted(county), county, "2021-02-01")
    clock.at = cases.at("2021-02-02")
    client = cast.browser(county.gao)
    page = client.get(place(letter, "send")).content.decode()
    assert "邮政企业邮寄送达：以交邮之日为准" in page and "直接送达：以签收之日为准" in page
    assert "其他快递企业" not in page  # an answer is not served by it
    edition = cases.fresh(letter.application).edition
    data = {"way": "post", "on": "2021-02-02", "tracking_number": "", "edition": edition}
    answer = client.post(place(letter, "send"), data)
    assert answer.status_code == 422 and "邮件编号" in answer.content.decode()
    data |= {"tracking_number": "EM000000001CN", "proof": SimpleUploadedFile("凭证.png", PNG)}
    assert client.post(place(letter, "send"), data).status_code == 302
    letter = cases.fresh(letter)
    assert (letter.state, letter.served_on) == (LetterState.SERVED, date(2021, 2, 2))
    assert letter.files.get().kind == CaseFile.Kind.PROOF
    assert cases.fresh(letter.application).stage == Stage.CLOSED
    edition = cases.fresh(letter.application).edition
    data = {"on": "2021-02-04", "edition": edition}
    clock.at = cases.at("2021-02-04")
    client = cast.browser(county.gao)
    assert client.post(place(letter, "deliver"), data).status_code == 302
    assert cases.fresh(letter).delivered_on == date(2021, 2, 4)
    assert cases.fresh(letter.application).closed_on == date(2021, 2, 2)


def test_a_letter_that_is_handed_over_counts_from_the_signature(county: cast.County, clock: Any) -> None:
    letter = cases.approved(moments.drafted(county), county, "2021-02-01")
    clock.at = cases.at("2021-02-02")
    client = cast.browser(county.gao)
    data = {"way": "in_person", "on": "2021-02-02", "edition": cases.fresh(letter.application).edition}
    assert client.post(place(letter, "send"), data).status_code == 302
    assert cases.fresh(letter).state == LetterState.SENT
    assert cases.fresh(letter.application).stage == Stage.SIGNED
    clock.at = cases.at("2021-02-03")
    client = cast.browser(county.gao)
    data = {"on": "2021-02-03", "edition": cases.fresh(letter.application).edition}
    assert client.post(place(letter, "deliver"), data).status_code == 302
    assert cases.fresh(letter.application).stage == Stage.CLOSED
    assert "现在不能办理" in client.get(place(letter, "send")).content.decode()


def test_a_notice_that_comes_too_late_is_served_and_changes_nothing(county: cast.County, clock: Any) -> None:
    """Sent on the seventh working day, signed for on the eighth (Art. 30)."""
    notice = correction.request(
        moments.handling(county), "请写明年度。", date(2021, 3, 1), user=county.gao, at=cases.at("2021-02-03")
    )
    notice = cases.approved(notice, county, "2021-02-03")
    letters.send(notice, "in_person", date(2021, 2, 3), user=county.gao, at=cases.at("2021-02-03"))
    clock.at = cases.at("2021-02-04")
    client = cast.browser(county.gao)
    data = {"on": "2021-02-04", "edition": cases.fresh(notice.application).edition}
    page = client.post(place(notice, "deliver"), data, follow=True).content.decode()
    assert "送达过迟，不发生效力" in page and "7个工作日" in page
    assert cases.fresh(notice).state == LetterState.SERVED
    application = cases.fresh(notice.application)
    assert (application.stage, application.correction_notified_on) == (Stage.HANDLING, None)


def test_what_was_enclosed_after_signing_does_not_leave(county: cast.County) -> None:
    letter = cases.approved(moments.drafted(county), county, "2021-02-01")
    upload = Upload(CaseFile.Kind.INFORMATION, "计划.png", PNG)
    store(letter.application, upload, user=county.gao, at=cases.at("2021-02-01"), letter=letter)
    with pytest.raises(Refused, match="签发以后改动过"):
        letters.send(letter, "electronic", date(2021, 2, 1), user=county.gao, at=cases.at("2021-02-01"))


def test_the_check_code_of_a_receipt_is_covered(county: cast.County, clock: Any) -> None:
    letter = moments.handling(county).letters.get()
    clock.at = cases.at("2021-01-26")
    code = fields_of(letter)["check_code"]
    page = cast.browser(county.fang).get(place(letter)).content.decode()
    assert code not in page and "查询码为＊＊＊＊" in page


def test_a_number_that_was_taken_stays_taken(county: cast.County, clock: Any) -> None:
    letter = cases.approved(moments.drafted(county), county, "2021-02-01")
    clock.at = cases.at("2021-02-02")
    client = cast.browser(county.gao)
    data = {"reason": "附件有误", "edition": cases.fresh(letter.application).edition}
    assert client.post(place(letter, "void"), data).status_code == 302
    letter = cases.fresh(letter)
    assert (letter.state, letter.number) == (LetterState.VOID, "望舒镇公开答〔2021〕1号")
    again = reply.decide(
        cases.fresh(letter.application),
        reply.Decision("granted", {"manner": "邮寄。"}),
        user=county.gao,
        at=cases.at("2021-02-02"),
    )
    again = cases.approved(again, county, "2021-02-02")
    assert again.number == "望舒镇公开答〔2021〕2号"
    assert client.post(place(letter, "void"), data).status_code in (409, 422)


def test_the_notice_of_an_asking_goes_with_the_letter_that_asks(county: cast.County) -> None:
    letter = moments.asking(county)
    letters.void(letter, "对象写错", user=county.gao, at=cases.at("2021-01-27"))
    told = letter.application.letters.get(kind="third_party_applicant_notice")
    assert told.state == LetterState.VOID


def test_the_form_of_confirmation_goes_with_a_letter_to_a_third_party(
    county: cast.County, clock: Any
) -> None:
    letter = moments.asking(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    assert "下载意见征询确认函" in client.get(place(letter)).content.decode()
    answer = client.get(place(letter, "form"))
    assert answer.content.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]
    assert client.get(place(letter.application.letters.get(kind="receipt"), "form")).status_code == 404


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_files_are_handed_to_who_works_on_the_letter(county: cast.County, clock: Any, suffix: str) -> None:
    letter = moments.drafted(county)
    clock.at = cases.at("2021-02-01")
    for person in ("gao", "lin", "he", "qin"):
        answer = cast.browser(getattr(county, person)).get(f"{place(letter, 'file')}{suffix}/")
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert "attachment" in answer.headers["Content-Disposition"]
    for person in ("zhou", "fang"):  # they see the page, names covered, and no file
        client = cast.browser(getattr(county, person))
        page = client.get(place(letter)).content.decode()
        assert "王＊＊" in page and "王晓禾" not in page
        assert client.get(f"{place(letter, 'file')}{suffix}/").status_code == 403
    assert cast.browser(county.gao).get(f"{place(letter, 'file')}txt/").status_code == 404


def test_what_is_counted_from_the_words_is_not_edited(county: cast.County) -> None:
    notice = reply.extend(
        moments.handling(county), 20, "材料多。", user=county.gao, at=cases.at("2021-02-01")
    )
    with pytest.raises(Refused, match="重新起草"):
        letters.edit(notice, {"days": "60"}, user=county.gao, at=cases.at("2021-02-01"))
    with pytest.raises(Refused, match="文书还缺：理由和有关事实"):
        letters.edit(notice, {"reason": " "}, user=county.gao, at=cases.at("2021-02-01"))
    assert fields_of(cases.fresh(notice))["reason"] == "材料多。"


def test_the_list_of_what_waits_has_the_nearest_term_first_and_nothing_of_my_own(
    county: cast.County, clock: Any, django_assert_max_num_queries: Any
) -> None:
    later = cases.registered(county, "2021-01-29")
    second = reply.decide(
        later, reply.Decision("granted", {"manner": "邮寄。"}), user=county.gao, at=cases.at("2021-02-01")
    )
    first = moments.drafted(county)
    clock.at = cases.at("2021-02-01")
    client = cast.browser(county.he)
    with django_assert_max_num_queries(20):
        words = client.get("/office/applications/approvals/").content.decode()
    assert words.index(place(first)) < words.index(place(second))
    assert place(first) not in cast.browser(county.gu).get("/office/applications/approvals/").content.decode()
    assert cast.browser(county.gao).get("/office/applications/approvals/").status_code == 403
    Letter.objects.update(drafted_by=county.he)
    assert "没有等您审批的文书" in client.get("/office/applications/approvals/").content.decode()


def test_a_rendering_that_fails_leaves_nothing_behind(
    county: cast.County, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = moments.drafted(county)
    for person in (county.he, county.song):
        letter = letters.approve(letter, letter.digest, True, "", user=person, at=cases.at("2021-02-01"))
    lines, numbers = Entry.objects.count(), LetterNumber.objects.count()

    def broken(docx: bytes) -> bytes:
        raise RuntimeError("no PDF")

    monkeypatch.setattr(letters.letters, "pdf", broken)
    with pytest.raises(RuntimeError):
        letters.approve(letter, letter.digest, True, "", user=county.qin, at=cases.at("2021-02-01"))
    after = cases.fresh(letter)
    assert (after.state, after.waits_for, after.number) == (LetterState.APPROVING, "signatory", "")
    assert after.approvals.count() == 2
    assert Entry.objects.count() == lines and LetterNumber.objects.count() == numbers
    assert cases.fresh(letter.application).signed_on is None


def test_a_template_that_is_broken_is_said_and_not_signed(county: cast.County) -> None:
    letter = moments.drafted(county)
    for person in (county.he, county.song):
        letter = letters.approve(letter, letter.digest, True, "", user=person, at=cases.at("2021-02-01"))
    kept = setting.add_template(
        county.wangshu,
        "granted",
        default_template("granted"),
        user=county.lin,
        at=cases.at("2021-02-01"),
    )
    kept.content = b"PK broken"
    kept.save()
    with pytest.raises(Refused, match="请检查模板"):
        letters.approve(letter, letter.digest, True, "", user=county.qin, at=cases.at("2021-02-01"))
    assert cases.fresh(letter).state == LetterState.APPROVING
    page = cast.browser(county.gao).get(place(letter)).content.decode()
    assert "文书不能显示" in page


def twice(work: Callable[[], Any]) -> list[Any]:
    return threads.outcomes(work, work)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_one_wins(transactional_db: None) -> None:
    county = cast.county()
    letter = cases.approved(moments.drafted(county), county, "2021-02-01")
    seen = cases.fresh(letter.application).edition
    found = twice(
        lambda: letters.send(
            letter, "electronic", date(2021, 2, 1), user=county.gao, at=cases.at("2021-02-01"), seen=seen
        )
    )
    assert sum(isinstance(one, Letter) for one in found) == 1
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert Entry.objects.filter(act="letter_sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_letters_signed_at_once_take_two_numbers(transactional_db: None) -> None:
    county = cast.county()
    made = []
    for _number in range(2):
        letter = moments.drafted(county)
        for person in (county.he, county.song):
            letter = letters.approve(letter, letter.digest, True, "", user=person, at=cases.at("2021-02-01"))
        made.append(letter)

    def sign(letter: Letter) -> Callable[[], Letter]:
        return lambda: letters.approve(
            letter, letter.digest, True, "", user=county.qin, at=cases.at("2021-02-01")
        )

    threads.at_once(*(sign(letter) for letter in made))
    numbers = {cases.fresh(letter).number for letter in made}
    assert numbers == {"望舒镇公开答〔2021〕1号", "望舒镇公开答〔2021〕2号"}


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins(transactional_db: None) -> None:
    county = cast.county()
    application = moments.handling(county)

    def decide() -> Letter:
        return reply.decide(
            application,
            reply.Decision("granted", {"manner": "邮寄。"}),
            user=county.gao,
            at=cases.at("2021-02-01"),
            seen=application.edition,
        )

    found = twice(decide)
    assert sum(isinstance(one, Letter) for one in found) == 1
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert application.letters.exclude(answer="").count() == 1
