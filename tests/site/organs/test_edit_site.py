"""网站标识和页脚, and the labels of public pages."""

import re

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions
from gongkai.site.organs.models import Organ, SiteData
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.cast import ON, browser
from tests.site import items, reports

PAGE = "/office/organs/wangshu/site/"
COUNTY = {
    "site_name": "云川县人民政府门户网站",
    "id_code": "0000000001",
    "icp_number": "云ICP备00000000号",
    "police_number": "云公网安备00000000000000号",
    "mark_url": "https://mark.example.cn/1",
    "fault_email": "zhaocuo@example.cn",
    "fault_phone": "0000-1000009",
}


def of_county(county, **fields: str) -> None:
    SiteData.objects.create(organ=county.yunchuan, **(COUNTY | fields))


def edited(county, who: str = "lin", **data: str) -> None:
    actions.edit_site(county.wangshu, data=data, user=getattr(county, who), on=ON)


def site(slug: str = "wangshu") -> SiteData:
    return Organ.objects.get(slug=slug).site


def labels(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta name="([A-Z]\w+)" content="([^"]*)">', page))


def test_what_is_empty_comes_from_the_nearest_organ_above(county):
    of_county(county)
    station = cast.establish("station", "望舒镇站所", "站所", "department", county.wangshu)
    edited(county, fault_phone="0000-1000006")
    assert (site().fault_phone, site().id_code) == ("0000-1000006", "0000000001")
    assert (site(station.slug).fault_phone, site(station.slug).id_code) == ("0000-1000006", "0000000001")
    assert site("tingyu").fault_phone == "0000-1000009"
    assert site("yunchuan").fault_phone == "0000-1000009"


def test_reading_it_is_one_query_however_deep(county, django_assert_num_queries):
    of_county(county)
    above = county.wangshu
    for number in range(5):
        above = cast.establish(f"level{number}", f"第{number}层", f"第{number}层", "department", above)
    deepest = Organ.objects.get(slug="level4")
    with django_assert_num_queries(1):
        assert (deepest.site.id_code, deepest.site.icp_number) == ("0000000001", "云ICP备00000000号")


def test_editing_is_one_line_with_what_changed(county):
    edited(county, id_code="0000000002", icp_number="")
    line = Entry.objects.order_by("number").last()
    assert (line.act, line.user, line.detail) == ("site_edited", county.lin, '{"id_code":"0000000002"}')
    before = Entry.objects.count()
    edited(county, id_code="0000000002")
    assert Entry.objects.count() == before


@pytest.mark.parametrize("who", ["gao", "he", "ye", "fang", "cheng", "an", "shen"])
def test_only_the_disclosure_officer_of_the_organ_edits_it(county, who):
    with pytest.raises(Forbidden):
        edited(county, who, fault_phone="1")
    assert not SiteData.objects.exists()


@pytest.mark.parametrize(
    "code", ["000000001", "00000000011", "000000000a", "bm1400000", "bm140000021", "ＡＢ"]
)
def test_a_code_of_another_form_is_refused(county, code):
    with pytest.raises(actions.Refused, match=r"网站标识码是10位数字|字符"):
        edited(county, id_code=code)
    assert not SiteData.objects.exists()


@pytest.mark.parametrize("code", ["1304000009", "bm14000002"])
def test_a_code_of_either_form_is_taken(county, code):
    edited(county, id_code=code)
    assert site().id_code == code


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.example.cn", "/mark"])
def test_the_mark_leads_to_a_whole_address_only(county, address):
    with pytest.raises(actions.Refused, match="请写完整的网址"):
        edited(county, mark_url=address)


