"""The room of organs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgansConfig(AppConfig):
    name = "gongkai.site.organs"
    verbose_name = _("机关")
    # Groups of people for whom accounts asks more at sign-in.
    groups = {
        "administrators": "gongkai.site.organs.permissions.is_administrator",
        "supervisors": "gongkai.site.organs.permissions.is_supervisor",
    }
    # What each act of the room is called where the ledger is shown.
    acts = {
        "established": _("设立机关"),
        "renamed": _("更名"),
        "moved": _("调整隶属"),
        "dissolved": _("撤销机关"),
        "competent_office_set": _("确定主管部门"),
        "days_added": _("录入工作日"),
        "day_revoked": _("撤销工作日"),
        "notice_loaded": _("录入节假日安排"),
        "notice_revoked": _("撤销节假日安排"),
        "terms_followed": _("核对期限"),
        "site_edited": _("更新网站标识和页脚"),
        "contact_edited": _("更新联系方式"),
        "appointed": _("任职"),
        "role_ended": _("离任"),
        "delegated": _("请人代办"),
        "delegation_ended": _("收回代办"),
        "member_added": _("列入领导小组"),
        "member_ended": _("退出领导小组"),
        "gathering_recorded": _("登记会议、培训"),
        "gathering_recounted": _("更正培训人数"),
        "place_opened": _("设立查阅场所"),
        "handed_over": _("移送查阅场所"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        """
        appointed role_ended delegated delegation_ended gathering_recorded gathering_recounted exported
        """.split()
    )
