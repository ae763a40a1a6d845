"""Imprimatur's settings: one file, read from the environment (see docs/deploying.md).

A wrong or missing value stops the start with one clear sentence.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accounts.providers.environment import read_providers
from processes.text.embeds import DEFAULT_HOSTS, frame_sources
from wiki.env import Env
from wiki.mail import mail_settings, sender
from wiki.s3 import s3_storage

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
if DEMO and not DEBUG:
    raise ImproperlyConfigured(
        "DEMO lets anybody sign in as anybody, so it works only together with DEBUG=1."
    )

# Where the trial database and uploaded files live.
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Site -----------------------------------------------------------------------------------

SITE_NAME = env.text("SITE_NAME", "Imprimatur")
SITE_URL = env.address("SITE_URL", "http://127.0.0.1:8000" if DEBUG else "")
if not SITE_URL:
    raise ImproperlyConfigured(
        "SITE_URL is not set: give the address people open, for example https://wiki.example.com."
    )
_site = urlsplit(SITE_URL)
if not DEBUG and _site.scheme != "https" and not env.flag("ALLOW_HTTP"):
    raise ImproperlyConfigured(
        "SITE_URL must begin with https:// (ALLOW_HTTP=1 permits plain http behind your own care)."
    )
SECURE = _site.scheme == "https"

SECRET_KEY = (
    env.text("SECRET_KEY", "only-for-trying-out-" + "0" * 40)
    if DEBUG
    else env.required("SECRET_KEY", "it signs sessions; use 50 or more random characters.")
)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [str(_site.hostname)]
if DEBUG:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

# --- Applications ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "accounts",
    "processes",
    "importing",
    "exporting",
    "backup",
    "demo",
    "accounts.apps.ImprimaturAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "reversion",
]
if DEMO:
    INSTALLED_APPS.append("accounts.demo_provider")

MIDDLEWARE = [
    "wiki.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "wiki.middleware.PrivateMiddleware",
    "wiki.middleware.RequestSizeMiddleware",
    "wiki.middleware.DatabaseDownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActivityMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wiki.old_addresses.OldAddressMiddleware",
]
if DEMO:
    MIDDLEWARE.append("wiki.middleware.DemoErrorsMiddleware")

ROOT_URLCONF = "wiki.urls"
WSGI_APPLICATION = "wiki.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "processes.context.chrome",
            ],
            "builtins": ["processes.templatetags.wiki", "processes.templatetags.chrome"],
        },
    },
]

# --- Database -------------------------------------------------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR_DIR / "wiki.sqlite3",
    "CONN_MAX_AGE": 600,
    # SQLite ignores row locks: taking the write lock at BEGIN is what makes a verb atomic.
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    },
}


def _database() -> dict[str, object]:
    url = env.text("DATABASE_URL")
    if not url:
        return SQLITE
    try:
        parsed = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL is not an address of a database.") from error
    if parsed["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// (leave it unset for SQLite)."
        )
    # The reading rule is estimated high: compiling a query takes seconds, running it does not. And
    # an index costs little on today's disks: told otherwise, PostgreSQL reads whole tables, with
    # helpers, where it has an index of the very words somebody types.
    planner = ("jit=off", "random_page_cost=1.1", "max_parallel_workers_per_gather=0")
    options = " ".join(f"-c {setting}" for setting in planner)
    parsed["OPTIONS"] = {"options": options, **parsed.get("OPTIONS", {}), "connect_timeout": 5}
    return dict(parsed)


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.SessionBackend"]
# A named admin may sign in with a local password only where this is switched on.
BREAK_GLASS = env.flag("BREAK_GLASS")
# By their addresses; without any, each admin who was given a password.
BREAK_GLASS_FOR = [email.lower() for email in env.words("BREAK_GLASS_FOR")]
if BREAK_GLASS:
    AUTHENTICATION_BACKENDS.append("accounts.backends.BreakGlassBackend")
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_STORE_TOKENS = False

# Single sign-on: the providers of the environment (OIDC_…, SSO_…); admins may add others, which
# the database keeps.
PROVIDERS = read_providers(env)
# Where there is one provider, whoever follows a link to a page goes to it without being asked.
SSO_AUTO = env.flag("SSO_AUTO")
# Whom a refused person may ask; shown on the refusal page.
SUPPORT_CONTACT = env.text("SUPPORT_CONTACT", "your IT team")
# The database cannot be asked yet: that it names a provider has to be said.
if not (DEBUG or PROVIDERS or env.flag("SSO_IN_ADMIN") or BREAK_GLASS):
    raise ImproperlyConfigured(
        "OIDC_ISSUER is not set: people sign in through it, through what SSO_PROVIDERS lists or,"
        " with SSO_IN_ADMIN=1, through what an admin entered."
    )
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "accounts.oidc.provider.SsoProvider",
        "OAUTH_PKCE_ENABLED": True,
    }
}
# The people whom the demo's sign-in page offers.
DEMO_CAST = BASE_DIR / "demo" / "company" / "company.toml"

# --- Sessions and security ------------------------------------------------------------------

SESSION_COOKIE_NAME = "imprimatur_session"
CSRF_COOKIE_NAME = "imprimatur_csrf"
SESSION_ENGINE = "accounts.sessions.store"
# How long a sign-in lasts at most, and how long it may go unused (0: as long as it lasts).
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 24 * 14, minimum=1) * 3600
SESSION_IDLE_HOURS = env.number("SESSION_IDLE_HOURS", 24 * 5)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wiki.refusing.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

SECURE_SSL_REDIRECT = SECURE and not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Hosts whose pages readers may open in a frame, with a click (processes/text/embeds.py).
EMBED_HOSTS = env.words("EMBED_HOSTS") or list(DEFAULT_HOSTS)
if EMBED_HOSTS == ["none"]:
    EMBED_HOSTS = []
try:
    FRAME_SOURCES = frame_sources(EMBED_HOSTS)
except ValueError as error:
    raise ImproperlyConfigured(f"EMBED_HOSTS: {error}") from error

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "frame-src": FRAME_SOURCES or [NONE],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- Jobs -----------------------------------------------------------------------------------

# What need not happen within a request: drawing pages anew, smaller pictures, asking other hosts.
# Queued in the database, in the transaction that asks for it, and done by `manage.py db_worker`;
# where nobody runs one (the demo, a trial) the request does it itself, once it has committed.
RUN_JOBS_AT_ONCE = env.flag("RUN_JOBS_AT_ONCE", DEMO)
TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks.backends.immediate.ImmediateBackend"
            if RUN_JOBS_AT_ONCE
            else "django_tasks_db.DatabaseBackend"
        ),
        "QUEUES": ["default"],
    }
}

# --- Mail -----------------------------------------------------------------------------------

# Without EMAIL_URL nothing is sent, and people have their inbox alone.
EMAIL_URL = env.text("EMAIL_URL", "console:" if DEBUG and not DEMO else "")
MAIL_ON = bool(EMAIL_URL)
_mail = mail_settings(EMAIL_URL)
EMAIL_BACKEND = _mail.backend
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.ssl, _mail.starttls
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = sender(
    env.text("MAIL_FROM", "wiki@localhost.localdomain")
    if DEBUG or not MAIL_ON
    else env.required("MAIL_FROM", "e-mail needs a sender, for example wiki@example.com.")
)
# When the daily digest goes out: the hour, in TIME_ZONE.
DIGEST_HOUR = 8

# --- Text -----------------------------------------------------------------------------------

# Seconds of CPU that drawing one text may take before its process is killed.
RENDER_SECONDS = env.number("RENDER_SECONDS", 10, minimum=1)
# How many texts one web process draws at the same time; each takes a process of its own.
RENDER_PROCESSES = env.number("RENDER_PROCESSES", 2, minimum=1)
# Previews that one person may ask for within a minute.
PREVIEWS_PER_MINUTE = env.number("PREVIEWS_PER_MINUTE", 60, minimum=1)
# Whether links to other sites are asked, once a week, if anything is still there.
CHECK_OUTSIDE_LINKS = env.flag("CHECK_OUTSIDE_LINKS", True)
# The largest article text is 400 KB; a form carries it with its other fields, form-encoded.
MAX_BODY_BYTES = 400 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# --- Files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "processes.attachments.disk.DiskStorage"},
    "staticfiles": {"BACKEND": "wiki.storage.HashedStaticFilesStorage"},
}

# Instead of on a disk: a bucket of S3-compatible storage. Browsers then fetch files over there,
# with an address that is signed for them and that soon ends.
S3_BUCKET = env.text("S3_BUCKET")
S3_ENDPOINT = env.address("S3_ENDPOINT")
S3_REGION = env.text("S3_REGION")
# Seconds for which a signed address works.
S3_ADDRESS_SECONDS = 300
if S3_BUCKET:
    S3_STORAGE = s3_storage(
        S3_BUCKET, S3_ENDPOINT, S3_REGION, env.text("S3_ACCESS_KEY"), env.text("S3_SECRET_KEY")
    )
    STORAGES["default"] = S3_STORAGE.backend
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(S3_STORAGE.origin)
# Behind nginx: under which internal location it finds MEDIA_ROOT, to send files itself.
ACCEL_REDIRECT = env.text("ACCEL_REDIRECT")
if ACCEL_REDIRECT and not (ACCEL_REDIRECT.startswith("/") and ACCEL_REDIRECT.endswith("/")):
    raise ImproperlyConfigured("ACCEL_REDIRECT must begin and end with a slash: /protected/.")

# What one upload may be, and all of one person within a day. A megabyte here is 1024 × 1024 bytes.
IMAGE_MEGABYTES = env.number("IMAGE_MEGABYTES", 10, minimum=1)
GIF_MEGABYTES = env.number("GIF_MEGABYTES", 15, minimum=1)
FILE_MEGABYTES = env.number("FILE_MEGABYTES", 25, minimum=1)
IMAGE_MEGAPIXELS = env.number("IMAGE_MEGAPIXELS", 50, minimum=1)
ANIMATION_MEGAPIXELS = env.number("ANIMATION_MEGAPIXELS", 400, minimum=1)
UPLOAD_QUOTA_MB = env.number("UPLOAD_QUOTA_MB", 500, minimum=1)
# After how many days an upload goes that nothing shows and nothing ever showed.
UNUSED_UPLOAD_DAYS = env.number("UNUSED_UPLOAD_DAYS", 30, minimum=1)
# After how many days the log of searches is forgotten; 0 keeps none.
SEARCH_LOG_DAYS = env.number("SEARCH_LOG_DAYS", 180)
# Of whom the identity provider has not spoken for so many days, admins hear; 0: of nobody.
UNSEEN_DAYS = env.number("UNSEEN_DAYS", 90)
# After how many days lines of the audit log are forgotten; the database refuses it before 30.
AUDIT_DAYS = env.number("AUDIT_DAYS", 730, minimum=30)
# A larger request is refused before it is read, so every upload fits into memory: nothing of it
# is on a disk before it was looked at.
MAX_REQUEST_BYTES = (max(IMAGE_MEGABYTES, GIF_MEGABYTES, FILE_MEGABYTES) + 1) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_REQUEST_BYTES
# What one upload of an old wiki may be, by an admin alone. It goes to a disk, not into memory.
IMPORT_MAX_MB = env.number("IMPORT_MAX_MB", 1024, minimum=1)
WHITENOISE_USE_FINDERS = DEBUG

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_TZ = True

# --- Logs -----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"tokens": {"()": "wiki.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # Two lines for each job would bury everything else; what fails is told all the same.
    "loggers": {"django_tasks": {"level": "WARNING"}},
}
