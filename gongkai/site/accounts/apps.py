"""The room of the users."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "gongkai.site.accounts"
    verbose_name = _("用户")
    reseal = "gongkai.site.accounts.second_factor.reseal"
    # What each act of the room is called where the ledger is shown.
    acts = {
        "user_added": _("开设账号"),
        "data_key_changed": _("更换数据密钥"),
        "email_set": _("登记邮箱"),
        "email_removed": _("移除邮箱"),
        "password_changed": _("修改密码"),
        "password_reset": _("重置密码"),
        "signed_in": _("登录"),
        "signed_out": _("退出登录"),
        "sign_in_failed": _("登录失败"),
        "sign_in_disabled": _("停用账号尝试登录"),
        "sign_in_locked": _("登录锁定"),
        "second_factor_activated": _("启用第二因素"),
        "second_factor_deactivated": _("停用第二因素"),
        "second_factor_reset": _("重置第二因素"),
        "recovery_code_used": _("使用恢复码"),
        "recovery_codes_renewed": _("更换恢复码"),
        "code_failed": _("动态口令错误"),
    }
    unseen = frozenset(acts)  # nothing of it stands on a public page
