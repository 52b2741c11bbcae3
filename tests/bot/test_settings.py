"""Wrong settings stop the start with the name, the value (never a secret) and the mend."""

from pathlib import Path

import pytest

from bot.settings import load_settings, missing
from content.errors import SettingFlaw


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("send_concurrency", "0", "SEND_CONCURRENCY"),
        ("lanes", "many", "LANES"),
        ("telegram_api_url", "telegram.example", "'telegram.example'"),
        ("database_url", "mysql://root:canary@db/x", "sqlite:///<path> or postgresql://"),
        ("web_listen", "8080", "host:port"),
        ("web_listen", "localhost:²", "host:port"),
        ("telegram_api_url", "", "https://"),
        ("telegram_api_url", "http://", "https://"),
        ("telegram_api_url", "http://a b", "https://"),
        ("telegram_api_url", "http://[::1", "https://"),
        ("webhook_url", "https:bot.example", "https://"),
        ("telegram_token", "canary", "@BotFather"),
        ("telegram_token", "7000000001:canary canary", "@BotFather"),
        ("telegram_token", "7000000001:canary/../x", "@BotFather"),
        ("database_url", "sqlite:///", "sqlite:///<path>"),
        ("database_url", "postgresql://root:canary/1@db/x", "postgresql://<user>"),
        ("database_url", "postgresql://root:canary@[db/x", "postgresql://<user>"),
        ("log_level", "LOUD", "'LOUD'"),
        ("webhook_secret", "canary", "16 to 256"),
    ],
)
def test_a_wrong_setting_is_named_with_its_mend(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingFlaw) as flaw:
        load_settings(**{name: value})
    assert name.upper() in str(flaw.value)
    assert said in str(flaw.value)
    assert "canary" not in str(flaw.value)


def test_every_wrong_setting_is_said_at_once() -> None:
    with pytest.raises(SettingFlaw) as flaw:
        load_settings(lanes="x", send_concurrency="y")
    assert len(str(flaw.value).splitlines()) == 2


def test_an_environment_value_is_shown_unless_it_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLL_TIMEOUT_S", "soon")
    monkeypatch.setenv("WEBHOOK_SECRET", "canary")
    with pytest.raises(SettingFlaw) as flaw:
        load_settings()
    assert "'soon'" in str(flaw.value)
    assert "canary" not in str(flaw.value)


def test_a_value_from_the_env_file_is_shown_unless_it_is_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("LANES=none\nWEBHOOK_SECRET=canary\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingFlaw) as flaw:
        load_settings()
    assert "LANES is 'none'" in str(flaw.value)
    assert "canary" not in str(flaw.value)


def test_a_webhook_without_secret_or_listener_can_not_serve() -> None:
    settings = load_settings(telegram_token="", webhook_url="https://bot.example/hook")
    assert [flaw.split()[0] for flaw in missing(settings)] == ["TELEGRAM_TOKEN", "WEBHOOK_SECRET", "WEB_LISTEN"]


def test_a_token_is_taken_without_the_blanks_around_it() -> None:
    assert load_settings(telegram_token=" 7000000001:abc \n").telegram_token.get_secret_value() == "7000000001:abc"


def test_an_env_file_that_can_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes("TELEGRAM_TOKEN=canary\nLANES=\xe9".encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingFlaw, match="UTF-8") as flaw:
        load_settings()
    assert ".env" in str(flaw.value)
    assert "canary" not in str(flaw.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///pitwise?host=/run",
        "postgresql://a:b@db:5432/x",
        "postgresql://a@h1:1,h2:2/x",
        "postgresql://[::1]:5/x",
    ],
)
def test_every_way_to_name_a_server_is_taken(url: str) -> None:
    assert load_settings(database_url=url).database_url == url