def test_the_page_says_what_is_taken_from_above_and_keeps_what_was_typed(county):
    of_county(county, site_name="<b>云川</b>")
    client = browser(county.lin)
    page = client.get(PAGE).content.decode()
    assert "不填时沿用上级的：0000000001" in page
    assert "不填时沿用上级的：&lt;b&gt;云川&lt;/b&gt;" in page
    answer = client.post(PAGE, {"id_code": "12", "fault_phone": "0000-1000006"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "网站标识码是10位数字" in page and 'value="0000-1000006"' in page
    answer = client.post(PAGE, {"fault_phone": "0000-1000006"}, follow=True)
    assert "已保存" in answer.content.decode()
    assert SiteData.objects.get(organ=county.wangshu).fault_phone == "0000-1000006"


# Footer


def test_the_footer_says_each_in_one_line_and_leaves_out_what_is_empty(county, client):
    for address in ("/", "/o/", "/o/wangshu/", "/search/"):
        page = client.get(address).content.decode()
        assert "网站标识码" not in page and "网站找错" not in page, address
    of_county(county, police_number="")
    for address in ("/", "/o/", "/o/wangshu/", "/search/"):
        page = client.get(address).content.decode()
        footer = page[page.index("footer-lines") :]
        assert "网站标识码：0000000001" in footer and "云ICP备00000000号" in footer, address
        assert 'href="mailto:zhaocuo@example.cn"' in footer and "，0000-1000009" in footer, address
        assert '<a href="https://mark.example.cn/1" rel="noopener">党政机关网站标识</a>' in footer
        assert "公网安备" not in footer


# Labels


def test_every_public_page_names_its_site(county, client):
    of_county(county)
    item = items.published(county)
    reports.of_wangshu(county)
    for address in (
        "/",
        "/o/",
        "/search/",
        "/o/wangshu/",
        "/o/wangshu/guide/",
        "/o/wangshu/rules/",
        "/o/wangshu/catalogue/",
        f"/o/wangshu/catalogue/{item.column_id}/",
        "/o/wangshu/reports/",
        "/o/wangshu/reports/2020/",
        f"/i/{item.pk}/",
    ):
        found = labels(client.get(address).content.decode())
        assert found["SiteName"] == "云川县人民政府门户网站", address
        assert found["SiteDomain"] == "testserver", address
        assert found["SiteIDCode"] == "0000000001", address


def test_without_data_a_site_is_named_after_its_organ_and_has_no_code(county, client):
    found = labels(client.get("/o/wangshu/").content.decode())
    assert found == {"SiteName": "望舒镇人民政府", "SiteDomain": "testserver"}


def test_columns_and_parts_say_what_they_are(county, client):
    item = items.published(county)
    found = labels(client.get(f"/o/wangshu/catalogue/{item.column_id}/").content.decode())
    assert {name: content for name, content in found.items() if name.startswith("Column")} == {
        "ColumnName": "突发公共事件",
        "ColumnDescription": "“突发公共事件”栏目，公开法定主动公开内容",
        "ColumnKeywords": "突发公共事件,法定主动公开内容",
        "ColumnType": "法定主动公开内容",
    }
    for part, name in (
        ("guide", "政府信息公开指南"),
        ("rules", "政府信息公开制度"),
        ("catalogue", "法定主动公开内容"),
        ("reports", "政府信息公开年报"),
    ):
        found = labels(client.get(f"/o/wangshu/{part}/").content.decode())
        assert (found["ColumnName"], found["ColumnType"]) == (name, "政府信息公开")
        assert name in found["ColumnDescription"] and found["ColumnKeywords"] == f"{name},政府信息公开"


def test_a_column_of_statutory_content_is_of_that_type(county, client):
    item = items.published(county)
    type(item.column).objects.filter(pk=item.column_id).update(category="20.12")
    label = type(item.column)(category="20.12").get_category_display()
    found = labels(client.get(f"/o/wangshu/catalogue/{item.column_id}/").content.decode())
    assert found["ColumnType"] == label != ""
    assert found["ColumnDescription"].endswith(f"公开{label}")


def test_an_item_says_title_time_and_source(county, client):
    item = items.published(county, maker="云川县林业局", origin="organ", publish_basis="转载", summary="防火")
    found = labels(client.get(f"/i/{item.pk}/").content.decode())
    assert found["ArticleTitle"] == "关于做好春季森林防火工作的通知"
    assert found["PubDate"] == "2021-01-20 09:12"
    assert found["ContentSource"] == "云川县林业局"
    assert found["ColumnName"] == "突发公共事件"
    assert found["Description"] == "防火"
    assert found["Url"] == f"http://testserver/i/{item.pk}/"
    assert found["Keywords"]


def test_an_item_of_its_own_comes_from_the_organ_and_has_no_empty_label(county, client):
    item = items.published(county, category="")
    found = labels(client.get(f"/i/{item.pk}/").content.decode())
    assert found["ContentSource"] == "望舒镇人民政府"
    assert "Keywords" not in found and "" not in found.values()


def test_a_report_says_title_time_and_source(county, client):
    reports.of_wangshu(county)
    found = labels(client.get("/o/wangshu/reports/2020/").content.decode())
    assert "2020年政府信息公开工作年度报告" in found["ArticleTitle"]
    assert (found["PubDate"], found["ContentSource"]) == ("2021-01-20 09:12", "望舒镇人民政府")
    assert found["ColumnName"] == "政府信息公开年报"
