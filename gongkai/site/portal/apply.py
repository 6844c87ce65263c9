"""依申请公开: how one applies to an organ, and the form, step by step, without scripts.

What was typed goes from step to step sealed, for this organ and for a short time; nothing of it is
kept here until it is sent, and none of it stands in an address or in the session.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.core import ratelimit
from cryptography.exceptions import InvalidTag
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.law import parameters
from gongkai.law.applications import fees, remedies
from gongkai.law.applications import receipt as receipt_law
from gongkai.law.applications.case import Subject
from gongkai.law.applications.receipt import Channel
from gongkai.law.clock import Due

from .. import today
from ..applications import composing, public, sheet, tasks, terms
from ..applications.actions import deflection, receipt
from ..applications.models import Application, CaseSettings
from ..disclosure.models import Item
from ..organs.actions import Refused
from ..organs.models import Organ
from ..sealing import seal, unseal
from .apply_forms import ApplyForm, FilesForm, LookForm, RecordsForm
from .around import around, find_organ, home_place, organ_place
from .offers import published_about

_HOLDS = timedelta(hours=1)
"""How long a form that was checked may wait to be sent."""
_TOO_OFTEN = "too_often"
_FOUND = "found"
"""In the session: the items that were what somebody looked for, so that each counts once."""
_NUMBERS = "reply reply_extension correction_notice fee_payment".split()
_FORMS: dict[Subject, type[ApplyForm] | type[RecordsForm]] = {
    Subject.INFORMATION: ApplyForm,
    Subject.RECORDS: RecordsForm,
}
_WITHHELD, _GIVEN = "refused_other_law", "granted"
"""Answers whose remedies stand for those of their kind."""


@require_safe
def explanation(request: HttpRequest, slug: str) -> HttpResponse:
    """依申请公开: who may apply, how, by when, at what cost, with which remedies, and where."""
    organ, on = find_organ(slug), today.today()
    context = {
        **around(organ, "apply"),
        "numbers": {name: parameters.on(name, on).value for name in _NUMBERS},
        "channels": [(*way, receipt_law.ground(channel)) for channel, way in _ways(organ)],
        "fees": [
            (_("按件计收"), _("同一申请人一个月内的申请"), _("件"), fees.tiers("items", on)),
            (_("按量计收"), _("一份申请，A4单面"), _("页"), fees.tiers("pages", on)),
        ],
        "remedies": _remedies(organ, on),
        "competent": organ.competent_office(on),
        "figures": public.figures(organ, on),
        "closed": organ.is_dissolved(on),
        "breadcrumb": [home_place(), organ_place(organ), {"title": _("依申请公开")}],
    }
    return render(request, "portal/apply.html", context)


@require_safe
def sheet_file(request: HttpRequest, slug: str) -> HttpResponse:
    """下载申请表."""
    made = HttpResponse(sheet.sheet(find_organ(slug)), content_type=sheet.MEDIA_TYPE)
    made["Content-Disposition"] = content_disposition_header(True, _("政府信息公开申请表.docx"))
    return made


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply_for_information(request: HttpRequest, slug: str) -> HttpResponse:
    """我要申请: looking first, then the form, then everything once more, then the number."""
    return _Steps(request, find_organ(slug), Subject.INFORMATION).answer()


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply_for_correction(request: HttpRequest, slug: str) -> HttpResponse:
    """申请更正与自己有关的信息记录 (Art. 41)."""
    return _Steps(request, find_organ(slug), Subject.RECORDS).answer()


@dataclass(frozen=True)
class _Checked:
    """A form that was filled in well, as it waits on the applicant's own page to be sent."""

    at: str
    key: str
    code: str
    typed: dict[str, str]

    @property
    def sending(self) -> receipt.Sending:
        return receipt.Sending(self.key, self.code)


