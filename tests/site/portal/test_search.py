"""检索: no word is missed, nothing is shown that the public may not read, one index follows the ledger."""

from datetime import date
from threading import Event, Thread

import pytest
from django.core.cache import cache
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.site.disclosure import actions, importing, words
from gongkai.site.disclosure.index import Filters, Index, index
from gongkai.site.disclosure.models import Item
from gongkai.site.organs import actions as organs
from tests import cast
from tests.cast import AT, browser
from tests.site import items

TITLE = "关于开展农村宅基地使用情况核查的公告"


def found(query: str) -> list[str]:
    page = browser().get(f"/search/?{query}").context["page"]
    return [hit.item.current.title for hit in page]


@pytest.fixture
def item(county) -> Item:
    return items.published(
        county,
        title=TITLE,
        document_number="望政告〔2021〕7号",
        body="<p>2021年第3批核查由GIS平台登记，结果另行公布。</p>",
    )


@pytest.mark.parametrize(
    "query",
    [
        "宅基",
        "基地",
        "村宅",
        TITLE,
        "核查 公告",
        "望政告〔2021〕7号",
        "望政告[2021]7号",
        "2021年第3批",
        "gis",
        "ＧＩＳ平台",
        "宅",
        "wangshu/2021-00001",
        "结果另行",
    ],
)
def test_what_stands_there_is_found_whatever_way_it_is_cut(item, query):
    assert found(f"q={query}") == [TITLE]


@pytest.mark.parametrize("query", ["宅地", "公告结果", "望政告〔2021〕8号", "平台2021", "？！"])
def test_what_does_not_stand_there_is_not(item, query):
    assert found(f"q={query}") == []


def test_a_word_in_the_title_comes_before_one_in_the_body(county, item):
    items.published(county, title="核查办法", document_number="", body="<p>无</p>")
    assert found("q=核查")[0] == "核查办法"


def test_the_newest_first_on_demand(county, item):
    importing.import_items(
        items.kept_import(county, items.ROW | {"标题": "核查核查核查"}), user=county.lin, at=AT
    )
    assert found("q=核查&sort=time") == [TITLE, "核查核查核查"]
    assert found("q=核查") == ["核查核查核查", TITLE]


def test_filters_narrow_and_nonsense_narrows_nothing(county, item):
    assert found("q=核查&organ=wangshu") == [TITLE]
    assert found("q=核查&organ=tingyu") == []
    assert found("q=核查&year=2021") == [TITLE]
    assert found("q=核查&year=2020") == []
    assert found("q=核查&organ=nowhere&year=x&sort=y&page=z") == [TITLE]
    assert found("organ=wangshu") == [TITLE]


@pytest.mark.parametrize("organ", ["wangshu", "望舒镇人民政府", "望舒镇", "望舒", " 望舒 "])
def test_an_organ_is_named_by_address_name_or_part_of_it(county, item, organ):
    importing.import_items(items.kept_import(county, items.ROW), user=county.lin, at=AT)
    answer = browser().get("/search/", {"q": "核查", "organ": organ})
    assert [hit.item for hit in answer.context["page"]] == [item]
    assert answer.context["form"]["organ"].value() == "望舒镇人民政府"
    assert "只看望舒镇人民政府的信息" in answer.content.decode()
    assert list(browser().get("/search/", {"q": "核查", "organ": f"{organ}啊"}).context["page"])


def test_a_former_name_still_leads_to_the_organ(county, item):
    organs.rename(
        county.tingyu, name="观澜镇人民政府", short_name="观澜镇", user=county.cheng, on=date(2020, 6, 1)
    )
    meant = browser().get("/search/?organ=听雨镇").context["meant"]
    assert (meant.organ, meant.organ.name) == (county.tingyu, "观澜镇人民政府")


def test_a_whole_name_is_not_taken_for_a_part_of_others(county):
    cast.establish("station", "望舒镇人民政府水利站", "水利站", "department", county.wangshu)
    assert browser().get("/search/?organ=望舒镇人民政府").context["meant"].organ == county.wangshu
    assert browser().get("/search/?organ=望舒镇").context["meant"].organ == county.wangshu


def test_where_several_organs_are_meant_they_are_offered_and_nothing_is_narrowed(county, item):
    answer = browser().get("/search/?q=核查&organ=人民政府&year=2021&page=1")
    page = answer.content.decode()
    assert [hit.item for hit in answer.context["page"]] == [item]
    assert "“人民政府”指的是哪个机关？" in page and "现在没有按机关筛选" in page
    assert 'href="?q=%E6%A0%B8%E6%9F%A5&amp;organ=tingyu&amp;year=2021">听雨镇人民政府</a>' in page
    assert answer.context["form"]["organ"].value() == "人民政府"


