"""Pages for acts on a dispute: form in, one act, answer out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import today
from ..accounts.middleware import OfficeRequest
from ..disclosure.files import MEDIA_TYPES
from ..organs.actions import Refused
from . import people
from .actions import course, registration
from .actions.course import Conclusion
from .forms import (
    ConclusionForm,
    FileForm,
    HearingForm,
    InstanceForm,
    ReasonForm,
    RedoForm,
    ReplyForm,
    RevealForm,
    facts_form,
    upload,
)
from .models import Dispute, DisputeFile
from .views import dispute_of, shown

_page = require_http_methods(["GET", "HEAD", "POST"])
Data = dict[str, Any]


@_page
def reply(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记答复或答辩."""
    dispute = dispute_of(request, pk, "disputes.record")
    words = _words(
        _("登记行政复议答复") if dispute.is_review else _("登记答辩和举证"),
        _("登记向审理机关提交的日期，并附上文书或者提交证明。"),
        _("登记"),
    )

    def act(data: Data, **by: Any) -> None:
        proof = upload(DisputeFile.Kind.REPLY, data["file"])
        assert proof is not None
        course.record_reply(dispute, data["on"], proof, **by)

    return _by_form(request, dispute, ReplyForm(*_sent(request)), act, words)


@_page
def instance(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记审级."""
    dispute = dispute_of(request, pk, "disputes.record")
    words = _words(
        _("登记审级"),
        _("上诉的登记二审，再审的登记再审，发回重审的登记新的一审。登记后这件案件重新成为审理中。"),
        _("登记"),
    )

    def act(data: Data, **by: Any) -> None:
        course.add_instance(dispute, data["level"], data["body"], data["filed_on"], data["case_number"], **by)

    levels = course.levels_after(dispute.instances.latest("pk"))
    return _by_form(request, dispute, InstanceForm(request.POST or None, levels), act, words)


@_page
def hearing(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记开庭或听证."""
    dispute = dispute_of(request, pk, "disputes.record")
    words = _words(_("登记开庭或听证"), _("登记审理机关通知的日期；改期的，再登记一次。"), _("登记"))

    def act(data: Data, **by: Any) -> None:
        course.record_hearing(dispute, data["on"], **by)

    return _by_form(request, dispute, HearingForm(request.POST or None), act, words)


@_page
def conclude(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记结果."""
    dispute = dispute_of(request, pk, "disputes.record")
    last = dispute.instances.latest("pk")
    words = _words(
        _("登记{level}结果").format(level=last.get_level_display()),
        _("按决定书、裁判文书的主文选择。年报的栏次由结果得出，不另填写。"),
        _("登记"),
    )

    def act(data: Data, **by: Any) -> None:
        conclusion = Conclusion(data["outcome"], data["concluded_on"], data["received_on"])
        course.conclude(dispute, conclusion, upload(DisputeFile.Kind.DECISION, data["file"]), **by)

    form = ConclusionForm(*_sent(request), course.outcomes_for(dispute, last))
    return _by_form(request, dispute, form, act, words)


@_page
def reopen(request: OfficeRequest, pk: int) -> HttpResponse:
    """撤销结果登记."""
    dispute = dispute_of(request, pk, "disputes.record")
    words = _words(
        _("撤销结果登记"), _("结果登记有误的，撤销后重新登记。撤销和理由记入台账。"), _("撤销结果登记")
    )

    def act(data: Data, **by: Any) -> None:
        course.reopen(dispute, data["reason"], **by)

    return _by_form(request, dispute, ReasonForm(request.POST or None), act, words)


@_page
def redo(request: OfficeRequest, pk: int) -> HttpResponse:
    """按裁决重新办理."""
    dispute = dispute_of(request, pk, "disputes.record")
    words = _words(
        _("按裁决重新办理"),
        _(
            "为所涉申请另立一件重新办理，期限从收到决定或判决生效之日起另行计算；原来的办理和期限不变，年报不重复计入。"
        ),
        _("开始重新办理"),
    )

    def act(data: Data, **by: Any) -> None:
        course.order_redo(dispute, data["on"], data["days"], **by)

    last = dispute.instances.latest("pk")
    form = RedoForm(request.POST or None, initial={"on": last.received_on})
    return _by_form(request, dispute, form, act, words)


@_page
def correct(request: OfficeRequest, pk: int) -> HttpResponse:
    """更正登记."""
    dispute = dispute_of(request, pk, "disputes.record")
    facts = registration.facts_of(dispute)
    initial = vars(facts) | {
        "application": dispute.application.number if dispute.application else "",
        "follows": dispute.follows_id,
    }
    form = facts_form(dispute.way, request.POST or None, dispute.organ, initial=initial, corrects=True)
    words = _words(
        _("更正登记"), _("补登后来知道的日期，或者更正登记错的内容。改动和理由记入台账。"), _("保存")
    )

    def act(data: Data, **by: Any) -> None:
        registration.correct(dispute, form.facts, data["reason"], form.claimant, **by)

    return _by_form(request, dispute, form, act, words)


@_page
def void(request: OfficeRequest, pk: int) -> HttpResponse:
    """作废登记."""
    dispute = dispute_of(request, pk, "disputes.record")
    words = _words(
        _("作废登记"),
        _(
            "重复登记或者根本不属于政府信息公开的，作废。作废后仍可查看，不计入年报，不能恢复。对方撤回的不要作废，请登记结果。"
        ),
        _("作废"),
    )

    def act(data: Data, **by: Any) -> None:
        registration.void(dispute, data["reason"], **by)

    return _by_form(request, dispute, ReasonForm(request.POST or None), act, words)


@_page
def add_file(request: OfficeRequest, pk: int) -> HttpResponse:
    """添加材料."""
    dispute = dispute_of(request, pk, "disputes.record")
    words = _words(
        _("添加材料"), _("文件密封保存，只有承办人和公开专员可以打开，每次打开记入台账。"), _("添加")
    )

    def act(data: Data, **by: Any) -> None:
        new = upload(data["kind"], data["file"])
        assert new is not None
        registration.add_file(dispute, new, **by)

    return _by_form(request, dispute, FileForm(*_sent(request)), act, words)


@_page
def reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """查看个人信息: shown once, on the answer itself; nothing of it in an address."""
    dispute = dispute_of(request, pk, "disputes.record")
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = people.reveal(dispute, form.cleaned_data["reason"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return shown(request, dispute, revealed=person)
    words = _words(_("查看对方的信息"), _("理由和时间记入台账，信息只显示这一次。"), _("查看"))
    return _asked(request, dispute, form, words)


@require_POST
def read_file(request: OfficeRequest, pk: int, file: int) -> HttpResponseBase:
    """打开材料: leaves a line, so that it is asked for by a button and not by a link."""
    dispute = dispute_of(request, pk, "disputes.record")
    kept = get_object_or_404(DisputeFile.objects.select_related("dispute__organ"), pk=file, dispute=dispute)
    data = registration.read_file(kept, user=request.user, at=today.now())
    answer = HttpResponse(data, content_type=MEDIA_TYPES[kept.suffix])
    answer.headers["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    return answer


def _sent(request: OfficeRequest) -> tuple[Any, Any]:
    return request.POST or None, request.FILES or None


def _words(title: str, explanation: str, button: str) -> dict[str, str]:
    return {"title": title, "explanation": explanation, "button": button}


def _by_form(
    request: OfficeRequest,
    dispute: Dispute,
    form: Form,
    act: Callable[..., None],
    words: dict[str, str],
) -> HttpResponse:
    """A page with one form, for one act on a dispute."""
    if "seen" in form.fields:
        form.fields["seen"].initial = dispute.edition
    if request.method == "POST" and form.is_valid():
        seen = {"seen": form.cleaned_data["seen"]} if "seen" in form.fields else {}
        try:
            act(form.cleaned_data, user=request.user, at=today.now(), **seen)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存"))
            return redirect("disputes:dispute", dispute.pk)
    return _asked(request, dispute, form, words)


def _asked(request: OfficeRequest, dispute: Dispute, form: Form, words: dict[str, str]) -> HttpResponse:
    context = {"form": form, "dispute": dispute, "organ": dispute.organ, **words}
    return render(request, "disputes/act.html", context, status=422 if request.method == "POST" else 200)
