"""期间: a term of a law by its unit, in working days, calendar days or months.

The day it begins on is not counted. A term of days or months that ends on a rest day ends on the
next working day (《民事诉讼法》 on periods, to which 《行政复议法》 Art. 88 and 《行政诉讼法》 Art. 101
refer); one of months ends on the day of the same number, or else on the last of its month
(民法典第二百零二条). Terms in working days need no such rule.
"""

from calendar import monthrange
from datetime import date, timedelta

from gongkai.translation import _

from .citation import CIVIL_PROCEDURE, Article
from .clock import Due, Effect, Step
from .parameters import Parameter
from .working_days import WorkingDays

_DAY = timedelta(days=1)
_RENUMBERED = date(2022, 1, 1)


def due(parameter: Parameter, start: date, days: WorkingDays) -> Due:
    """Last day of a term that begins with ``start``. Raises OutOfRange before the first loaded year."""
    return counted(parameter.value, parameter.unit, start, days, parameter.article)


def counted(count: int, unit: str, start: date, days: WorkingDays, article: Article) -> Due:
    """As ``due``, of a term that is no parameter: set in a notice or a decision, under ``article``."""
    if unit == "working_days":
        return Due.walked(start, count, days)
    if unit == "calendar_days":
        ground = _("{count}日，自次日起逐日计算（{article}）").format(count=count, article=article)
        return _ended(start, start + count * _DAY, count, ground, days)
    if unit == "months":
        ground = _("{count}个月，到对应日为止（{article}）").format(count=count, article=article)
        return _ended(start, _months_after(start, count), None, ground, days)
    raise ValueError(unit)


def _ended(start: date, last: date, count: int | None, ground: str, days: WorkingDays) -> Due:
    """The term up to its last day, moved where that is a rest day."""
    steps = [Step(start + _DAY, last, Effect.COUNTED, ground, count)]
    on, day = last, days.day(last)
    provisional = day.provisional
    while not day.works:
        steps.append(Step(on, on, Effect.REST, day.ground))
        on += _DAY
        day = days.day(on)
        provisional = provisional or day.provisional
    if on != last:
        article = Article(85 if last >= _RENUMBERED else 82, 3, law=CIVIL_PROCEDURE)
        moved = _("期满之日不上班，顺延到下一个工作日（{article}）").format(article=article)
        steps.append(Step(on, on, Effect.EXTENSION, moved))
    return Due(on, tuple(steps), provisional)


def _months_after(start: date, count: int) -> date:
    years, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
