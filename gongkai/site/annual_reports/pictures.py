"""图表 from records: what was disclosed and by when, how applications came and how long they took.

Plain numbers in, charts out; the numbers are asked for in ``measures``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from gongkai.annual_report.pictures import rate, small_note
from gongkai.charts import Chart, Series
from gongkai.charts.chart import LINES, ROWS, STACKED

from .measures import LONG, Period, Spread

MOST = 10
"""Labels of a chart; what comes after is added up."""


def titled(period: Period, words: str) -> str:
    """``words`` with the period before them."""
    if period.whole:
        return _("{year}年{words}").format(year=period.year, words=words)
    return _("{year}年1月1日至{month}月{day}日{words}").format(
        year=period.year, month=period.last.month, day=period.last.day, words=words
    )


def by_records(period: Period, *charts: Chart) -> Iterator[Chart]:
    """Charts of a report that is none: its tables were counted from the records of a period just now."""
    source = _("来源：按现在的记录，口径与年度报告的各表相同。")
    year = _("{year}年").format(year=period.year)
    for chart in charts:
        yield replace(chart, title=titled(period, chart.title.removeprefix(year)), source=source)


def parts(
    id: str, title: str, heading: str, counted: Sequence[tuple[str, int]], unit: str, source: str
) -> Chart:
    """Counts by a name with their parts of the whole, the commonest first, the rarest added up."""
    whole = sum(count for _name, count in counted)
    shown = list(counted[:MOST])
    if len(counted) > MOST:
        rest = sum(count for _name, count in counted[MOST:])
        shown.append((_("其余{count}种").format(count=len(counted) - MOST), rest))
    return Chart(
        id,
        ROWS,
        title,
        heading,
        tuple(name for name, _count in shown),
        (
            Series(
                _("数量"),
                tuple(count for _name, count in shown),
                shares=tuple(rate(count, whole) for _name, count in shown),
            ),
        ),
        unit,
        source,
        small_note(whole, _("共"), unit) if shown else (),
    )


def months(counted: Mapping[tuple[int, int], int], period: Period) -> Chart:
    """各月新收 of a year beside the year before; months to come are no noughts."""
    last = period.last.month
    return Chart(
        "months",
        LINES,
        _("{year}年各月新收申请").format(year=period.year),
        _("月份"),
        tuple(str(month) for month in range(1, 13)),
        (
            Series(
                _("{year}年").format(year=period.year),
                tuple(
                    counted.get((period.year, month), 0) if month <= last else None for month in range(1, 13)
                ),
                0,
            ),
            Series(
                _("{year}年").format(year=period.year - 1),
                tuple(counted.get((period.year - 1, month), 0) for month in range(1, 13)),
                1,
            ),
        ),
        _("件"),
        _("来源：申请登记簿，按收到之日；图上的数是{year}年的。").format(year=period.year),
    )


def publication(spread: Spread, period: Period, term: int) -> Chart:
    """公开时限: within how many working days items were made public."""
    bands = [(0, term // 4), (term // 4 + 1, term // 2), (term // 2 + 1, term)]
    return _bands(
        "publication",
        titled(period, _("信息公开用时")),
        spread,
        bands,
        _("条"),
        _(
            "来源：本系统公布的信息，从形成之日的次日起按全国工作日历计算；收录的旧信息不计。"
            "期限为形成之日起{term}个工作日（条例第二十六条），法律、法规另有规定的从其规定。"
        ).format(term=term),
        _("公布"),
    )


def replies(spread: Spread, period: Period, term: int, more: int) -> Chart:
    """答复时限: within how many working days applications were answered."""
    bands = [(0, term // 2), (term // 2 + 1, term), (term + 1, term + more)]
    return _bands(
        "replies",
        titled(period, _("申请答复用时")),
        spread,
        bands,
        _("件"),
        _(
            "来源：申请登记簿中已答复并办结的申请，用时是计入期限的工作日（扣除补正、征求意见等不计的日子）。"
            "期限为{term}个工作日，可延长{more}个工作日（条例第三十三条）。"
        ).format(term=term, more=more),
        _("答复"),
        _("延长期限{count}件。").format(count=spread.extended),
    )


def _bands(
    id: str,
    title: str,
    spread: Spread,
    bands: Sequence[tuple[int, int]],
    unit: str,
    source: str,
    done: str,
    more: str = "",
) -> Chart:
    labels = [_("{least}至{most}个工作日").format(least=least, most=most) for least, most in bands]
    counts = [spread.within(least, most) for least, most in bands]
    last = bands[-1][1]
    labels.append(_("超过{most}个工作日").format(most=last))
    counts.append(spread.within(last + 1, LONG))
    if spread.unknown:
        labels.append(_("用时未记载"))
        counts.append(spread.unknown)
    if not spread.count:
        labels, counts = [], []
    return Chart(
        id,
        ROWS,
        title,
        _("用时"),
        tuple(labels),
        (Series(_("数量"), tuple(counts), shares=tuple(rate(count, spread.count) for count in counts)),),
        unit,
        source,
        tuple(_told(spread, unit, done, more)),
    )


def _told(spread: Spread, unit: str, done: str, more: str) -> list[str]:
    """按期, 中位数 and what else is said, with the count first."""
    timely = spread.count - spread.late
    share = rate(timely, spread.count)
    said = _("共{done}{count}{unit}，期限内{timely}{unit}").format(
        done=done, count=spread.count, unit=unit, timely=timely
    )
    if share:
        said += _("（{share}）").format(share=share)
    said += _("，逾期{late}{unit}。").format(late=spread.late, unit=unit)
    notes = [said]
    if spread.median is not None:
        notes.append(
            _("中位数超过50个工作日。")
            if spread.median == LONG
            else _("中位数{days}个工作日。").format(days=spread.median)
        )
    if more:
        notes.append(more)
    return [*notes, *small_note(spread.count, _("共"), unit)]


def filed(counted: Sequence[tuple[int, int, int, int]]) -> Chart:
    """各年度年报: year, accepted, published and not accepted, not published, of all that are asked for."""
    names = ((_("已接收"), 0), (_("已公布未接收"), 2), (_("未公布"), 1))
    return Chart(
        "filed",
        STACKED,
        _("各年度年报"),
        _("年度"),
        tuple(str(year) for year, *_counts in counted),
        tuple(
            Series(name, tuple(numbers[at + 1] for numbers in counted), tone)
            for at, (name, tone) in enumerate(names)
        ),
        _("份"),
        _("来源：年报登记。应有的份数是当年存在过的机关数；已接收是主管部门接收的。"),
    )
