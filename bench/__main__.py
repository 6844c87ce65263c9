"""make bench: measure, and write docs/benchmarks.md."""

import os
import shutil
import tempfile

import django


def main() -> None:
    """Everything on a database and files of its own, removed afterwards."""
    home = tempfile.mkdtemp(prefix="gongkai-bench-")
    os.environ.update({"GONGKAI_HOME": home, "DJANGO_SETTINGS_MODULE": "gongkai.site.settings"})
    os.environ.update({"GONGKAI_HOSTS": "testserver", "GONGKAI_LOG_LEVEL": "ERROR"})
    os.environ["GONGKAI_PAGE_CACHE"] = "false"  # pages are measured as they are made
    os.environ.pop("GONGKAI_DATABASE_URL", None)
    try:
        django.setup()
        _measure()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure() -> None:
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

    print("正在准备示例数据……")
    call_command("collectstatic", interactive=False, verbosity=0)
    site.prepare()
    report = AnnualReport.objects.get(organ__slug="wangshu", year=2025).current
    assert report is not None
    print("正在测量……")
    sections = {
        "报告库": library.measures(report.reading),
        "公开页面（未缓存，测试客户端，单核）": site.measures(),
        "操作": site.acts(),
        "主动公开": disclosure.measures(),
        "依申请公开": applications.measures(),
        "同时编辑": saving.measures(),
    }
    lines = Entry.objects.count()
    sections["操作"].append(measures.timed(f"核对台账{lines}行", verify, times=3))
    print("正在测量服务器……")
    served = serving.table()
    print("正在读取生成的报告……")
    more = [served, *readers.tables()]
    print("正在测量巡检……")
    sections["巡检"] = patrolling.measures()
    print("正在测量考核、汇总和编制……")  # last: what they build would be in the way of all other figures
    sections |= {
        "考核": assessing.measures(),
        "汇总": totals.measures(),
        "由记录编制": compiling.measures(),
    }
    measures.write(sections, ["数据库：SQLite（文件）"], more)
    print(f"已写入 {measures.TARGET}")


if __name__ == "__main__":
    main()
