"""网上申请: a form that is sent twice is one application, whoever is first."""

import pytest

from gongkai.site.applications.actions import receipt
from gongkai.site.applications.models import Application, Sent
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.cast import County
from tests.site import cases, threads


def apply(where: County, sending: receipt.Sending, **more: object) -> tuple[Application, str]:
    return receipt.apply(
        where.wangshu,
        "natural_person",
        more.get("person", cases.PERSON),
        cases.REQUEST,
        at=cases.at("2021-01-25"),
        sending=sending,
    )


def test_the_same_form_again_is_the_same_application_with_its_code(county):
    sending = receipt.Sending.drawn()
    first, again = apply(county, sending), apply(county, sending)
    assert first == again and first[1] == sending.code
    assert receipt.followed(first[0].number, sending.code) == first[0]
    assert Application.objects.count() == Entry.objects.filter(act="registered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_are_one_application():
    where, sending = cast.county(), receipt.Sending.drawn()
    one, other = threads.outcomes(lambda: apply(where, sending), lambda: apply(where, sending))
    assert one == other and one[1] == sending.code
    assert Application.objects.count() == 1


def test_a_form_that_was_refused_can_be_sent_once_more(county):
    sending = receipt.Sending.drawn()
    with pytest.raises(Refused, match="请写申请人的姓名"):
        apply(county, sending, person=receipt.people.Person(name=" ", phone="1"))
    assert not Sent.objects.exists()
    application, _code = apply(county, sending)
    assert Sent.objects.get().application == application


def test_a_code_is_kept_only_as_its_hash(county):
    application, code = apply(county, receipt.Sending.drawn())
    assert code.replace("-", "") not in application.code_hash and code not in application.code_hash
