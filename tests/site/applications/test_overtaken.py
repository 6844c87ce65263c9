"""What comes between the draft of a letter and its going out: a fact that no longer allows it."""

from datetime import date

import pytest

from gongkai.law.applications.case import Stage
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation, correction, files, letters, receipt, reply
from gongkai.site.applications.models import Application, Consulted, Letter
from gongkai.site.applications.people import Party
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site import cases
from tests.site.letters import words

PARTY = Party("云川县某建设有限公司", address="云川县河西街1号")
GRANTED = reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"})


def parts(*names: str) -> list[dict[str, object]]:
    return [
        {"text": "养护计划", "given": True, "ground": "", "reason": ""},
        *({"text": one, "given": False, "ground": "third_party", "reason": "商业秘密"} for one in names),
    ]


def asked(application: Application, county: cast.County, on: str = "2021-03-02") -> Letter:
    letter = consultation.ask(
        cases.fresh(application),
        Consulted.THIRD_PARTY,
        PARTY,
        "报价",
        user=county.gao,
        at=cases.at(on),
    )
    return cases.sent(letter, county, on)


def corrected(application: Application, county: cast.County, on: str = "2021-03-02") -> Letter:
    notice = correction.request(
        application, "请写明年度", date(2021, 3, 19), user=county.gao, at=cases.at(on)
    )
    return cases.approved(notice, county, on)


