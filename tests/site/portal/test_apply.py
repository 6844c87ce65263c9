"""依申请公开 as a citizen meets it: looking first, the form of Art. 29, one number for one form sent."""

import html
import json
import logging
import re
import struct
import zlib
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from gongkai.law import parameters
from gongkai.site.applications import people, sheet
from gongkai.site.applications.actions import files, receipt
from gongkai.site.applications.models import Application, CaseFile, CaseSettings, Deflection
from gongkai.site.disclosure import actions as disclosure
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import structure
from tests.cast import AT, ON, browser, establish
from tests.site import cases, items

ABOUT, FORM, RECORDS = "/o/wangshu/apply/", "/o/wangshu/apply/form/", "/o/wangshu/apply/records/"
TITLE = "望舒镇2020年农村公路养护计划"
TYPED = {
    "step": "check",
    "title": TITLE,
    "wanted": "养护计划和资金安排表，含附件。",
    "document_number": "",
    "form": "electronic",
    "way": "electronic",
    "help_wanted": "",
    "kind": "natural_person",
    "name": "王晓禾",
    "identity_kind": "居民身份证",
    "identity_number": "11010119900307002X",
    "contact": "",
    "phone": "13800001234",
    "email": "",
    "address": "",
    "postcode": "",
    "remark": "",
}
COMPANY = {
    "kind": "business",
    "name": "云川县某某商贸有限公司",
    "identity_kind": "统一社会信用代码",
    "identity_number": "91350100M000100Y43",
    "contact": "王晓禾",
}
PERSONAL = ("王晓禾", "11010119900307002X", "13800001234")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PICTURE = b"\x89PNG\r\n\x1a\n" + b"".join(
    (
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\0\0")),
        _chunk(b"IEND", b""),
    )
)


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def sealed(answer: Any) -> str:
    return re.findall(r'name="sealed" value="([^"]+)"', text(answer))[0]


def checked(client: Client | None = None, to: str = FORM, **more: Any) -> Any:
    return (client or browser()).post(to, TYPED | more)


def sent(answer: Any, client: Client | None = None, to: str = FORM, **more: Any) -> Any:
    """The checked page sent in."""
    data = {"step": "send", "sealed": sealed(answer), **more}
    return (client or browser()).post(to, data)


def told(answer: Any) -> tuple[str, str]:
    """Number and check code of the page that shows them."""
    assert answer.status_code == 200
    number, code = re.findall(r"<dd>([0-9]{10}|[0-9A-Z]{4}-[0-9A-Z]{4})</dd>", text(answer))
    return number, code


# How one applies ----------------------------------------------------------------------------------


def test_the_page_says_what_the_law_fixes_as_the_law_has_it(county, monkeypatch):
    page = re.sub(r"<[^>]+>|\s", "", text(browser().get(ABOUT)))
    assert "自收到申请之日起20个工作日内答复" in page and "最多延长20个工作日" in page
    assert "自收到申请之日起7个工作日内一次告知" in page and "次日起20个工作日内缴纳" in page
    assert "第1至10件：不收费第11至30件：每件100元第31件起：每件200元，以后每10件再加100元" in page
    assert "第201页起：每页40元" in page
    assert "应当自收到本答复之日起60日内先向云川县人民政府申请行政复议" in page
    assert "6个月内向有管辖权的人民法院提起行政诉讼" in page
    known = parameters.on("reply", ON)
    other = type(known)(33, known.unit, known.since, known.article, known.verified)
    real = parameters.on
    monkeypatch.setattr(parameters, "on", lambda name, day: other if name == "reply" else real(name, day))
    assert "自收到申请之日起33个工作日内答复" in re.sub(r"<[^>]+>|\s", "", text(browser().get(ABOUT)))


def test_the_page_names_only_ways_that_the_organ_has(county):
    page = text(browser().get(ABOUT))
    assert "网上" in page and "传真以双方确认" not in page and "当面提交之日" not in page
    county.wangshu.fax, county.wangshu.address = "0571-80001235", "中心街1号"
    county.wangshu.save()
    page = text(browser().get(ABOUT))
    assert "0571-80001235" in page and "传真以双方确认之日为收到之日" in page
    assert "当面提交之日为收到之日" in page and "签收之日为收到之日" in page


