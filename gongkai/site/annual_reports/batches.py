"""批量上传: many files handed in at once, read one by one by a job; each file one act of its own."""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report import reading
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.annual_report.report import Report

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ, OrganName
from . import actions, versions
from .models import Batch, BatchFile

if TYPE_CHECKING:
    from ..accounts.models import User

COLLECT = versions.COLLECT
MOST_FILES = 500
MOST_BYTES = 500 * 1024 * 1024
"""Of the files of one batch, unpacked."""
_LONGEST_NAME = 200
_UTF8 = 0x800
_OFFICE_PARTS = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "mimetype", "OFD.xml")
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)

Named = tuple[str, bytes]


def unpacked(files: Iterable[Named]) -> Iterator[Named]:
    """The files themselves; those in a zip one by one. Raises Refused where a zip is broken or too much."""
    count = size = 0
    for name, data in files:
        for inner in _inside(name, data) if _is_zip(data) else ((name, data),):
            count, size = count + 1, size + len(inner[1])
            if count > MOST_FILES:
                raise Refused(_("一次最多{count}个文件，请分几次上传").format(count=MOST_FILES))
            if size > MOST_BYTES:
                raise Refused(
                    _("文件展开后超过{limit} MB，请分几次上传").format(limit=MOST_BYTES // 1024 // 1024)
                )
            yield inner


def _is_zip(data: bytes) -> bool:
    """True for a zip that is no office file."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            return not any(part in archive.namelist() for part in _OFFICE_PARTS)
    except _BROKEN as error:
        raise Refused(_("压缩包已损坏，打不开")) from error


def _inside(name: str, data: bytes) -> Iterator[Named]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            for info in archive.infolist():
                inner = _name(info)
                if info.is_dir() or inner.startswith((".", "~")) or "__MACOSX" in info.filename:
                    continue
                if info.flag_bits & 1:
                    raise Refused(_("压缩包“{name}”设了密码，请另存一份不加密的").format(name=name))
                with archive.open(info) as stream:
                    yield inner, stream.read(reading.LIMIT + 1)  # one byte more: too large is told
    except _BROKEN as error:
        raise Refused(_("压缩包“{name}”已损坏，打不开").format(name=name)) from error


def _name(info: ZipInfo) -> str:
    """The name of a file in a zip, without its folders; old Chinese programs write GBK."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/").rsplit("/", 1)[-1][-_LONGEST_NAME:]


@transaction.atomic
def hand_in(files: Iterable[Named], *, user: "User", at: datetime) -> Batch:
    """批量上传: keep the files; a job reads them. Refuses an empty batch and too much at once."""
    if not permissions.may_anywhere(user, COLLECT, on=localdate(at)):
        raise permissions.Forbidden(COLLECT)
    batch = Batch.objects.create(made_by=user, made_at=at)
    number = 0
    for number, (name, data) in enumerate(unpacked(files), start=1):
        kept = BatchFile(batch=batch, number=number, name=name[-_LONGEST_NAME:])
        if len(data) > reading.LIMIT:
            kept.state, kept.reason = BatchFile.State.REFUSED, reading.too_large(len(data))
        else:
            kept.file.save("", ContentFile(data), save=False)
        kept.save()
    if not number:
        raise Refused(_("压缩包里没有文件"))
    ledger.record(batch, "batch_handed_in", user=user, files=number)
    return batch


@transaction.atomic
def process(pk: int, *, at: datetime) -> None:
    """读取一个文件: a draft of the organ it names, or the reason why not. Done once, whoever asks again."""
    file = BatchFile.objects.select_for_update(of=("self",)).select_related("batch__made_by").get(pk=pk)
    if file.state != BatchFile.State.WAITING:
        return
    try:
        with transaction.atomic():
            _read_in(file, at)
    except Unreadable as error:
        file.state, file.reason = BatchFile.State.REFUSED, str(error)
    except (Refused, permissions.Forbidden) as refused:
        file.state, file.reason = BatchFile.State.PERSON, str(refused) or _("您没有为这个机关上传的权限")
    file.save()


@transaction.atomic
def decide(
    file: BatchFile, organ: Organ, year: int, *, accepted: bool, reason: str, user: "User", at: datetime
) -> None:
    """人工处理: a person says whose report it is, and that its doubts do no harm."""
    file = _to_decide(file, user)
    data = _data(file)
    source = actions.keep_file(organ, data, file.name, user=user, at=at, by=COLLECT)
    codes = ("organ", "format", "year_unknown") if accepted else ()
    file.version = actions.upload(
        organ, year, source, user=user, at=at, accepted=codes, reason=reason, by=COLLECT
    )
    file.state, file.reason = BatchFile.State.DONE, ""
    file.save()


def suggested(file: BatchFile, *, user: "User", at: datetime) -> dict[str, object]:
    """What the file says of itself, for the form of the person who decides."""
    if file.state != BatchFile.State.PERSON:
        return {}
    report = reading.read(_data(file))
    organ = _organ_of(report, user, at)
    return {"organ": organ.slug if organ else None, "year": report.year}


@transaction.atomic
def drop(file: BatchFile, *, user: "User", at: datetime) -> None:
    """放弃一个文件; its line stays in the list."""
    file = _to_decide(file, user)
    file.state = BatchFile.State.DROPPED
    file.save(update_fields=["state"])
    ledger.record(file.batch, "batch_file_dropped", user=user, file=file.name, number=file.number)


def _to_decide(file: BatchFile, user: "User") -> BatchFile:
    found = BatchFile.objects.select_for_update(of=("self",)).select_related("batch").get(pk=file.pk)
    if found.batch.made_by_id != user.pk:
        raise permissions.Forbidden(COLLECT)
    if found.state != BatchFile.State.PERSON:
        raise Refused(_("这个文件已经处理过了"))
    return found


def _data(file: BatchFile) -> bytes:
    with file.file.open() as stream:
        data: bytes = stream.read()
    return data


def _read_in(file: BatchFile, at: datetime) -> None:
    data, user = _data(file), file.batch.made_by
    report = reading.read(data)
    organ = _organ_of(report, user, at)
    if organ is None:
        raise Refused(
            _("文件里的机关是“{name}”，不是您可以上传的机关").format(name=report.organ or _("没有写明"))
        )
    if report.year is None:
        raise Refused(_("文件里没有读到报告年度"))
    source = actions.keep_file(organ, data, file.name, user=user, at=at, by=COLLECT)
    file.version = actions.upload(organ, report.year, source, user=user, at=at, by=COLLECT)
    file.state = BatchFile.State.DONE


def _organ_of(report: Report, user: "User", at: datetime) -> Organ | None:
    """The one organ the report names, among those the person may upload for; the longest name wins."""
    if not report.organ:
        return None
    on = localdate(at)
    organs = permissions.organs_for(user, COLLECT, on=on)
    organs = organs.existing_in(report.year) if report.year else organs.existing(on)
    names = OrganName.objects.filter(organ__in=organs).select_related("organ")
    fitting = sorted(
        (one for one in names if report.organ.endswith(one.name)), key=lambda one: len(one.name), reverse=True
    )
    best = [one for one in fitting if len(one.name) == len(fitting[0].name)]
    return best[0].organ if len({one.organ_id for one in best}) == 1 else None
