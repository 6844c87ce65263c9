"""Acts on the progress of a commitment: tell what was done, with what shows it."""

from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..disclosure import files
from ..disclosure.models import Item
from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from .improvement_models import Improvement, Progress
from .versions import locked

if TYPE_CHECKING:
    from ..accounts.models import User

MOST = 60
"""Notes on one commitment: more than one a week of a year is no progress, but a diary."""
_LONGEST_NAME = 100


@transaction.atomic
def tell(
    row: Improvement,
    words: str,
    *,
    on: date,
    user: "User",
    at: datetime,
    index_number: str = "",
    address: str = "",
    file: tuple[str, bytes] | None = None,
) -> Progress:
    """登记进展 of a commitment on a day; ``file``: its name and what is in it."""
    organ, year = row.report.organ, row.report.year
    permissions.require(user, "annual_reports.correct", organ, on=localdate(at))
    locked(organ, year)
    row = Improvement.objects.select_related("report__organ").get(pk=row.pk)
    words = " ".join(words.split())
    if not words:
        raise Refused(_("请写明做了什么"))
    if not date(year, 1, 1) <= on <= localdate(at):
        raise Refused(_("日期应在{year}年1月1日到今天之间").format(year=year))
    if row.progress.count() >= MOST:
        raise Refused(_("一项不超过{most}条进展，请登记落实情况").format(most=MOST))
    made = Progress(improvement=row, on=on, words=words, address=address, by=user, at=at)
    if number := index_number.strip():
        made.item = Item.objects.public_only().filter(organ=organ, index_number=number).first()
        if made.item is None:
            raise Refused(_("没有找到索引号是“{number}”的公开信息，请核对").format(number=number))
    if file:
        name, data = file
        clean = files.clean(data)
        made.file_kind = clean.kind
        made.file_name = f"{PurePath(name).stem[:_LONGEST_NAME]}.{clean.kind}"
        made.file.save(f"{organ.slug}.{clean.kind}", ContentFile(clean.data), save=False)
    made.save()
    ledger.record(
        row,
        "commitment_progressed",
        user=user,
        organ=organ.slug,
        year=year,
        progress=made.pk,
        on=on.isoformat(),
        words=words,
        proof=made.proof,
    )
    return made
