"""Lists of the room."""

from django.utils.translation import gettext_lazy as _

from ..lists import Column, Table

DISPUTES = Table(
    name=_("复议诉讼登记簿"),
    columns=(
        Column(_("所涉事项"), lambda one: one.matter),
        Column(_("编号"), lambda one: one.number, "number", ("pk",)),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("种类"), lambda one: one.get_proceeding_display(), "proceeding", ("proceeding",)),
        Column(_("对方类别"), lambda one: one.get_claimant_kind_display(), on_page=False),
        Column(_("审理机关"), lambda one: one.body, "body", ("body",)),
        Column(_("案号"), lambda one: one.case_number, on_page=False),
        Column(_("提出"), lambda one: one.filed_on, "filed", ("filed_on",)),
        Column(_("状态"), lambda one: one.state.label),
        Column(_("答复或答辩期限"), lambda one: one.due_on, "due", ("due_on",)),
        Column(_("审结"), lambda one: one.concluded_on, "concluded", ("concluded_on",), on_page=False),
        Column(_("结果"), lambda one: one.result, "outcome", ("outcome",)),
        Column(_("所涉申请"), lambda one: one.application.number if one.application else "", on_page=False),
    ),
    order=("-filed_on",),
    filters=("organ", "proceeding", "state", "outcome", "year"),
)

_PLACED = (
    Column(_("所涉事项"), lambda one: one.matter),
    Column(_("编号"), lambda one: one.number, "number", ("pk",)),
    Column(_("审理机关"), lambda one: one.body, "body", ("body",)),
)

BEHIND = Table(
    name=_("统计数所计的案件"),
    columns=(*_PLACED, Column(_("现在的状态"), lambda one: one.result or one.state.label)),
    order=("filed_on",),
    filters=("cell",),
)

UNCOUNTED = Table(
    name=_("登记了而没有计入的案件"),
    columns=(*_PLACED, Column(_("原因"), lambda one: one.reason)),
    order=("filed_on",),
    prefix="uncounted-",
)
