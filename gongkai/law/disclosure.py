"""Chapter III 主动公开: what, and by when."""

from datetime import date

from gongkai.translation import _

from . import parameters
from .citation import Article
from .clock import Due
from .working_days import WorkingDays

CATEGORIES: dict[str, tuple[str, Article]] = {
    f"20.{number}": (label, Article(20, item=number))
    for number, label in enumerate(
        (
            _("行政法规、规章和规范性文件"),
            _("机关职能、机构设置、办公信息、负责人"),
            _("规划及相关政策"),
            _("统计信息"),
            _("行政许可和其他对外管理服务事项"),
            _("行政处罚、行政强制"),
            _("财政预算、决算"),
            _("行政事业性收费"),
            _("政府集中采购"),
            _("重大建设项目"),
            _("扶贫、教育、医疗、社会保障、就业"),
            _("突发公共事件"),
            _("监督检查"),
            _("公务员招考"),
            _("其他应当公开的信息"),
        ),
        start=1,
    )
}
"""Code → content and article: what every organ publishes (Art. 20)."""

_TOWN = (
    _("农业农村政策落实"),
    _("农田水利工程"),
    _("农村土地承包经营权流转"),
    _("宅基地使用情况审核"),
    _("土地征收、房屋征收"),
    _("筹资筹劳"),
    _("社会救助"),
)
_COUNTY = (
    _("市政建设"),
    _("公共服务"),
    _("公益事业"),
    _("土地征收、房屋征收"),
    _("治安管理"),
    _("社会救助"),
)
CATEGORIES |= {f"21.county.{n}": (label, Article(21)) for n, label in enumerate(_COUNTY, start=1)}
CATEGORIES |= {f"21.town.{n}": (label, Article(21)) for n, label in enumerate(_TOWN, start=1)}
"""In addition, by level: governments with districts or counties below, townships (Art. 21)."""


def publication_due(formed_on: date, days: WorkingDays) -> Due:
    """Last day to publish 公开期限: working days from the day information was formed or changed (Art. 26).

    Where a law or regulation sets another period, that one prevails; the caller then does not ask.
    Raises NotInForce before 2008-05-01, OutOfRange before the first loaded year.
    """
    return Due.walked(formed_on, parameters.on("publication", formed_on).value, days)