def test_it_is_the_fifth_part_of_every_organ_and_is_reached_from_the_pages_around(county):
    answer = browser().get("/o/wangshu/")
    assert [part["title"] for part in answer.context["parts"]][-1] == "依申请公开"
    assert ABOUT in text(answer) and FORM in text(answer) and "/follow/" in text(answer)
    assert "/follow/" in text(browser().get("/"))
    assert ABOUT in text(browser().get("/o/wangshu/guide/"))
    assert ABOUT in text(browser().get("/o/wangshu/questions/ask/"))
    assert ABOUT in text(browser().get("/search/?q=火车站&organ=wangshu"))
    assert '"/o/"' in text(browser().get("/search/?q=火车站"))
    assert ABOUT in text(browser().get("/sitemap-apply.xml"))


def test_the_figures_of_the_year_end_with_yesterday_and_average_only_several(county, clock):
    clock.at = cases.at("2021-03-01")
    for _number in range(2):
        application = cases.registered(county, "2021-01-25")
        Application.objects.filter(pk=application.pk).update(closed_on=date(2021, 2, 20), used_days=18)
    page = re.sub(r"<[^>]+>|\s", "", text(browser().get(ABOUT)))
    assert "2021年申请办理情况截至昨日收到2件办结2件" in page and "平均用时" not in page
    application = cases.registered(county, "2021-02-01")
    Application.objects.filter(pk=application.pk).update(closed_on=date(2021, 2, 26), used_days=12)
    application = cases.registered(county, "2021-03-01")
    Application.objects.filter(pk=application.pk).update(closed_on=date(2021, 3, 1), used_days=0)
    page = re.sub(r"<[^>]+>|\s", "", text(browser().get(ABOUT)))
    assert "收到3件办结3件平均用时16个工作日" in page


def test_the_sheet_asks_what_the_form_asks_and_says_where_to(county):
    county.wangshu.address = "中心街1号"
    county.wangshu.save()
    answer = browser().get("/o/wangshu/apply/sheet.docx")
    assert answer["Content-Type"] == sheet.MEDIA_TYPE
    assert answer["Content-Disposition"].startswith("attachment")
    document = Document(BytesIO(answer.content))
    words = "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for named in "姓名或名称 证件种类和号码 联系电话 信息名称 文号 内容描述 形式 获取方式 需要的帮助".split():
        assert named in words
    for never in ("用途", "工作单位", "职业"):
        assert never not in words
    foot = "".join(paragraph.text for paragraph in document.paragraphs)
    assert "望舒镇人民政府" in foot and "中心街1号" in foot


def test_a_dissolved_organ_takes_no_application_and_names_who_does(county):
    former = establish("former", "旧镇人民政府", "旧镇", "town", county.yunchuan)
    structure.dissolve(
        former, kind="merger", successors=[county.wangshu], on=ON, note="方案", user=county.cheng, today=ON
    )
    page = text(browser().get("/o/former/apply/"))
    assert "我要申请" not in page and "/o/wangshu/" in page
    assert browser().get("/o/former/apply/form/").headers["Location"] == "/o/former/apply/"
    answer = browser().post("/o/former/apply/form/", TYPED)
    assert answer.status_code == 302 and not Application.objects.exists()


# Looking first ------------------------------------------------------------------------------------


def look(client: Client, title: str, wanted: str = "") -> Any:
    return client.post(FORM, {"step": "look", "title": title, "wanted": wanted})


def test_what_is_published_is_offered_before_anything_is_asked_of_the_person(county):
    items.published(county, title="农村公路养护计划", document_number="", body="<p>见表。</p>")
    page = text(look(browser(), "申请公开农村公路养护计划的全部文件", "2020年的"))
    assert "这正是我要的" in page and "都不是，继续申请" in page and 'name="name"' not in page
    page = text(browser().post(FORM, {"step": "fill", "title": "农村公路养护计划", "wanted": "2020年的"}))
    assert 'value="农村公路养护计划"' in page and "2020年的</textarea>" in page and 'name="name"' in page


