"""The seven steps on their page: every way of the law leads to a reply that is drafted, approved and sent."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gongkai.law.applications import steps as law
from gongkai.law.applications.answers import ANSWERS, FORMS, row
from gongkai.law.applications.case import ACTS, Stage
from gongkai.law.applications.steps import FIRST, STEPS
from gongkai.site.applications.actions import files, reply
from gongkai.site.applications.actions.foundations import words_of
from gongkai.site.applications.letters import KINDS
from gongkai.site.applications.letters.kinds import FIELDS
from gongkai.site.applications.models import Application, LetterState
from gongkai.site.applications.steps import standing
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site import cases, items, moments

WAYS = list(law.paths())
ON = "2021-02-23"


def named(way: tuple[law.Choice, ...]) -> str:
    return "-".join(choice.code for choice in way)


def searched(county: cast.County) -> Application:
    application = moments.handling(county)
    reply.record_search(
        application, on=date(2021, 1, 27), place="文书档案库", words="“公路养护”", by="高原", found=False,
        result="", user=county.gao, at=cases.at("2021-01-27"),
    )  # fmt: skip
    return cases.fresh(application)


def separated(county: cast.County) -> Application:
    application = moments.handling(county)
    pieces = [
        {"text": "养护计划", "given": True, "ground": "", "reason": ""},
        {"text": "讨论记录", "given": False, "ground": "process", "reason": "属于过程性信息"},
    ]
    reply.separate(application, pieces, user=county.gao, at=cases.at("2021-01-27"))
    return cases.fresh(application)


def repeated(county: cast.County) -> Application:
    moments.closed(county)
    return cases.registered(county, "2021-02-02")


def unsound(county: cast.County) -> Application:
    return moments.reasoned(county, sound=False)


BEGUN: dict[str, Callable[[cast.County], Application]] = {
    "unable_still_unclear": moments.corrected,
    "declined_excessive": unsound,
    "refused_third_party": moments.answered_by_third_party,
    "partly_granted": separated,
    "not_existing": searched,
    "unable_needs_creation": searched,
    "declined_repeat": repeated,
    "other_not_corrected": moments.correcting,
}


def place(application: Application) -> str:
    return f"/office/applications/{application.pk}/steps/"


def chosen(client: Client, application: Application, way: tuple[law.Choice, ...]) -> None:
    """Every choice of a way, on the page, one after the other."""
    step = FIRST
    for choice in way:
        words = client.get(place(application)).content.decode()
        assert STEPS[step].question in words and choice.label in words
        assert all(str(article) in words for article in choice.articles)
        data = {"step": step, "choice": choice.code, "note": "", "edition": cases.fresh(application).edition}
        assert client.post(place(application), data).status_code == 302
        step = choice.leads_to


def written(answer: str) -> dict[str, Any]:
    """Every word that an officer writes for an answer."""
    samples = {name: FIELDS[name].sample for name in words_of(answer)}
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in samples.items()}


@pytest.mark.parametrize("way", WAYS, ids=named)
def test_every_way_leads_to_a_drafted_reply(
    county: cast.County, clock: Any, way: tuple[law.Choice, ...]
) -> None:
    answer = way[-1].answer
    application = BEGUN.get(answer, moments.handling)(county)
    clock.at = cases.at("2021-01-27" if answer == "other_fee_unpaid" else ON)
    client = cast.browser(county.gao)
    if answer == "other_fee_unpaid":  # the fee is asked for on the way, and not paid
        chosen(client, application, way[:-1])
        application = moments.charged(application, county)
        clock.at = cases.at("2021-03-02")
        client = cast.browser(county.gao)  # a month later nobody is signed in any more
    elif answer != "other_not_corrected":  # silence answers by itself
        chosen(client, application, way)
    page = client.get(place(application)).content.decode()
    assert ANSWERS[answer].label in page and "起草以前还缺" not in page
    data = {**written(answer), "answer": answer, "edition": cases.fresh(application).edition}
    letter_page = client.post(place(application), data, follow=True)
    letter = application.letters.get(answer=answer)
    assert letter_page.redirect_chain[0][0] == f"/office/applications/letters/{letter.pk}/"
    assert letter.state == LetterState.APPROVING


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_is_approved_sent_and_closes_the_case_in_its_row(
    county: cast.County, clock: Any, answer: str
) -> None:
    application = BEGUN.get(answer, moments.handling)(county)
    day = ON
    if answer == "other_fee_unpaid":
        application, day = moments.charged(application, county), "2021-03-02"
    decision = reply.Decision(answer, written(answer))
    letter = reply.decide(application, decision, user=county.gao, at=cases.at(day))
    letter = cases.sent(letter, county, day)
    closed = cases.fresh(application)
    assert (closed.stage, closed.answer, closed.closed_on) == (Stage.CLOSED, answer, date.fromisoformat(day))
    assert letter.number.endswith("号") and letter.pdf_digest
    assert row(closed.answer, "2021") == KINDS[letter.kind].row
    assert all(row(closed.answer, form) for form in FORMS)


def test_each_asking_of_a_step_is_an_act_with_a_page(county: cast.County, clock: Any) -> None:
    application = moments.handling(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    for step in STEPS.values():
        for asking in step.askings:
            assert asking.code in ACTS
            address = f"/office/applications/{application.pk}/acts/{asking.code}/"
            assert client.get(address).status_code == 200


def test_a_step_is_taken_back_and_what_came_after_it_is_gone(county: cast.County, clock: Any) -> None:
    application = moments.handling(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    way = next(way for way in WAYS if way[-1].answer == "not_existing")
    chosen(client, application, way)
    page = client.get(place(application) + "?step=is_it").content.decode()
    assert STEPS["is_it"].question in page
    data = {"step": "is_it", "choice": "declined_publication", "note": "是县志", "edition": 99}
    assert client.post(place(application) + "?step=is_it", data).status_code == 409
    data["edition"] = cases.fresh(application).edition
    assert client.post(place(application) + "?step=is_it", data).status_code == 302
    now = standing(application.steps.all())
    assert now.answer == "declined_publication"
    assert [one.choice.code for one in now.taken] == ["clear", "declined_publication"]
    assert application.steps.count() == len(way) + 1  # the first way stays traced


def test_a_choice_at_a_question_that_is_no_longer_open_is_refused(county: cast.County, clock: Any) -> None:
    application = moments.handling(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    data = {"step": "exists", "choice": "found", "edition": application.edition}
    answer = client.post(place(application), data)
    assert answer.status_code == 422
    assert not application.steps.exists()
    answer = client.post(
        place(application), {"step": FIRST, "edition": application.edition, "note": "想一想"}
    )
    assert answer.status_code == 422 and "想一想" in answer.content.decode()


@pytest.mark.parametrize(
    ("answer", "act"),
    [
        ("not_existing", "search"),
        ("partly_granted", "separate"),
        ("refused_third_party", "consult_third_party"),
        ("unable_still_unclear", "request_correction"),
        ("declined_excessive", "ask_reasons"),
    ],
)
def test_what_is_missing_is_said_first_with_the_way_to_it(
    county: cast.County, clock: Any, answer: str, act: str
) -> None:
    application = moments.handling(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    chosen(client, application, next(way for way in WAYS if way[-1].answer == answer))
    page = client.get(place(application)).content.decode()
    assert "起草以前还缺" in page
    assert f"/office/applications/{application.pk}/acts/{act}/" in page
    data = {**written(answer), "answer": answer, "edition": cases.fresh(application).edition}
    assert client.post(place(application), data).status_code == 422
    assert not application.letters.exclude(answer="").exists()


def test_a_reply_is_seen_before_it_is_drafted_with_names_covered(county: cast.County, clock: Any) -> None:
    application = searched(county)
    clock.at = cases.at("2021-01-28")
    client = cast.browser(county.gao)
    chosen(client, application, next(way for way in WAYS if way[-1].answer == "not_existing"))
    data = {"answer": "not_existing", "edition": cases.fresh(application).edition, "preview": "on"}
    page = client.post(place(application), data).content.decode()
    assert "没有您申请公开的政府信息" in page and "文书档案库" in page
    assert "王＊＊" in page and "王晓禾" not in page
    data = {"answer": "not_existing", "pdf": "on"}
    answer = client.post(place(application), data)
    assert answer.content.startswith(b"%PDF") and "no-store" in answer.headers["Cache-Control"]
    assert not application.letters.exclude(answer="").exists()


def test_the_organ_responsible_is_taken_from_those_the_system_knows(county: cast.County, clock: Any) -> None:
    application = moments.handling(county)
    county.yunchuan.office, county.yunchuan.phone = "县政务公开办", "0000-1234567"
    county.yunchuan.save()
    clock.at = cases.at("2021-01-28")
    client = cast.browser(county.gao)
    chosen(client, application, next(way for way in WAYS if way[-1].answer == "not_ours"))
    data = {
        "answer": "not_ours",
        "known_organ": str(county.yunchuan.pk),
        "reason": "由县政府制作。",
        "edition": cases.fresh(application).edition,
        "preview": "on",
    }
    page = client.post(place(application), data).content.decode()
    assert "云川县人民政府" in page and "县政务公开办，0000-1234567" in page


def test_of_a_part_what_is_redacted_goes_out_and_not_its_source(county: cast.County, clock: Any) -> None:
    application = separated(county)
    upload = files.Upload("information", "计划.docx", items.word("养护计划，报价128万元"))
    whole = files.add(application, upload, user=county.gao, at=cases.at("2021-01-27"))
    part, _found = files.redact(whole, ["128万元"], [], user=county.gao, at=cases.at("2021-01-27"))
    clock.at = cases.at("2021-01-28")
    client = cast.browser(county.gao)
    chosen(client, application, next(way for way in WAYS if way[-1].answer == "partly_granted"))
    page = client.get(place(application)).content.decode()
    boxes = re.findall(r'name="files" value="(\d+)"([^>]*)>', page)
    assert [(int(key), "checked" in rest) for key, rest in boxes] == [(whole.pk, False), (part.pk, True)]


def test_the_earlier_reply_is_filled_in_for_a_repeat(county: cast.County, clock: Any) -> None:
    application = repeated(county)
    clock.at = cases.at("2021-02-03")
    client = cast.browser(county.gao)
    chosen(client, application, next(way for way in WAYS if way[-1].answer == "declined_repeat"))
    page = client.get(place(application)).content.decode()
    assert "望舒镇公开答〔2021〕1号" in page and "2021-02-01" in page


def test_of_two_decisions_the_second_is_told(county: cast.County, clock: Any) -> None:
    application = searched(county)
    clock.at = cases.at("2021-01-28")
    client = cast.browser(county.gao)
    chosen(client, application, next(way for way in WAYS if way[-1].answer == "declined_petition"))
    data = {
        "answer": "declined_petition",
        "reason": "要求处理邻里纠纷。",
        "route": "可以向信访局提出。",
        "edition": 1,
    }
    answer = client.post(place(application), data)
    assert answer.status_code == 409 and "要求处理邻里纠纷。" in answer.content.decode()
    data["edition"] = cases.fresh(application).edition
    assert client.post(place(application), data).status_code == 302
    page = client.get(place(application)).content.decode()
    assert "答复已经起草" in page


def test_an_agreeing_third_party_is_no_ground_to_withhold(county: cast.County) -> None:
    application = moments.answered_by_third_party(county, "agrees")
    decision = reply.Decision("refused_third_party", written("refused_third_party"))
    with pytest.raises(Refused, match="第三方同意公开"):
        reply.decide(application, decision, user=county.gao, at=cases.at("2021-02-02"))


def test_good_reasons_are_no_ground_to_decline(county: cast.County) -> None:
    application = moments.reasoned(county, sound=True)
    decision = reply.Decision("declined_excessive", written("declined_excessive"))
    with pytest.raises(Refused, match="理由合理"):
        reply.decide(application, decision, user=county.gao, at=cases.at("2021-02-02"))


def test_an_application_about_records_has_no_steps(county: cast.County, clock: Any) -> None:
    application = moments.records(county)
    answer = cast.browser(county.gao).get(place(application))
    assert answer.headers["Location"].endswith("/acts/decide/")


def test_the_page_of_the_steps_asks_the_database_a_bounded_number_of_times(
    county: cast.County, clock: Any, django_assert_max_num_queries: Any
) -> None:
    application = searched(county)
    clock.at = cases.at("2021-01-28")
    client = cast.browser(county.gao)
    chosen(client, application, next(way for way in WAYS if way[-1].answer == "not_existing"))
    with django_assert_max_num_queries(36):
        client.get(place(application))
