"""manage.py patrol: the checks of the day, for a timetable of the system or after something was put right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.site import today
from gongkai.site.organs.models import Organ
from gongkai.site.supervision.patrol import running
from gongkai.site.supervision.patrol.models import Visit
from gongkai.site.supervision.patrol.outside import allowed


class Command(BaseCommand):
    help = "巡检当天还没有巡检的机关。平时由后台任务每天早上自动进行；中断的，再次执行即接着进行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organ", metavar="网址名", help="只巡检这个机关；当天已经巡检过的，重新巡检。")

    def handle(self, *_args: Any, organ: str | None = None, **_options: Any) -> None:
        on = today.today()
        if organ is None:
            run = running.patrol(on, now=today.now, fetch=allowed())
            visits = list(run.visits.select_related("organ"))
        else:
            found = Organ.objects.existing(on).filter(slug=organ).first()
            if found is None:
                raise CommandError(f"没有网址名为{organ}的机关。")
            visits = [running.patrol_one(found, on, now=today.now, fetch=allowed())]
        failed = [one for one in visits if one.state == Visit.State.FAILED]
        self.stdout.write(
            f"已巡检{len(visits) - len(failed)}个机关，现有问题{sum(one.standing for one in visits)}个。"
        )
        for one in failed:
            self.stdout.write(f"出错：{one.organ.slug}（{one.error}）")
