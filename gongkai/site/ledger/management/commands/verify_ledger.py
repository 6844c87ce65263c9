"""``manage.py verify_ledger``: exit status 0 when the ledger is whole, 1 when it is not."""

import sys
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ...verification import verify


class Command(BaseCommand):
    help = "核对操作台账：逐行核对序号、前行摘要和本行摘要，指出第一处问题。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--noted",
            action="append",
            default=[],
            type=noted,
            metavar="行号:摘要",
            help="以前核对时另行留存的行号和摘要，可以多次给出",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(options["noted"])
        if verdict.fault:
            self.stderr.write(_("台账有问题：{fault}").format(fault=verdict.fault))
            self.stderr.write(_("此前共{sound}行完好。").format(sound=verdict.sound))
            sys.exit(1)
        self.stdout.write(_("台账完好，共{sound}行。").format(sound=verdict.sound))
        note = f"{verdict.sound}:{verdict.hash}"
        self.stdout.write(_("请另行留存末行：{note}").format(note=note))


def noted(text: str) -> tuple[int, str]:
    number, _colon, hash = text.partition(":")
    if not number.isdecimal() or not hash:
        raise ArgumentTypeError(_("应写作“行号:摘要”"))
    return int(number), hash
