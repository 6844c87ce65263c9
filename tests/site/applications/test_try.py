from gongkai.site.applications.actions import receipt
from tests.site import cases


def test_records(county):
    a = cases.registered(county, request=receipt.Request("户籍登记", "更正出生日期", subject="records"))
    assert a.letters.count() == 1
