"""Pages of the office for items: form in, one act, answer out."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.forms import Form
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Officer, Organ
from . import actions, content, gate, making
from .desk import SOON
from .differences import differences
from .forms import (
    AttachForm,
    ChannelForm,
    FilterForm,
    InterpretsForm,
    ItemForm,
    ReasonForm,
    ReExamineForm,
    RepealForm,
    ReviewForm,
    ScheduleForm,
)
from .matter_models import Matter
from .models import Column, Item, ItemQuerySet, ItemVersion, Stage
from .serving import served
from .tables import REGISTER
from .tasks import wake
from .typed_views import Begun


@reads_and_exports
def item_list(request: OfficeRequest) -> HttpResponseBase:
    """信息: the newest version of every item of the organs one may see, drafts with them."""
    on = today.today()
    organs = permissions.organs_for(request.user, "disclosure.view", on=on).named(on)
    names = {organ.pk: organ.short_name for organ in organs}
    if not names:
        raise permissions.Forbidden("disclosure.view")
    form = FilterForm(request.GET)
    form.fields["organ"].queryset = organs  # type: ignore[attr-defined]
    many = len(names) > 1
    if not many:
        del form.fields["organ"]
    items = _narrowed(Item.objects.filter(organ__in=list(names)), chosen(form), on)

    def complete(batch: list[Item]) -> None:
        for item in batch:
            assert item.newest is not None
            item.newest.item, item.organ_name = item, names[item.organ_id]

    without = () if many else ("organ",)
    rows = items.select_related("newest", "column")
    register = Listing(REGISTER, request, rows, complete=complete, without=without)
    if register.wanted:
        return register.export(request.user)
    context = {
        "list": register,
        "form": form,
        "on": on,
        "soon": on + SOON,
        "many": many,
        "drafts": permissions.organs_for(request.user, "disclosure.draft", on=on).named(on),
        "own": Organ.objects.named(on)
        .filter(officers__in=Officer.objects.on(on).filter(user=request.user))
        .distinct(),
        "manages": permissions.organs_for(request.user, "disclosure.columns", on=on).named(on),
    }
    return render(request, "disclosure/list.html", context)


def _narrowed(items: ItemQuerySet, narrow: dict[str, Any], on: date) -> ItemQuerySet:
    if q := narrow.get("q"):
        number = content.document_number(q)
        items = items.filter(
            Q(newest__title__contains=q)
            | Q(newest__document_number__contains=number)
            | Q(index_number__contains=q)
        )
    if narrow.get("organ"):
        items = items.filter(organ=narrow["organ"])
    for name in ("stage", "klass"):
        if narrow.get(name):
            items = items.filter(**{f"newest__{name}": narrow[name]})
    if narrow.get("due") == "over":
        items = items.filter(newest__in=ItemVersion.objects.overdue(on).values("pk"))
    elif narrow.get("due") == "soon":
        soon = ItemVersion.objects.duty().filter(due_on__range=(on, on + SOON))
        items = items.filter(newest__in=soon.values("pk"))
    return items


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记信息."""
    organ = organ_of(request, slug, "disclosure.draft")
    begun = Begun(request, organ)
    initial = {"formed_on": today.today(), **_chosen_column(request, organ), **begun.initial}
    form = ItemForm(request.POST or None, organ=organ, initial=initial)
    alike: list[ItemVersion] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        alike = actions.alike(organ, form.content)
        if not alike or request.POST.get("not_alike"):
            try:
                version = actions.draft(
                    organ,
                    form.content,
                    column=data["column"],
                    user=request.user,
                    at=today.now(),
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                begun.sent()
                messages.success(request, _("已登记，公开期限从形成之日起算"))
                return redirect("disclosure:item", version.item_id)
    if request.method == "POST":
        begun.keep()
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "organ": organ,
        "alike": alike,
        "begun": begun,
        "media": editor_media(request, form),
    }
    return render(request, "disclosure/edit.html", context, status=status)


