"""The people of the tests, always the same, and the county they work in."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.test import Client

from gongkai.site.accounts.models import User
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Organ, Role

PASSWORD = "Wangshu-2020"

SINCE = date(2020, 1, 1)
"""The day every organ of the county is established, and everyone in it takes up their role."""
ON = date(2021, 1, 20)
AT = datetime(2021, 1, 20, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A working day in January, when reports are handed in."""


def user(username: str, name: str, **fields: Any) -> User:
    """A user who may sign in with PASSWORD."""
    return User.objects.create_user(username, PASSWORD, name=name, **fields)


def lin() -> User:
    """林晓, disclosure officer of 望舒镇."""
    return user("lin.xiao", "林晓")


def zhou() -> User:
    """周敏, secrecy reviewer of 望舒镇."""
    return user("zhou.min", "周敏")


def browser(person: User | None = None) -> Client:
    """The browser of a person who has signed in, or of a citizen."""
    client = Client()
    if person:
        client.force_login(person)
    return client


def appointed(person: User, organ: Organ, role: Role) -> User:
    organs.appoint(person, organ, role, on=SINCE)
    return person


@dataclass(frozen=True)
class County:
    """云川县 with two towns, and who works there."""

    yunchuan: Organ
    wangshu: Organ
    tingyu: Organ
    lin: User
    """林晓, disclosure officer of 望舒镇: hands in and publishes."""
    gao: User
    """高原, handler of 望舒镇."""
    he: User
    """何川, section head of 望舒镇: confirms."""
    song: User
    """宋岚, leader in charge in 望舒镇: may confirm too."""
    zhou: User
    """周敏, secrecy reviewer of 望舒镇: may look."""
    qin: User
    """秦岳, signatory of 望舒镇: the last to pass what is published."""
    ye: User
    """叶青, disclosure officer of 听雨镇."""
    gu: User
    """顾新, section head of 听雨镇."""
    fang: User
    """方舟, supervisor in 云川县."""
    cheng: User
    """程序, system administrator of 云川县."""
    an: User
    """安宁, security administrator of 云川县."""
    shen: User
    """沈静, audit administrator of 云川县."""


_Rows = dict[str, list[tuple[Any, ...]]]
_kept: list[tuple[County, _Rows]] = []
"""The county as it was entered by the first test of this process, with its rows table by table."""


def county() -> County:
    """Entered through the acts once; a later test that starts from nothing is given the same rows again.

    Only on SQLite: elsewhere a sequence does not follow keys that are given.
    """
    if connection.vendor != "sqlite":
        return _entered()
    if not _kept:
        before = _rows()
        entered = _entered()
        new = {table: rows for table, rows in _rows().items() if table not in before}
        if {"organs_organ", "accounts_user", "ledger_entry"} <= new.keys():
            _kept.append((deepcopy(entered), new))
        return entered
    kept, rows = _kept[0]
    with transaction.atomic(), connection.cursor() as cursor:
        there = " OR ".join(f"EXISTS(SELECT 1 FROM {table})" for table in rows)
        if cursor.execute(f"SELECT {there}").fetchone()[0]:
            return _entered()
        for table, of_table in rows.items():
            signs = ", ".join(["%s"] * len(of_table[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({signs})", of_table)
    return deepcopy(kept)


def _rows() -> _Rows:
    """Every table that holds something, with what it holds."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if held := cursor.execute(f"SELECT * FROM {table}").fetchall():
                found[table] = held
    return found


def _entered() -> County:
    yunchuan = establish("yunchuan", "云川县人民政府", "云川县", "government")
    wangshu = establish("wangshu", "望舒镇人民政府", "望舒镇", "town", yunchuan)
    tingyu = establish("tingyu", "听雨镇人民政府", "听雨镇", "town", yunchuan)
    return County(
        yunchuan,
        wangshu,
        tingyu,
        lin=appointed(lin(), wangshu, Role.DISCLOSURE_OFFICER),
        gao=appointed(user("gao.yuan", "高原"), wangshu, Role.HANDLER),
        he=appointed(user("he.chuan", "何川"), wangshu, Role.SECTION_HEAD),
        song=appointed(user("song.lan", "宋岚"), wangshu, Role.LEADER),
        zhou=appointed(zhou(), wangshu, Role.SECRECY_REVIEWER),
        qin=appointed(user("qin.yue", "秦岳"), wangshu, Role.SIGNATORY),
        ye=appointed(user("ye.qing", "叶青"), tingyu, Role.DISCLOSURE_OFFICER),
        gu=appointed(user("gu.xin", "顾新"), tingyu, Role.SECTION_HEAD),
        fang=appointed(user("fang.zhou", "方舟"), yunchuan, Role.SUPERVISOR),
        cheng=appointed(user("cheng.xu", "程序"), yunchuan, Role.SYSTEM_ADMIN),
        an=appointed(user("an.ning", "安宁"), yunchuan, Role.SECURITY_ADMIN),
        shen=appointed(user("shen.jing", "沈静"), yunchuan, Role.AUDIT_ADMIN),
    )


def establish(slug: str, name: str, short_name: str, kind: str, parent: Organ | None = None) -> Organ:
    """An organ, as it is read anew: a node of the tree counts its children in memory."""
    above = Organ.objects.get(pk=parent.pk) if parent else None
    made = organs.establish(slug=slug, name=name, short_name=short_name, kind=kind, on=SINCE, parent=above)
    return Organ.objects.get(pk=made.pk)
