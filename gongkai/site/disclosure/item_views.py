"""Pages of the office for one item: what it is, what comes next, every act on it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from . import actions, gate, making, terms
from .differences import differences
from .forms import (
    AttachForm,
    ChannelForm,
    InterpretsForm,
    ReasonForm,
    ReExamineForm,
    RepealForm,
    ReviewForm,
    ScheduleForm,
)
from .matter_models import Matter
from .models import Item, ItemVersion, Stage
from .serving import served
from .tasks import wake
from .views import version_of


@require_safe
def item_page(request: OfficeRequest, pk: int, number: int | None = None) -> HttpResponse:
    """An item: its newest version or an earlier one, the path of its review, what comes next."""
    return _shown(request, version_of(request, pk, "disclosure.view", number))


@require_POST
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    """添加附件."""
    version = version_of(request, pk, "disclosure.edit")
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.attach(version, file.read(), file.name, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("附件已添加"))
            return redirect("disclosure:item", pk)
    return _shown(request, version, attach_form=form, status=422)


@require_POST
def detach(request: OfficeRequest, pk: int) -> HttpResponse:
    """移除附件."""
    version = version_of(request, pk, "disclosure.edit")
    return _acted(
        request,
        version,
        lambda: actions.detach(version, request.POST.get("sha256", ""), user=request.user, at=today.now()),
        _("附件已移除"),
    )


@require_safe
def attachment(request: OfficeRequest, pk: int, number: int, file: int) -> FileResponse:
    """下载附件 of a version, for those who draft and review it."""
    return served(version_of(request, pk, "disclosure.view", number), file)


@require_POST
def submit(request: OfficeRequest, pk: int) -> HttpResponse:
    """送审."""
    version = version_of(request, pk, "disclosure.edit")
    return _acted(
        request,
        version,
        lambda: actions.submit(version, user=request.user, at=today.now()),
        _("已送审"),
    )


@require_POST
def review(request: OfficeRequest, pk: int) -> HttpResponse:
    """审核: pass or return."""
    version = version_of(request, pk, "disclosure.review")
    form = ReviewForm(request.POST)
    passed = request.POST.get("decision") == "pass"
    if form.is_valid():
        try:
            actions.review(
                version,
                request.POST.get("digest", ""),
                passed=passed,
                opinion=form.cleaned_data["opinion"],
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已通过") if passed else _("已退回起草人"))
            return redirect("disclosure:item", pk)
    return _shown(request, version, review_form=form, status=422)


@require_POST
def publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """公布."""
    version = version_of(request, pk, "disclosure.publish")

    def act() -> None:
        with transaction.atomic():
            actions.publish(version, request.POST.get("digest", ""), user=request.user, at=today.now())
            wake(version)

    return _acted(request, version, act, _("已公布，公众现在可以看到"))


@require_POST
def schedule(request: OfficeRequest, pk: int) -> HttpResponse:
    """定时公布, or its cancelling."""
    version = version_of(request, pk, "disclosure.publish")
    if "cancel" in request.POST:
        act = partial(actions.cancel_schedule, version, user=request.user, at=today.now())
        return _acted(request, version, act, _("已取消定时公布"))
    form = ScheduleForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():  # the job is a row of the same transaction
                actions.schedule(
                    version,
                    request.POST.get("digest", ""),
                    release_at=form.cleaned_data["release_at"],
                    user=request.user,
                    at=today.now(),
                )
                version.refresh_from_db()
                wake(version)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已定时，到时自动公布"))
            return redirect("disclosure:item", pk)
    return _shown(request, version, schedule_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记渠道."""
    version = version_of(request, pk, "disclosure.edit")
    return _by_form(
        request,
        version,
        ChannelForm(request.POST or None, initial={"on": today.today()}),
        lambda data: actions.record_channel(version.item, **data, user=request.user, at=today.now()),
        {
            "title": _("登记其他渠道"),
            "explanation": _(
                "网站是第一平台；同时在公报、新媒体、公开栏等渠道公布的，在这里登记（条例第二十三条）。"
            ),
            "button": _("登记"),
        },
    )


