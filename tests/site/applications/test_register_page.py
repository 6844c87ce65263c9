"""登记: what came on paper, in person, by fax or was spoken becomes a case, with the day it counts from."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.law.applications.case import Stage
from gongkai.law.applications.receipt import CHANNELS, ground
from gongkai.site.applications import people
from gongkai.site.applications.actions import receipt
from gongkai.site.applications.models import Application
from tests import cast
from tests.site import cases
from tests.site.cases import FILLED

PAGE = "/office/applications/new/wangshu/"


@pytest.fixture(autouse=True)
def _on_the_day(clock: Any) -> None:
    clock.at = cases.at("2021-01-26")


def sent(person: Any, **changed: Any) -> Any:
    return cast.browser(person).post(PAGE, FILLED | changed)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_law_stands_beside_each_channel(county: cast.County) -> None:
    shown = text(cast.browser(county.gao).get(PAGE))
    for channel in CHANNELS:
        assert ground(channel) in shown


def test_a_letter_is_registered_with_its_envelope_and_counts_from_its_signing_for(
    county: cast.County,
) -> None:
    envelope = SimpleUploadedFile("信封.png", cases.picture())
    answer = sent(
        county.gao,
        channel="registered_mail",
        arrived_on="2021-01-25",
        carrier="邮政",
        tracking_number="EM1",
        taken_by="高原",
        envelope=envelope,
    )
    case = Application.objects.get()
    assert answer.headers["Location"] == f"/office/applications/{case.pk}/registered/"
    assert (str(case.received_on), str(case.due_on)) == ("2021-01-25", "2021-02-25")
    assert (case.tracking_number, case.taken_by, case.carrier) == ("EM1", "高原", "邮政")
    assert [file.kind for file in case.files.all()] == ["envelope"]
    person = people.known(case)
    assert person is not None and (person.name, person.phone) == ("王晓禾", "13800001234")


def test_a_fax_waits_for_its_confirmation(county: cast.County) -> None:
    client = cast.browser(county.gao)
    answer = client.post(PAGE, FILLED | {"channel": "fax"})
    case = Application.objects.get()
    assert case.stage == Stage.UNCONFIRMED and case.due_on is None
    assert "确认之日起计算答复期限" in text(client.get(answer.headers["Location"]))


def test_the_check_code_is_shown_once_and_opens_the_case(county: cast.County) -> None:
    client = cast.browser(county.gao)
    place = client.post(PAGE, FILLED).headers["Location"]
    case = Application.objects.get()
    first = client.get(place)
    code = first.context["code"]
    assert code in text(first) and receipt.followed(case.number, code) == case
    assert case.number in text(first) and "/file/pdf/" in text(first)
    again = text(client.get(place))
    assert code not in again and "已经显示过" in again


def test_the_code_of_one_case_is_not_lost_by_registering_another(county: cast.County) -> None:
    client = cast.browser(county.gao)
    first, second = (client.post(PAGE, FILLED).headers["Location"] for _time in range(2))
    assert client.get(second).context["code"] and client.get(first).context["code"]


def test_the_code_lies_nowhere_as_it_is(county: cast.County) -> None:
    client = cast.browser(county.gao)
    place = client.post(PAGE, FILLED).headers["Location"]
    kept = dict(client.session.items())
    code = client.get(place).context["code"]
    assert code not in str(kept) and code.replace("-", "") not in str(kept)


def test_what_may_be_the_same_is_told_and_not_decided(county: cast.County) -> None:
    earlier = cases.registered(county, "2021-01-22")
    client = cast.browser(county.gao)
    shown = text(client.get(client.post(PAGE, FILLED).headers["Location"]))
    assert "可能重复" in shown and earlier.number in shown and "同一申请人" in shown
    assert Application.objects.count() == 2


def test_nearly_the_same_words_of_somebody_else_are_told_too(county: cast.County) -> None:
    cases.registered(county, "2021-01-22")
    client = cast.browser(county.gao)
    words = cases.REQUEST.wanted.replace("。", "！").replace("，", " ，")
    stranger = {"name": "赵小满", "phone": "1", "identity_number": "", "wanted": words}
    place = client.post(PAGE, FILLED | stranger).headers["Location"]
    (alike,) = client.get(place).context["alike"]
    assert (alike.same, alike.near) == (False, 100)
    other = client.post(
        PAGE,
        FILLED | {**stranger, "name": "钱多", "phone": "2", "title": "路灯", "wanted": "路灯维修合同"},
    )
    assert client.get(other.headers["Location"]).context["alike"] == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"channel": "registered_mail"}, "请写明签收人"),
        ({"phone": "", "email": "", "address": ""}, "请至少写一种联系方式"),
        ({"arrived_on": "2021-01-27"}, "收到日期不能在今天之后"),
        ({"name": ""}, "必填"),
        ({"email": "x"}, "电子邮"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    county: cast.County, changed: dict[str, str], told: str
) -> None:
    answer = sent(county.gao, **changed)
    assert answer.status_code == 422
    assert told in text(answer) and cases.REQUEST.wanted in text(answer)
    assert not Application.objects.exists()


def test_a_file_that_is_no_document_stops_the_whole(county: cast.County) -> None:
    answer = sent(county.gao, envelope=SimpleUploadedFile("a.exe", b"MZ"))
    assert answer.status_code == 422 and "请重新选择" in text(answer)
    assert not Application.objects.exists()
