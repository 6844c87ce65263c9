"""Forms with as many rows as a case has parts: separate (Art. 37), split (Art. 29); a button adds rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gongkai.law.scope import GROUNDS

from .act_forms import ActForm, TextField
from .actions.receipt import Request
from .models import Application

LEAST, MORE, MOST = 3, 3, 60


class RowsForm(ActForm):
    """``names`` of the fields of a row; a row whose first field is empty is none."""

    names: tuple[str, ...] = ()

    def __init__(self, data: Any, application: Application, on: date) -> None:
        super().__init__(data, application, on)
        self.count = self._counted(data)
        for number in range(self.count):
            for name, field in self.row().items():
                self.fields[f"{name}_{number}"] = field
        if data is None:
            self.initial = self.begun()

    def row(self) -> dict[str, forms.Field]:
        """Fresh fields of one row, by ``names``."""
        return {}

    def held(self) -> list[dict[str, Any]]:
        """The rows there are."""
        return []

    def begun(self) -> dict[str, Any]:
        return {f"{name}_{at}": row[name] for at, row in enumerate(self.held()) for name in self.names}

    @property
    def groups(self) -> Iterator[tuple[int, list[BoundField]]]:
        for number in range(self.count):
            yield number + 1, [self[f"{name}_{number}"] for name in self.names]

    @property
    def given(self) -> list[dict[str, Any]]:
        """Rows that were written."""
        found = []
        for number in range(self.count):
            row = {name: self.cleaned_data.get(f"{name}_{number}", "") for name in self.names}
            if row[self.names[0]]:
                found.append(row)
        return found

    def _counted(self, data: Any) -> int:
        if data is None:
            return max(LEAST, len(self.held()) + 1)
        count = sum(1 for key in data if key.startswith(f"{self.names[0]}_"))
        return min(MOST, max(LEAST, count) + (MORE if "more" in data else 0))


class PiecesForm(RowsForm):
    """区分处理: every part, given or withheld."""

    names = ("text", "given", "ground", "reason")

    def row(self) -> dict[str, forms.Field]:
        return {
            "text": forms.CharField(label=_("内容"), max_length=300, required=False),
            "given": forms.ChoiceField(
                label=_("怎样处理"),
                choices=[("yes", _("予以公开")), ("no", _("不予公开"))],
                required=False,
                initial="yes",
            ),
            "ground": forms.ChoiceField(
                label=_("不予公开的依据"),
                choices=[
                    ("", _("请选择")),
                    *((code, f"{label}（{article}）") for code, (label, article) in GROUNDS.items()),
                ],
                required=False,
            ),
            "reason": forms.CharField(label=_("不予公开的理由"), max_length=500, required=False),
        }

    def held(self) -> list[dict[str, Any]]:
        pieces = self.application.pieces.all()
        return [
            {
                "text": one.text,
                "given": "yes" if one.given else "no",
                "ground": one.ground,
                "reason": one.reason,
            }
            for one in pieces
        ]

    @property
    def pieces(self) -> list[dict[str, Any]]:
        return [{**row, "given": row["given"] != "no"} for row in self.given]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for number in range(self.count):
            row = {name: found.get(f"{name}_{number}", "") for name in self.names}
            if not row["text"] or row["given"] != "no":
                continue
            if not row["ground"]:
                self.add_error(f"ground_{number}", _("不予公开的部分，请选依据"))
            if not row["reason"]:
                self.add_error(f"reason_{number}", _("不予公开的部分，请写理由"))
        if not self.errors and not self.given:
            raise forms.ValidationError(_("请至少写一个部分"))
        return found


class SplitForm(RowsForm):
    """拆分: each part becomes an application of its own."""

    names = ("title", "wanted")

    def row(self) -> dict[str, forms.Field]:
        return {
            "title": forms.CharField(label=_("信息名称"), max_length=100, required=False),
            "wanted": TextField(rows=3, label=_("所需信息的描述"), required=False, max_length=2000),
        }

    @property
    def requests(self) -> list[Request]:
        whole = self.application
        return [
            Request(row["title"], row["wanted"], form=whole.form, way=whole.way, subject=whole.subject)
            for row in self.given
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for number in range(self.count):
            if found.get(f"title_{number}") and not found.get(f"wanted_{number}"):
                self.add_error(f"wanted_{number}", _("请写这一项的描述"))
        return found