@require_POST
def discard(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除草稿."""
    version = version_of(request, pk, "disclosure.edit")
    try:
        actions.discard(version, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("disclosure:item", pk)
    messages.success(request, _("草稿已删除，操作记录仍保留"))
    if Item.objects.filter(pk=pk).exists():
        return redirect("disclosure:item", pk)
    return redirect("disclosure:list")


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: OfficeRequest, pk: int) -> HttpResponse:
    """建立新版本."""
    version = version_of(request, pk, "disclosure.edit")
    return _by_form(
        request,
        version,
        ReasonForm(request.POST or None),
        lambda data: actions.revise(
            version.item, change_note=data["reason"], user=request.user, at=today.now()
        ),
        {
            "title": _("建立新版本"),
            "explanation": _("写明改什么、为什么。新版本要重新经过审核；公布后旧版本仍可查阅。"),
            "button": _("建立新版本"),
        },
        then="disclosure:edit",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: OfficeRequest, pk: int) -> HttpResponse:
    """撤下."""
    version = version_of(request, pk, "disclosure.publish")
    return _by_form(
        request,
        version,
        ReasonForm(request.POST or None),
        lambda data: actions.withdraw(version.item, reason=data["reason"], user=request.user, at=today.now()),
        {
            "title": _("撤下信息"),
            "explanation": _(
                "撤下后立即不再出现在任何列表和检索结果中；原网址保留，公布标题、撤下时间和原因。"
            ),
            "button": _("撤下"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def repeal(request: OfficeRequest, pk: int) -> HttpResponse:
    """废止规范性文件."""
    version = version_of(request, pk, "disclosure.publish")
    return _by_form(
        request,
        version,
        RepealForm(request.POST or None, initial={"on": today.today()}),
        lambda data: actions.repeal(
            version.item, on=data["on"], by=data["by"], user=request.user, at=today.now()
        ),
        {
            "title": _("废止规范性文件"),
            "explanation": _("从废止日期起显示为已废止，仍可查阅，不再计入现行有效件数。"),
            "button": _("废止"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def interprets(request: OfficeRequest, pk: int) -> HttpResponse:
    """标明解读."""
    version = version_of(request, pk, "disclosure.edit")
    return _by_form(
        request,
        version,
        InterpretsForm(request.POST or None),
        lambda data: actions.bind_interpretation(
            version.item, data["document"], user=request.user, at=today.now()
        ),
        {
            "title": _("标明解读"),
            "explanation": _("这份信息是对哪份文件的解读。标明之后，两份的页面互相链接。"),
            "button": _("标明"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reexamine(request: OfficeRequest, pk: int) -> HttpResponse:
    """再审查."""
    version = version_of(request, pk, "disclosure.reexamine")
    return _by_form(
        request,
        version,
        ReExamineForm(request.POST or None),
        lambda data: actions.reexamine(version.item, **data, user=request.user, at=today.now()),
        {
            "title": _("再审查"),
            "explanation": _(
                "因情势变化可以公开的，请建立新版本并改为主动公开；仍不公开的，写明理由和下次审查日期。依据：条例第十八条。"
            ),
            "button": _("仍不公开"),
        },
    )


def _acted(
    request: OfficeRequest, version: ItemVersion, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("disclosure:item", version.item_id)


def _by_form(
    request: OfficeRequest,
    version: ItemVersion,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    words: dict[str, str],
    *,
    then: str = "disclosure:item",
) -> HttpResponse:
    """A page with one form, for one act on an item."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("{act}，已经办好").format(act=words["title"]))
            return redirect(then, version.item_id)
    context = {"form": form, "version": version, "organ": version.item.organ, **words}
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/act.html", context, status=status)


def _shown(
    request: OfficeRequest,
    version: ItemVersion,
    *,
    review_form: ReviewForm | None = None,
    attach_form: AttachForm | None = None,
    schedule_form: ScheduleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    on = today.today()
    item = version.item
    organ = item.organ
    is_open = version.stage not in (Stage.PUBLISHED, Stage.SETTLED)
    may = {
        act: permissions.may(request.user, f"disclosure.{act}", organ, on=on)
        for act in ("edit", "review", "publish", "reexamine")
    }
    versions = list(item.versions.select_related("published_by"))
    before = next((one for one in versions if one.number == version.number - 1), None)
    step = actions.waiting_step(version)
    refusal = actions.why_not_review(version, step, request.user, on) if step and may["review"] else None
    context = {
        "version": version,
        "item": item,
        "organ": organ,
        "is_newest": versions[0].pk == version.pk,
        "path": actions.path(version),
        "step": step,
        "opinions": version.reviews.select_related("by"),
        "refusal": refusal,
        "review_form": (review_form or ReviewForm()) if step and may["review"] and not refusal else None,
        "schedule_form": schedule_form or ScheduleForm(),
        "channels": item.channel_records.all(),
        "matters": item.matters.active(),
        "has_matters": Matter.objects.active().filter(organ=organ).exists(),
        "reexaminations": item.reexaminations.select_related("by"),
        "attach_form": attach_form or AttachForm(),
        "files": version.files(),
        "may": may,
        "versions": versions,
        "differences": differences(before, version) if before else [],
        "on": on,
        "validity": item.validity_on(on),
        "interprets": item.interprets,
        "is_open": is_open,
        "term": terms.due_of(version) if is_open else None,
        **_gate(version),
    }
    return render(request, "disclosure/item.html", context, status=status)


def _gate(version: ItemVersion) -> dict[str, Any]:
    """What stands before the public: leaks and wrong words of an open version, and who was consulted."""
    is_open = version.stage not in (Stage.PUBLISHED, Stage.SETTLED)
    consultations = list(version.consultations.select_related("by"))
    found = gate.checked(version) if is_open else []
    return {
        "found": found,
        "stops": any(one.stops for one in found),
        "explained": [] if is_open else version.leak_reasons.filter(digest=version.digest),
        "typos": gate.wrong_words(version) if is_open else [],
        "original": making.original(version),
        "consultations": consultations,
        "unconfirmed": making.unconfirmed(version, consultations) if is_open else [],
    }
