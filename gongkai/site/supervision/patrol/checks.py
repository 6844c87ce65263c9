"""The checks of the night by name: how heavy, on what ground, what each looks at.

``verified`` is False where the rule was not read in the text it comes from.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..figures.figure import Words
from .checking import columns, items, links, questions, site
from .models import Severity
from .scene import Found, Scene


@dataclass(frozen=True)
class Check:
    """检查项."""

    code: str
    name: Words
    severity: str
    basis: Words
    looks_at: Words
    remedy: Words
    """What whoever answers for it does."""
    find: Callable[[Scene], Iterable[Found]]
    verified: bool = True


_INDICATORS = _("国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》")
_VETO = _("国办秘函〔2019〕19号，单项否决")
_LOCAL = _("地方做法")

_TABLE = (
    Check(
        "home_stale",
        _("首页不更新"),
        Severity.VETO,
        _VETO,
        _("政府及其以下各机关最新公布的一条；超过14天没有新的，即为不更新"),
        _("在首页各栏目公布新的信息；没有公布时间的信息不算更新"),
        site.home_stale,
    ),
    Check(
        "many_news_stale",
        _("动态和政策类栏目多数不更新"),
        Severity.VETO,
        _VETO,
        _(
            "政府及其以下各机关的栏目：动态要闻类超过14天、一级的通知公告和政策文件类超过6个月没有新信息的，满5个"
        ),
        _("逐个栏目补充新信息；不再使用的栏目，停用并写明原因"),
        columns.many_news_stale,
    ),
    Check(
        "many_columns_stale",
        _("应更新未更新的栏目过多"),
        Severity.VETO,
        _VETO,
        _("政府及其以下各机关超过本机关设定更新周期的栏目，满10个"),
        _("逐个栏目补充新信息；确实不需要更新的，写明理由豁免"),
        columns.many_stale,
    ),
    Check(
        "many_columns_empty",
        _("空栏目过多"),
        Severity.VETO,
        _VETO,
        _("政府及其以下各机关设定了更新要求、没有公开信息的栏目，满5个"),
        _("补充信息，或停用栏目"),
        columns.many_empty,
    ),
    Check(
        "question_very_late",
        _("提问超过三个月未答复"),
        Severity.VETO,
        _VETO,
        _("一年内收到的公众提问，超过3个月没有公开答复"),
        _("起草答复并公布；不予答复的，写明原因"),
        questions.very_late,
    ),
    Check(
        "question_late",
        _("提问逾期未答复"),
        Severity.DEDUCT,
        _("本系统对提问人承诺的答复时限，不是法定期限"),
        _("过了承诺的日期、没有公开答复的公众提问"),
        _("起草答复并公布；不予答复的，写明原因"),
        questions.late,
    ),
    Check(
        "column_empty",
        _("空栏目"),
        Severity.DEDUCT,
        _INDICATORS,
        _("设定了更新要求、没有公开信息的栏目"),
        _("在栏目登记信息；不使用的，停用并写明原因"),
        columns.empty,
    ),
    Check(
        "column_stale",
        _("栏目超期"),
        Severity.DEDUCT,
        _INDICATORS,
        _("最新一条公布后超过本机关设定更新周期的栏目"),
        _("在栏目登记新信息；周期定得不合适的，修改周期；不需要更新的，写明理由豁免"),
        columns.stale,
    ),
    Check(
        "column_few",
        _("栏目条数不足"),
        Severity.HINT,
        _LOCAL,
        _("公开信息少于本机关设定最少条数的栏目"),
        _("补充登记应当公开的信息"),
        columns.few,
        verified=False,
    ),
    Check(
        "column_gap",
        _("栏目间隔过长"),
        Severity.HINT,
        _LOCAL,
        _("一年内相邻两条（或最新一条到今天）相隔超过本机关设定天数的栏目"),
        _("今后按期公布；已经过去的间隔补不了，一年后不再提示"),
        columns.gap,
        verified=False,
    ),
    Check(
        "organ_stale",
        _("机关页不更新"),
        Severity.HINT,
        _INDICATORS,
        _("部门、乡镇等机关最新公布的一条；超过14天没有新的，即提示"),
        _("公布新的信息"),
        site.organ_stale,
        verified=False,
    ),
    Check(
        "link_dead",
        _("站内链接打不开"),
        Severity.DEDUCT,
        _INDICATORS,
        _("公开信息正文中指向本站的链接：信息、版本、附件、栏目、机关、年报不存在或已撤下的"),
        _("修改信息正文，改正或去掉链接，再公布新的版本"),
        links.dead,
        verified=False,
    ),
    Check(
        "file_missing",
        _("附件丢失"),
        Severity.DEDUCT,
        _INDICATORS,
        _("公开信息的附件，文件在服务器上是否还在"),
        _("请系统管理员从备份恢复文件；不能恢复的，修改信息重新上传附件"),
        links.missing_files,
        verified=False,
    ),
    Check(
        "outside_dead",
        _("站外链接打不开"),
        Severity.DEDUCT,
        _INDICATORS,
        _("公开信息正文中的站外链接；允许联网检测的，连续两天打不开才算"),
        _("修改信息正文，改正或去掉链接，再公布新的版本"),
        links.dead_outside,
        verified=False,
    ),
    Check(
        "label_missing",
        _("网页标签缺失"),
        Severity.DEDUCT,
        _("国办发〔2017〕47号附件《网站标签规范》"),
        _(
            "网站标识码SiteIDCode；每个栏目的名称、说明、关键词、类别；不是本机关制作的信息，内容来源ContentSource是否写明制作机关"
        ),
        _("在机关资料中填写网站标识码；在栏目管理中填写栏目名称；在信息中填写制作机关"),
        site.labels,
        verified=False,
    ),
    Check(
        "footer_missing",
        _("页脚内容缺失"),
        Severity.DEDUCT,
        _INDICATORS,
        _("页脚的联系方式、ICP备案号、公安备案号、网站找错方式；本机关没有填写的，用上级机关的"),
        _("由公开专员在机关资料中填写"),
        site.footer,
        verified=False,
    ),
    Check(
        "guide_missing",
        _("没有公开指南"),
        Severity.DEDUCT,
        _("《政府信息公开条例》第十二条"),
        _("机关是否公布了政府信息公开指南"),
        _("编写指南，审核后公布"),
        site.guide_missing,
    ),
    Check(
        "guide_stale",
        _("公开指南过时"),
        Severity.HINT,
        _("《政府信息公开条例》第十二条"),
        _("指南是否与现在登记的资料一致，是否满12个月没有更新（月数为本系统自定）"),
        _("按现有资料更新指南，审核后公布"),
        site.guide_stale,
    ),
    Check(
        "item_undated",
        _("日期缺失或有误"),
        Severity.DEDUCT,
        _("2015年全国政府网站普查口径：没有公布时间的，视为没有更新"),
        _("没有公布时间的信息；形成日期晚于公布日期的信息"),
        _("修改信息，更正形成日期"),
        items.undated,
        verified=False,
    ),
    Check(
        "published_late",
        _("超过期限公布"),
        Severity.DEDUCT,
        _("《政府信息公开条例》第二十六条"),
        _("近12个月首次公布、晚于形成之日起20个工作日的信息"),
        _("日期不能改动；查明原因，今后按期公布。形成日期登记有误的，更正形成日期"),
        items.late,
    ),
    Check(
        "interpretation_missing",
        _("规范性文件没有解读"),
        Severity.DEDUCT,
        _INDICATORS,
        _("近12个月公布的本机关规范性文件，3个工作日后仍没有关联的解读（天数为地方做法）"),
        _("公布解读，并在解读中关联所解读的文件"),
        items.uninterpreted,
        verified=False,
    ),
    Check(
        "interpretation_unbound",
        _("解读没有关联文件"),
        Severity.HINT,
        _INDICATORS,
        _("近12个月标题或栏目写明是解读、没有关联文件的信息"),
        _("在解读的信息页关联所解读的文件"),
        items.unbound,
        verified=False,
    ),
    Check(
        "search_misses",
        _("检索不到已公开的信息"),
        Severity.DEDUCT,
        _INDICATORS,
        _("每天取机关的几条信息，用标题检索，前50条中应当有它"),
        _("请系统管理员重建检索索引"),
        items.unknown_to_search,
        verified=False,
    ),
    Check(
        "personal_data",
        _("公开内容含个人号码"),
        Severity.DEDUCT,
        _("《政府信息公开条例》第十五条、第三十二条"),
        _("每天复查机关的一部分公开信息：身份证号、银行卡号、密级标志，没有说明理由的"),
        _("立即修改或撤下；依法应当公开的，在泄露检查中说明理由"),
        items.personal,
    ),
)
CHECKS = {check.code: check for check in _TABLE}
"""Code → check, the heaviest first."""


def name_of(code: str) -> str:
    """What a check is called; a code that is no check's (a scanner's kind of problem) says itself."""
    check = CHECKS.get(code)
    return str(check.name) if check else code
