"""manage.py load_sample: enter the sample county, or enter it again when it has changed."""

import shutil
from secrets import choice
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from gongkai.site import today
from gongkai.site.applications import tasks
from gongkai.site.organs.models import Organ, Role
from gongkai.site.sample import loading

STAMP = settings.VAR / "sample.stamp"
PASSWORD = settings.VAR / "sample_password"
_FOLDERS = (
    "annual_reports",
    "disclosure",
    "cases",
    "letters",
    "disputes",
    "supervision",
    "voices",
    "training",
    "assessment",
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


class Command(BaseCommand):
    help = "录入示例县云川县；示例数据有改动时清空重录。数据库里有真实机关时拒绝。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        if Organ.objects.filter(sample=False).exists():
            raise CommandError("数据库里有真实的机关，不能录入示例数据。")
        password = _password()
        if Organ.objects.exists() and _stamp() == loading.fingerprint():
            self.stdout.write("示例数据已是最新。")
        else:
            self._load(password)
        self._tell(password)

    def _load(self, password: str) -> None:
        self.stdout.write("正在录入示例数据……")
        STAMP.unlink(missing_ok=True)
        call_command("flush", interactive=False, verbosity=0)
        for folder in _FOLDERS:
            shutil.rmtree(settings.MEDIA_ROOT / folder, ignore_errors=True)
        loading.load(password, today.now())
        tasks.keep_going(today.now())
        STAMP.write_text(loading.fingerprint())

    def _tell(self, password: str) -> None:
        self.stdout.write(f"示例账号（密码均为 {password}）：")
        for organ in loading.county()["organs"]:
            people = "  ".join(
                f"{o['username']}（{o['name']}，{_role(o['role'])}）" for o in organ["officers"]
            )
            self.stdout.write(f"  {organ['name']}：{people}")


def _role(role: str) -> str:
    return str(Role(role).label)


def _stamp() -> str:
    return STAMP.read_text() if STAMP.exists() else ""


def _password() -> str:
    """The sample's password, made once for this installation: none is the same everywhere."""
    if not PASSWORD.exists():
        PASSWORD.touch(mode=0o600)
        letters = "".join(choice(_LETTERS) for _ in range(6))
        digits = "".join(choice(_DIGITS) for _ in range(4))
        PASSWORD.write_text(f"Yc-{letters}-{digits}")
    return PASSWORD.read_text()
