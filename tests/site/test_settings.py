"""The settings of an installation come from its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gongkai.site.settings import kept_secret

PRINT = "from django.conf import settings; print({})"


def setting(expression: str, home: Path, **environment: str) -> str:
    """The value of an expression over the settings, in a process of its own."""
    own = {"DJANGO_SETTINGS_MODULE": "gongkai.site.settings", "GONGKAI_HOME": str(home)}
    known = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    result = subprocess.run(
        [sys.executable, "-c", PRINT.format(expression)],
        env=known | own | environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip()


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "secret_key"
    secret = kept_secret(path)
    assert len(secret) >= 50 and kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_what_is_kept_is_for_its_owner_only(tmp_path):
    setting("settings.DEBUG", tmp_path, GONGKAI_SECRET_KEY="x" * 50, GONGKAI_DATA_KEY="y" * 50)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "var").iterdir()) == []


def test_debugging_is_off_and_only_this_machine_is_answered(tmp_path):
    found = setting("settings.DEBUG, *settings.ALLOWED_HOSTS", tmp_path)
    assert found == "False localhost 127.0.0.1 [::1]"


@pytest.mark.parametrize("name", ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"])
def test_https_is_all_or_nothing(tmp_path, name):
    assert setting(f"settings.{name}", tmp_path) == "False"
    found = setting(f"settings.{name}, settings.SECURE_HSTS_SECONDS", tmp_path, GONGKAI_HTTPS="1")
    assert found == "True 31536000"


def test_the_database_is_a_file_of_the_home_or_the_server_named(tmp_path):
    home = tmp_path / "公开 100%"
    assert setting("settings.DATABASES['default']['NAME']", home) == str(home / "var" / "gongkai.sqlite3")
    url = "postgres://u:p@db.example:5432/gongkai"
    assert setting("settings.DATABASES['default']['HOST']", home, GONGKAI_DATABASE_URL=url) == "db.example"


def test_another_engine_may_serve_the_same_url(tmp_path):
    found = setting(
        "settings.DATABASES['default']['ENGINE']",
        tmp_path,
        GONGKAI_DATABASE_URL="postgres://u:p@db.example/gongkai",
        GONGKAI_DATABASE_ENGINE="kingbase.django",
    )
    assert found == "kingbase.django"


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite only")
def test_sqlite_lets_readers_read_while_one_writes(db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
    assert connection.transaction_mode == "IMMEDIATE"


def test_the_data_key_is_made_once_and_is_not_the_secret_key(tmp_path):
    found = setting("settings.GONGKAI_DATA_KEY", tmp_path)
    assert found == (tmp_path / "var" / "data_key").read_text()
    assert found != (tmp_path / "var" / "secret_key").read_text()
    assert setting("settings.GONGKAI_DATA_KEY", tmp_path, GONGKAI_DATA_KEY="other") == "other"


def test_who_must_use_a_second_factor_is_nobody_unless_named(tmp_path):
    assert setting("settings.GONGKAI_SECOND_FACTOR", tmp_path) == "frozenset()"
    named = setting(
        "sorted(settings.GONGKAI_SECOND_FACTOR)",
        tmp_path,
        GONGKAI_SECOND_FACTOR="administrators,supervisors",
    )
    assert named == "['administrators', 'supervisors']"


def test_a_group_that_is_misspelt_does_not_pass_for_nobody(tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        setting("settings.GONGKAI_SECOND_FACTOR", tmp_path, GONGKAI_SECOND_FACTOR="administrator")


def test_a_list_of_words_that_is_not_there_is_said_at_the_start(tmp_path):
    words = tmp_path / "words.txt"
    with pytest.raises(subprocess.CalledProcessError) as failed:
        setting("settings.GONGKAI_WORDS_FILE", tmp_path, GONGKAI_WORDS_FILE=str(words))
    assert f"no file at {words}" in failed.value.stderr
    words.write_text("攻府 政府\n", encoding="utf-8")
    assert setting("settings.GONGKAI_WORDS_FILE", tmp_path, GONGKAI_WORDS_FILE=str(words)) == str(words)
