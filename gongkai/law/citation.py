"""条款: where a rule stands."""

from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
REGULATION = "《政府信息公开条例》"
REVIEW_LAW = "《行政复议法》"
"""As revised in 2023, in force from 2024-01-01."""
REVIEW_LAW_2017 = "《行政复议法》（2017年）"
SUIT_LAW = "《行政诉讼法》"
CIVIL_PROCEDURE = "《民事诉讼法》"


@dataclass(frozen=True)
class Article:
    """An article, and its paragraph and item where they matter; ``str`` cites it in Chinese.

    ``paragraph`` counts from 1; ``law`` is the title with its marks.
    """

    number: int
    paragraph: int | None = None
    item: int | None = None
    law: str = REGULATION

    def __str__(self) -> str:
        paragraph = f"第{_numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第（{_numeral(self.item)}）项" if self.item else ""
        return f"{self.law}第{_numeral(self.number)}条{paragraph}{item}"


def _numeral(number: int) -> str:
    """1 to 199 as laws count: 三十三, 一百零一."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