@dataclass(frozen=True)
class _Steps:
    """One request of an applicant; the button says which step it ends."""

    request: HttpRequest
    organ: Organ
    subject: Subject

    def answer(self) -> HttpResponse:
        if self.organ.is_dissolved(today.today()):
            return redirect("portal:apply", self.organ.slug)
        act = {
            "look": self.look,
            "found": self.found,
            "fill": self.fill,
            "check": self.check,
            "back": self.back,
            "send": self.send,
        }
        return act.get(self.request.POST.get("step", ""), self.begin)()

    # The steps ------------------------------------------------------------------------------------

    def begin(self) -> HttpResponse:
        if self.subject is Subject.RECORDS:
            return self.fill()
        return self._page("look", LookForm())

    def look(self) -> HttpResponse:
        """What is published already about it; the form at once where nothing is."""
        form = LookForm(self.request.POST)
        if not form.is_valid():
            return self._page("look", form, status=422)
        offered = published_about(form.cleaned_data["title"], applying=True)
        return self._page("look", form, offered=offered) if offered else self.fill(nothing_found=True)

    def found(self) -> HttpResponse:
        """“这正是我要的”: counted once for a visitor, and there it is."""
        item = get_object_or_404(Item.objects.public(), pk=_number(self.request.POST.get("item", "")))
        before = self.request.session.get(_FOUND, [])
        if item.pk not in before and ratelimit.consume(self.request, action="deflect"):
            deflection.deflect(self.organ, item, on=today.today())
            self.request.session[_FOUND] = [*before, item.pk]
        return HttpResponseRedirect(reverse("portal:item", args=[item.pk]))

    def fill(self, *, nothing_found: bool = False) -> HttpResponse:
        initial = {name: self.request.POST[name] for name in ("title", "wanted") if name in self.request.POST}
        return self._page("fill", _FORMS[self.subject](initial=initial), nothing_found=nothing_found)

    def check(self) -> HttpResponse:
        form = _FORMS[self.subject](self.request.POST)
        if not form.is_valid():
            return self._page("fill", form, status=422)
        typed = {name: self.request.POST.get(name, "") for name in form.fields}
        drawn = receipt.Sending.drawn()
        checked = _Checked(today.now().isoformat(), drawn.key, drawn.code, typed)
        return self._check_page(checked, form, self._files())

    def back(self) -> HttpResponse:
        checked = self._opened()
        return self._page("fill", _FORMS[self.subject](checked.typed)) if checked else self._lapsed()

    def send(self) -> HttpResponse:
        checked = self._opened()
        if checked is None:
            return self._lapsed()
        form, sent = _FORMS[self.subject](checked.typed), self._files(sent=True)
        if not form.is_valid():
            return self._page("fill", form, status=422)
        application = self._taken(form, sent, checked) if sent.is_valid() else None
        if application is None:
            status = 429 if sent.has_error(NON_FIELD_ERRORS, _TOO_OFTEN) else 422
            return self._check_page(checked, form, sent, status=status)
        return self._sent_page(application, checked.code)

    # The pages ------------------------------------------------------------------------------------

    def _page(self, name: str, form: forms.Form, *, status: int = 200, **more: Any) -> HttpResponse:
        titles = {Subject.INFORMATION: _("我要申请"), Subject.RECORDS: _("申请更正信息记录")}
        steps = {"look": _("查找"), "fill": _("填写"), "check": _("核对"), "sent": _("完成")}
        if self.subject is Subject.RECORDS:
            del steps["look"]
        at = list(steps).index(name)
        context = {
            **around(self.organ, "apply"),
            "form": form,
            "title": titles[self.subject],
            "step": steps[name],
            "records": self.subject is Subject.RECORDS,
            "draft": f"{self.organ.slug}:{self.subject}",
            "path": [
                (step, "done" if number < at else "current" if number == at else "waiting")
                for number, step in enumerate(steps.values())
            ],
            "breadcrumb": [
                home_place(),
                organ_place(self.organ),
                {"title": _("依申请公开"), "url": reverse("portal:apply", args=[self.organ.slug])},
                {"title": titles[self.subject]},
            ],
            **more,
        }
        return render(self.request, f"portal/apply_{name}.html", context, status=status)

    def _check_page(
        self, checked: _Checked, filled: forms.Form, sent: FilesForm, *, status: int = 200
    ) -> HttpResponse:
        sealed = seal(json.dumps(asdict(checked), ensure_ascii=False), self._place)
        return self._page("check", sent, filled=filled, sealed=sealed, status=status)

    def _sent_page(self, application: Application, code: str) -> HttpResponse:
        on = today.today()
        days = terms.days_of(application)
        term = parameters.on("reply", on).value
        more: dict[str, Any] = {
            "application": application,
            "code": code,
            "address": self.request.build_absolute_uri(reverse("portal:follow")),
            "ground": receipt_law.ground(Channel.ONLINE),
            "term": term,
            "correction": parameters.on("correction_notice", on).value,
            "if_confirmed": Due.walked(on, term, days),
        }
        return self._page("sent", forms.Form(), **more)

    def _lapsed(self) -> HttpResponse:
        """The form again, empty: who comes later to this page is not to read what was typed."""
        return self._page("fill", _FORMS[self.subject](), lapsed=True, status=422)

    # What they stand on ---------------------------------------------------------------------------

    @property
    def _place(self) -> str:
        return f"apply:{self.organ.pk}:{self.subject}"

    def _files(self, *, sent: bool = False) -> FilesForm:
        wants = CaseSettings.objects.filter(organ=self.organ, wants_identity=True).exists()
        request = self.request
        data = (request.POST, request.FILES) if sent else ()
        return FilesForm(*data, evidence=self.subject is Subject.RECORDS, wants_identity=wants)

    def _opened(self) -> _Checked | None:
        """What was checked on an earlier page of this organ, and not too long ago."""
        try:
            checked = _Checked(**json.loads(unseal(self.request.POST.get("sealed", ""), self._place)))
        except (InvalidTag, ValueError, TypeError):
            return None
        return checked if today.now() - datetime.fromisoformat(checked.at) <= _HOLDS else None

    def _taken(self, form: ApplyForm | RecordsForm, sent: FilesForm, checked: _Checked) -> Application | None:
        """The application; None where the page now says why it was not taken."""
        if not ratelimit.consume(self.request, action="apply"):
            refusal = _("您所在的网络一小时内提交的次数太多，这一次没有收下。请过一小时再提交。")
            sent.add_error(None, ValidationError(refusal, _TOO_OFTEN))
            return None
        try:
            application, _code = receipt.apply(
                self.organ,
                form.cleaned_data["kind"],
                form.person(),
                form.request(),
                at=today.now(),
                uploads=sent.uploads(),
                sending=checked.sending,
            )
        except Refused as refused:
            sent.add_error(None, str(refused))
            return None
        tasks.keep_going(today.now())
        return application


