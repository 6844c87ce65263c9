"""``manage.py reset_second_factor``: for one who lost both the telephone and the recovery codes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...models import User
from ...second_factor import reset


class Command(BaseCommand):
    help = "重置第二因素：本人用密码登录后重新启用。先核实来人身份。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="用户名")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["username"])
        except User.DoesNotExist as error:
            raise CommandError(_("没有这个用户：{name}").format(name=options["username"])) from error
        try:
            reset(user, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(_("已重置第二因素：{user}").format(user=user))