def test_where_nothing_is_published_the_form_comes_at_once_with_what_was_typed(county):
    page = text(look(browser(), TITLE, "含附件"))
    assert "没有找到已经公开的" in page and f'value="{TITLE}"' in page and "含附件</textarea>" in page


def test_nothing_is_offered_that_the_public_may_not_read(county):
    item = items.published(county, title="农村公路养护计划", document_number="")
    disclosure.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert "没有找到已经公开的" in text(look(browser(), "农村公路养护计划"))
    answer = browser().post(FORM, {"step": "found", "item": item.pk})
    assert answer.status_code == 404 and not Deflection.objects.exists()


def test_what_was_wanted_is_counted_once_for_a_visitor_by_organ_day_and_item(county):
    item = items.published(county, title="农村公路养护计划", document_number="")
    client = browser()
    for _click in range(3):
        answer = client.post(FORM, {"step": "found", "item": item.pk})
        assert answer.headers["Location"] == f"/i/{item.pk}/"
    assert Deflection.objects.get().count == 1
    browser().post(FORM, {"step": "found", "item": item.pk})
    counted = Deflection.objects.get()
    assert (counted.organ, counted.item, counted.count) == (county.wangshu, item, 2)
    lines = Entry.objects.filter(act="deflected")
    assert len(lines) == 2 and not any(line.user_name for line in lines)
    assert set(json.loads(lines[0].detail)) == {"organ", "item", "count"}


@pytest.mark.parametrize("item", ["", "x", "-1", "9" * 40, "²"])
def test_what_is_no_item_is_not_counted(county, item):
    assert browser().post(FORM, {"step": "found", "item": item}).status_code == 404


def test_one_network_does_not_write_the_counts_of_a_county(county):
    item = items.published(county, title="农村公路养护计划", document_number="")
    for _visitor in range(70):
        assert browser().post(FORM, {"step": "found", "item": item.pk}).status_code == 302
    assert Deflection.objects.get().count == 60


# The form -----------------------------------------------------------------------------------------


def asked(address: str) -> set[str]:
    page = text(browser().post(address, {"step": "fill"}))
    names = re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', page.split('class="form"')[1])
    return set(names) - {"csrfmiddlewaretoken", "remark"}


def test_the_form_asks_what_article_29_asks_and_nothing_else(county):
    person = set("kind name identity_kind identity_number contact phone email address postcode".split())
    assert asked(FORM) == person | set("title wanted document_number form way help_wanted".split())
    assert asked(RECORDS) == person | set("title wanted help_wanted".split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "这个字段是必填项"),
        ({"name": "12345"}, "不要写号码"),
        ({"name": ""}, "这个字段是必填项"),
        ({"phone": ""}, "请至少写一种"),
        ({"phone": "打给我"}, "请写电话号码"),
        ({"postcode": "12"}, "邮政编码应为6位数字"),
        ({"email": "wang"}, "有效的 Email 地址"),
        ({"identity_number": "1101011990030700"}, "应为18位，现在是16位"),
        ({"identity_number": "110101199003070021"}, "最后一位与前17位不符"),
        ({"identity_number": "11010119901307002X"}, "出生日期，现在不是一个日期"),
        ({"identity_number": "1101011990030700AX"}, "前17位应为数字"),
        ({"identity_kind": "统一社会信用代码"}, "请选个人的证件"),
        (COMPANY | {"contact": ""}, "请写联系人"),
        (COMPANY | {"identity_number": "91350100M000100Y4"}, "应为18位，现在是17位"),
        (COMPANY | {"identity_number": "91350100M000100IO3"}, "不使用字母I、O"),
        (COMPANY | {"identity_kind": "护照"}, "请选单位的证件"),
        ({"form": "paper"}, "要纸质的，请选当面领取或者邮寄"),
        ({"form": "paper", "way": "post"}, "选了邮寄，请写通信地址"),
        ({"form": "reading", "way": "post", "address": "河东街12号"}, "查阅、抄录要到机关来"),
        ({"wanted": "长" * 2001}, "2000"),
        ({"remark": "buy"}, "请留空"),
    ],
)
def test_what_is_not_right_is_said_and_what_was_typed_stays(county, typed, said):
    answer = checked(**typed)
    assert answer.status_code == 422
    page = text(answer)
    assert said in page and 'name="sealed"' not in page
    for name in ("title", "name", "phone", "identity_number"):
        assert (TYPED | typed)[name] in page


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "𠮷野·买买提"},
        {"name": "王㛃"},
        {"identity_number": "１１０１０１ １９９００３０７ ００２ｘ"},
        {"identity_kind": "护照", "identity_number": "e12345678"},
        {"phone": "", "address": "云川县望舒镇河东街12号"},
        {"phone": "0571-80001234转8"},
        {"form": "paper", "way": "in_person"},
        COMPANY,
    ],
)
def test_what_is_right_in_its_own_way_is_taken(county, typed):
    application = receipt.followed(*told(sent(checked(**typed))))
    person = people.known(application)
    assert person.name == (TYPED | typed)["name"] and not re.search(r"\s|[a-z]", person.identity_number)