def _ways(organ: Organ) -> list[tuple[Channel, tuple[str, str]]]:
    """Channel → what it is called, and where to; those that the organ has."""
    place = "，".join(part for part in (organ.address, organ.hours) if part)
    post = " ".join(part for part in (organ.address, organ.postcode, organ.office) if part)
    found = [(Channel.ONLINE, (_("网上"), _("点本页的“我要申请”")))]
    if organ.address:
        found += [
            (Channel.IN_PERSON, (_("当面"), place)),
            (
                Channel.REGISTERED_MAIL,
                (_("挂号信、特快专递"), _("{place}，信封注明“政府信息公开申请”").format(place=post)),
            ),
            (Channel.ORDINARY_MAIL, (_("平信"), _("地址同上；建议用挂号信或者特快专递"))),
        ]
    if organ.fax:
        found.append((Channel.FAX, (_("传真"), organ.fax)))
    oral = _("书写确有困难的，可以当面口头提出，由工作人员代为填写")
    return [*found, (Channel.ORAL, (_("口头"), oral))]


def _remedies(organ: Organ, on: date) -> list[tuple[str, str]]:
    """The sentences of the law, for an answer that withholds and for any other."""
    settings = composing.settings_of(organ, on)
    return [
        (of, remedies.remedy(code, on, review_body=settings.review_body, court=settings.court))
        for of, code in ((_("不予公开的答复"), _WITHHELD), (_("其他答复"), _GIVEN))
    ]


def _number(text: str) -> int:
    """A key of a form; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
