"""manage.py change_data_key: everything sealed, from the key before to the one in force now."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string

from gongkai.site.accounts.models import User
from gongkai.site.ledger import actions as ledger
from gongkai.site.sealing import Change, Sealer


class Command(BaseCommand):
    help = (
        "更换数据密钥：先停止网站，把GONGKAI_DATA_KEY换成新的，把原来的放进GONGKAI_DATA_KEY_BEFORE，再运行。"
        "中断以后可以重新运行。恢复码随之失效，请各人更换。"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        before = settings.GONGKAI_DATA_KEY_BEFORE
        if not before or before == settings.GONGKAI_DATA_KEY:
            raise CommandError(
                "请把原来的密钥放进环境变量GONGKAI_DATA_KEY_BEFORE，把新的放进GONGKAI_DATA_KEY"
            )
        change = Change(Sealer(before), Sealer(settings.GONGKAI_DATA_KEY))
        done = sum(
            import_string(config.reseal)(change)
            for config in apps.get_app_configs()
            if hasattr(config, "reseal")
        )
        with transaction.atomic():
            ledger.record(User, "data_key_changed", user=None, rows=done)
        self.stdout.write(f"已用新的密钥重新加密{done}项。")
