"""动态类 and 业务类: which columns are news, which are notices and policies, which items are news.

The indicators of 国办秘函〔2019〕19号 ask different ages of them; no column says of itself which it is, so
its name does, and the content of Art. 20 it was given.
"""

from django.db.models import Q

from ...disclosure.column_models import Column
from ...disclosure.models import Genre

_NEWS = ("动态", "要闻", "新闻", "快讯", "信息快递")
_POLICY = ("通知公告", "公示公告", "公告公示", "政策文件")
_POLICY_CATEGORY = "20.1"


def is_news(column: Column) -> bool:
    """动态、要闻类."""
    return any(word in column.name for word in _NEWS)


def is_policy(column: Column) -> bool:
    """通知公告、政策文件类, of the first level."""
    named = any(word in column.name for word in _POLICY)
    return column.parent_id is None and (named or column.category == _POLICY_CATEGORY)


def news() -> Q:
    """动态类 among public items: in a news column; or of no content the regulation names, and no document."""
    in_column = Q()
    for word in _NEWS:
        in_column |= Q(listed_in__name__contains=word)
    free = Q(current__category="", current__document_number="", current__genre__in=["", Genre.OTHER])
    return in_column | free
