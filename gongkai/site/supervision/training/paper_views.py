"""Pages of tests: setting one, taking it, its results, the office's own questions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import questions as bank
from . import testing
from .forms import PaperForm, QuestionForm, TestForm
from .models import Attendance, Training, TrainingPaper, TrainingQuestion, TrainingTest
from .reach import ATTEND, TRAIN


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, pk: int) -> HttpResponse:
    """设立测试 of a session."""
    found = get_object_or_404(Training.objects.select_related("organ"), pk=pk)
    on = today.today()
    permissions.require(request.user, TRAIN, found.organ, on=on)
    initial = {"title": _("{title}测试").format(title=found.title), "opens_on": max(found.on, on)}
    form = TestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = testing.set_test(found, user=request.user, at=today.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("测试已设立，开始以后显示在参训人员的“今日”"))
            return redirect("supervision:training_test", made.pk)
    context = {"form": form, "training": found, "have": len(testing.bank(found.organ))}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/training/test_new.html", context, status=status)


@require_safe
def test(request: OfficeRequest, pk: int) -> HttpResponse:
    """A test: for who takes it, their papers; for who holds the session, everyone's results."""
    return _test_page(request, _test(request, pk))


@require_POST
def start(request: OfficeRequest, pk: int) -> HttpResponse:
    """开始, or go on with the paper that is open."""
    found = get_object_or_404(TrainingTest.objects.select_related("training__organ"), pk=pk)
    try:
        paper = testing.start(found, user=request.user, at=today.now())
    except Refused as refused:
        return _test_page(request, found, refusal=str(refused), status=422)
    return redirect("supervision:training_paper", paper.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: OfficeRequest, pk: int) -> HttpResponse:
    """答卷, only for its own person: answers, and once handed in what was right."""
    found = get_object_or_404(TrainingPaper.objects.select_related("test__training"), pk=pk)
    if found.user_id != request.user.pk or not permissions.may_anywhere(
        request.user, ATTEND, on=today.today()
    ):
        raise permissions.Forbidden(ATTEND)
    asked = testing.questions_of(found)
    if found.handed_in_at and request.method != "POST":
        return _marked(request, found)
    form = PaperForm(request.POST or None, questions=asked, initial=_kept(found))
    if request.method == "POST" and form.is_valid():
        hands_in = "hand_in" in request.POST
        act = testing.hand_in if hands_in else testing.save_answers
        try:
            act(found, list(form.answers()), user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if not hands_in:
                messages.success(request, _("答案已保存，截止以前可以接着作答"))
            return redirect("supervision:training_paper", pk)
    context = {"form": form, "paper": found, "test": found.test}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/training/paper.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: OfficeRequest, slug: str) -> HttpResponse:
    """题库 of an organ: its own questions and those shipped, for who trains."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, TRAIN, organ, on=on)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            testing.add_question(organ, user=request.user, at=today.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("试题已添加，以后的测试会抽到"))
            return redirect("supervision:training_questions", slug)
    own = TrainingQuestion.objects.filter(organ=organ).order_by("retired_at", "pk")
    context = {
        "organ": organ,
        "form": form,
        "own": [(row, testing.as_question(row)) for row in own],
        "shipped": [(TrainingQuestion.Kind(one.kind).label, one) for one in bank.shipped()],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/training/questions.html", context, status=status)


@require_POST
def retire(request: OfficeRequest, pk: int) -> HttpResponse:
    """停用."""
    row = get_object_or_404(TrainingQuestion.objects.select_related("organ"), pk=pk)
    try:
        testing.retire_question(row, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已停用，以后的测试不再抽到"))
    return redirect("supervision:training_questions", row.organ.slug)


def _test(request: OfficeRequest, pk: int) -> TrainingTest:
    """The test; 403 for who neither takes it nor trains for its holder."""
    found = get_object_or_404(TrainingTest.objects.select_related("training__organ"), pk=pk)
    on = today.today()
    takes = Attendance.objects.filter(training=found.training_id, user=request.user).exists()
    if not (takes and permissions.may_anywhere(request.user, ATTEND, on=on)):
        permissions.require(request.user, TRAIN, found.training.organ, on=on)
    return found


def _test_page(
    request: OfficeRequest, found: TrainingTest, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    on = today.today()
    may = permissions.may(request.user, TRAIN, found.training.organ, on=on)
    mine = list(found.papers.filter(user=request.user).order_by("number"))
    takes = Attendance.objects.filter(training=found.training_id, user=request.user).exists()
    passed = any(one.passed for one in mine)
    going_on = next((one for one in mine if one.handed_in_at is None), None)
    may_start = takes and found.is_open(on) and not passed and (going_on or len(mine) < found.attempts)
    context = {
        "test": found,
        "training": found.training,
        "may": may,
        "takes": takes,
        "mine": mine,
        "passed": passed,
        "going_on": going_on,
        "may_start": may_start,
        "is_open": found.is_open(on),
        "results": _results(found) if may else [],
        "refusal": refusal,
        "on": on,
    }
    return render(request, "supervision/training/test.html", context, status=status)


def _results(found: TrainingTest) -> list[dict[str, Any]]:
    """Of everyone asked: attempts, the best result, whether passed; in the order of the organs."""
    rows = found.training.attendances.select_related("user").order_by("organ__path", "pk")
    names = dict(
        Organ.objects.named(today.today())
        .filter(pk__in=rows.order_by().values("organ"))
        .values_list("pk", "short_name")
    )
    papers: dict[int, list[TrainingPaper]] = {}
    for one in found.papers.filter(handed_in_at__isnull=False).order_by("number"):
        papers.setdefault(one.user_id, []).append(one)
    return [
        {
            "name": row.user.name,
            "organ": names[row.organ_id],
            "attempts": len(taken := papers.get(row.user_id, [])),
            "score": max((one.score or 0 for one in taken), default=None),
            "passed": any(one.passed for one in taken),
            "last": taken[-1].handed_in_at if taken else None,
        }
        for row in rows
    ]


def _marked(request: OfficeRequest, found: TrainingPaper) -> HttpResponse:
    """After handing in: the result; what was right only once nothing can be gained from it."""
    explains = testing.explains(found)
    rows = [
        {
            "number": number,
            "question": one,
            "kind": TrainingQuestion.Kind(one.kind).label,
            "said": "；".join(one.options[at] for at in chosen or ()),
            "right": bank.is_right(one, chosen),
        }
        for number, (one, chosen) in enumerate(
            zip(testing.questions_of(found), found.answers, strict=True), start=1
        )
    ]
    context = {
        "paper": found,
        "test": found.test,
        "rows": rows if explains else [],
        "explains": explains,
        "of": len(rows),
        "left": found.test.attempts - found.number,
    }
    return render(request, "supervision/training/marked.html", context)


def _kept(found: TrainingPaper) -> dict[str, Any]:
    """What was answered so far, as the form wants it."""
    told: dict[str, Any] = {}
    for number, (one, chosen) in enumerate(zip(testing.questions_of(found), found.answers, strict=True)):
        if chosen:
            many = one.kind == bank.MULTIPLE
            told[f"q{number}"] = [str(at) for at in chosen] if many else str(chosen[0])
    return told
