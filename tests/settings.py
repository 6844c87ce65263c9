"""The settings of the site, for tests: a home of their own, a quick hasher, plain static files.

GONGKAI_TEST_DATABASE_URL names the server to test on; otherwise SQLite, in a file and not in
memory, so that threads meet each other there as they do in production.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="gongkai-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
FOR_TESTS = (
    "GONGKAI_TEST_DATABASE_URL",
    "GONGKAI_TEST_QUICKLY",
    "GONGKAI_CORPUS",
    "GONGKAI_REQUIRE_BROWSER",
    "GONGKAI_TEST_SPARK",
)
for name in [name for name in os.environ if name.startswith("GONGKAI_") and name not in FOR_TESTS]:
    del os.environ[name]  # what a developer set for the site is not for the tests
os.environ["GONGKAI_HOME"] = str(HOME)
if url := os.environ.get("GONGKAI_TEST_DATABASE_URL"):
    os.environ["GONGKAI_DATABASE_URL"] = url

from gongkai.site import settings as site  # noqa: E402

globals().update({name: value for name, value in vars(site).items() if name.isupper() and name != "HOME"})

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
GONGKAI_CODE_ROUNDS = 1
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES = {**site.STORAGES, "staticfiles": PLAIN}
site.STATIC_ROOT.mkdir()

if url:
    # What the tests write need not outlive a power cut.
    site.DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
if url is None:
    site.DATABASES["default"]["TEST"] = {"NAME": str(site.VAR / "test.sqlite3")}
    site.DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
