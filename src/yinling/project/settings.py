"""All settings. Each `YINLING_…` variable is described in docs/reference/settings.md."""

import sys
from pathlib import Path
from socket import gethostname

from csp.constants import NONE, SELF

from yinling.gateways.policy.root import default_pack
from yinling.project.environment import (
    CHECKOUT,
    env_bool,
    env_database,
    env_int,
    env_list,
    env_secret,
    env_text,
    variable_folder,
)

TESTING = "pytest" in sys.modules
VAR = variable_folder()

DEMO = env_bool("YINLING_DEMO")
DEBUG = env_bool("YINLING_DEBUG")
PACK = env_text("YINLING_PACK", default_pack())
ADOPTED_PACKS = env_list(
    "YINLING_ADOPTED_PACKS", "practice-allowance,practice-shanghai,national-2026" if DEMO else ""
)  # fmt: skip
HELP_PHONE = env_text("YINLING_HELP_PHONE", "12349")
STAFF_CODE_REQUIRED = env_bool("YINLING_STAFF_CODE_REQUIRED", default=not DEMO and not TESTING)
IDLE_MINUTES_MAX = env_int("YINLING_IDLE_MINUTES_MAX", 20)
FIELD_IDLE_MINUTES_MAX = env_int("YINLING_FIELD_IDLE_MINUTES_MAX", 240)
FIELD_KEEP_DAYS = env_int("YINLING_FIELD_KEEP_DAYS", 14)
UPLOAD_BYTES_MAX = env_int("YINLING_UPLOAD_BYTES_MAX", 20 * 1024 * 1024)

SECRET_KEY = env_secret("YINLING_SECRET_KEY", VAR / "keys")
DATA_KEY = env_secret("YINLING_DATA_KEY", VAR / "keys")
DATA_KEYS_RETIRED = env_list("YINLING_DATA_KEYS_RETIRED")
INDEX_KEY = env_secret("YINLING_INDEX_KEY", VAR / "keys")
DATA_CIPHER = env_text("YINLING_DATA_CIPHER", "aes-256-gcm")

DC09_ADDRESS = env_text("YINLING_DC09", "127.0.0.1:12012")
SCAIP_ADDRESS = env_text("YINLING_SCAIP", "127.0.0.1:5060")
MQTT_BROKER = env_text("YINLING_MQTT")
MQTT_GROUP = env_text("YINLING_MQTT_GROUP", "yinling")
MQTT_CLIENT = env_text("YINLING_MQTT_CLIENT", f"yinling-{gethostname()}")
MQTT_AUTHORITY = env_text("YINLING_MQTT_AUTHORITY")
PUSH_TOKEN = env_secret("YINLING_PUSH_TOKEN", VAR / "keys")

ALLOWED_HOSTS = env_list("YINLING_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("YINLING_ORIGINS")
BEHIND_TLS = env_bool("YINLING_TLS")

CAPABILITIES = [
    "yinling.foundation.access",
    "yinling.foundation.audit",
    "yinling.foundation.outbox",
    "yinling.foundation.documents",
    "yinling.foundation.books",
    "yinling.people.places",
    "yinling.people.rosters",
    "yinling.people.registry",
    "yinling.people.providers",
    "yinling.people.workforce",
    "yinling.people.intake",
    "yinling.people.logins",
    "yinling.people.staffing",
    "yinling.people.training",
    "yinling.needs.grades",
    "yinling.needs.assessment",
    "yinling.needs.entitlements",
    "yinling.needs.casework",
    "yinling.needs.enrolments",
    "yinling.needs.cycles",
    "yinling.needs.hearings",
    "yinling.needs.outreach",
    "yinling.needs.forecasts",
    "yinling.needs.vouchers",
    "yinling.care.adaptation",
    "yinling.care.catalogue",
    "yinling.care.plans",
    "yinling.care.orders",
    "yinling.care.visits",
    "yinling.care.dayplans",
    "yinling.care.dispatch",
    "yinling.care.homebeds",
    "yinling.care.respite",
    "yinling.care.inlets",
    "yinling.care.devices",
    "yinling.care.devicefiles",
    "yinling.care.responders",
    "yinling.care.chains",
    "yinling.care.alarms",
    "yinling.care.wellbeing",
    "yinling.care.daily",
    "yinling.care.reception",
    "yinling.oversight.settlement",
    "yinling.oversight.evidence",
    "yinling.oversight.claims",
    "yinling.oversight.indicators",
]

INSTALLED_APPS = [
    "yinling.design",  # before allauth, whose pages it dresses
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "yinling.gateways",
    *CAPABILITIES,
    "yinling.portals",
    "yinling.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yinling.foundation.access.web.session.SessionActorMiddleware",
]

ROOT_URLCONF = "yinling.project.urls"
WSGI_APPLICATION = "yinling.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yinling.project.navigation.surroundings",
            ],
        },
    }
]
COTTON_DIR = "design"
FORM_RENDERER = "yinling.design.forms.AccessibleRenderer"

DATABASES = {"default": env_database("YINLING_DATABASE", f"sqlite:///{VAR / 'yinling.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "cache"},
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"
    }
}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"  # tests make hundreds of log-ins
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ["MinimumLengthValidator", "CommonPasswordValidator", "UserAttributeSimilarityValidator"]
] + [{"NAME": "yinling.foundation.access.web.passwords.MixedPasswordValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "yinling.foundation.access.web.adapter.ClosedDoorAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/10m/key,20/10m/ip", "login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "银龄"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

SESSION_COOKIE_AGE = IDLE_MINUTES_MAX * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
FORMAT_MODULE_PATH = "yinling.design.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "yinling.design.finders.NodeModulesFinder",
]
NODE_MODULES = CHECKOUT / "node_modules"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
        if TESTING
        else "django.core.files.storage.FileSystemStorage"
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
MEDIA_ROOT = VAR / "documents"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env_text("YINLING_LOG_LEVEL", "WARNING")},
}
