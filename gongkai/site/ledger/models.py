"""A line of the ledger, and the head that says which is the last.

Audit must cover every user, with time, kind, subject and result, and be kept from deletion and
overwriting (GB/T 22239-2019 安全审计).
"""

import json
from datetime import UTC
from hashlib import sha256
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_PREVIOUS = "0" * 64
"""What the first line names as the hash before it."""


class AppendOnly(TypeError):
    """A line of the ledger was to be changed or taken out."""

    def __init__(self) -> None:
        super().__init__("操作台账只能追加，不能修改或删除。")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lines to read; every way to change them is closed."""

    def after(self, number: int) -> Self:
        """Lines after ``number``, in order."""
        return self.filter(number__gt=number).order_by("number")

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class Entry(models.Model):
    """One act: who did what to which subject, when; chained to the line before it.

    A line can never be taken back, and so holds no personal data of applicants: the text of a
    subject and the details of an act name cases by number.
    """

    number = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    user_name = models.CharField(_("操作人姓名"), max_length=150, blank=True)
    act = models.CharField(_("操作"), max_length=40)
    room = models.CharField(_("模块"), max_length=40)
    subject_type = models.CharField(_("对象类型"), max_length=40)
    subject_id = models.CharField(_("对象编号"), max_length=40, blank=True)
    subject_text = models.CharField(_("对象"), max_length=200, blank=True)
    detail = models.TextField(_("详情"))
    previous = models.CharField(_("前行摘要"), max_length=64)
    hash = models.CharField(_("摘要"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("操作台账")
        ordering = ["number"]
        default_permissions = ()
        indexes = [models.Index(fields=["room", "subject_type", "subject_id"], name="ledger_entry_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.room}.{self.act} {self.subject_text}".rstrip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def canonical(self) -> bytes:
        """All that the line says, the hash of the line before included, in one fixed form.

        Empty text may come back as NULL from a database in Oracle mode (several domestic ones):
        both are written as "".
        """
        fields = [
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.user_id,
            self.user_name or "",
            self.act,
            self.room,
            self.subject_type,
            self.subject_id or "",
            self.subject_text or "",
            self.detail,
            self.previous,
        ]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    def digest(self) -> str:
        """SHA-256 of the canonical form: what ``hash`` must be."""
        return sha256(self.canonical()).hexdigest()

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class Head(models.Model):
    """Number and hash of the last line: one row, which every writer locks first.

    Writers so stand in line until the one before has committed: the chain has no fork and no
    gap, and lines become visible in the order of their numbers.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST_PREVIOUS)

    class Meta:
        verbose_name = verbose_name_plural = _("台账末行")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def current(cls) -> "Head":
        """The head as it stands, to read; an empty one before the first line."""
        return cls.objects.filter(id=cls.ONLY).first() or cls()
