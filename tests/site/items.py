"""Items on their way: drafted, reviewed, published."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import docx

from gongkai.site.disclosure import actions, column_actions, importing
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.content import Content
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.disclosure.record_models import Import
from gongkai.site.organs.models import Organ
from tests.cast import AT, County

NOTICE = Content(
    title="关于做好春季森林防火工作的通知",
    document_number="望政发〔2021〕3号",
    formed_on=date(2021, 1, 4),
    klass="publish",
    genre="circular",
    category="20.12",
    body="<p>各村（居）民委员会：</p><p>为做好春季森林防火工作，现通知如下。</p>",
)


def column(organ: Organ, name: str = "突发公共事件") -> Column:
    found = Column.objects.filter(organ=organ, name=name).first()
    return found or column_actions.add_column(organ, name, user=None, at=AT)


def draft(county: County, **fields: Any) -> ItemVersion:
    """林晓's draft in 望舒镇, of NOTICE but for ``fields``."""
    made = actions.draft(
        county.wangshu,
        replace(NOTICE, **fields),
        column=column(county.wangshu),
        user=county.lin,
        at=AT,
    )
    return fresh(made)


def submitted(county: County, **fields: Any) -> ItemVersion:
    version = draft(county, **fields)
    actions.submit(version, user=county.lin, at=AT)
    return fresh(version)


def passed(county: County, version: ItemVersion, steps: int = 4) -> ItemVersion:
    """The version after the first ``steps`` people of the organ passed it."""
    for person in (county.he, county.song, county.zhou, county.qin)[:steps]:
        actions.review(version, version.digest, passed=True, opinion="同意", user=person, at=AT)
    return fresh(version)


def published(county: County, **fields: Any) -> Item:
    version = passed(county, submitted(county, **fields))
    actions.publish(version, version.digest, user=county.lin, at=AT)
    return Item.objects.get(pk=version.item_id)


def revised(county: County) -> ItemVersion:
    """A published item with a second version that waits for the section head."""
    item = published(county)
    version = actions.revise(item, change_note="补充值班电话", user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    return fresh(version)


ROW = {
    "标题": "二〇一八年政府信息公开目录",
    "栏目": "统计信息",
    "形成日期": "2018-05-02",
    "发布时间": "2018-05-04 10:30",
    "正文": "目录如下。",
    "原网址": "http://old.example.cn/art/2018/5/4/art_12.html?x=1",
}
"""A row of an import file."""


def import_file(*rows: dict[str, Any]) -> bytes:
    return json.dumps(list(rows), ensure_ascii=False).encode()


def kept_import(county: County, *rows: dict[str, Any]) -> Import:
    data = import_file(*(rows or (ROW,)))
    return importing.keep(county.wangshu, data, "旧站.json", user=county.lin, at=AT)


def word(text: str = "补助标准为每亩三十元", author: str = "张三") -> bytes:
    """A document of Word with a paragraph and a table."""
    document = docx.Document()
    document.core_properties.author = author
    document.add_paragraph(text)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "事项<1>", "标准"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def fresh(version: ItemVersion) -> ItemVersion:
    return ItemVersion.objects.select_related("item__organ", "item__column").get(pk=version.pk)
