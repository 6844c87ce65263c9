"""``manage.py reset_password``: when nobody who could do it in the office can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...actions import reset_password
from ...models import User
from ...passwords import initial_password


class Command(BaseCommand):
    help = "重设密码，新密码由系统生成，下次登录须修改；同时解除登录锁定。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="用户名")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["username"])
        except User.DoesNotExist as error:
            raise CommandError(_("没有这个用户：{name}").format(name=options["username"])) from error
        password = initial_password()
        reset_password(user, password, by=None)
        self.stdout.write(_("已重设密码：{user}").format(user=user))
        self.stdout.write(_("初始密码：{password}").format(password=password))
