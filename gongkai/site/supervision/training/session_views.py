"""Pages of a session: what it is, who comes, what is handed out, the sign-in."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import acting, today
from ...accounts.middleware import OfficeRequest
from ...disclosure.files import MEDIA_TYPES
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import certifying, holding, planning, reach
from .forms import AnswerForm, HoldForm, MaterialForm, PersonForm, ReasonForm
from .models import Attendance, Training, TrainingMaterial
from .reach import ATTEND, TRAIN


@require_safe
def training(request: OfficeRequest, pk: int) -> HttpResponse:
    """A session, for who plans it and for who is asked to it."""
    return _shown(request, _seen(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: OfficeRequest, pk: int) -> HttpResponse:
    """取消."""
    found = _planned(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        planning.call_off(found, form.cleaned_data["reason"], user=request.user, at=today.now())

    if request.method == "POST" and acting.done(request, form, act, _("已取消")):
        return redirect("supervision:training", pk)
    context = {
        "form": form,
        "training": found,
        "title": _("取消培训"),
        "explanation": _("取消以后不能恢复，通知过的人员会看到原因。"),
        "button": _("取消培训"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/training/reason.html", context, status=status)


@require_POST
def invite(request: OfficeRequest, pk: int) -> HttpResponse:
    """通知参训."""
    found = _planned(request, pk)
    try:
        count = planning.invite(found, user=request.user, at=today.now())
    except Refused as refused:
        return _shown(request, found, refusal=str(refused), status=422)
    messages.success(request, _("已通知{count}人，显示在各人的“今日”").format(count=count))
    return redirect("supervision:training", pk)


@require_POST
def add_person(request: OfficeRequest, pk: int) -> HttpResponse:
    """增加人员."""
    found, form = _planned(request, pk), PersonForm(request.POST)

    def act() -> None:
        planning.add_person(found, form.cleaned_data["username"], user=request.user, at=today.now())

    if acting.done(request, form, act, _("已增加")):
        return redirect("supervision:training", pk)
    return _shown(request, found, person=form, status=422)


@require_POST
def answer(request: OfficeRequest, pk: int) -> HttpResponse:
    """回复 for oneself."""
    found = _seen(request, pk)
    row = Attendance.objects.filter(training=found, user=request.user).first()
    if row is None:
        raise permissions.Forbidden(ATTEND)
    form = AnswerForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        planning.answer(row, data["answer"], data["words"], user=request.user, at=today.now())

    if acting.done(request, form, act, _("已回复")):
        return redirect("supervision:training", pk)
    return _shown(request, found, reply=form, status=422)


@require_POST
def add_material(request: OfficeRequest, pk: int) -> HttpResponse:
    """添加材料."""
    found, form = _planned(request, pk), MaterialForm(request.POST, request.FILES)

    def act() -> None:
        data, at = form.cleaned_data, today.now()
        if file := data["file"]:
            planning.add_file(found, file.read(), data["name"] or file.name, user=request.user, at=at)
        else:
            planning.add_link(found, data["name"], data["link"], user=request.user, at=at)

    if acting.done(request, form, act, _("已添加")):
        return redirect("supervision:training", pk)
    return _shown(request, found, material_form=form, status=422)


@require_safe
def material(request: OfficeRequest, pk: int) -> FileResponse:
    """下载材料, never shown inside a page of ours."""
    kept = get_object_or_404(TrainingMaterial.objects.exclude(file=""), pk=pk)
    _seen(request, kept.training_id)
    return FileResponse(
        kept.file.open(),
        as_attachment=True,
        filename=kept.file_name,
        content_type=MEDIA_TYPES[kept.kind],
    )


@require_POST
def drop_material(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除材料."""
    kept = get_object_or_404(TrainingMaterial.objects.select_related("training__organ"), pk=pk)
    found = _planned(request, kept.training_id)
    try:
        planning.drop_material(kept, user=request.user, at=today.now())
    except Refused as refused:
        return _shown(request, found, refusal=str(refused), status=422)
    messages.success(request, _("已删除"))
    return redirect("supervision:training", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记签到, and what of the day was entered by hand; the same to correct it."""
    found = _planned(request, pk)
    rows = _people(found)
    hand = holding.by_hand(found)
    names = _names({row.organ_id for row in hand})
    form = HoldForm(
        request.POST or None,
        people=[(row.pk, f"{row.user.name}　{row.organ_name}") for row in rows],
        by_hand=[
            (row.pk, f"{names[row.organ_id]}　{row.get_kind_display()}　{row.title}　{row.people}人")
            for row in hand
        ],
        again=found.is_held,
        initial={
            "came": [row.pk for row in rows if (row.came if found.is_held else row.answer == "yes")],
            "outside": found.outside,
        },
    )  # fmt: skip

    def act() -> None:
        data = {"came": [], **form.cleaned_data}
        came = data.pop("came")
        holding.hold(found, came, user=request.user, at=today.now(), **data)

    if request.method == "POST" and acting.done(request, form, act, _("签到已登记，计入年度报告")):
        return redirect("supervision:training", pk)
    context = {"form": form, "training": found, "by_hand": hand}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/training/hold.html", context, status=status)


@require_safe
def sheet(request: OfficeRequest, pk: int) -> HttpResponse:
    """签到表, to print: who was asked, and blank rows for others."""
    found = _planned(request, pk)
    rows = [row for row in _people(found) if row.answer != Attendance.Answer.NO]
    context = {"training": found, "rows": rows, "blank": range(len(rows) + 1, len(rows) + 9)}
    return render(request, "supervision/training/sheet.html", context)


def _seen(request: OfficeRequest, pk: int) -> Training:
    """The session; 403 for who may not see it."""
    on = today.today()
    found = get_object_or_404(Training.objects.select_related("organ"), pk=pk)
    if not reach.sees(request.user, found, on):
        raise permissions.Forbidden(reach.VIEW)
    found.organ.name = found.organ.name_on(on)
    return found


def _planned(request: OfficeRequest, pk: int) -> Training:
    """The session; 403 for who does not train for its holder."""
    on = today.today()
    found = get_object_or_404(Training.objects.select_related("organ"), pk=pk)
    permissions.require(request.user, TRAIN, found.organ, on=on)
    found.organ.name = found.organ.name_on(on)
    return found


def _people(found: Training) -> list[Any]:
    """Who was asked, each with the name of the organ."""
    rows: list[Any] = list(found.attendances.select_related("user").order_by("organ__path", "pk"))
    names = _names({row.organ_id for row in rows})
    for row in rows:
        row.organ_name = names[row.organ_id]
    return rows


def _names(organs: set[int]) -> dict[int, str]:
    named = Organ.objects.named(today.today()).filter(pk__in=organs)
    return dict(named.values_list("pk", "short_name"))


def _shown(
    request: OfficeRequest,
    found: Training,
    *,
    person: PersonForm | None = None,
    material_form: MaterialForm | None = None,
    reply: AnswerForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    on = today.today()
    may = permissions.may(request.user, TRAIN, found.organ, on=on)
    mine = Attendance.objects.filter(training=found, user=request.user).first()
    rows = _people(found) if may else []
    tests = list(found.tests.order_by("pk"))
    counts: list[Any] = list(found.counts.select_related("gathering").order_by("pk")) if may else []
    names = _names({count.gathering.organ_id for count in counts})
    for count in counts:
        count.organ_name = names[count.gathering.organ_id]
    hand = holding.by_hand(found) if may and found.is_held else []
    named = _names({row.organ_id for row in hand})
    context = {
        "training": found,
        "organ": found.organ,
        "late": found.is_late(on),
        "may": may,
        "mine": mine,
        "reply": reply or AnswerForm(initial={"answer": mine.answer, "words": mine.words} if mine else None),
        "rows": rows,
        "yes": sum(row.answer == Attendance.Answer.YES for row in rows),
        "no": sum(row.answer == Attendance.Answer.NO for row in rows),
        "came": sum(bool(row.came) for row in rows),
        "person": person or PersonForm(),
        "material_form": material_form or MaterialForm(),
        "materials": list(found.materials.all()),
        "tests": tests,
        "counts": counts,
        "by_hand": [(named[row.organ_id], row) for row in hand],
        "organs": list(Organ.objects.named(on).filter(pk__in=found.organs.values("pk")))
        if found.scope == Training.Scope.CHOSEN
        else [],
        "certificates": list(found.certificates.order_by("pk")) if may else [],
        "own_certificates": list(found.certificates.filter(user=request.user)),
        "earned": len(certifying.earned(found)) if may and found.is_held else 0,
        "refusal": refusal,
        "on": on,
    }
    return render(request, "supervision/training/training.html", context, status=status)
