"""manage.py build_index: build the search index anew from the database."""

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.site.disclosure.index import index


class Command(BaseCommand):
    help = "重建检索索引。平时不需要：索引随操作台账自动更新。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"检索索引已重建，共{index().rebuild()}条。")
