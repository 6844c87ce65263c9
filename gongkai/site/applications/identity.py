"""身份证明: the kinds an applicant may name, and what can be told of a number without asking anybody.

Art. 29 wants a proof of identity; numbers are checked for slips of the pen, not for who has them.
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..disclosure.leaks import check_digit

IDENTITY_CARD, CREDIT_CODE = "居民身份证", "统一社会信用代码"
OF_PERSONS = {
    IDENTITY_CARD: gettext_lazy("居民身份证"),
    "港澳台居民居住证": gettext_lazy("港澳台居民居住证"),
    "港澳居民来往内地通行证": gettext_lazy("港澳居民来往内地通行证"),
    "台湾居民来往大陆通行证": gettext_lazy("台湾居民来往大陆通行证"),
    "护照": gettext_lazy("护照"),
    "外国人永久居留身份证": gettext_lazy("外国人永久居留身份证"),
    "军人身份证件": gettext_lazy("军人身份证件"),
}
OF_ORGANISATIONS = {
    CREDIT_CODE: gettext_lazy("统一社会信用代码"),
    "其他登记证件": gettext_lazy("其他登记证件"),
}
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
"""The signs of GB 32100: no I, O, S, V, Z."""
_OTHER = re.compile(r"[0-9A-Z一-鿿()\-]{4,30}")


def normalised(number: str) -> str:
    """As it is kept: half width, capital letters, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()


def fault(kind: str, number: str) -> str:
    """What is wrong with a normalised number of a kind, and what to do; "" where nothing is seen."""
    if kind in (IDENTITY_CARD, "港澳台居民居住证"):
        return _card_fault(kind, number)
    if kind == CREDIT_CODE:
        if len(number) != 18:
            return _("统一社会信用代码应为18位，现在是{count}位，请核对").format(count=len(number))
        return (
            ""
            if _CREDIT_CODE.fullmatch(number)
            else _("统一社会信用代码由数字和大写字母组成，不使用字母I、O、S、V、Z，请核对")
        )
    return "" if _OTHER.fullmatch(number) else _("证件号码应为4至30位数字或字母，请核对")


def _card_fault(kind: str, number: str) -> str:
    if len(number) != 18:
        return _("{kind}号码应为18位，现在是{count}位，请核对").format(kind=kind, count=len(number))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return _("{kind}号码前17位应为数字，最后一位是数字或者X，请核对").format(kind=kind)
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return _("{kind}号码第7至14位是出生日期，现在不是一个日期，请核对").format(kind=kind)
    if check_digit(number[:17]) != number[17]:
        return _("{kind}号码的最后一位与前17位不符，可能写错了一位，请核对").format(kind=kind)
    return ""
