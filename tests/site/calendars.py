"""What an administrator says of days: a local holiday, and a notice on a year to come."""

from datetime import date

from gongkai.law.working_days.notice import Holiday, Notice
from gongkai.site.organs import calendar
from gongkai.site.organs.calendar_models import CalendarChange, HolidayNotice, LocalDay
from gongkai.site.organs.models import Organ
from tests.cast import ON, County

LOCAL = date(2021, 1, 26)
"""A Tuesday on which no notice says anything."""
NEXT = Notice(
    2027,
    (
        Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),
        Holiday("春节", date(2027, 2, 5), date(2027, 2, 11), (date(2027, 1, 31), date(2027, 2, 20))),
        Holiday("清明节", date(2027, 4, 3), date(2027, 4, 5)),
        Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 5), (date(2027, 4, 24), date(2027, 5, 8))),
        Holiday("端午节", date(2027, 6, 9), date(2027, 6, 9)),
        Holiday("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
        Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7), (date(2027, 9, 26), date(2027, 10, 9))),
    ),
)
"""Of our own making: no such notice has been issued."""
NOTICE = "2027年部分节假日安排的通知"
TOML = "\n".join(
    [
        "year = 2027",
        *(
            f'[[holidays]]\nname = "{one.name}"\nfirst = {one.first}\nlast = {one.last}\n'
            f"make_up = [{', '.join(map(str, one.make_up))}]"
            for one in NEXT.holidays
        ),
    ]
)


def added(county: County, organ: Organ | None = None, **fields: object) -> CalendarChange:
    """程序 says that 26 January 2021 is a local holiday of 望舒镇, but for ``fields``."""
    said: dict[str, object] = {
        "first": LOCAL,
        "last": LOCAL,
        "works": False,
        "kind": "local",
        "name": "望舒灯节",
        "document": "自治州规定",
        "user": county.cheng,
        "today": ON,
    }
    said |= {"last": fields["first"]} if "first" in fields else {}
    return calendar.add_days(organ or county.wangshu, **(said | fields))  # type: ignore[arg-type]


def loaded(county: County, organ: Organ | None = None, notice: Notice = NEXT) -> CalendarChange:
    return calendar.load_notice(
        organ or county.yunchuan, notice, document=NOTICE, user=county.cheng, today=ON
    )


def local_day(county: County) -> LocalDay:
    added(county)
    return LocalDay.objects.latest("pk")


def notice(county: County) -> HolidayNotice:
    """Of 望舒镇."""
    loaded(county, county.wangshu)
    return HolidayNotice.objects.latest("pk")
