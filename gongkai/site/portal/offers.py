"""What is published already about something somebody is about to ask or to apply for."""

import re

from .. import today
from ..disclosure import content, words
from ..disclosure.index import Filters, index
from ..disclosure.models import Item
from ..organs.models import Organ

_MOST, _LOOKED_AT = 5, 10
_SHARED = 0.6
"""Of the pairs of a title, how many an item must hold to be offered."""
_ASKING = re.compile(
    "请问|为什么|怎么样|怎么|怎样|如何|什么|哪里|哪儿|哪些|哪个|多少|是否|能不能|可不可以|可以"
    "|何时|需要|我们|我想|关于|[吗呢的了我要]"
)
"""Words of asking, which say nothing of the matter."""
_APPLYING = re.compile(
    "申请(?:公开|获取|查阅)?|获取|查阅|提供|公开|信息|文件|资料|相关|有关|全部|所有|复制件|复印件"
)
"""Words of applying, which say nothing of it either."""


def published_about(title: str, *, applying: bool = False) -> list[Item]:
    """Public items that may be what a title speaks of, as the database has them.

    ``applying``: of an application for information; its words of applying are passed over.
    """
    matter = _ASKING.sub(" ", title)
    if applying:
        matter = _APPLYING.sub(" ", matter)
    wanted = _pairs(matter)
    if not wanted:
        return []
    keys = (
        *index().find(matter, Filters(), most=_MOST).items,
        *index().near(matter, Filters(), most=_LOOKED_AT).items,
    )
    public = Item.objects.public().in_bulk(keys)
    found = [public[key] for key in dict.fromkeys(keys) if key in public]
    offered = [item for item in found if _shares(item, wanted)][:_MOST]
    organs = Organ.objects.named(today.today()).in_bulk({item.organ_id for item in offered})
    for item in offered:
        item.organ = organs[item.organ_id]
    return offered


def _pairs(text: str) -> set[str]:
    return {pair for run in words.runs(text) for pair in words.pairs(run)}


def _shares(item: Item, wanted: set[str]) -> bool:
    version = item.current
    assert version is not None
    held = _pairs(f"{version.title}\n{version.summary}\n{content.plain(version.body)}")
    return len(wanted & held) >= _SHARED * len(wanted)
