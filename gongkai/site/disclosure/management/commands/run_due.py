"""manage.py run_due: scheduled releases and ended notice periods, for a timetable of the system."""

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.site import today
from gongkai.site.disclosure import timed


class Command(BaseCommand):
    help = "办理到时的定时公布和公示期满。平时由后台任务自动办理，也可以列入系统的定时任务。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"已办理{timed.run(today.now())}件。")
