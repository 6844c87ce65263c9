"""``manage.py acts_table > docs/acts.md``: the table of acts, as the code has it."""

from typing import Any

from django.core.management.base import BaseCommand

from ...table import markdown


class Command(BaseCommand):
    help = "输出依申请公开办理环节表（docs/acts.md）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(markdown(), ending="")
