import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import KeyFlaw, StoreFlaw
from storage.vault import Vault

OLD, NEW = b"o" * 32, b"n" * 32


@given(st.binary(max_size=300), st.text(max_size=40))
def test_what_is_sealed_opens_again_at_its_place(data: bytes, place: str) -> None:
    vault = Vault({1: OLD})
    place = place.encode("utf-8", "ignore").decode()
    assert vault.open(vault.seal(data, place), place) == data


def test_sealing_the_same_twice_looks_different() -> None:
    vault = Vault({1: OLD})
    assert vault.seal(b"gold", "a") != vault.seal(b"gold", "a")


def test_a_blob_moved_to_another_row_is_refused() -> None:
    vault = Vault({1: OLD})
    with pytest.raises(StoreFlaw, match=r"inbox\.body is damaged"):
        vault.open(vault.seal(b"gold", "inbox.body:1"), "inbox.body:2")


def test_every_damaged_byte_is_noticed() -> None:
    vault = Vault({1: OLD})
    blob = vault.seal(b"gold", "a")
    for at in range(len(blob)):
        damaged = blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]
        with pytest.raises((StoreFlaw, KeyFlaw)):
            vault.open(damaged, "a")
    with pytest.raises((StoreFlaw, KeyFlaw)):
        vault.open(b"", "a")


def test_another_key_does_not_open() -> None:
    with pytest.raises(StoreFlaw):
        Vault({1: NEW}).open(Vault({1: OLD}).seal(b"gold", "a"), "a")


def test_the_newest_key_seals_and_every_key_opens() -> None:
    both = Vault({1: OLD, 2: NEW})
    assert both.open(Vault({1: OLD}).seal(b"gold", "a"), "a") == b"gold"
    assert both.open(Vault({2: NEW}).seal(b"gold", "a"), "a") == b"gold"
    with pytest.raises(KeyFlaw, match="version 2"):
        Vault({1: OLD}).open(both.seal(b"gold", "a"), "a")


def test_pseudonyms_differ_by_kind_number_day_and_key() -> None:
    vault, other = Vault({1: OLD}), Vault({1: NEW})
    day = date(2026, 11, 23)
    names = {
        vault.lookup("member", 5),
        vault.lookup("member", 6),
        vault.lookup("group", 5),
        other.lookup("member", 5),
        vault.daily("member", 5, day),
        vault.daily("member", 5, date(2026, 11, 24)),
        vault.stamp("member:5"),
    }
    assert len(names) == 7
    assert all(len(name) == 32 for name in names)
    assert vault.lookup("member", 5) == Vault({1: OLD, 2: NEW}).lookup("member", 5, version=1)


def test_fingerprint_tells_keys_apart_and_not_the_key() -> None:
    assert Vault({1: OLD}).fingerprint != Vault({1: NEW}).fingerprint
    assert OLD.hex() not in Vault({1: OLD}).fingerprint


def test_a_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "master.key"
    made = Vault.create(path)
    assert Vault.load(path).fingerprint == made.fingerprint
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    with pytest.raises(KeyFlaw, match="exists already"):
        Vault.create(path)
    assert Vault.load(path).fingerprint == made.fingerprint


def test_a_key_that_can_not_be_written_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFlaw, match=r"master\.key can't be written"):
        Vault.create(tmp_path / "file" / "master.key")


def test_a_missing_key_file_names_the_file_and_the_mend(tmp_path: Path) -> None:
    with pytest.raises(KeyFlaw, match=r"lost\.key is missing.*python -m bot init.*put the saved key file back"):
        Vault.load(tmp_path / "lost.key")
    assert not (tmp_path / "lost.key").exists()


@pytest.mark.parametrize(
    "text", ["", "\n", "1\n", "x AAAA\n", "1 AAAA\n", "0 " + "A" * 43 + "=\n", "1 " + "A" * 43 + "\n", "é\n"]
)
def test_an_unreadable_key_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KeyFlaw, match=r"broken\.key"):
        Vault.load(path)


def test_the_same_version_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.key"
    path.write_text(("1 " + "A" * 43 + "=\n") * 2)
    with pytest.raises(KeyFlaw, match="twice"):
        Vault.load(path)
