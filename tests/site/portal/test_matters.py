"""政务公开标准目录 as the public reads it."""

from gongkai.site.disclosure import matters
from tests.cast import AT, browser
from tests.site import items
from tests.site.catalogue import added

ADDRESS = "/o/wangshu/catalogue/matters/"


def test_every_matter_stands_in_its_field_and_leads_to_its_column(county):
    column = items.column(county.wangshu, "社会救助")
    added(county, column=column, basis="《社会救助暂行办法》")
    added(county, field="养老服务", subname="办事指南", way="on_request", audience="group")
    page = browser().get(ADDRESS).content.decode()
    assert f'<a href="/o/wangshu/catalogue/{column.pk}/">最低生活保障·审核结果</a>' in page
    assert "《社会救助暂行办法》" in page and "政府网站、社区/企事业单位/村公示栏（电子屏）" in page
    assert page.index("社会救助</h2>") < page.index("养老服务</h2>")
    assert "<span>特定群体</span><span>依申请</span><span>乡级、村级</span>" in page
    assert "最低生活保障·办事指南</th>" in page  # without a column, without a link


def test_a_retired_matter_is_not_public_and_whose_section_it_is_never(county):
    matter = added(county)
    assert "社会事务办公室" not in browser().get(ADDRESS).content.decode()
    matters.retire_matter(matter, reason="取消", user=county.lin, at=AT)
    page = browser().get(ADDRESS).content.decode()
    assert "审核结果" not in page and "还没有标准目录" in page


def test_the_columns_lead_to_the_catalogue_where_there_is_one(county):
    added(county)
    assert ADDRESS in browser().get("/o/wangshu/catalogue/").content.decode()
    assert ADDRESS not in browser().get("/o/wangshu/rules/").content.decode()
    assert "/catalogue/matters/" not in browser().get("/o/tingyu/catalogue/").content.decode()
