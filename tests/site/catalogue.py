"""Matters of a standard catalogue, and items for them that came out on a given day."""

from dataclasses import replace
from typing import Any

from gongkai.site.disclosure import importing, matters
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.matter_models import Matter
from gongkai.site.disclosure.matters import Entry
from gongkai.site.disclosure.models import Item
from tests.cast import AT, County
from tests.site import items

ENTRY = Entry(
    position=1,
    field="社会救助",
    name="最低生活保障",
    subname="审核结果",
    content="户数、人数和金额",
    time_limit="信息形成或者变更之日起20个工作日内",
    outlets=("website", "board"),
    levels=("town", "village"),
    section="社会事务办公室",
)


def added(county: County, *, column: Column | None = None, **fields: Any) -> Matter:
    """林晓's matter in 望舒镇, of ENTRY but for ``fields``."""
    return matters.add_matter(county.wangshu, replace(ENTRY, **fields), column=column, user=county.lin, at=AT)


def public(county: County, column: Column, published: str, formed: str = "", title: str = "审核结果") -> Item:
    """An item in a column that was published on a day."""
    row = {"栏目": column.name, "发布时间": published, "形成日期": formed or published, "标题": title}
    kept = items.kept_import(county, items.ROW | {"原网址": ""} | row)
    importing.import_items(kept, user=county.lin, at=AT)
    return Item.objects.latest("pk")
