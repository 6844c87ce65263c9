"""make bench: measure, and write docs/benchmarks.md; ``python -m bench 巡检 考核``: these sections anew."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence

import django


def main(chosen: Sequence[str]) -> None:
    """Everything on a database and files of its own, removed afterwards."""
    home = tempfile.mkdtemp(prefix="gongkai-bench-")
    os.environ.update({"GONGKAI_HOME": home, "DJANGO_SETTINGS_MODULE": "gongkai.site.settings"})
    os.environ.update({"GONGKAI_HOSTS": "testserver", "GONGKAI_LOG_LEVEL": "ERROR"})
    os.environ["GONGKAI_PAGE_CACHE"] = "false"  # pages are measured as they are made
    os.environ.pop("GONGKAI_DATABASE_URL", None)
    try:
        django.setup()
        _measure(chosen)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure(chosen: Sequence[str]) -> None:
    from django.core.management import call_command

    from gongkai.site.annual_reports.models import AnnualReport
    from gongkai.site.ledger.models import Entry
    from gongkai.site.ledger.verification import verify

    from . import (
        applications,
        assessing,
        compiling,
        disclosure,
        library,
        measures,
        patrolling,
        readers,
        saving,
        serving,
        site,
        totals,
    )

    def acts() -> list[measures.Measure]:
        done = site.acts()
        return [*done, measures.timed(f"核对台账{Entry.objects.count()}行", verify, times=3)]

    def read() -> list[list[str]]:
        return list(readers.tables())

    def of_library() -> list[measures.Measure]:
        report = AnnualReport.objects.get(organ__slug="wangshu", year=2025).current
        assert report is not None
        return library.measures(report.reading)

    # The last four build what would be in the way of all other figures.
    every: dict[str, Callable[[], list[measures.Measure]]] = {
        "报告库": of_library,
        "公开页面（未缓存，测试客户端，单核）": site.measures,
        "操作": acts,
        "主动公开": disclosure.measures,
        "依申请公开": applications.measures,
        "同时编辑": saving.measures,
        "巡检": patrolling.measures,
        "考核": assessing.measures,
        "汇总": totals.measures,
        "由记录编制": compiling.measures,
    }
    if unknown := [title for title in chosen if title not in every]:
        raise SystemExit(f"没有“{'、'.join(unknown)}”；可以选：{'、'.join(every)}")
    print("正在准备示例数据……")
    call_command("collectstatic", interactive=False, verbosity=0)
    site.prepare()
    sections, more = {}, []
    for title, measured in every.items():
        if not chosen or title in chosen:
            print(f"正在测量：{title}……")
            sections[title] = measured()
        if title == "同时编辑" and not chosen:
            print("正在测量服务器、读取生成的报告……")
            more = [serving.table(), *read()]
    facts = ["数据库：SQLite（文件）"]
    if chosen:
        measures.renew(sections)
    else:
        measures.write(sections, facts, more)
    print(f"已写入 {measures.TARGET}")


if __name__ == "__main__":
    main(sys.argv[1:])
