"""机构设置 in the office: establishing, moving, dissolving, the competent office, site data."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import today
from ..accounts.middleware import OfficeRequest
from . import actions, permissions, structure
from .forms import CompetentOfficeForm, DissolveForm, EstablishForm, MoveForm, SiteForm
from .models import Organ, OrganQuerySet, SiteData

_asked = require_http_methods(["GET", "HEAD", "POST"])


@_asked
def establish(request: OfficeRequest, slug: str) -> HttpResponse:
    """设立机关 under this one."""
    on = today.today()
    parent = _named(slug)
    permissions.require(request.user, "organs.arrange", parent, on=on)
    words = {
        "title": _("设立机关"),
        "lead": _("在{name}之下").format(name=parent.name),
        "explanation": _("设立之后，请安全管理员为它任职，由它的公开专员填写联系方式、设立栏目。"),
        "button": _("设立"),
    }

    def act(data: dict[str, Any]) -> Organ:
        made = actions.establish(**data, parent=parent, user=request.user, today=on, sample=parent.sample)
        messages.success(request, _("已设立，地址是 /o/{slug}/").format(slug=made.slug))
        return made

    return _by_form(request, parent, EstablishForm(request.POST or None), act, words)


@_asked
def move(request: OfficeRequest, slug: str) -> HttpResponse:
    """调整隶属."""
    organ = _over(request, slug)
    on = today.today()
    parents = permissions.organs_for(request.user, "organs.arrange", on=on).existing(on).named(on)
    form = MoveForm(request.POST or None, parents=parents.exclude(path__startswith=organ.path))
    words = {
        "title": _("调整隶属"),
        "lead": organ.name,
        "explanation": _("它和它的下级机关一起移到新的上级之下，从今天起算。网址和已公开的信息不变。"),
        "button": _("调整"),
    }

    def act(data: dict[str, Any]) -> Organ:
        structure.move(organ, **data, user=request.user, on=on)
        messages.success(request, _("隶属已调整，网址不变"))
        return organ

    return _by_form(request, organ, form, act, words)


@_asked
def dissolve(request: OfficeRequest, slug: str) -> HttpResponse:
    """撤销、合并, and who succeeds."""
    organ = _over(request, slug)
    on = today.today()
    form = DissolveForm(request.POST or None, heirs=_beside(organ), initial={"on": on})
    words: dict[str, str | bool] = {
        "title": _("撤销机关"),
        "lead": organ.name,
        "explanation": _(
            "撤销不能恢复，请核对以后再办理。它现有的{people}位工作人员到撤销之日离任，它不再列在现有机关之中；它公开的信息、年报和网址永远保留，页面上写明由谁承继，承继机关的工作人员可以更正、修改和撤下。"
        ).format(people=organ.officers.on(on).values("user").distinct().count()),
        "button": _("撤销这个机关"),
        "danger": True,
    }

    def act(data: dict[str, Any]) -> Organ:
        structure.dissolve(organ, **data, user=request.user, today=on)
        messages.success(request, _("已撤销，公开页面上写明了承继的机关"))
        return organ

    return _by_form(request, organ, form, act, words)


@_asked
def competent_office(request: OfficeRequest, slug: str) -> HttpResponse:
    """公开工作主管部门 of a government."""
    government = _named(slug)
    on = today.today()
    permissions.require(request.user, "organs.competent", government, on=on)
    offices = Organ.objects.below(government).existing(on).named(on)
    offices = offices.filter(depth__lte=government.depth + 1)
    form = CompetentOfficeForm(request.POST or None, offices=offices, initial={"since": on})
    words = {
        "title": _("确定公开工作主管部门"),
        "lead": government.name,
        "explanation": _(
            "主管部门推进、指导、协调、监督本行政区域的公开工作（条例第三条）。在它那里担任“主管部门”职责的人员，看得到政府之下所有机关的信息和年报。"
        ),
        "button": _("确定"),
    }

    def act(data: dict[str, Any]) -> Organ:
        structure.set_competent_office(government, **data, user=request.user, on=on)
        messages.success(request, _("主管部门已确定"))
        return government

    return _by_form(request, government, form, act, words)


@_asked
def site(request: OfficeRequest, slug: str) -> HttpResponse:
    """网站标识和页脚."""
    organ = _named(slug)
    on = today.today()
    permissions.require(request.user, "organs.edit_site", organ, on=on)
    row = SiteData.objects.filter(organ=organ).first() or SiteData(organ=organ)
    above = organ.parent_on(on)
    form = SiteForm(request.POST or None, instance=row, inherited=above.site if above else SiteData())
    words = {
        "title": _("网站标识和页脚"),
        "lead": organ.name,
        "explanation": _(
            "写在本机关公开页面的页脚和页面标签里；空着的，上级填了的沿用上级的，都没有的不显示。"
        ),
        "button": _("保存"),
    }

    def act(data: dict[str, Any]) -> Organ:
        actions.edit_site(organ, data=data, user=request.user, on=on)
        messages.success(request, _("已保存"))
        return organ

    return _by_form(request, organ, form, act, words)


def _named(slug: str) -> Organ:
    organ: Organ = get_object_or_404(Organ.objects.named(today.today()), slug=slug)
    return organ


def _over(request: OfficeRequest, slug: str) -> Organ:
    """An organ, for an administrator of the one above it."""
    organ = _named(slug)
    on = today.today()
    permissions.require(request.user, "organs.arrange", organ.parent_on(on) or organ, on=on)
    return organ


def _beside(organ: Organ) -> OrganQuerySet:
    """The organ above, and those that stand beside it."""
    on = today.today()
    above = Organ.objects.filter(path__startswith=organ.path[: -organ.steplen])
    near: OrganQuerySet = above.filter(depth__in=(organ.depth - 1, organ.depth)).exclude(pk=organ.pk)
    return near.existing(on).named(on)


def _by_form(
    request: OfficeRequest,
    organ: Organ,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], Organ],
    words: Mapping[str, str | bool],
) -> HttpResponse:
    """A page with one form, for one act; it leads to the page of the organ it was done to."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("organs:organ", done.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "organs/act.html", {"form": form, "organ": organ, **words}, status=status)
