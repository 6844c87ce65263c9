"""``manage.py add_user``: the first users of an installation, before anyone can sign in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...actions import add_user
from ...passwords import initial_password


class Command(BaseCommand):
    help = "开设账号，初始密码由系统生成，首次登录须修改。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="用户名")
        parser.add_argument("name", metavar="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        password = initial_password()
        try:
            user = add_user(options["username"], options["name"], password, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(_("已开设账号：{user}").format(user=user))
        self.stdout.write(_("初始密码：{password}").format(password=password))
