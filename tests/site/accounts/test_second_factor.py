"""The second factor 第二因素: setting it up, signing in with it, losing the telephone."""

import re
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from gongkai.site.accounts import second_factor
from gongkai.site.accounts.models import RecoveryCode, SecondFactor
from gongkai.site.accounts.second_factor import Outcome
from gongkai.site.ledger import actions as ledger
from gongkai.site.ledger.models import Entry
from tests import cast
from tests.site.factors import ADDRESS, Telephone, activated
from tests.site.threads import meet_after, outcomes

ACCOUNT = "/office/account/"
ACTIVATE = "/office/account/second-factor/"
CODES = "/office/account/second-factor/codes/"
OFF = "/office/account/second-factor/off/"
CODE = "/office/sign-in/code/"


def acts() -> list[str]:
    return [entry.act for entry in ledger.after(0)]


def by_password(username: str = "lin.xiao", **more: str) -> tuple[Client, str]:
    """A browser after the password, and where it was led."""
    client = Client()
    answer = client.post("/office/sign-in/", {"login": username, "password": cast.PASSWORD, **more})
    return client, answer["Location"]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def check(user, code, clock):
    return second_factor.check(user, code, at=clock.at, address=ADDRESS)


# Setting up


def key_of(page: str) -> str:
    return re.search(r'class="key">([A-Z2-7 ]+)<', page)[1]


def test_the_page_shows_square_and_key_and_stays_the_same_when_loaded_again(office):
    page = office.get(ACTIVATE).content.decode()
    assert "<svg" in page
    assert "data:" not in page
    assert key_of(office.get(ACTIVATE).content.decode()) == key_of(page)


