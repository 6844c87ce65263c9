"""依申请公开设置 of an organ: what its letters name, how they are numbered, its own templates."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import letters
from .actions import settings as acts
from .composing import settings_of
from .letter_models import CaseSettings, LetterTemplate
from .letters import KINDS
from .serving import attached

_LARGEST = 2 * 1024 * 1024


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = CaseSettings
        fields = ["review_body", "court", "pay_to", "wants_identity", "notify_email"]
        widgets = {"pay_to": forms.Textarea(attrs={"rows": 2})}


class PatternForm(forms.Form):
    series = forms.ChoiceField(label=gettext_lazy("文书"))
    pattern = forms.CharField(
        label=gettext_lazy("编法"),
        max_length=60,
        help_text=gettext_lazy("{year}是年份，{serial}是流水号，例如：望政公开答〔{year}〕{serial}号。"),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["series"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(series, f"{series}（{names_of(series)}）") for series in acts.SERIES]


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("文书"), choices=[(code, kind.name) for code, kind in KINDS.items()]
    )
    file = forms.FileField(
        label=gettext_lazy("模板（DOCX）"),
        help_text=gettext_lazy("先下载现在的模板，在里面修改文字和格式，保留花括号里的字段，再上传。"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError(gettext_lazy("模板不能超过2MB"))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """The page, its downloads (``?default=kind``, ``?own=kind``), and its four forms."""
    organ = _organ(request, slug)
    if request.method != "POST":
        return _download(request, organ) or _shown(request, organ)
    what = request.POST.get("what", "")
    if what not in _POSTED:
        raise Http404(what)
    return _POSTED[what](request, organ)


def names_of(series: str) -> str:
    """What is numbered in a series, in words; replies together."""
    names = [kind.title for kind in KINDS.values() if kind.numbering == series]
    return "、".join(dict.fromkeys(names))


def _change(request: OfficeRequest, organ: Organ) -> HttpResponse:
    form = SettingsForm(request.POST, instance=CaseSettings.objects.filter(organ=organ).first())
    if form.is_valid():
        acts.change(organ, **form.cleaned_data, user=request.user, at=today.now())
        messages.success(request, _("设置已保存"))
        return redirect("applications:settings", organ.slug)
    return _shown(request, organ, settings_form=form, status=422)


def _pattern(request: OfficeRequest, organ: Organ) -> HttpResponse:
    form, tried = PatternForm(request.POST), ""
    if form.is_valid():
        series, pattern = form.cleaned_data["series"], form.cleaned_data["pattern"]
        try:
            if "try" in request.POST:
                acts.check_pattern(organ, series, pattern, today.now())
                tried = acts.numbered(pattern, today.today().year)
                return _shown(request, organ, pattern_form=form, tried=tried)
            acts.set_pattern(organ, series, pattern, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error("pattern", str(refused))
        else:
            messages.success(request, _("编法已设定，从下一份文书起使用"))
            return redirect("applications:settings", organ.slug)
    return _shown(request, organ, pattern_form=form, status=422)


def _add(request: OfficeRequest, organ: Organ) -> HttpResponse:
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        content = form.cleaned_data["file"].read()
        try:
            acts.add_template(organ, kind, content, user=request.user, at=today.now())
        except Refused as refused:
            for reason in letters.check(kind, content) or [str(refused)]:
                form.add_error("file", reason)
        else:
            messages.success(request, _("模板已启用，从下一份文书起使用"))
            return redirect("applications:settings", organ.slug)
    return _shown(request, organ, template_form=form, status=422)


def _end(request: OfficeRequest, organ: Organ) -> HttpResponse:
    try:
        acts.end_template(organ, request.POST.get("kind", ""), user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已停用，改用默认模板"))
    return redirect("applications:settings", organ.slug)


_POSTED = {"settings": _change, "pattern": _pattern, "template": _add, "end": _end}


def _download(request: OfficeRequest, organ: Organ) -> HttpResponse | None:
    default, own = request.GET.get("default", ""), request.GET.get("own", "")
    if default in KINDS:
        return attached(letters.default_template(default), f"{KINDS[default].name}.docx", "docx")
    if own in KINDS:
        kept = get_object_or_404(LetterTemplate, organ=organ, kind=own, ended_at=None)
        return attached(bytes(kept.content), f"{KINDS[own].name}.docx", "docx")
    return None


def _organ(request: OfficeRequest, slug: str) -> Organ:
    organ = get_object_or_404(Organ, slug=slug)
    on = today.today()
    permissions.require(request.user, "applications.settings", organ, on=on)
    organ.name = organ.name_on(on)
    return organ


def _shown(request: OfficeRequest, organ: Organ, *, status: int = 200, **forms_sent: Any) -> HttpResponse:
    now = today.now()
    kept = CaseSettings.objects.filter(organ=organ).first()
    own = {one.kind: one for one in _own(organ)}
    named = settings_of(organ, today.today())
    context = {
        "organ": organ,
        "settings_form": SettingsForm(instance=kept),
        "pattern_form": PatternForm(None),
        "template_form": TemplateForm(),
        "named": [
            (_("行政复议机关"), named.review_body),
            (_("行政诉讼管辖法院"), named.court),
            (_("信息处理费缴纳方式"), named.pay_to),
        ],
        "series": [
            (series, names_of(series), pattern, acts.numbered(pattern, today.today().year))
            for series, pattern in acts.patterns(organ, now).items()
        ],
        "templates": [(code, kind, own.get(code)) for code, kind in KINDS.items()],
        "breadcrumb": [{"title": _("依申请公开设置")}],
        **forms_sent,
    }
    return render(request, "applications/settings.html", context, status=status)


def _own(organ: Organ) -> Any:
    held = LetterTemplate.objects.filter(organ=organ, ended_at=None).select_related("added_by")
    return held.defer("content")
