"""Every setting of the portal. Machines differ by environment variables only; .env.example documents each."""

import os
import re
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from portal import embedded_database, local_trial
from portal.help_line import parse_hours

BASE_DIR = Path(__file__).resolve().parent.parent


class SettingIsWrong(SystemExit):
    """Ends the start with one sentence that names the variable, whatever program reads the settings."""


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name) or ("1" if default else "0")
    if value not in {"0", "1"}:
        raise SettingIsWrong(f"{name} ist „{value}“; erlaubt sind 1 (an) und 0 (aus).")
    return value == "1"


def required(name: str, *, locally: str) -> str:
    """The variable's value; on a local trial `locally` where it is unset."""
    value = os.environ.get(name) or (locally if LOCAL else "")
    if not value:
        raise SettingIsWrong(f"{name} fehlt: Setzen Sie diese Umgebungsvariable (siehe .env.example).")
    return value


def one_of(name: str, *choices: str) -> str:
    value = os.environ.get(name) or choices[0]
    if value not in choices:
        raise SettingIsWrong(f"{name} ist „{value}“; erlaubt ist {' oder '.join(choices)}.")
    return value


def days(name: str, *, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit()):
        raise SettingIsWrong(f"{name} ist „{value}“; schreiben Sie eine Zahl von Tagen, zum Beispiel {default}.")
    return int(value)


def portal_address() -> str:
    """Without a stroke at its end. The first of ALLOWED_HOSTS may be a pattern: then it has to be said."""
    default = "http://localhost:8000" if LOCAL else f"https://{ALLOWED_HOSTS[0]}"
    value = (os.environ.get("PORTAL_ADDRESS") or default).rstrip("/")
    if not re.fullmatch(r"https?://[^/.*\s][^/*\s]*", value):
        raise SettingIsWrong(
            f"PORTAL_ADDRESS ist „{value}“; schreiben Sie die ganze Adresse, zum Beispiel https://hilfe.example.org."
        )
    return value


def help_hours() -> dict:
    try:
        return parse_hours(os.environ.get("HELP_HOURS", ""))
    except ValueError as error:
        raise SettingIsWrong(
            f"HELP_HOURS: „{error}“ ist nicht zu lesen; schreiben Sie zum Beispiel „Mo-Do 08:00-16:00, Fr 08:00-12:00“."
        ) from error


# --- This machine -----------------------------------------------------------------------------------------------------
# LOCAL is a trial or a test on one's own machine: no HTTPS in front, the secret generated into var/.
LOCAL = flag("LOCAL", default=not os.environ.get("DATABASE_URL"))
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = required("SECRET_KEY", locally=local_trial.secret_key() if LOCAL else "")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", locally="localhost,127.0.0.1,[::1]").split(",")
DATABASES = {
    "default": {
        **(
            dj_database_url.parse(os.environ["DATABASE_URL"])
            if os.environ.get("DATABASE_URL")
            else embedded_database.connection()
        ),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# The server plans a statement that comes often only once: a list takes a quarter less.
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
# "database" asks the database for the stock's version on each request (several hosts); "file" asks a stamp in
# var/ (one host): see docs/adr/0013.
CATALOGUE_VERSION = one_of("CATALOGUE_VERSION", "file", "database")
STATE_DIR = local_trial.FOLDER

# --- Names people read ------------------------------------------------------------------------------------------------
PORTAL_NAME = os.environ.get("PORTAL_NAME") or "Hilfe in Ihrem Stadtteil"
CITY_NAME = os.environ.get("CITY_NAME") or "Kaiserslautern"
# Where links in letters lead.
PORTAL_ADDRESS = portal_address()
HELP_PHONE = os.environ.get("HELP_PHONE", "")
HELP_HOURS = help_hours()
# While the trial is on every page says "Probebetrieb, Angaben nicht geprüft". Going live switches it off.
TRIAL = flag("TRIAL", default=True)
# What only the city knows, for the legal pages; "|" starts a new line. An empty one shows as a gap.
CITY_FACTS = {
    name: os.environ.get(f"CITY_{name.upper()}", "")
    for name in ("address", "email", "representative", "editor", "data_protection_officer", "host", "sign_language_by")
}

# --- Django -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    # First: the portal shows its jobs in a way of its own.
    "procrastinate.contrib.django",
    "portal",
    "concept",
    "needs",
    "workshops",
    "offers",
    "portal.desk_config.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # With it the forms find both our templates and those Django delivers.
    "django.forms",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    # Last: it takes the place of what the apps above show of accounts.
    "accounts",
]
MIDDLEWARE = [
    "portal.middleware.address_from_proxy",
    "portal.middleware.security_headers",
    "portal.middleware.language_of_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.refuse_broken_text",
    # For pages of one person; kept ones are compressed once for all.
    "django.middleware.gzip.GZipMiddleware",
    # Kept pages are answered here; what follows runs for pages that have to be made.
    "portal.page_cache.page_cache",
    "portal.middleware.trial_is_not_indexed",
    "portal.middleware.stamp_after_writing",
    "portal.middleware.page_for_wrong_method",
    "portal.middleware.refuse_foreign_forms",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
                "portal.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Modules that put dates of other apps on the monthly sheet and into the calendar of a district (offers.further_dates).
FURTHER_DATES = ["workshops.dates"]

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
# The address alone says which one a page is in (portal.middleware, docs/adr/0028).
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
# Compiled from locale/ by portal.catalogues.
LOCALE_PATHS = [local_trial.FOLDER / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- People who sign in -----------------------------------------------------------------------------------------------
LOGIN_URL = "admin:login"
OTP_TOTP_ISSUER = PORTAL_NAME
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# --- Safety -----------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SECURE_PROXY_SSL_HEADER = None if LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- How long personal data is kept (docs/privacy.md) -----------------------------------------------------------------
# Access needs after their workshop; contact data after the last workshop of the series; what was begun and not sent.
NEEDS_DAYS = days("NEEDS_DAYS", default=14)
CONTACT_DAYS = days("CONTACT_DAYS", default=28)
DRAFT_DAYS = days("DRAFT_DAYS", default=30)
# Of the needs form, counted from the end of a wave: answers (unless a question says otherwise), and paper, from when on
# the desk asks for its destruction. People's own words: from the month they came in. Who read raw answers: since then.
ANSWER_DAYS = days("ANSWER_DAYS", default=3 * 365)
PAPER_DAYS = days("PAPER_DAYS", default=90)
TEXT_DAYS = days("TEXT_DAYS", default=365)
READING_DAYS = days("READING_DAYS", default=3 * 365)
# Copies of the database are made and deleted elsewhere; the privacy page says how long they are kept.
BACKUP_DAYS = days("BACKUP_DAYS", default=14)

# --- Mail -------------------------------------------------------------------------------------------------------------
# Without a mail server the letters lie in a folder, which only its owner may open: some let people in.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = local_trial.FOLDER / "mail" if EMAIL_HOST else local_trial.private_folder("mail")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM") or "portal@localhost"

# --- The worker -------------------------------------------------------------------------------------------------------
# What went well isn't kept: it would keep its arguments.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}
# A nightly run that was missed is made up for within a day (seconds).
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 3600}

# --- Errors -----------------------------------------------------------------------------------------------------------
# Without it Django keeps them to itself where DEBUG is off. No visits are logged: no address, no search.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"pages": {"()": "portal.log.NamePages"}},
    "handlers": {"output": {"class": "logging.StreamHandler", "filters": ["pages"]}},
    "loggers": {
        name: {"handlers": ["output"], "level": "ERROR", "propagate": False} for name in ("django", "procrastinate")
    },
}
