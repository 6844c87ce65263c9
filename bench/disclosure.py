"""Proactive disclosure at 100,000 items: public pages, search, the register, the act of publishing."""

import json
from datetime import date, datetime, timedelta
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.site.accounts.models import User
from gongkai.site.disclosure import actions, importing
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.content import Content
from gongkai.site.disclosure.index import Filters, index
from gongkai.site.disclosure.models import Item
from gongkai.site.organs.models import Organ

from .measures import Measure, timed

ITEMS = 100_000
AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
_FILES = 8
_WORDS = (
    "农村宅基地使用情况核查 森林防火 财政预算决算 社会救助 行政许可结果 道路改造工程 土地承包经营权流转 "
    "政府集中采购 安全生产检查 义务教育招生 医疗保障待遇 生态环境保护 应急预案演练 便民服务中心 项目资金拨付"
).split()
_QUERIES = ("宅基", "基地使用", "森林防火", "预算决算", "2021年", "工程", "社会救助 第12批", "资金拨付情况")
"""Words that stand in few and in very many of the items."""


def measures() -> list[Measure]:
    """Builds the items, then measures."""
    found = [_built()]
    organ = Organ.objects.get(slug="wangshu")
    item = Item.objects.public().filter(organ=organ).latest("pk")
    column = Column.objects.get(organ=organ, name="统计信息")
    size = f"{Item.objects.count()}条信息"
    pages = {
        "首页": "/",
        "机关页": "/o/wangshu/",
        "栏目总览": "/o/wangshu/catalogue/",
        "栏目列表第1页": f"/o/wangshu/catalogue/{column.pk}/",
        "栏目列表第1000页": f"/o/wangshu/catalogue/{column.pk}/?page=1000",
        "信息页": f"/i/{item.pk}/",
    }
    found += [_page(Client(), name, address, size, 50) for name, address in pages.items()]
    found += _searches(size)
    officer = Client()
    officer.force_login(User.objects.get(username="linruoxi"))
    office = {
        "信息登记簿": "/office/items/",
        "信息登记簿第1000页": "/office/items/?page=1000",
        "信息登记簿检索标题": "/office/items/?q=宅基地",
        "信息登记簿按状态": "/office/items/?stage=published",
        "今日": "/office/",
    }
    found += [_page(officer, name, address, size, 150) for name, address in office.items()]
    found.append(_published(organ))
    return found


def _built() -> Measure:
    """Items of a real size, in the columns of 望舒镇, taken over from files."""
    organ = Organ.objects.get(slug="wangshu")
    officer = User.objects.get(username="linruoxi")
    random = Random(2026)
    seconds = 0.0
    for file in range(_FILES):
        data = json.dumps([_row(random, file, number) for number in range(ITEMS // _FILES)]).encode()
        start = perf_counter()
        kept = importing.keep(organ, data, f"{file}.json", user=officer, at=AT)
        importing.import_items(kept, user=officer, at=AT)
        seconds += perf_counter() - start
    milliseconds = seconds * 1000 / ITEMS
    return Measure(
        "收录一条信息（含建立索引）", milliseconds, milliseconds, None, note=f"{ITEMS}条共{seconds:.0f}秒"
    )


def _row(random: Random, file: int, number: int) -> dict[str, str]:
    day = date(2012, 1, 1) + timedelta(days=random.randint(0, 5000))
    words = random.sample(_WORDS, 4)
    body = "".join(
        f"<p>{'，'.join(random.choices(_WORDS, k=6))}，共{random.randint(2, 900)}项。</p>" for _ in range(14)
    )
    return {
        "标题": f"关于{words[0]}和{words[1]}的公告（第{file}-{number}号）",
        "发文字号": f"望政告〔{day.year}〕{file}{number:05}号",
        "栏目": "统计信息",
        "形成日期": day.isoformat(),
        "发布时间": f"{day.isoformat()} 10:{number % 60:02}",
        "正文": body,
    }


def _page(client: Client, name: str, address: str, size: str, bound: float) -> Measure:
    def get() -> None:
        assert client.get(address).status_code == 200

    with CaptureQueriesContext(connection) as captured:
        get()
    return timed(name, get, times=60, bound=bound, note=f"{size}，{len(captured)}次查询")


def _searches(size: str) -> list[Measure]:
    found = []
    for query in _QUERIES:
        count = index().find(query, Filters()).count

        def search(query: str = query) -> None:
            index().find(query, Filters())

        found.append(timed(f"检索“{query}”", search, times=40, bound=50, note=f"{size}，命中{count}条"))
    found.append(_page(Client(), "检索页", "/search/?q=宅基地使用", size, 50))
    return found


def _published(organ: Organ) -> Measure:
    """The act of publishing with its index, each on an item of its own that has passed."""
    people = {officer.role: officer.user for officer in organ.officers.select_related("user")}
    officer = people["disclosure"]
    column = Column.objects.get(organ=organ, name="统计信息")
    ready = []
    for number in range(20):
        content = Content(
            title=f"关于公布测试结果的公告（第{number}号）",
            formed_on=AT.date(),
            klass="publish",
            body="<p>现将结果公布如下。</p>",
        )
        version = actions.draft(organ, content, column=column, user=officer, at=AT)
        actions.submit(version, user=officer, at=AT)
        for role in ("section_head", "leader", "secrecy", "signatory"):
            actions.review(version, version.digest, passed=True, opinion="", user=people[role], at=AT)
        ready.append(version)
    waiting = iter(ready)

    def publish() -> None:
        version = next(waiting)
        actions.publish(version, version.digest, user=officer, at=AT)

    return timed("公布一条信息（含更新索引）", publish, times=18, bound=300)