def test_records_are_put_right_by_a_form_of_their_own_with_evidence(county):
    page = text(browser().get(RECORDS))
    assert "更正" in page and "条例第四十一条" in page and "条例没有规定更正的办理期限" in page
    proof = SimpleUploadedFile("证明.png", PICTURE)
    number, code = told(sent(checked(to=RECORDS), to=RECORDS, files=[proof]))
    application = receipt.followed(number, code)
    assert application.subject == "records"
    (kept,) = application.files.all()
    assert kept.is_personal  # records about oneself tell who one is


# Everything once more, and sent -------------------------------------------------------------------


def test_everything_is_shown_once_more_and_then_taken_under_a_number(county):
    answer = checked()
    page = text(answer)
    for words in (TITLE, *PERSONAL, "电子数据", "居民身份证", "自然人"):
        assert words in page
    assert not Application.objects.exists()
    number, code = told(sent(answer))
    application = Application.objects.get()
    assert receipt.followed(number, code) == application
    assert (application.channel, application.stage, application.title) == ("online", "unconfirmed", TITLE)
    assert people.known(application).identity_number == "11010119900307002X"


def test_the_page_with_the_number_says_what_comes_next_and_names_nobody(county, clock):
    clock.at = cases.at("2021-01-25")
    page = text(sent(checked()))
    assert "收到之日起20个工作日内答复" in page and "今天确认的，不晚于2021年2月25日" in page
    assert "互联网渠道以双方确认之日为收到之日" in page and "http://testserver/follow/" in page
    for words in PERSONAL:
        assert words not in page


def test_the_same_form_sent_twice_is_one_application_and_shows_its_code_again(county):
    answer = checked()
    first, second = told(sent(answer)), told(sent(answer))
    assert first == second and Application.objects.count() == 1
    other = told(sent(checked()))
    assert other != first and Application.objects.count() == 2


def test_going_back_keeps_everything_but_only_on_ones_own_page(county):
    answer = checked()
    for words in PERSONAL:
        assert words not in sealed(answer)
    page = text(browser().post(FORM, {"step": "back", "sealed": sealed(answer)}))
    for words in PERSONAL:
        assert f'value="{words}"' in page


@pytest.mark.parametrize("step", ["back", "send"])
def test_a_sealed_form_opens_for_no_other_organ_purpose_or_time(county, clock, step):
    kept = sealed(checked())
    clock.forward(minutes=61)
    tries = [(FORM, kept), (FORM, ""), (FORM, kept[:-4]), (FORM, "é")]
    fresh = sealed(checked())
    tries += [("/o/tingyu/apply/form/", fresh), (RECORDS, fresh)]
    for address, text_sealed in tries:
        answer = browser().post(address, {"step": step, "sealed": text_sealed})
        assert answer.status_code == 422 and "请重新填写" in text(answer)
        for words in (TITLE, *PERSONAL):
            assert words not in text(answer)
    assert not Application.objects.exists()


