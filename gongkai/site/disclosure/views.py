"""Pages of the office for items: form in, one act, answer out."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Officer, Organ
from . import actions, content, guide, importing, stock
from .desk import SOON
from .differences import differences
from .forms import (
    AdoptionForm,
    AttachForm,
    ColumnForm,
    FilterForm,
    ImportForm,
    InterpretsForm,
    ItemForm,
    ReasonForm,
    RepealForm,
    ReviewForm,
)
from .models import Adoption, Column, Import, Item, ItemVersion, ItemVersionQuerySet, Part, Stage
from .serving import served

PAGE = 50


@require_safe
def item_list(request: OfficeRequest) -> HttpResponse:
    """信息: the newest version of every item of the organs one may see, drafts with them."""
    on = today.today()
    organs = permissions.organs_for(request.user, "disclosure.view", on=on).named(on)
    names = {organ.pk: organ.short_name for organ in organs}
    if not names:
        raise permissions.Forbidden("disclosure.view")
    form = FilterForm(request.GET or None)
    form.fields["organ"].queryset = organs  # type: ignore[attr-defined]
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    versions = ItemVersion.objects.newest().filter(item__organ__in=list(names))
    versions = _narrowed(versions, chosen, on).select_related("item__column").defer("body")
    page = Paginator(versions.order_by("-item_id"), PAGE).get_page(request.GET.get("page"))
    for version in page:
        version.organ_name = names[version.item.organ_id]
    context = {
        "page": page,
        "form": form,
        "on": on,
        "soon": on + SOON,
        "many": len(names) > 1,
        "drafts": permissions.organs_for(request.user, "disclosure.draft", on=on).named(on),
        "own": Organ.objects.named(on)
        .filter(officers__in=Officer.objects.on(on).filter(user=request.user))
        .distinct(),
        "manages": permissions.organs_for(request.user, "disclosure.columns", on=on).named(on),
    }
    return render(request, "disclosure/list.html", context)


def _narrowed(versions: ItemVersionQuerySet, chosen: dict[str, Any], on: date) -> ItemVersionQuerySet:
    if q := chosen.get("q"):
        number = content.document_number(q)
        versions = versions.filter(
            Q(title__contains=q) | Q(document_number__contains=number) | Q(item__index_number__contains=q)
        )
    if chosen.get("organ"):
        versions = versions.filter(item__organ=chosen["organ"])
    for name in ("stage", "klass"):
        if chosen.get(name):
            versions = versions.filter(**{name: chosen[name]})
    if chosen.get("due") == "over":
        versions = versions.overdue(on)
    elif chosen.get("due") == "soon":
        versions = versions.duty().filter(due_on__range=(on, on + SOON))
    return versions


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记信息."""
    organ = _organ(request, slug, "disclosure.draft")
    form = ItemForm(request.POST or None, organ=organ, initial={"formed_on": today.today()})
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
                messages.success(request, _("已登记，公开期限从形成之日起算"))
                return redirect("disclosure:item", version.item_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "organ": organ, "alike": alike, "media": editor_media(request, form)}
    return render(request, "disclosure/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改: the version that is open."""
    version = _version(request, pk, "disclosure.draft")
    organ = version.item.organ
    form = ItemForm(request.POST or None, organ=organ, version=version)
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
            messages.success(request, _("已保存；内容有改动的，须重新送审"))
            return redirect("disclosure:item", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "organ": organ, "version": version, "media": editor_media(request, form)}
    return render(request, "disclosure/edit.html", context, status=status)


@require_safe
def item_page(request: OfficeRequest, pk: int, number: int | None = None) -> HttpResponse:
    """An item: its newest version or an earlier one, the path of its review, what comes next."""
    return _shown(request, _version(request, pk, "disclosure.view", number))


@require_POST
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    """添加附件."""
    version = _version(request, pk, "disclosure.draft")
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
    version = _version(request, pk, "disclosure.draft")
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
    version = _version(request, pk, "disclosure.draft")
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
    return _acted(
        request,
        version,
        lambda: actions.publish(version, request.POST.get("digest", ""), user=request.user, at=today.now()),
        _("已公布，公众现在可以看到"),
    )


@require_POST
def discard(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除草稿."""
    version = _version(request, pk, "disclosure.draft")
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
    version = _version(request, pk, "disclosure.draft")
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
    version = _version(request, pk, "disclosure.draft")
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
def adoptions(request: OfficeRequest, slug: str) -> HttpResponse:
    """采用: what superior bodies took over, apart from what the organ discloses."""
    act = "disclosure.draft" if request.method == "POST" else "disclosure.view"
    organ = _organ(request, slug, act)
    form = AdoptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_adoption(organ, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记"))
            return redirect("disclosure:adoptions", slug)
    rows = Adoption.objects.filter(organ=organ)
    years = rows.values_list("on__year").annotate(Count("pk")).order_by("-on__year")
    context = {
        "organ": organ,
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "years": list(years),
        "may_record": permissions.may(request.user, "disclosure.draft", organ, on=today.today()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/adoptions.html", context, status=status)


@require_safe
def normative(request: OfficeRequest, slug: str) -> HttpResponse:
    """规范性文件: what binds today, and how the stock came about year by year."""
    organ = _organ(request, slug, "disclosure.view")
    on = today.today()
    documents = Item.objects.public().filter(organ=organ, current__normative=True)
    page = Paginator(documents.defer("current__body").order_by("-published_at", "-pk"), PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "organ": organ,
        "page": shown,
        "documents": [(item, item.validity_on(on)) for item in shown],
        "years": stock.by_year(organ, on.year),
    }
    return render(request, "disclosure/normative.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guide_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """指南: what it would say today; a POST makes a draft of it."""
    writes = request.method == "POST"
    organ = _organ(request, slug, "disclosure.draft" if writes else "disclosure.view")
    at = today.now()
    if writes:
        try:
            version = guide.draft_guide(organ, user=request.user, at=at)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("disclosure:guide", slug)
        messages.success(request, _("已按现有资料写好，请核对后送审"))
        return redirect("disclosure:item", version.item_id)
    written = guide.written(organ, at)
    context = {
        "organ": organ,
        "title": written.title,
        "body": content.shown(written.body),
        "item": guide.of(organ),
        "outdated": guide.outdated(organ, at),
        "may_draft": permissions.may(request.user, "disclosure.draft", organ, on=today.today()),
    }
    return render(request, "disclosure/guide.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: OfficeRequest, slug: str) -> HttpResponse:
    """收录: hand in a file; nothing is taken over yet."""
    organ = _organ(request, slug, "disclosure.import")
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = importing.keep(organ, file.read(), file.name, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("disclosure:import_plan", kept.pk)
    context = {
        "organ": organ,
        "form": form,
        "names": list(importing.FIELDS),
        "imports": Import.objects.filter(organ=organ).select_related("made_by")[:PAGE],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: OfficeRequest, pk: int) -> HttpResponse:
    """试运行 of a file; a POST takes it over."""
    kept = get_object_or_404(Import.objects.select_related("organ", "made_by"), pk=pk)
    organ = kept.organ
    on = today.today()
    permissions.require(request.user, "disclosure.import", organ, on=on)
    organ.name = organ.name_on(on)
    if request.method == "POST":
        try:
            count = importing.import_items(kept, user=request.user, at=today.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已收录{count}条").format(count=count))
        return redirect("disclosure:import_plan", pk)
    plan = None
    if not kept.done_at:
        with kept.file.open() as file:
            plan = importing.plan(organ, importing.read(file.read()))
    context = {"organ": organ, "kept": kept, "plan": plan}
    return render(request, "disclosure/import_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: OfficeRequest, slug: str) -> HttpResponse:
    """栏目: the organ's tree, what stands in it, and a new one."""
    organ = _organ(request, slug, "disclosure.columns")
    form = ColumnForm(request.POST if "name" in request.POST else None, organ=organ)
    if request.method == "POST":
        try:
            if "usual" in request.POST:
                actions.add_usual_columns(organ, user=request.user, at=today.now())
                return redirect("disclosure:columns", slug)
            if form.is_valid():
                data = form.cleaned_data
                actions.add_column(
                    organ,
                    data["name"],
                    part=data["part"],
                    parent=data["parent"],
                    category=data["category"],
                    user=request.user,
                    at=today.now(),
                )
                messages.success(request, _("栏目已设立"))
                return redirect("disclosure:columns", slug)
        except Refused as refused:
            form.add_error(None, str(refused))
    tree = Column.objects.tree(organ)
    context = {
        "organ": organ,
        "form": form,
        "parts": [(Part(part).label, [c for c in tree if c.part == part]) for part in Part.values],
        "empty": not tree,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/columns.html", context, status=status)


def editor_media(request: OfficeRequest, form: Form) -> Media:
    """The editor's own files, its import map allowed on this one page by the nonce of the answer."""
    return Media.from_media(form.media, nonce=request.csp_nonce)  # type: ignore[attr-defined]


def _organ(request: OfficeRequest, slug: str, act: str) -> Organ:
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
    status: int = 200,
) -> HttpResponse:
    on = today.today()
    item = version.item
    organ = item.organ
    may = {
        act: permissions.may(request.user, f"disclosure.{act}", organ, on=on)
        for act in ("draft", "review", "publish")
    }
    versions = list(item.versions.defer("body").select_related("published_by"))
    before = next((one for one in versions if one.number == version.number - 1), None)
    step = actions.waiting_step(version)
    refusal = actions.why_not_review(version, step, request.user, on) if step and may["review"] else None
    context = {
        "version": version,
        "item": item,
        "organ": organ,
        "is_newest": versions[0].pk == version.pk,
        "is_current": item.current_id == version.pk,
        "path": actions.path(version),
        "step": step,
        "opinions": version.reviews.select_related("by"),
        "refusal": refusal,
        "review_form": (review_form or ReviewForm()) if step and may["review"] and not refusal else None,
        "attach_form": attach_form or AttachForm(),
        "files": version.files(),
        "may": may,
        "versions": versions,
        "differences": differences(before, version) if before else [],
        "on": on,
        "validity": item.validity_on(on),
        "interprets": item.interprets,
        "is_open": version.stage not in (Stage.PUBLISHED, Stage.SETTLED),
    }
    return render(request, "disclosure/item.html", context, status=status)
