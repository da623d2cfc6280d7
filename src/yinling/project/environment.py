"""Typed readers of the process environment. A secret may come from a file named by `NAME_FILE`."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

KEPT_SECRETS = ["YINLING_SECRET_KEY", "YINLING_DATA_KEY", "YINLING_INDEX_KEY", "YINLING_PUSH_TOKEN"]
CHECKOUT = Path(__file__).resolve().parents[3]


def env_text(name: str, default: str = "") -> str:
    """The variable, or `default` where it is unset or empty."""
    return os.environ.get(name) or default


def env_bool(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on in any case."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def env_int(name: str, default: int) -> int:
    """A whole number. Raises ValueError on anything else."""
    return int(os.environ.get(name) or default)


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in env_text(name, default).split(",") if word.strip()]


def variable_folder() -> Path:
    """Where the embedded database, uploads and generated keys live."""
    given = os.environ.get("YINLING_VAR")
    if given:
        return Path(given)
    return (CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd()) / "var"


def env_secret(name: str, kept_in: Path) -> str:
    """From the variable, from the file it names, or from `kept_in/<name>`; else a fresh one for this process only."""
    if value := os.environ.get(name):
        return value
    for path in (os.environ.get(f"{name}_FILE"), str(kept_in / name.lower())):
        if path and Path(path).is_file():
            return Path(path).read_text().strip()
    return secrets.token_urlsafe(48)


def keep_secrets(names: list[str], kept_in: Path) -> None:
    """Makes the missing ones of `names` in `kept_in`, readable by the owner alone."""
    kept_in.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        path = kept_in / name.lower()
        if not os.environ.get(name) and not os.environ.get(f"{name}_FILE") and not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))


def env_database(name: str, default: str) -> dict[str, Any]:
    """`sqlite:///path` or `postgresql://user:password@host:port/name` as Django's settings."""
    url = urlsplit(env_text(name, default))
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.path[1:] if url.path[1:].startswith(("/", ":")) else str(Path.cwd() / url.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
            },
        }
    if url.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"{name}: {url.scheme}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
