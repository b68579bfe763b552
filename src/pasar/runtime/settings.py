"""Django settings, read from the environment; `./pasar` fills it in for a market on one machine.

PASAR_MODE          sandbox (default of `./pasar up`) or production
PASAR_HOME          the data folder: uploads, search indexes, secrets
DATABASE_URL        the application's role; DATABASE_OWNER_URL: the role that owns the tables (migrations only)
PASAR_SECRET_KEY    needed in production; a sandbox keeps its own in PASAR_HOME
PASAR_HOSTS         comma-separated host names in production
PASAR_BASE_URL      how customers reach the market, for links in messages
PASAR_LIVE_URL      how browsers reach the live-update process
PASAR_PLACER        the socket of this machine's placing process; without it a purchase is placed where it is asked for
PASAR_WEB_LINE      requests that are taken to stand in line before a web process whose threads are all at work
PASAR_WEB_THREADS   requests that one web process works on at once; each thread has a database connection at most
PASAR_BANK_URL, PASAR_CARRIER_URL   the simulators of a sandbox; providers' addresses otherwise
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
MODE = os.environ.get("PASAR_MODE", "sandbox")
if MODE not in ("sandbox", "production"):
    raise ImproperlyConfigured(f"PASAR_MODE is sandbox or production, not {MODE!r}")
SANDBOX = MODE == "sandbox"
HOME = Path(os.environ.get("PASAR_HOME", ".pasar")).absolute()


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "application_name": os.environ.get("PASAR_PROCESS", "pasar")},
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def _secret_key() -> str:
    if key := os.environ.get("PASAR_SECRET_KEY"):
        return key
    if not SANDBOX:
        raise ImproperlyConfigured("PASAR_SECRET_KEY is needed in production")
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///pasar"))}
SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = ["*"] if SANDBOX else [h for h in os.environ.get("PASAR_HOSTS", "").split(",") if h]
BASE_URL = os.environ.get("PASAR_BASE_URL", "http://127.0.0.1:8000")
LIVE_URL = os.environ.get("PASAR_LIVE_URL", "")
PLACER = os.environ.get("PASAR_PLACER", "")
WEB_LINE = int(os.environ.get("PASAR_WEB_LINE", "256"))
WEB_THREADS = int(os.environ.get("PASAR_WEB_THREADS", "16"))
BANK_URL = os.environ.get("PASAR_BANK_URL", "")
BANK_SECRET = os.environ.get("PASAR_BANK_SECRET", "sandbox-bank-secret" if SANDBOX else "")
CARRIER_URL = os.environ.get("PASAR_CARRIER_URL", "")
CARRIER_SECRET = os.environ.get("PASAR_CARRIER_SECRET", "sandbox-carrier-secret" if SANDBOX else "")
CLIENT_ADDRESS_HEADER = os.environ.get("PASAR_CLIENT_ADDRESS_HEADER", "")
"""The header in which a trusted proxy puts the client's address; empty: the peer's own address is taken."""

ROOT_URLCONF = "pasar.runtime.urls"
WSGI_APPLICATION = "pasar.runtime.wsgi.application"
AUTH_USER_MODEL = "identity.Person"
LOGIN_URL = "/console/login/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MARKET = (
    "identity", "messages", "sellers", "trust", "media", "catalogue", "stock", "search", "imports", "promotions",
    "campaigns", "basket", "orders", "fulfilment", "checkout", "aftersales", "reviews",
)  # fmt: skip
FINANCE = ("ledger", "tax", "wallet", "payments", "escrow", "settlement", "payouts", "group")
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "pasar.kernel",
    "pasar.countries",
    "pasar.ui",
    *(f"pasar.finance.{name}" for name in FINANCE if (PACKAGE / "finance" / name / "apps.py").exists()),
    *(f"pasar.market.{name}" for name in MARKET if (PACKAGE / "market" / name / "apps.py").exists()),
    *(
        f"pasar.{name}"
        for name in ("storefront", "seller", "console", "api", "simulate")
        if (PACKAGE / name / "apps.py").exists()
    ),
    "pasar.runtime",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "pasar.runtime.middleware.venture",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pasar.runtime.middleware.ContentSecurity",
    "pasar.runtime.overload.Gate",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "pasar.runtime.middleware.Standing",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pasar.runtime.middleware.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pasar.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "pasar.ui.templatetags.ui",
            ],
        },
    }
]

# A session in a signed cookie costs no query; what ends one early is the person's session epoch (`standing`).
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not SANDBOX
SESSION_COOKIE_NAME = "pasar_session" if SANDBOX else "__Host-pasar_session"
CSRF_COOKIE_NAME = "pasar_csrf" if SANDBOX else "__Host-pasar_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pasar.runtime.middleware.csrf_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANG_INFO.setdefault(
    "fil", {"bidi": False, "code": "fil", "name": "Filipino", "name_local": "Filipino"}
)  # Django's own list lacks it
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"), ("id", "Bahasa Indonesia"), ("ms", "Bahasa Melayu"), ("fil", "Filipino"),
    ("th", "ไทย"), ("vi", "Tiếng Việt"),
]  # fmt: skip
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pasar.runtime.static.Files"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if SANDBOX else 60 * 60 * 24 * 365
SECURE_PROXY_SSL_HEADER = None if SANDBOX else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not SANDBOX
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/console/"],  # the console sends its own, see pasar.console
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", *([LIVE_URL] if LIVE_URL else [])],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

UNFOLD = {
    "SITE_TITLE": "Pasar console",
    "SITE_HEADER": "Pasar console",
    "SITE_SYMBOL": "storefront",
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "8px",
    "ACCOUNT": {"navigation": [{"title": "Pasar", "link": "/"}]},
    "STYLES": ["pasar.console.site.stylesheet"],
    "COLORS": {
        "primary": {
            step: f"oklch({light}% {chroma} 277)"
            for step, light, chroma in (
                ("50", 97, 0.014), ("100", 94, 0.028), ("200", 88, 0.056), ("300", 80, 0.09), ("400", 70, 0.13),
                ("500", 58, 0.16), ("600", 47, 0.155), ("700", 41, 0.135), ("800", 35, 0.115), ("900", 30, 0.095),
                ("950", 22, 0.07),
            )
        },
    },
}  # fmt: skip

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("PASAR_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("PASAR_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("PASAR_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PASAR_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("PASAR_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("PASAR_MAIL_FROM", "Pasar <hello@pasar.example>")
# HTTP gateways for SMS and chat apps; without them a sandbox keeps such messages in its mailbox.
SMS_URL, SMS_SECRET = os.environ.get("PASAR_SMS_URL", ""), os.environ.get("PASAR_SMS_SECRET", "")
CHAT_URL, CHAT_SECRET = os.environ.get("PASAR_CHAT_URL", ""), os.environ.get("PASAR_CHAT_SECRET", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PASAR_LOG", "WARNING")},
    "loggers": {
        "pasar": {"level": os.environ.get("PASAR_LOG", "INFO")},
        # What was refused is no fault of ours: a line for each would be the dearest part of saying that all is sold.
        "django.request": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = (
    ["security.W004", "security.W008", "security.W012", "security.W016"] if SANDBOX else []
)
