"""Every setting of the shop, read from the environment, safe for production.

`DEMO=1`, which `make run` sets, is the one switch that loosens anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

from shop import allowed_sources, register
from shop.export_limits import EXPORT_LIMITS as EXPORT_LIMITS
from shop.log_lines import LOGGING as LOGGING
from shop.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENV_FILE = Path(env.str("ENV_FILE", default=str(BASE_DIR / "var" / "settings.env")))
if ENV_FILE.is_file():
    env.read_env(str(ENV_FILE))

# The demo shop on this machine: mail goes to files, a test payment provider exists.
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
# The key-encryption keys and the index root key: a JSON file readable by its owner
# alone. They never come from the database and never from SECRET_KEY.
KEY_FILE = Path(env.str("KEY_FILE", default=str(VAR_DIR / "keys.json")))
# Instead of the file: the same JSON in the environment.
KEYSET = env.str("KEYSET", default="")

# --- The shop ---------------------------------------------------------------
SHOP_NAME = env.str("SHOP_NAME", default="Foldwell")
SHOP_ADDRESS = env.str("SHOP_ADDRESS", default="14 Shore Row, Leith")
SHOP_EMAIL = env.str("SHOP_EMAIL", default="hello@foldwell.example.net")
# Who wants to hear about a weakness: an address as RFC 9116 asks (mailto:, https:).
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default=f"mailto:{SHOP_EMAIL}")
SHOP_COUNTRY = env.str("SHOP_COUNTRY", default="GB")
# The country in which the databases and their backups stand.
DATA_STORED_IN = env.str("DATA_STORED_IN", default=SHOP_COUNTRY)
# Addresses that records of consent name: they stay as they are.
POLICY_PATH, CHOICES_PATH = "/privacy/", "/choices/"
# Where letters lead whoever wants to write to us: replies to them are not read.
CONTACT_PATH = "/contact/"
# How long an approved erasure can still be taken back: 0 to 336 hours (14 days).
COOLING_OFF_HOURS = min(max(env.int("COOLING_OFF_HOURS", default=72), 0), 336)
SHOP_CURRENCY = env.str("SHOP_CURRENCY", default="GBP")
# An empty list means every country that the address data knows.
SHOP_DELIVERS_TO = env.list("SHOP_DELIVERS_TO", default=[])
# Where else than at home the shop is registered for VAT and charges the rates of the
# customer's country: codes such as DE,FR; OSS stands for all other countries of the EU.
SHOP_TAX_REGISTERED = env.list("SHOP_TAX_REGISTERED", default=[])
# Whether what leaves the tax area of home bears no tax there. Needs proof of export.
SHOP_TAX_FREE_EXPORTS = env.bool("SHOP_TAX_FREE_EXPORTS", default=False)
# Printed on invoices; empty for a seller who is not registered.
SHOP_TAX_NUMBER = env.str("SHOP_TAX_NUMBER", default="GB 123 4567 82")
SHOP_ORDER_PREFIX = env.str("SHOP_ORDER_PREFIX", default="FW")
# Days beside weekends on which nobody works, such as 2026-12-25.
SHOP_HOLIDAYS = env.list("SHOP_HOLIDAYS", default=[])
# For so many days after delivery something may be sent back where no law says how long.
SHOP_RETURN_DAYS = env.int("SHOP_RETURN_DAYS", default=14)
# Staff aim to answer a request within so many days, and never later than the law.
CASE_TARGET_DAYS = env.int("CASE_TARGET_DAYS", default=28)
# Where a bank transfer goes; printed on the order page and in the letter.
SHOP_BANK = {
    "name": env.str("SHOP_BANK_NAME", default="Foldwell Ltd"),
    "iban": env.str("SHOP_BANK_IBAN", default="GB33 BUKB 2020 1555 5555 55"),
    "bic": env.str("SHOP_BANK_BIC", default="BUKBGB22"),
}

# Stripe's page; two secrets while one is being replaced: docs/payments.md.
STRIPE_KEY = env.str("STRIPE_KEY", default="")
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRETS", default=[])
STRIPE_API = env.str("STRIPE_API", default="https://api.stripe.com")
# Where whatever makes the backups writes down that it did: see docs/promises.md.
BACKUP_STATUS = env.str("BACKUP_STATUS", default=str(VAR_DIR / "backups.json"))

# --- Django -----------------------------------------------------------------
INSTALLED_APPS = [
    "shop.back_office.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "privacy.vault",
    "privacy",
    "orders",
    "shop",
]
MIDDLEWARE = [
    "shop.firewall.door.Firewall",
    "django.middleware.security.SecurityMiddleware",
    "shop.content_policy.RememberedPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.cookies.OnlyDeclaredCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.bodies.RefuseUnusableBodies",
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
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
                "shop.context.shop_page",
            ],
            # A {% url %} that looks each address up only once.
            "builtins": ["shop.templatetags.fixed"],
        },
    }
]
# Fixtures carry sealed values as they are.
SERIALIZATION_MODULES = {"json": "privacy.encryption.dumping"}
FORM_RENDERER = "shop.inputs.InputsWithoutTemplates"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True


# --- Databases: the shop's rows, and apart from them the vault with the keys ---
def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's options for the database in environment variable `name`."""
    found: dict[str, Any] = env.db_url(name, default=default)
    options = found.setdefault("OPTIONS", {})
    if "sqlite3" in found["ENGINE"]:
        # IMMEDIATE: a transaction that will write waits at its start and not in
        # its middle, where SQLite can only fail. secure_delete: what is erased is
        # overwritten with zeros instead of left in free pages.
        options["transaction_mode"] = "IMMEDIATE"
        options["timeout"] = 20
        options["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA secure_delete=ON;"
        )
    else:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
        # Set for web servers alone (deploy/web.py): a sweep may take its time.
        if seconds := env.int("STATEMENT_SECONDS", default=0):
            options["options"] = f"-c statement_timeout={seconds}s"
    return found