def test_a_code_of_the_telephone_activates_and_shows_the_recovery_codes_once(office, lin, clock):
    telephone = Telephone(key_of(office.get(ACTIVATE).content.decode()))
    page = office.post(ACTIVATE, {"code": telephone.code(clock.at)}).content.decode()
    codes = re.findall(r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>", page)
    assert len(set(codes)) == 10
    assert "只显示这一次" in page
    line = Entry.objects.get()
    assert (line.act, line.user, line.subject_id) == ("second_factor_activated", lin, str(lin.pk))
    assert line.detail == '{"address":"127.0.0.1"}'
    assert office.get(ACTIVATE)["Location"] == ACCOUNT
    for address in (ACCOUNT, CODES):
        again = office.get(address).content.decode()
        assert not any(code in again for code in codes)


def test_a_wrong_code_activates_nothing_and_says_what_to_do(office, db):
    page = office.get(ACTIVATE)
    answer = office.post(ACTIVATE, {"code": "000 000"})
    assert answer.status_code == 422
    assert "动态口令不正确。请核对手机的时间" in answer.content.decode()
    assert key_of(answer.content.decode()) == key_of(page.content.decode())
    assert not SecondFactor.objects.exists()


def test_a_second_activation_does_not_replace_the_first(lin, clock):
    activated(lin, clock.at)
    with pytest.raises(ValidationError, match="已经启用"):
        activated(lin, clock.at)
    assert acts() == ["second_factor_activated"]


def test_neither_secret_nor_recovery_codes_are_readable_in_the_database(office, lin, clock):
    office.get(ACTIVATE)
    key = key_of(office.get(ACTIVATE).content.decode()).replace(" ", "")
    assert key not in str(dict(office.session))
    telephone, codes = activated(lin, clock.at)
    kept = str([*SecondFactor.objects.values(), *RecoveryCode.objects.values(), *Entry.objects.values()])
    assert telephone.secret not in kept
    assert not any(code in kept for code in codes)


# Signing in


def test_without_a_second_factor_the_password_is_enough(lin):
    client, location = by_password()
    assert location == "/office/"
    assert signed_in(client)


def test_the_password_alone_opens_nothing(lin, clock):
    activated(lin, clock.at)
    client, location = by_password()
    assert location == CODE
    assert not signed_in(client)
    assert client.get("/office/")["Location"] == "/office/sign-in/?next=/office/"
    assert acts() == ["second_factor_activated"]


def test_the_code_completes_the_sign_in_and_leads_to_the_page_asked_for(lin, clock):
    telephone, _codes = activated(lin, clock.at)
    clock.forward(minutes=1)
    client, _location = by_password(next="/office/password/")
    assert "输入动态口令" in client.get(CODE).content.decode()
    assert client.post(CODE, {"code": telephone.code(clock.at)})["Location"] == "/office/password/"
    assert signed_in(client)
    assert acts() == ["second_factor_activated", "signed_in"]


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_spaces_and_full_width_figures_are_as_good(lin, clock, typed):
    telephone, _codes = activated(lin, clock.at)
    clock.forward(minutes=1)
    code = telephone.code(clock.at)
    full_width = typed.format(code[:3], code[3:]).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    client, _location = by_password()
    assert client.post(CODE, {"code": full_width})["Location"] == "/office/"


def test_a_code_is_accepted_once(lin, clock):
    telephone, _codes = activated(lin, clock.at)
    clock.forward(minutes=1)
    code = telephone.code(clock.at)
    assert check(lin, code, clock) is Outcome.CODE
    for seconds in (0, 20, 20):
        clock.forward(seconds=seconds)
        assert check(lin, code, clock) is Outcome.WRONG


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_twice_at_the_same_moment_is_accepted_once(clock, monkeypatch):
    lin = cast.lin()
    telephone, codes = activated(lin, clock.at)
    clock.forward(minutes=1)
    meet_after(monkeypatch, second_factor, "locked_until")
    for code in (telephone.code(clock.at), codes[0]):
        found = outcomes(*[lambda code=code: check(lin, code, clock)] * 2)
        assert Outcome.WRONG in found
        assert found.count(Outcome.WRONG) == 1


def test_the_code_that_activated_does_not_also_sign_in(lin, clock):
    telephone, _codes = activated(lin, clock.at)
    client, _location = by_password()
    assert client.post(CODE, {"code": telephone.code(clock.at)}).status_code == 422
    assert not signed_in(client)


def test_a_wrong_code_is_a_line_by_nobody_and_an_answer_in_chinese(lin, clock):
    activated(lin, clock.at)
    client, _location = by_password()
    answer = client.post(CODE, {"code": "000000"})
    assert answer.status_code == 422
    assert "口令不正确，或者已经用过一次" in answer.content.decode()
    line = Entry.objects.last()
    assert (line.act, line.subject_id, line.user) == ("code_failed", str(lin.pk), None)
    assert "000000" not in line.detail


def test_an_empty_code_is_no_failure(lin, clock):
    activated(lin, clock.at)
    client, _location = by_password()
    answer = client.post(CODE, {"code": " "})
    assert answer.status_code == 422
    assert "code_failed" not in acts()


def test_the_code_page_is_for_who_gave_the_password(client, db, office):
    assert client.get(CODE)["Location"] == "/office/sign-in/"
    assert client.post(CODE, {"code": "123456"})["Location"] == "/office/sign-in/"
    assert office.get(CODE)["Location"] == "/office/"


def test_one_may_go_back_and_sign_in_under_another_name(lin, zhou, clock):
    activated(lin, clock.at)
    client, _location = by_password()
    assert client.get("/office/sign-in/").status_code == 200
    client.post("/office/sign-in/", {"login": "zhou.min", "password": cast.PASSWORD})
    assert client.session["_auth_user_id"] == str(zhou.pk)


def test_the_code_is_asked_for_five_minutes_then_the_password_anew(lin, clock, settings):
    telephone, _codes = activated(lin, clock.at)
    assert settings.ACCOUNT_LOGIN_TIMEOUT == 5 * 60
    client, _location = by_password()
    settings.ACCOUNT_LOGIN_TIMEOUT = -1
    answer = client.post(CODE, {"code": telephone.code(clock.at, 1)})
    assert answer["Location"] == "/office/sign-in/"
    assert not signed_in(client)


def test_when_it_is_reset_between_password_and_code_the_password_is_enough(lin, clock):
    activated(lin, clock.at)
    client, _location = by_password()
    second_factor.reset(lin, by=None)
    assert client.get(CODE)["Location"] == "/office/"
    assert signed_in(client)


def test_a_code_sent_while_it_is_reset_is_only_wrong(lin, clock):
    assert check(lin, "000000", clock) is Outcome.WRONG
    assert acts() == []


# Locking out


def test_the_fifth_wrong_code_locks_and_says_until_when(lin, clock):
    telephone, _codes = activated(lin, clock.at)
    clock.forward(minutes=1)
    client, _location = by_password()
    answers = [client.post(CODE, {"code": "000000"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert "动态口令已连续5次不正确" in answers[-1].content.decode()
    assert 29 * 60 < int(answers[-1]["Retry-After"]) <= 30 * 60
    assert acts() == ["second_factor_activated"] + ["code_failed"] * 5 + ["sign_in_locked"]
    assert client.post(CODE, {"code": telephone.code(clock.at)}).status_code == 429
    assert acts()[-1] == "sign_in_locked"


def test_another_address_and_a_new_password_step_give_no_further_tries(lin, clock):
    activated(lin, clock.at)
    for number in range(4):
        client, _location = by_password()
        client.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}")
    client, _location = by_password()
    assert client.post(CODE, {"code": "000000"}, REMOTE_ADDR="203.0.113.1").status_code == 429


def test_after_half_an_hour_codes_are_taken_again(lin, clock):
    telephone, _codes = activated(lin, clock.at)
    for _ in range(5):
        check(lin, "000000", clock)
    clock.forward(minutes=29)
    assert check(lin, telephone.code(clock.at), clock) is Outcome.LOCKED
    clock.forward(minutes=1)
    assert check(lin, "000000", clock) is Outcome.WRONG
    assert check(lin, telephone.code(clock.at), clock) is Outcome.CODE


def test_a_right_code_wipes_the_failures_before_it(lin, clock):
    telephone, codes = activated(lin, clock.at)
    for right in (telephone.code(clock.at, 1), codes[0]):
        for _ in range(4):
            assert check(lin, "000000", clock) is Outcome.WRONG
        assert check(lin, right, clock) in (Outcome.CODE, Outcome.RECOVERY)
    assert check(lin, "000000", clock) is Outcome.WRONG


# Recovery codes


def test_a_recovery_code_opens_once_however_it_is_typed(lin, clock):
    _telephone, codes = activated(lin, clock.at)
    typed = "-".join((codes[0][:4], codes[0][4:8], codes[0][8:])).lower()
    client, _location = by_password()
    assert client.post(CODE, {"code": typed})["Location"] == "/office/"
    assert acts() == ["second_factor_activated", "recovery_code_used", "signed_in"]
    assert '"left":9' in Entry.objects.get(act="recovery_code_used").detail
    again, _location = by_password()
    assert again.post(CODE, {"code": typed}).status_code == 422


def test_a_recovery_code_opens_for_its_owner_alone(lin, zhou, clock):
    _telephone, codes = activated(lin, clock.at)
    activated(zhou, clock.at)
    assert check(zhou, codes[0], clock) is Outcome.WRONG


def test_new_recovery_codes_void_those_before(lin, clock):
    _telephone, old = activated(lin, clock.at)
    client, _location = by_password()
    client.post(CODE, {"code": old[0]})
    assert "还有9个恢复码没有用过" in client.get(CODES).content.decode()
    page = client.post(CODES, {"code": old[1]}).content.decode()
    new = re.findall(r"<code>([A-Z2-9-]{14})</code>", page)
    assert len(new) == 10
    assert Entry.objects.last().act == "recovery_codes_renewed"
    assert check(lin, old[2], clock) is Outcome.WRONG
    assert check(lin, new[0].replace("-", ""), clock) is Outcome.RECOVERY


@pytest.mark.parametrize("address", [CODES, OFF])
def test_an_open_screen_is_not_enough_to_change_anything(office, lin, clock, address):
    _telephone, codes = activated(lin, clock.at)
    assert office.post(address, {"code": "000000"}).status_code == 422
    assert check(lin, codes[0], clock) is Outcome.RECOVERY
    for _ in range(5):
        answer = office.post(address, {"code": "000000"})
    assert answer.status_code == 429


@pytest.mark.parametrize("address", [CODES, OFF])
def test_where_there_is_no_second_factor_there_is_nothing_to_change(office, address):
    assert office.get(address)["Location"] == ACCOUNT
    assert office.post(address, {"code": "000000"})["Location"] == ACCOUNT


# Switching off, and resetting


def test_switched_off_the_password_is_enough_again(office, lin, clock):
    _telephone, codes = activated(lin, clock.at)
    assert office.post(OFF, {"code": codes[0]})["Location"] == ACCOUNT
    assert Entry.objects.last().act == "second_factor_deactivated"
    assert not RecoveryCode.objects.exists()
    assert by_password()[1] == "/office/"


def test_the_command_resets_and_leaves_a_line(lin, clock):
    activated(lin, clock.at)
    out = StringIO()
    call_command("reset_second_factor", "LIN.XIAO", stdout=out)
    assert "已重置第二因素：林晓" in out.getvalue()
    line = Entry.objects.last()
    assert (line.act, line.subject_id, line.user) == ("second_factor_reset", str(lin.pk), None)
    assert by_password()[1] == "/office/"


def test_the_command_says_when_there_is_nobody_or_nothing_to_reset(lin):
    with pytest.raises(CommandError, match="没有这个用户：nobody"):
        call_command("reset_second_factor", "nobody")
    with pytest.raises(CommandError, match="没有启用第二因素"):
        call_command("reset_second_factor", "lin.xiao")
    assert not Entry.objects.exists()