def test_a_reply_is_not_signed_while_an_opinion_is_awaited(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    letter = reply.decide(application, GRANTED, user=county.gao, at=cases.at("2021-03-02"))
    asked(application, county)
    with pytest.raises(Refused, match="还在征求意见"):
        cases.approved(letter, county, "2021-03-03")
    returned = letters.approve(
        cases.fresh(letter), letter.digest, False, "等第三方意见", user=county.he, at=cases.at("2021-03-03")
    )
    assert returned.state == "returned"


def test_a_correction_that_came_after_all_stops_the_reply_that_gave_up(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    cases.sent(corrected(application, county), county, "2021-03-02")
    letter = reply.decide(
        cases.fresh(application),
        reply.Decision("other_not_corrected", {}),
        user=county.gao,
        at=cases.at("2021-03-22"),
    )
    correction.receive(
        cases.fresh(application), date(2021, 3, 19), "2020年的", user=county.gao, at=cases.at("2021-03-23")
    )
    with pytest.raises(Refused, match="逾期不补正"):
        cases.approved(letter, county, "2021-03-24")


def test_the_day_to_correct_by_is_the_one_that_was_told_and_the_reply_can_be_edited(
    county: cast.County,
) -> None:
    application = cases.registered(county, "2021-03-01")
    cases.sent(corrected(application, county), county, "2021-03-02")
    letter = reply.decide(
        cases.fresh(application),
        reply.Decision("other_not_corrected", {"correction_due": "2021-03-10"}),
        user=county.gao,
        at=cases.at("2021-03-22"),
    )
    assert "2021年3月19日" in _text(letter)
    assert "2021年3月10日" not in _text(letter)
    assert "correction_due" not in letters.editable(letter)


def test_parts_and_searches_do_not_change_behind_the_layers(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    at = cases.at("2021-03-02")
    reply.separate(application, parts("合同报价"), user=county.gao, at=at)
    letter = reply.decide(
        cases.fresh(application), reply.Decision("partly_granted", GRANTED.words), user=county.gao, at=at
    )
    with pytest.raises(Refused, match="答复书已经在办理"):
        reply.separate(cases.fresh(application), parts("全部合同"), user=county.gao, at=at)
    letters.void(letter, "重新区分", user=county.gao, at=at)
    reply.separate(cases.fresh(application), parts("全部合同"), user=county.gao, at=at)


@pytest.mark.parametrize("kind", ["identity", "opinion", "proof"])
def test_what_others_handed_in_goes_out_with_no_reply(county: cast.County, kind: str) -> None:
    application = cases.registered(county, "2021-03-01")
    at = cases.at("2021-03-02")
    kept = files.add(application, files.Upload(kind, "材料.png", cases.picture()), user=county.gao, at=at)
    decision = reply.Decision("granted", GRANTED.words, (kept.pk,))
    with pytest.raises(Refused, match="不能随文书送出"):
        reply.decide(cases.fresh(application), decision, user=county.gao, at=at)


def test_a_letter_under_way_when_the_applicant_withdrew_arrives_and_the_case_is_filed(
    county: cast.County,
) -> None:
    application = cases.registered(county, "2021-03-01")
    notice = letters.send(
        corrected(application, county),
        "in_person",
        date(2021, 3, 2),
        user=county.gao,
        at=cases.at("2021-03-02"),
    )
    endings.withdraw(
        cases.fresh(application), date(2021, 3, 3), "书面撤回", user=county.gao, at=cases.at("2021-03-03")
    )
    made = letters.record_delivery(
        cases.fresh(notice), date(2021, 3, 4), user=county.gao, at=cases.at("2021-03-04")
    )
    assert made.late
    closed = cases.fresh(application)
    assert (closed.stage, closed.correction_notified_on) == (Stage.CLOSED, None)
    endings.archive(closed, user=county.lin, at=cases.at("2021-03-05"))
    assert Letter.objects.get(kind="receipt").state == "void"


def test_an_opinion_that_had_come_earlier_is_recorded_and_undoes_no_extension(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    waiting = asked(application, county).consultation
    assert waiting is not None
    notice = reply.extend(
        cases.fresh(application), 10, "内容较多", user=county.gao, at=cases.at("2021-04-12")
    )
    cases.sent(notice, county, "2021-04-12")
    consultation.record(waiting, date(2021, 3, 8), "agrees", "", user=county.gao, at=cases.at("2021-04-13"))
    left = cases.fresh(application)
    # Twenty days end on 2021-04-02, the four of asking among them; ten more.
    assert (left.stage, left.due_on) == (Stage.HANDLING, date(2021, 4, 19))


def test_asking_after_a_later_day_was_told_moves_the_term_past_it(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    notice = reply.ask_reasons(
        application, "一月内41件", date(2021, 3, 10), user=county.gao, at=cases.at("2021-03-02")
    )
    cases.sent(notice, county, "2021-03-02")
    reply.receive_reasons(
        cases.fresh(application), date(2021, 3, 3), True, "属实", user=county.gao, at=cases.at("2021-03-03")
    )
    later = reply.postpone(
        cases.fresh(application), date(2021, 4, 2), "涉及年度多", user=county.gao, at=cases.at("2021-03-04")
    )
    cases.sent(later, county, "2021-03-04")
    assert cases.fresh(application).due_on == date(2021, 4, 2)
    asked(application, county, "2021-03-05")
    assert cases.fresh(application).due_on == date(2021, 4, 20)


def test_an_application_is_not_withdrawn_before_it_was_received(county: cast.County) -> None:
    """Or it would end in one year and be new in the next: table three would not balance."""
    application, _code = cases.applied(county, "2020-12-30")
    receipt.confirm(application, date(2021, 1, 4), "电话", user=county.gao, at=cases.at("2021-01-04"))
    with pytest.raises(Refused, match="撤回日期"):
        endings.withdraw(
            cases.fresh(application), date(2020, 12, 31), "书面", user=county.gao, at=cases.at("2021-01-05")
        )


def _text(letter: Letter) -> str:
    return words(letters.content(letter, "docx"))


def test_a_day_of_sending_that_lies_back_is_entered_with_its_proof(county: cast.County) -> None:
    """A reply that went out in April would otherwise look as if it had left on the last day of March."""
    application = cases.registered(county, "2021-03-01")
    letter = reply.decide(application, GRANTED, user=county.gao, at=cases.at("2021-03-26"))
    letter = cases.approved(letter, county, "2021-03-29")
    late = {"tracking_number": "EM1", "user": county.gao, "at": cases.at("2021-04-20")}
    with pytest.raises(Refused, match="早于今天的，请附上证明"):
        letters.send(letter, "post", date(2021, 3, 29), **late)
    kept = files.Upload("proof", "收据.png", cases.picture())
    letters.send(letter, "post", date(2021, 3, 29), proof=kept, **late)
    assert cases.fresh(application).served_on == date(2021, 3, 29)


def test_reasons_are_awaited_within_the_term_that_runs_on(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")  # due on 2021-03-29
    at = cases.at("2021-03-22")
    with pytest.raises(Refused, match="应早于答复期限"):
        reply.ask_reasons(application, "一月内41件", date(2021, 3, 29), user=county.gao, at=at)
    reply.ask_reasons(application, "一月内41件", date(2021, 3, 28), user=county.gao, at=at)
