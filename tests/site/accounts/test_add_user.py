"""Opening accounts 开设账号."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from gongkai.site.accounts import actions
from gongkai.site.accounts.models import User
from gongkai.site.ledger.models import Entry
from tests import cast


def test_the_new_user_must_change_the_password_and_the_line_names_who_added_them(lin):
    user = actions.add_user("Chen.Gang", "陈刚", cast.PASSWORD, by=lin)
    assert user.username == "chen.gang" and user.must_change_password
    line = Entry.objects.get()
    assert (line.act, line.subject_id, line.user) == ("user_added", str(user.pk), lin)


def test_a_user_name_is_given_once_and_the_refusal_leaves_no_line(lin):
    with pytest.raises(ValidationError, match="已有这个用户名。"):
        actions.add_user("LIN.XIAO", "林啸", cast.PASSWORD, by=None)
    assert not Entry.objects.exists()


def test_the_command_makes_a_first_user_with_a_password_of_its_own(db):
    out = StringIO()
    call_command("add_user", "chen.gang", "陈刚", stdout=out)
    password = out.getvalue().split("初始密码：")[1].strip()
    assert User.objects.get(username="chen.gang").check_password(password)


def test_the_command_says_in_chinese_what_is_wrong(lin):
    with pytest.raises(CommandError, match="已有这个用户名。"):
        call_command("add_user", "lin.xiao", "林啸")
