"""Pages of evidence: add one piece, take it away, download a file."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import spans, today
from ...accounts.middleware import OfficeRequest
from ...disclosure.files import MEDIA_TYPES
from ...disclosure.models import Item
from ...disclosure.question_models import Question, QuestionState
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Gathering
from ..figures.registry import figures
from . import access, proof
from .forms import ItemSearch, ProofForm
from .models import Task, TaskEvidence
from .tasks import FULFIL

_MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    """添加佐证."""
    on = today.today()
    task = get_object_or_404(Task.objects.select_related("organ", "point__plan"), pk=pk)
    permissions.require(request.user, FULFIL, task.organ, on=on)
    search = ItemSearch(request.GET)
    search.is_valid()
    words = search.cleaned_data.get("q", "")
    form = ProofForm(request.POST or None, request.FILES or None, choices=_choices(task, words, request))
    if request.method == "POST" and form.is_valid():
        try:
            made = _act(task, form.cleaned_data, request, on)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已添加佐证：{title}").format(title=made.title))
            return redirect("supervision:points_task", pk)
    task.organ.name = task.organ.name_on(on)
    context = {"form": form, "search": search, "task": task, "organ": task.organ}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/points/prove.html", context, status=status)


def _choices(task: Task, words: str, request: OfficeRequest) -> dict[str, list[tuple[Any, str]]]:
    """What the organ has to choose from, the newest first; an item that was chosen stays among them."""
    public = Item.objects.public().filter(organ=task.organ_id)
    if words:
        public = public.filter(current__title__contains=words)
    items = list(public.order_by("-published_at", "-pk")[:_MOST])
    picked = request.POST.get("item", "")
    if picked.isdecimal() and int(picked) not in {item.pk for item in items}:
        items += Item.objects.public().filter(organ=task.organ_id, pk=int(picked))
    gatherings = Gathering.objects.filter(organ=task.organ_id)[:_MOST]
    answered = Question.objects.in_state(QuestionState.ANSWERED).filter(organ=task.organ_id)
    return {
        "item": [(item.pk, f"{item.current.title}　{item.index_number}") for item in items if item.current],
        "gathering": [(one.pk, f"{one.on}　{one.title}") for one in gatherings],
        "question": [(one.pk, f"{one.number}　{one.title}") for one in answered.order_by("-pk")[:_MOST]],
        "figure": [(code, str(figure.name)) for code, figure in figures().items()],
    }


def _act(task: Task, data: dict[str, Any], request: OfficeRequest, on: date) -> TaskEvidence:
    by: dict[str, Any] = {"user": request.user, "at": today.now()}
    kind = data["kind"]
    if kind == "item":
        return proof.add_item(task, Item.objects.select_related("current").get(pk=data["item"]), **by)
    if kind == "address":
        return proof.add_page(task, data["address"], data["title"], **by)
    if kind == "gathering":
        return proof.add_gathering(task, Gathering.objects.get(pk=data["gathering"]), **by)
    if kind == "question":
        return proof.add_question(task, Question.objects.get(pk=data["question"]), **by)
    if kind == "figure":
        return proof.add_figure(task, figures()[data["figure"]], spans.year(on.year, on), **by)
    return proof.add_file(task, data["file"].read(), data["file"].name, **by)


@require_POST
def remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """移除佐证."""
    found = _found(pk)
    permissions.require(request.user, FULFIL, found.task.organ, on=today.today())
    task = found.task_id
    try:
        proof.remove(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("佐证已移除"))
    return redirect("supervision:points_task", task)


@require_safe
def file(request: OfficeRequest, pk: int) -> HttpResponse:
    """下载, never shown in a page: for who may look at the task."""
    found = _found(pk)
    access.require_task(request.user, found.task, today.today())
    if not found.file:
        raise Http404
    with found.file.open("rb") as kept:
        answer = HttpResponse(kept.read(), content_type=MEDIA_TYPES[found.file_kind])
    name = f"{found.title}.{found.file_kind}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _found(pk: int) -> TaskEvidence:
    return get_object_or_404(TaskEvidence.objects.select_related("task__organ", "task__giver"), pk=pk)
