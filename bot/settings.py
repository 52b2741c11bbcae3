"""What the operator can set: one table, read from the environment, `.env` or mounted secret files."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from content.errors import SettingFlaw

SECRETS_FOLDER = Path("/run/secrets")

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?$")
_DATABASE = re.compile(r"sqlite:///.|postgresql://")


def _names_hosts(url: str) -> bool:
    """Tell whether hosts and ports can be read. What reads them later would complain by quoting the password."""
    try:
        hosts = urlsplit(url).netloc.rpartition("@")[2].split(",")
    except ValueError:
        return False
    ports = [host.rpartition("]")[2].partition(":")[2] for host in hosts]
    return all(not port or port.isdecimal() for port in ports)


class Settings(BaseSettings):
    """Every setting with its unit in its name; the field's name in capitals is the variable's name."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        secrets_dir=SECRETS_FOLDER if SECRETS_FOLDER.is_dir() else None,
        extra="ignore",
        hide_input_in_errors=True,
    )

    telegram_token: SecretStr = Field(SecretStr(""), description="The bot's token from @BotFather.")
    telegram_api_url: str = Field("https://api.telegram.org", description="The Bot API server to talk to.")
    database_url: str = Field(
        "sqlite:///data/pitwise.db", description="sqlite:///<path>, or postgresql://… with the extra `postgres`."
    )
    master_key_file: Path = Field(
        Path("secrets/master.key"), description="The key that seals what people write; never beside the database."
    )
    web_listen: str = Field("", description="host:port for webhook, /healthz and /metrics; empty is off.")
    webhook_url: str = Field("", description="Public https address of the webhook; empty means polling.")
    webhook_secret: SecretStr = Field(SecretStr(""), description="Shared with Telegram; needed with WEBHOOK_URL.")
    send_per_second: float = Field(30, ge=0, description="Sends per second over all chats; 0 is no limit.")
    send_per_chat_per_second: float = Field(1, ge=0, description="Sends per second to one person; 0 is no limit.")
    send_per_group_per_minute: float = Field(20, ge=0, description="Sends per minute to one group; 0 is no limit.")
    send_concurrency: int = Field(8, ge=1, le=64, description="Sends under way at once.")
    lanes: int = Field(64, ge=1, le=1024, description="Chats that are answered at the same time.")
    member_per_minute: int = Field(30, ge=0, description="Messages a minute answered to one person; 0 is no limit.")
    poll_timeout_s: int = Field(25, ge=0, le=50, description="How long one request for updates waits, in seconds.")
    handler_timeout_s: float = Field(20, gt=0, description="How long one update may take, in seconds.")
    semantic_url: str = Field(
        "", description="An OpenAI-compatible server of embeddings for the second opinion; empty is the extra's own."
    )
    semantic_model: str = Field("multilingual-e5-small", min_length=1, description="The model asked for there.")
    semantic_key: SecretStr = Field(SecretStr(""), description="The bearer token of that server, if it wants one.")
    semantic_timeout_s: float = Field(1, gt=0, description="How long a second opinion is waited for, in seconds.")
    price_sources: str = Field(
        "", description="Sources to ask besides the free ones, by name: goldprice, lbma; none asks nobody."
    )
    metals_dev_key: SecretStr = Field(SecretStr(""), description="The key of metals.dev, which is then asked too.")
    metalpriceapi_key: SecretStr = Field(SecretStr(""), description="The key of metalpriceapi.com.")
    currencylayer_key: SecretStr = Field(SecretStr(""), description="The key of currencylayer.com.")
    fred_key: SecretStr = Field(SecretStr(""), description="The key of FRED, St. Louis.")
    operator_name: str = Field(
        "", max_length=80, description="Who runs and pays for this bot, as it is said before anyone shares a story."
    )
    operator_contact: str = Field(
        "", max_length=80, description="Where a person can be asked about a shared story, as it is said with it."
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("telegram_token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        value = token.get_secret_value().strip()
        if value and not _TOKEN.fullmatch(value):
            raise ValueError("the whole token as @BotFather shows it: digits, a colon, letters and digits")
        return SecretStr(value)

    @field_validator("telegram_api_url", "webhook_url", "semantic_url")
    @classmethod
    def _is_web_address(cls, address: str, info: ValidationInfo) -> str:
        is_needed = info.field_name == "telegram_api_url"
        if (address or is_needed) and not (_WEB_ADDRESS.match(address) and _names_hosts(address)):
            raise ValueError("an address that begins with https:// (or http:// on this machine)")
        return address.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, url: str) -> str:
        if not _DATABASE.match(url) or not _names_hosts(url):
            raise ValueError("sqlite:///<path> or postgresql://<user>@<host>/<database>")
        return url

    @field_validator("web_listen")
    @classmethod
    def _is_listen_address(cls, listen: str) -> str:
        host, _, port = listen.rpartition(":")
        if listen and not (host and port.isascii() and port.isdecimal() and int(port) < 65536):
            raise ValueError("host:port, such as 127.0.0.1:8080")
        return listen

    @field_validator("webhook_secret")
    @classmethod
    def _is_webhook_secret(cls, secret: SecretStr) -> SecretStr:
        value = secret.get_secret_value()
        if value and not (16 <= len(value) <= 256 and all(c.isascii() and (c.isalnum() or c in "_-") for c in value)):
            raise ValueError("16 to 256 letters, digits, _ or -")
        return secret

    @property
    def listen(self) -> tuple[str, int] | None:
        """Return the host and port to serve the web on, or None when it is off."""
        host, _, port = self.web_listen.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None


# What is never shown: every SecretStr, and addresses that may hold a password.
SECRET = frozenset({"database_url", "semantic_url"}) | {
    name for name, field in Settings.model_fields.items() if field.annotation is SecretStr
}


def load_settings(**given: object) -> Settings:
    """Read the settings; raise SettingFlaw with every wrong one's name, value and mend.

    `given` overrides what the environment says (tests, the sandbox).
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks each value itself
    except ValidationError as flaw:
        raise SettingFlaw("\n".join(map(_sentence, flaw.errors()))) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingFlaw(
            f".env or {SECRETS_FOLDER} can't be read ({type(fault).__name__}). "
            "Save them as UTF-8 text that this user may read."
        ) from None


def _sentence(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]) if error["loc"] else "?"
    shown = "***" if name.lower() in SECRET else repr(error["input"])
    expected = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return f"{name.upper()} is {shown}; expected: {expected}. Mend it in the environment or in .env."


def unknown_names() -> list[str]:
    """Return a sentence for each name in .env that no setting has, with the one that may be meant; never a value."""
    known = [name.upper() for name in Settings.model_fields]
    written = map(str.upper, dotenv_values(str(Settings.model_config.get("env_file")), encoding="utf-8"))
    return [_unknown(name, get_close_matches(name, known, n=1)) for name in written if name not in known]


def _unknown(name: str, near: Sequence[str]) -> str:
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"{name} in .env is no setting of Pitwise and is ignored.{meant}"


def missing(settings: Settings) -> list[str]:
    """Return what must be set before the bot can serve, as sentences with the mend."""
    flaws = []
    if not settings.telegram_token.get_secret_value():
        flaws.append("TELEGRAM_TOKEN is not set. Ask @BotFather for a token and put it into .env.")
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        flaws.append("WEBHOOK_SECRET is not set but WEBHOOK_URL is. Choose 16 or more random letters and digits.")
    if settings.webhook_url and not settings.web_listen:
        flaws.append("WEB_LISTEN is not set but WEBHOOK_URL is. Set host:port to listen on, such as 127.0.0.1:8080.")
    return flaws
