"""Articles cite themselves as Chinese laws are cited."""

import pytest

from gongkai.law.citation import Article


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (Article(26), "《政府信息公开条例》第二十六条"),
        (Article(33, 2), "《政府信息公开条例》第三十三条第二款"),
        (Article(36, item=4), "《政府信息公开条例》第三十六条第（四）项"),
        (Article(10), "《政府信息公开条例》第十条"),
        (Article(19, 1, 1), "《政府信息公开条例》第十九条第一款第（一）项"),
        (Article(101, law="《行政诉讼法》"), "《行政诉讼法》第一百零一条"),
        (Article(115, law="《甲》"), "《甲》第一百一十五条"),
    ],
)
def test_an_article_is_cited_in_chinese(article: Article, said: str) -> None:
    assert str(article) == said