def test_files_come_last_are_told_by_their_content_and_sealed(county):
    answer = checked()
    page = text(answer)
    assert "最多5份，每份不超过5MB" in page and "身份证明的照片" not in page
    refused = sent(answer, files=[SimpleUploadedFile("附件.exe", b"MZ" + b"\0" * 100)])
    assert refused.status_code == 422 and "附件.exe：" in text(refused)
    large = sent(answer, files=[SimpleUploadedFile("大.png", PICTURE + b"\0" * 5 * 1024 * 1024)])
    assert large.status_code == 422 and "超过5MB" in text(large)
    many = sent(answer, files=[SimpleUploadedFile(f"{number}.png", PICTURE) for number in range(6)])
    assert many.status_code == 422 and "最多上传5份，现在是6份" in text(many)
    assert not Application.objects.exists() and TITLE in text(refused)
    told(sent(refused, files=[SimpleUploadedFile("线索.png", PICTURE)]))
    kept = CaseFile.objects.get()
    assert (kept.kind, kept.name, files.read(kept)) == ("application", "线索.png", PICTURE)
    with kept.file.open("rb") as stored:
        assert PICTURE not in stored.read()


def test_identity_pictures_are_asked_for_only_where_the_organ_wants_them(county):
    CaseSettings.objects.create(organ=county.wangshu, wants_identity=True)
    answer = checked()
    assert "身份证明的照片" in text(answer) and "可以不传" in text(answer)
    told(sent(answer, identity=[SimpleUploadedFile("身份证.png", PICTURE)]))
    assert CaseFile.objects.get().kind == "identity"


def test_a_picture_of_identity_that_was_not_asked_for_is_not_kept(county):
    told(sent(checked(), identity=[SimpleUploadedFile("身份证.png", PICTURE)]))
    assert not CaseFile.objects.exists()


# Personal data, and too often ---------------------------------------------------------------------


def test_nothing_of_the_person_is_in_session_ledger_log_address_or_any_other_page(county, caplog):
    caplog.set_level(logging.DEBUG)
    client = browser()
    answer = sent(checked(client), client)
    number, code = told(answer)
    assert not client.session.items()
    lines = " ".join(f"{line.detail} {line.subject_text} {line.user_name}" for line in Entry.objects.all())
    addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', text(answer)))
    messages = " ".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    for words in (*PERSONAL, code):
        assert words not in lines + addresses + messages
    assert number not in addresses
    for address in ("/", "/o/wangshu/", ABOUT, FORM, "/follow/", f"/search/?q={TITLE}"):
        page = text(client.get(address))
        assert number not in page and "王晓禾" not in page
    assert "没有找到" in text(client.get(f"/search/?q={TITLE}"))


@pytest.mark.parametrize("address", [FORM, RECORDS])
def test_pages_of_ones_own_are_kept_nowhere(county, address):
    for answer in (browser().get(address), browser().post(address, TYPED)):
        assert "no-store" in answer.headers["Cache-Control"]


def test_an_error_page_and_its_report_name_nobody(county, monkeypatch):
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError

    client = browser()
    client.raise_request_exception = False
    answer = checked()
    monkeypatch.setattr(receipt, "apply", broken)
    failed = sent(answer, client)
    assert failed.status_code == 500
    for words in (TITLE, *PERSONAL):
        assert words not in text(failed)
    assert failed.wsgi_request.sensitive_post_parameters == "__ALL__"


def test_from_one_network_only_so_many_are_taken_and_nothing_typed_is_lost(county):
    client = browser()
    for _number in range(20):
        told(sent(checked(client), client))
    answer = sent(checked(client), client)
    assert answer.status_code == 429
    assert "提交的次数太多" in text(answer) and TITLE in text(answer) and "王晓禾" in text(answer)
    assert Application.objects.count() == 20
    told(browser().post(FORM, {"step": "send", "sealed": sealed(answer)}, REMOTE_ADDR="192.0.2.7"))


def test_the_pages_need_few_queries(county):
    for address, most in ((ABOUT, 14), (FORM, 6)):
        browser().get(address)
        with CaptureQueriesContext(connection) as context:
            browser().get(address)
        assert len(context) <= most, [query["sql"] for query in context.captured_queries]