def test_of_very_many_alike_some_are_offered_and_the_rest_told_of(county):
    for number in range(9):
        cast.establish(f"town{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
    answer = browser().get("/search/?organ=镇人民政府")
    assert len(answer.context["meant"].alike) == 8
    assert "还有别的，请把名称写全一些" in answer.content.decode()


@pytest.mark.parametrize("organ", ["火车站", "%", "_", "镇" * 200, "<b>"])
def test_an_organ_that_is_not_there_is_told_and_narrows_nothing(county, item, organ):
    answer = browser().get("/search/", {"q": "核查", "organ": organ})
    assert [hit.item for hit in answer.context["page"]] == [item]
    page = answer.content.decode()
    assert "没有名称里有这些字的机关" in page and 'href="/o/"' in page
    assert "<b>" not in page


def test_what_no_database_can_hold_is_no_error(county, item):
    assert browser().get("/search/?q=核查&organ=%00").status_code == 200
    assert browser().get("/search/?organ=%00望舒").context["meant"].organ == county.wangshu


def test_hits_of_several_organs_can_be_narrowed_to_one(county, item):
    assert "只看一个机关的" not in browser().get("/search/?q=核查").content.decode()
    data = items.import_file(items.ROW | {"标题": "核查核查", "原网址": ""})
    kept = importing.keep(county.tingyu, data, "旧站.json", user=county.ye, at=AT)
    importing.import_items(kept, user=county.ye, at=AT)
    answer = browser().get("/search/?q=核查")
    assert set(answer.context["among"]) == {county.wangshu, county.tingyu}
    assert "只看一个机关的" in answer.content.decode()
    assert not browser().get("/search/?q=核查&organ=tingyu").context["among"]


def test_the_year_is_that_of_here_not_of_greenwich(county):
    row = items.ROW | {"标题": "元旦的公告", "发布时间": "2019-01-01 00:30"}
    importing.import_items(items.kept_import(county, row), user=county.lin, at=AT)
    assert found("q=元旦&year=2019") == ["元旦的公告"]
    assert found("q=元旦&year=2018") == []


def test_only_documents_in_force(county, item):
    old = items.published(county, title="旧办法", document_number="", normative=True)
    items.published(county, title="新办法", document_number="", normative=True)
    actions.repeal(old, on=AT.date(), by=None, user=county.lin, at=AT)
    assert sorted(found("q=办法")) == ["新办法", "旧办法"]
    coming = date(2999, 1, 1)
    items.published(county, title="待行办法", document_number="", normative=True, effective_on=coming)
    assert found("q=办法&validity=in_force") == ["新办法"]
    assert found("q=办法&validity=lapsed") == ["旧办法"]
    assert found("q=办法&validity=not_yet") == ["待行办法"]
    assert len(found("q=办法&validity=nonsense")) == 3


def test_column_genre_and_content_narrow(county, item):
    report = items.published(county, title="核查报告", document_number="", genre="report", category="20.4")
    assert found("q=核查&genre=report") == ["核查报告"]
    assert found("q=核查&category=20.4") == ["核查报告"]
    assert len(found(f"q=核查&organ=wangshu&column={report.column_id}")) == 2
    other = items.column(county.wangshu, "统计信息")
    assert found(f"q=核查&organ=wangshu&column={other.pk}") == []


def test_a_move_to_another_column_is_followed(county, item):
    other = items.column(county.wangshu, "统计信息")
    version = actions.revise(item, change_note="调整栏目", user=county.lin, at=AT)
    actions.edit(version, version.content, column=other, user=county.lin, at=AT)
    assert found(f"q=核查&organ=wangshu&column={other.pk}") == [TITLE]


def test_who_finds_nothing_is_offered_queries_that_find_something(county, item):
    answer = browser().get("/search/?q=宅基地使用火车站")
    assert [one.query for one in answer.context["instead"]] == ["宅基地使用"]
    answer = browser().get("/search/?q=核查 火车")
    assert [one.query for one in answer.context["instead"]] == ["核查"]
    answer = browser().get("/search/?q=核查&year=1999")
    assert next(one.query for one in answer.context["instead"]) == "核查"


def test_organs_and_columns_called_so_are_shown(county, item):
    places = browser().get("/search/?q=突发公共").context["places"]
    assert [one["title"] for one in places] == ["望舒镇人民政府 · 突发公共事件"]
    assert browser().get("/search/?q=听雨镇").context["places"][0]["url"] == "/o/tingyu/"


def test_what_is_withdrawn_is_gone_at_once_even_if_the_index_has_it_still(county, item, monkeypatch):
    assert found("q=宅基") == [TITLE]
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert index().find("宅基", Filters()).items == ()
    monkeypatch.setattr(index(), "find", lambda *a, **k: type(index().near("宅基", Filters()))((item.pk,), 1))
    assert found("q=宅基") == []


def test_a_draft_is_not_found(county):
    items.submitted(county, title=TITLE)
    assert found("q=宅基") == []


def test_what_was_corrected_is_found_by_its_new_words_only(county, item):
    version = actions.revise(item, change_note="改名", user=county.lin, at=AT)
    content = version.content.__class__(**{**version.content.as_dict(), "title": "关于房屋普查的公告"})
    actions.edit(version, content, column=item.column, user=county.lin, at=AT)
    assert found("q=宅基") == [TITLE]
    actions.submit(version, user=county.lin, at=AT)
    passed = items.passed(county, items.fresh(version))
    actions.publish(passed, passed.digest, user=county.lin, at=AT)
    assert (found("q=宅基"), found("q=房屋普查")) == ([], ["关于房屋普查的公告"])


def test_hits_are_marked_and_nothing_in_a_text_becomes_a_tag(county):
    items.published(county, title="<b>宅基</b>核查", body="<p>a&lt;script&gt;宅基</p>")
    page = browser().get("/search/?q=宅基").content.decode()
    assert "&lt;b&gt;<mark>宅基</mark>&lt;/b&gt;核查" in page
    assert "a&lt;script&gt;<mark>宅基</mark>" in page


def test_who_finds_nothing_is_helped_and_shown_what_is_near(item):
    page = browser().get("/search/?q=宅基地火车站").content.decode()
    assert "没有找到“宅基地火车站”" in page and "内容相近的" in page
    assert f'href="/i/{item.pk}/"' in page


def test_an_index_of_another_history_is_built_anew(county, item, tmp_path):
    own = Index(tmp_path)
    assert own.follow() == 1
    assert own.settled(5)
    assert own.follow() == 0
    (own.folder / "position.json").write_text('[3, "another history"]')
    again = Index(tmp_path)
    assert again.follow() == 1
    assert again.find("宅基", Filters()).items == (item.pk,)
    assert again.settled(5)
    (own.folder / "position.json").write_text("broken")
    assert Index(tmp_path).follow() == 1


def test_what_is_taken_over_from_a_file_is_found(county):
    found("q=目录")  # the index stands before the file is taken over
    importing.import_items(items.kept_import(county), user=county.lin, at=AT)
    assert found("q=公开目录") == [items.ROW["标题"]]


CHINESE = st.text(st.sampled_from("宅基地使用审核2021ａb，"), min_size=2, max_size=12)


def stands(telling: list[tuple[int, str]], text: str) -> bool:
    """What a search by phrase does: each telling pair at its place from one beginning."""
    tokens = words.tokens(text).split()
    return any(
        all(begin + place < len(tokens) and tokens[begin + place] == pair for place, pair in telling)
        for begin in range(len(tokens))
    )


@given(CHINESE, CHINESE)
def test_every_part_of_a_run_is_a_phrase_of_its_tokens(before, after):
    """Completeness: whatever part of a run is asked for, its telling pairs stand at their places."""
    text = before + "宅基地" + after
    for run in words.runs(text):
        for start in range(len(run) - 1):
            for end in range(start + 2, len(run) + 1):
                assert stands(words.telling(run[start:end]), text)


@given(
    st.text(st.sampled_from("宅基地，"), max_size=12),
    st.text(st.sampled_from("宅基地"), min_size=2, max_size=6),
)
@example("宅基，地宅", "宅基地宅")  # the end of a run and the beginning of the next
@example("宅基，基地", "宅基地")
def test_nothing_is_a_phrase_that_no_run_holds(text, asked):
    """Soundness: half of the pairs say as much as all of them."""
    assert stands(words.telling(list(asked)), text) == (asked in text)


def test_a_page_far_behind_is_refused_politely(item):
    cache.clear()
    assert browser().get("/search/?q=核查&page=99999999999").status_code == 200
    assert browser().get("/search/?q=" + "核" * 5000).status_code == 200


def test_what_is_published_while_pieces_are_merged_is_found_afterwards(county, item, monkeypatch):
    assert found("q=宅基") == [TITLE]
    done = Event()
    merging = Thread(target=done.wait, daemon=True)
    merging.start()
    monkeypatch.setattr(index(), "_merging", merging)
    items.published(county, title="宅基地审批流程", document_number="")
    assert found("q=宅基") == [TITLE]  # not yet, and nothing waits for it
    done.set()
    merging.join()
    assert sorted(found("q=宅基")) == sorted([TITLE, "宅基地审批流程"])
