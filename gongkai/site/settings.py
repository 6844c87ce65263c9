"""Settings of the site. Every one has a default that works on a laptop.

What an installation may set stands in the environment, its name beginning with GONGKAI_:

HOME          where ``var`` is kept: database, files, secret key, collected static files
SECRET_KEY    otherwise made once and kept in ``var/secret_key``
DATA_KEY      seals what the database keeps unreadable (applicants, letters, second factors);
              otherwise made once and kept in ``var/data_key``. To be kept apart from copies of
              the database: without it they do not open, and it cannot be made again
DATA_KEY_BEFORE  the key before it, while ``manage.py change_data_key`` runs
DATABASE_URL  postgres://user:password@host:5432/name; otherwise SQLite in ``var``
DATABASE_ENGINE  Django engine of a database that speaks the same URL (a domestic database)
HOSTS         names the site answers to, separated by commas
HTTPS         true when people reach the site over HTTPS
SECOND_FACTOR who must sign in with a second factor: administrators, supervisors, or all;
              several with commas between. Empty (default): whoever wants to
SESSIONS      how many sign-ins of one person hold at the same time, the newest first (2; 0: any)
SESSION_HOURS the longest that one sign-in holds (12)
PASSWORD_DAYS days after which one's password must be changed (90; 0: never)
PASSWORD_HISTORY  the password must differ from this many before (5)
PROXIES       number of our own proxies in front, whose X-Forwarded headers are believed
UPLOAD_LIMIT  bytes of one upload
ANSWER_DAYS   working days in which organs promise to answer a question of the public (default: 15);
              a promise of this installation, no term of the Regulation
RETENTION_YEARS  full years after which the people and papers of a filed application may be
              destroyed (10)
EMAIL_URL     smtp+tls://user:password@host:587 sends reminders of terms; otherwise they go to the
              console
EMAIL_FROM    whom they come from
LOG_LEVEL     INFO
PAGE_CACHE    false: no public page is kept
TASKS         database (default: jobs wait for manage.py db_worker) or immediate
FORMS         a folder with the sheets as the place prescribes them (docs/forms.md)
TRY_LINKS     true: the night tries addresses outside this site that public texts link to; the
              server then asks other hosts. Otherwise they are listed and not tried
WORDS_FILE    a list of 错敏词 beside our own: a pair a line, wrong and right
DEBUG         for developers only
"""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile
from urllib.parse import quote

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

SITE = Path(__file__).resolve().parent
CHECKOUT = SITE.parent.parent

env = Env(prefix="GONGKAI_")

HOME = env.path("HOME", CHECKOUT).resolve()
VAR = HOME / "var"
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's data: for its owner only


def kept_secret(path: Path) -> str:
    """The secret in ``path``, made on first use. Readable by the owner only.

    It is written aside and linked into place, so that of several processes starting at once
    all read the same one, whole.
    """
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as new:  # mode 0600
            new.write(token_urlsafe(64))
            new.flush()
            with suppress(FileExistsError):
                os.link(new.name, path)
    return path.read_text()


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret(VAR / "secret_key")
GONGKAI_DATA_KEY = env.str("DATA_KEY", "") or kept_secret(VAR / "data_key")
GONGKAI_DATA_KEY_BEFORE = env.str("DATA_KEY_BEFORE", "")
ALLOWED_HOSTS = env.list("HOSTS", ["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", False)
PROXIES = env.int("PROXIES", 0)

INSTALLED_APPS = [
    # Rooms, the highest first; before allauth, so that our templates are found first.
    "gongkai.site.sample",
    "gongkai.site.portal",
    "gongkai.site.supervision",
    "gongkai.site.annual_reports",
    "gongkai.site.disputes",
    "gongkai.site.applications",
    "gongkai.site.disclosure",
    "gongkai.site.organs",
    "gongkai.site.accounts",
    "gongkai.site.ledger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "treebeard",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # outside WhiteNoise: an SVG opened by itself is bound too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.site.portal.cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gongkai.site.accounts.middleware.OfficeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it replaces the answer of a sign-in that is locked out
]

ROOT_URLCONF = "gongkai.site.urls"
WSGI_APPLICATION = "gongkai.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.site.portal.context.site",
            ],
            "libraries": {"daystrip": "gongkai.site.daystrip"},
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # fields look as templates/django/forms says

# Database ------------------------------------------------------------------------------------

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{quote(str(VAR / 'gongkai.sqlite3'))}",
        # An engine of one's own may also answer for the version of the server
        # (check_database_version_supported): domestic databases report old ones.
        engine=env.str("DATABASE_ENGINE", None),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer (WAL). Each transaction takes the write lock when it
        # begins, and waits for it: one that first read and then wrote would fail at once if
        # another had written meanwhile. Django itself turns foreign keys on; SQLite's own
        # default, synchronous=FULL, loses nothing when the power fails.
        "init_command": "PRAGMA journal_mode=WAL",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }

# Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
USE_I18N = True
LOCALE_PATHS = [SITE.parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files ---------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [SITE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

MEDIA_ROOT = VAR / "files"
"""Never served by address: a view answers with a file, after it has asked who may read it."""

TASKS = {
    "default": {
        "BACKEND": {
            "database": "django_tasks_db.DatabaseBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[env.str("TASKS", "database")],
        "ENQUEUE_ON_COMMIT": False,  # a job is a row of the same transaction
    }
}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Public pages already made; each process its own, for whether they hold is asked of the database.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
GONGKAI_PAGE_CACHE = env.bool("PAGE_CACHE", True)
GONGKAI_FORMS = env.path("FORMS", None)
"""A folder with the sheets as the place prescribes them (docs/forms.md); a file it lacks is ours."""
GONGKAI_CODE_ROUNDS = 100_000
GONGKAI_RETENTION_YEARS = env.int("RETENTION_YEARS", 10)
globals().update(env.dj_email_url("EMAIL_URL", "consolemail:"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "gongkai@localhost")
GONGKAI_ANSWER_DAYS = env.int("ANSWER_DAYS", 15)
GONGKAI_TRY_LINKS = env.bool("TRY_LINKS", False)
"""Each question keeps the day that was promised when it came in, whatever is set later."""
GONGKAI_WORDS_FILE = env.path("WORDS_FILE", None)
if GONGKAI_WORDS_FILE and not GONGKAI_WORDS_FILE.is_file():
    raise ImproperlyConfigured(f"GONGKAI_WORDS_FILE: no file at {GONGKAI_WORDS_FILE}")

GONGKAI_UPLOAD_LIMIT = env.int("UPLOAD_LIMIT", 20 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = [
    "gongkai.site.uploads.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # the fields of a form, without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # the tables of a report are one form of some 300 cells
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # a batch of reports

# Who signs in (GB/T 22239-2019 身份鉴别; the figures are its usual reading) -----------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses who is locked out
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/office/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gongkai.site.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "gongkai.site.accounts.passwords.CharacterClassValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gongkai.site.accounts.passwords.HistoryValidator"},
]
GONGKAI_PASSWORD_HISTORY = env.int("PASSWORD_HISTORY", 5)
GONGKAI_PASSWORD_DAYS = env.int("PASSWORD_DAYS", 90)

GONGKAI_SECOND_FACTOR: frozenset[str] = frozenset(
    env.list("SECOND_FACTOR", [], validate=validate.ContainsOnly(["administrators", "supervisors", "all"]))
)

GONGKAI_SESSIONS = env.int("SESSIONS", 2)
GONGKAI_SESSION_LONGEST = timedelta(hours=env.int("SESSION_HOURS", 12))
GONGKAI_ADMINISTRATOR_IDLE = timedelta(minutes=15)
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True  # the age is counted from the last request: an idle time-out
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "gongkai.site.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "gongkai.site.accounts.forms.SignInForm",
    "change_password": "gongkai.site.accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False  # User.normalize_username keeps them in small letters
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 5 * 60  # from the password to the code of the second factor
ACCOUNT_RATE_LIMITS = {
    # All sign-ins from one address, whatever the user name: against trying one password on
    # many names. Failures of one user are counted by axes alone.
    "login": "30/m/ip",
    "login_failed": None,
    # Questions and applications of the public and looking after them: many people may share one address.
    "ask": "20/h/ip",
    "follow_question": "10/m/ip",
    "deflect": "60/h/ip",
    "apply": "20/h/ip",
    "follow": "10/m/ip",
    # Complaints, suggestions; answers to a questionnaire.
    "voice": "20/h/ip",
    "evaluate": "60/h/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# Failures count for a user name from an address, the two together. By name alone, anyone could
# lock an officer out of the office on the last day of a term; by address alone, one forgetful
# person would lock out a whole town hall behind one address. Guessing is still slow: five tries
# in half an hour, and 30 a minute from one address over all names (above).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # so that the time we name holds
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "gongkai.site.accounts.adapter.network_of"
AXES_LOCKOUT_CALLABLE = "gongkai.site.accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the ledger is the record of sign-ins
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]

# What a browser may do -----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # A nonce stands only in the answers that ask for one: pages with the editor.
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True

SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Other services of the county may live on names below this one, and over HTTP: their operators
# decide on includeSubDomains (W005) and on preloading (W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Log: what the program did, on the console; what people did stands in the ledger. No names, no
# addresses of clients, no contents of forms.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"style": "{", "format": "{asctime} {levelname} {name} {message}"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "axes": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