DATABASES = {
    "default": database("DATABASE_URL", f"sqlite:///{VAR_DIR}/main.sqlite3"),
    "vault": database("VAULT_URL", f"sqlite:///{VAR_DIR}/vault.sqlite3"),
}
DATABASE_ROUTERS = ["privacy.routers.VaultRouter"]

# The cache holds limits and nothing personal. Its table is made by
# `manage.py createcachetable`.
REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

# --- People, passwords, sessions ----------------------------------------------
AUTH_USER_MODEL = "privacy.Person"
AUTHENTICATION_BACKENDS = ["privacy.signing_in.PersonBackend"]
# auth.W004 wants a unique USERNAME_FIELD: ours is encrypted, and its blind index,
# which PersonBackend looks up, is the unique one.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "shop.accounts.stolen.NotStolen"},
    {"NAME": "shop.accounts.own_words.NotOurWords"},
]
# A file of all passwords that were ever published, on this machine: docs/sign-in.md.
PUBLISHED_PASSWORDS = env.str("PUBLISHED_PASSWORDS", default="")
LOGIN_URL = "shop:sign-in"
LOGIN_REDIRECT_URL = "shop:account"
PASSWORD_RESET_TIMEOUT = 60 * 60
SESSION_ENGINE = "shop.sessions"
# So named, a cookie comes from this host alone, over TLS (RFC 6265bis, 4.1.3.2).
COOKIE_PREFIX = "" if DEMO else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_AGE = 60 * 60 * 24
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "shop.pages.refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Machines on a network of your own that may be reached without TLS (shop/lines.py).
PLAIN_LINES = env.list("PLAIN_LINES", default=[])

# --- What browsers are told -----------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A proxy in front tells who calls and whether over TLS; without one nobody is believed.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The firewall: see docs/firewall.md. Networks such as 192.0.2.0/24; none: everywhere.
STAFF_NETWORKS = env.list("STAFF_NETWORKS", default=[])
# Pages and forms in a minute, from one address to one web process; 0 counts none.
FIREWALL_PAGES = env.int("FIREWALL_PAGES", default=600)
FIREWALL_FORMS = env.int("FIREWALL_FORMS", default=120)
# Hosts beside our own that an answer may lead to, such as a hosted card page.
FIREWALL_LEADS_TO = env.list("FIREWALL_LEADS_TO", default=[])
# Seconds until a refusal is written; None leaves all of them in memory.
FIREWALL_WRITES_AFTER: float | None = 5.0
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
STAFF_SECURITY_POLICY = allowed_sources.STAFF_PAGES
CONTENT_SECURITY_POLICY = {"DIRECTIVES": allowed_sources.ALL_OTHERS}
# Error pages and error mails say where something broke, and no value.
DEFAULT_EXCEPTION_REPORTER_FILTER = "privacy.tracebacks.NoValues"
# No form of ours carries a file, and none needs more than this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS: list[str] = []

# --- Files that browsers fetch ------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Mail -----------------------------------------------------------------------
DEFAULT_FROM_EMAIL = f"{SHOP_NAME} <{SHOP_EMAIL}>"
# Where letters come back to that can't be delivered, such as returns@example.net: the
# mail server there gives them to `manage.py letter_returned`. See docs/mail.md.
RETURN_ADDRESS = env.str("RETURN_ADDRESS", default="")
# Where links in letters lead, without a slash at the end.
SHOP_ORIGIN = env.str("SHOP_ORIGIN", default="http://127.0.0.1:8000")
MAIL_DIR = VAR_DIR / "mail"
if DEMO and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)
else:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
# Who may ever receive a value, what for and on what basis.
RECIPIENTS = register.recipients(
    env, relay=(vars().get("EMAIL_HOST", ""), vars().get("EMAIL_PORT", 0))
)

# --- Work in the background -------------------------------------------------------
# Rows in the database are the truth; a message only says "look at this id now".
# Without Redis they are files in a folder, looked for four times a second.
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = env.str("BROKER_URL", default=REDIS_URL or "filesystem://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {
        **dict.fromkeys(("data_folder_in", "data_folder_out"), f"{BROKER_DIR}/queue"),
        "control_folder": f"{BROKER_DIR}/control",
        "polling_interval": 0.25,
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {"visibility_timeout": 600, "socket_timeout": 5, "socket_connect_timeout": 2}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
