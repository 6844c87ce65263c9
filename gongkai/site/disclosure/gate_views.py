"""Pages of the gate: consult another organ, note its answer, explain what the leak check found."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from . import consultations, gate
from .forms import AnswerForm, ConsultForm, LeakReasonForm
from .gate_models import Consultation
from .models import ItemVersion

_NAMES = 100


@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: OfficeRequest, pk: int) -> HttpResponse:
    """征求会商意见."""
    version = _newest(request, pk)
    initial = {"organ_name": request.GET.get("organ", "")[:_NAMES], "asked_on": today.today()}
    form = ConsultForm(request.POST or None, initial=initial)
    words = {
        "title": _("征求会商意见"),
        "explanation": _(
            "联合制作的，或者涉及其他机关的信息，公布前与有关机关协商、确认，保证准确一致（条例第十一条）。意见只对现在的内容有效，内容改动后须重新征求；没有答复不等于同意。"
        ),
        "button": _("登记"),
    }
    return _by_form(
        request,
        version,
        form,
        lambda: consultations.ask(version, **form.cleaned_data, user=request.user, at=today.now()),
        words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记会商意见."""
    asked = get_object_or_404(Consultation.objects.select_related("version__item__organ"), pk=pk)
    version = _allowed(request, asked.version)
    form = AnswerForm(request.POST or None, initial={"answered_on": today.today()})
    words = {
        "title": _("登记“{name}”的会商意见").format(name=asked.organ_name),
        "explanation": _("征求日期：{day}。登记后不能更改；意见有变化的，重新征求。").format(
            day=asked.asked_on
        ),
        "button": _("登记"),
    }
    return _by_form(
        request,
        version,
        form,
        lambda: consultations.answer(asked, **form.cleaned_data, user=request.user, at=today.now()),
        words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leak_reasons(request: OfficeRequest, pk: int) -> HttpResponse:
    """说明泄露检查结果, one reason for each finding that blocks."""
    version = _newest(request, pk)
    found = [one for one in gate.checked(version) if one.finding.blocks]
    form = LeakReasonForm(request.POST or None, found=found)
    words = {
        "title": _("说明泄露检查结果"),
        "explanation": _(
            "能删去或者遮盖的，请先修改内容。依法应当公开的，逐项写明依据和理由；理由随这一内容留存，审核人都能看到，不要在理由里写号码。"
        )
        if found
        else _("现在没有需要说明的结果。"),
        "button": _("保存说明"),
    }
    return _by_form(
        request,
        version,
        form,
        lambda: consultations.explain(version, form.reasons, user=request.user, at=today.now()),
        words,
    )


def _newest(request: OfficeRequest, pk: int) -> ItemVersion:
    versions = ItemVersion.objects.newest().select_related("item__organ")
    return _allowed(request, get_object_or_404(versions, item=pk))


def _allowed(request: OfficeRequest, version: ItemVersion) -> ItemVersion:
    on, organ = today.today(), version.item.organ
    permissions.require(request.user, "disclosure.edit", organ, on=on)
    organ.name = organ.name_on(on)
    return version


def _by_form(
    request: OfficeRequest,
    version: ItemVersion,
    form: Form,
    act: Callable[[], object],
    words: dict[str, str],
) -> HttpResponse:
    """A page with one form, for one act; then the item."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记"))
            return redirect("disclosure:item", version.item_id)
    context = {"form": form, "version": version, "organ": version.item.organ, **words}
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/act.html", context, status=status)
