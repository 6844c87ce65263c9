"""What a letter holds as a document: signed, of a draft as it would be, and before there is a draft."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ...organs.actions import Refused
from ...sealing import unseal_bytes
from .. import composing, letters
from ..letter_models import Letter, LetterTemplate
from ..letters import KINDS, TemplateRefused
from ..models import Application
from ..step_models import CaseFile
from .words import fields_of, place, write


def content(letter: Letter, suffix: str) -> bytes:
    """The DOCX or PDF as it was signed; of a draft, as it would be. Raises Refused once destroyed."""
    _refuse_destroyed(letter)
    if letter.signed_on:
        file = letter.docx if suffix == "docx" else letter.pdf
        with file.open("rb") as opened:
            return unseal_bytes(opened.read(), place(letter))
    docx = rendered(letter)
    return docx if suffix == "docx" else letters.pdf(docx)


def preview(
    application: Application,
    answer: str,
    fields: Mapping[str, Any],
    enclosing: Iterable[int],
    *,
    at: datetime,
) -> bytes:
    """The DOCX of a reply that is not drafted yet. Raises Refused where it misses something."""
    letter = Letter(application=application, kind=answer, answer=answer, drafted_at=at)
    found = list(CaseFile.objects.filter(application=application, pk__in=list(enclosing)))
    write(letter, fields, found)
    refuse_incomplete(letter)
    return rendered(letter, found)


def confirmation(letter: Letter) -> bytes:
    """第三方意见征询确认函: goes with a letter to a third party, to be filled in and sent back."""
    _refuse_destroyed(letter)
    form = Letter(
        application=letter.application,
        consultation=letter.consultation,
        kind="third_party_confirmation",
        drafted_at=letter.drafted_at,
        signed_on=letter.signed_on,
    )
    write(form, {"letter_number": letter.number or _("（签发时编号）")}, ())
    return rendered(form)


def _refuse_destroyed(letter: Letter) -> None:
    if not letter.sealed:
        raise Refused(_("这份文书已经按期销毁"))


def rendered(letter: Letter, enclosing: Iterable[CaseFile] | None = None) -> bytes:
    """The DOCX from the organ's template and what the case knows. Raises Refused for a broken template."""
    try:
        return letters.render(_template(letter), composing.fields(letter, fields_of(letter), enclosing))
    except TemplateRefused as error:
        raise Refused(_("文书不能生成，请检查模板：{error}").format(error=error)) from error


def refuse_incomplete(letter: Letter) -> None:
    """What a letter must say and nobody has said, neither the case nor who drafts it."""
    given = composing.fields(letter, fields_of(letter))
    missing = [field.meaning for field in KINDS[letter.kind].obligatory if field.name not in given]
    if missing:
        raise Refused(_("文书还缺：{names}").format(names="、".join(missing)))


def _template(letter: Letter) -> bytes:
    own = LetterTemplate.objects.filter(
        organ=letter.application.organ_id, kind=letter.kind, ended_at=None
    ).first()
    return bytes(own.content) if own else letters.default_template(letter.kind)