def _chosen_column(request: OfficeRequest, organ: Organ) -> dict[str, Any]:
    """The column that a page led here for, and what it is for."""
    asked = request.GET.get("column", "")
    pk = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    column = Column.objects.filter(organ=organ, pk=pk, closed_on=None).first()
    return {"column": column.pk, "category": column.category} if column else {}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改: the version that is open."""
    version = _version(request, pk, "disclosure.edit")
    organ = version.item.organ
    begun = Begun(request, organ, version)
    form = ItemForm(request.POST or None, organ=organ, version=version, initial=begun.initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.edit(
                version,
                form.content,
                column=data["column"],
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            begun.sent()
            messages.success(request, _("已保存；内容有改动的，须重新送审"))
            return redirect("disclosure:item", pk)
    if request.method == "POST":
        begun.keep()
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "organ": organ,
        "version": version,
        "begun": begun,
        "media": editor_media(request, form),
    }
    return render(request, "disclosure/edit.html", context, status=status)


@require_safe
def item_page(request: OfficeRequest, pk: int, number: int | None = None) -> HttpResponse:
    """An item: its newest version or an earlier one, the path of its review, what comes next."""
    return _shown(request, _version(request, pk, "disclosure.view", number))


@require_POST
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    """添加附件."""
    version = _version(request, pk, "disclosure.edit")
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
    version = _version(request, pk, "disclosure.edit")
    return _acted(
        request,
        version,
        lambda: actions.detach(version, request.POST.get("sha256", ""), user=request.user, at=today.now()),
        _("附件已移除"),
    )


@require_safe
def attachment(request: OfficeRequest, pk: int, number: int, file: int) -> FileResponse:
    """下载附件 of a version, for those who draft and review it."""
    return served(_version(request, pk, "disclosure.view", number), file)


@require_POST
def submit(request: OfficeRequest, pk: int) -> HttpResponse:
    """送审."""
    version = _version(request, pk, "disclosure.edit")
    return _acted(
        request,
        version,
        lambda: actions.submit(version, user=request.user, at=today.now()),
        _("已送审"),
    )


@require_POST
def review(request: OfficeRequest, pk: int) -> HttpResponse:
    """审核: pass or return."""
    version = _version(request, pk, "disclosure.review")
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
    version = _version(request, pk, "disclosure.publish")

    def act() -> None:
        with transaction.atomic():
            actions.publish(version, request.POST.get("digest", ""), user=request.user, at=today.now())
            wake(version)

    return _acted(request, version, act, _("已公布，公众现在可以看到"))


@require_POST
def schedule(request: OfficeRequest, pk: int) -> HttpResponse:
    """定时公布, or its cancelling."""
    version = _version(request, pk, "disclosure.publish")
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
    version = _version(request, pk, "disclosure.edit")
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
    version = _version(request, pk, "disclosure.edit")
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
    version = _version(request, pk, "disclosure.edit")
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
    version = _version(request, pk, "disclosure.publish")
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
    version = _version(request, pk, "disclosure.publish")
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
    version = _version(request, pk, "disclosure.edit")
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
    version = _version(request, pk, "disclosure.reexamine")
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


def editor_media(request: OfficeRequest, form: Form) -> Media:
    """The editor's own files, its import map allowed on this one page by the nonce of the answer."""
    return Media.from_media(form.media, nonce=request.csp_nonce)  # type: ignore[attr-defined]


def organ_of(request: OfficeRequest, slug: str, act: str) -> Organ:
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, act, organ, on=on)
    return organ


def _version(request: OfficeRequest, pk: int, act: str, number: int | None = None) -> ItemVersion:
    """The newest version of an item, or the one of a number."""
    versions = ItemVersion.objects.filter(item=pk).select_related(
        "item__organ",
        "item__column__parent",
        "item__current",
        "item__interprets__current",
        "original__current",
        "made_by",
        "published_by",
    )
    version = versions.order_by("-number").first() if number is None else None
    version = version or get_object_or_404(versions, number=number or 1)
    on = today.today()
    organ = version.item.organ
    permissions.require(request.user, act, organ, on=on)
    organ.name = organ.name_on(on)
    return version


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
        "is_open": version.stage not in (Stage.PUBLISHED, Stage.SETTLED),
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
