"""Chapter II 公开的主体和范围: the classes of information, and the grounds to withhold it."""

from enum import StrEnum

from gongkai.translation import _

from .citation import Article


class Class(StrEnum):
    """公开属性, decided while a document is drafted; publishing is the rule (Art. 5, 13)."""

    PUBLISH = "publish"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"


CLASSES = {
    Class.PUBLISH: _("主动公开"),
    Class.ON_REQUEST: _("依申请公开"),
    Class.WITHHELD: _("不予公开"),
}

GROUNDS: dict[str, tuple[str, Article]] = {
    "state_secret": (_("属于国家秘密"), Article(14)),
    "other_law": (_("其他法律行政法规禁止公开"), Article(14)),
    "safety_stability": (_("危及“三安全一稳定”"), Article(14)),
    "third_party": (_("保护第三方合法权益"), Article(15)),
    "internal_affairs": (_("属于内部事务信息"), Article(16, 1)),
    "process": (_("属于过程性信息"), Article(16, 2)),
    "enforcement_file": (_("属于行政执法案卷"), Article(16, 2)),
}
"""Code → label and article; the codes are those of the refusals in table three of the annual report."""
