"""The lists of the room: their columns, what they are sorted by, what an export of them says."""

from django.utils.translation import gettext_lazy as _

from ..lists import Column, Table

REGISTER = Table(
    name=_("信息登记簿"),
    columns=(
        Column(_("标题"), lambda item: item.newest.title, "title", ("newest__title",)),
        Column(_("发文字号"), lambda item: item.newest.document_number, on_page=False),
        Column(_("机关"), lambda item: item.organ_name, "organ", ("organ__path",)),
        Column(
            _("栏目"),
            lambda item: item.column.name if item.column else "",
            "column",
            ("column__name",),
        ),
        Column(_("公开属性"), lambda item: item.newest.get_klass_display(), "class", ("newest__klass",)),
        Column(_("状态"), lambda item: item.newest.get_stage_display(), "stage", ("newest__stage",)),
        Column(_("形成日期"), lambda item: item.newest.formed_on, on_page=False),
        Column(_("公开期限"), lambda item: item.newest.due_on, "due", ("newest__due_on",)),
        Column(_("索引号"), lambda item: item.index_number, on_page=False),
        Column(_("首次公布时间"), lambda item: item.published_at, on_page=False),
        Column(_("撤下时间"), lambda item: item.withdrawn_at, on_page=False),
    ),
    order=(),
    filters=("q", "organ", "stage", "klass", "due"),
)

NORMATIVE = Table(
    name=_("规范性文件"),
    columns=(
        Column(_("标题"), lambda item: item.shown.title, "title", ("newest__title",)),
        Column(_("发文字号"), lambda item: item.shown.document_number, on_page=False),
        Column(_("统一登记号"), lambda item: item.shown.registration_number, on_page=False),
        Column(_("索引号"), lambda item: item.index_number, on_page=False),
        Column(_("有效性"), lambda item: item.validity.label if item.validity else ""),
        Column(_("公布"), lambda item: item.published_at, "published", ("published_at",)),
        Column(_("实施日期"), lambda item: item.shown.effective_on, on_page=False),
        Column(_("有效期至"), lambda item: item.shown.expires_on, "expires", ("newest__expires_on",)),
        Column(_("废止日期"), lambda item: item.repealed_on, on_page=False),
    ),
    order=("-published_at",),
    filters=("q", "validity", "figure", "year"),
)

WITHHELD = Table(
    name=_("不公开登记簿"),
    columns=(
        Column(_("标题"), lambda version: version.title, "title", ("title",)),
        Column(_("发文字号"), lambda version: version.document_number, on_page=False),
        Column(_("形成日期"), lambda version: version.formed_on, on_page=False),
        Column(_("公开属性"), lambda version: version.get_klass_display(), "class", ("klass",)),
        Column(_("不公开的依据"), lambda version: version.get_ground_display(), "ground", ("ground",)),
        Column(_("理由"), lambda version: version.ground_note, on_page=False),
        Column(_("再审查日期"), lambda version: version.item.reexamine_on, "due", ("item__reexamine_on",)),
    ),
    order=("item__reexamine_on",),
    filters=("q", "klass", "ground", "due"),
)

ADOPTIONS = Table(
    name=_("信息采用"),
    columns=(
        Column(_("标题"), lambda one: one.title, "title", ("title",)),
        Column(_("采用单位"), lambda one: one.adopter, "adopter", ("adopter",)),
        Column(_("采用日期"), lambda one: one.on, "on", ("on",)),
    ),
    order=("-on",),
    filters=("year",),
)

IMPORTS = Table(
    name=_("收录过的文件"),
    columns=(
        Column(_("文件"), lambda one: one.name, "name", ("name",)),
        Column(_("上传人"), lambda one: one.made_by.name, "by", ("made_by__name",)),
        Column(_("上传时间"), lambda one: one.made_at, "made", ("made_at",)),
        Column(_("收录时间"), lambda one: one.done_at, "done", ("done_at",)),
        Column(_("条数"), lambda one: one.count, "count", ("count",), figure=True),
    ),
    order=(),
    filters=("state",),
)

QUESTIONS = Table(
    name=_("公众提问登记簿"),
    columns=(
        Column(_("标题"), lambda one: one.title, "title", ("title",)),
        Column(_("编号"), lambda one: one.number, "number", ("pk",)),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("收到"), lambda one: one.asked_at, "asked", ("asked_at",)),
        Column(_("状态"), lambda one: one.state.label),
        Column(_("答复时限"), lambda one: one.due_on, "due", ("due_on",)),
    ),
    order=(),
    filters=("organ", "state"),
)

HEALTH = Table(
    name=_("栏目的状态"),
    columns=(
        Column(_("栏目"), lambda row: row[0].column.path_name, "column", ("column",)),
        Column(_("机关"), lambda row: row[1], "organ", ("organ",)),
        Column(_("状态"), lambda row: row[0].state.label, "state", ("state",)),
        Column(_("最新公布"), lambda row: row[0].newest, "newest", ("newest",)),
        Column(_("应更新"), lambda row: row[0].due, on_page=False),
        Column(_("已公开"), lambda row: row[0].count, "count", ("count",), figure=True),
        Column(_("责任科室"), lambda row: row[0].column.section, "section", ("section",)),
        Column(_("办理"), key="act"),
    ),
    order=(),
    filters=("organ", "state"),
)
