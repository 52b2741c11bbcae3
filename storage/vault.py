"""Seals what came from people, under versioned keys that live in a file outside the database. Knows no table."""

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from content.errors import KeyFlaw, StoreFlaw

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION_BYTES = 2
_TEXT_OF_128_BITS = 32
_HIGHEST_VERSION = 256**_VERSION_BYTES - 1


@dataclass(frozen=True)
class _Keys:
    """The keys that grow from one line of the key file."""

    sealing: AESGCM
    lookup: bytes
    stamps: bytes
    fingerprint: str


class Vault:
    """Seals and opens bytes, and turns ids into pseudonyms. The newest version seals; every version opens."""

    def __init__(self, masters: Mapping[int, bytes]) -> None:
        self._keys = {version: _grown(master) for version, master in masters.items()}
        self.newest = max(self._keys)

    @classmethod
    def create(cls, path: Path) -> "Vault":
        """Make a key file with one new key, readable by its owner only; raises KeyFlaw when `path` exists."""
        line = f"1 {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            if path.exists():
                raise KeyFlaw(f"{path} exists already; a second key is never made over the first.") from None
            raise KeyFlaw(f"{path} can't be written ({fault.strerror}). Choose another MASTER_KEY_FILE.") from None
        return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> "Vault":
        """Read a key file; raises KeyFlaw that names the file and the mend."""
        try:
            lines = path.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            raise KeyFlaw(
                f"{path} is missing. For a new Pitwise make it with `python -m bot init`; "
                "for one that has served before, put the saved key file back."
            ) from None
        except (OSError, UnicodeDecodeError) as fault:
            raise KeyFlaw(f"{path} can't be read ({type(fault).__name__}). Put the saved key file back.") from None
        masters: dict[int, bytes] = {}
        for number, line in enumerate(lines, start=1):
            if line.strip():
                version, master = _parsed(line, f"{path}:{number}")
                if version in masters:
                    raise KeyFlaw(
                        f"{path}:{number}: version {version} stands there twice. Put the saved key file back."
                    )
                masters[version] = master
        if not masters:
            raise KeyFlaw(f"{path} holds no key. Put the saved key file back.")
        return cls(masters)

    @property
    def fingerprints(self) -> dict[int, str]:
        """Return what tells each version's key from others, without telling the key."""
        return {version: keys.fingerprint for version, keys in self._keys.items()}

    @property
    def fingerprint(self) -> str:
        """Return the newest key's fingerprint."""
        return self._keys[self.newest].fingerprint

    @property
    def versions(self) -> list[int]:
        """Return the key versions, newest first."""
        return sorted(self._keys, reverse=True)

    def seal(self, data: bytes, place: str) -> bytes:
        """Return `data` so that only this vault opens it, and only as the content of `place`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._keys[self.newest].sealing.encrypt(nonce, data, place.encode())
        return self.newest.to_bytes(_VERSION_BYTES, "big") + nonce + sealed

    def open(self, blob: bytes, place: str) -> bytes:
        """Return what was sealed for `place`; raises KeyFlaw for an unknown key, StoreFlaw for a damaged blob."""
        version = int.from_bytes(blob[:_VERSION_BYTES], "big")
        keys = self._keys.get(version)
        if keys is None:
            raise KeyFlaw(f"The key file has no key of version {version}. Put the saved key file back.")
        nonce, sealed = blob[_VERSION_BYTES:][:_NONCE_BYTES], blob[_VERSION_BYTES + _NONCE_BYTES :]
        try:
            return keys.sealing.decrypt(nonce, sealed, place.encode())
        except (InvalidTag, ValueError):
            raise StoreFlaw(
                f"What is stored at {place.partition(':')[0]} is damaged or was moved. Restore a backup."
            ) from None

    def lookup(self, kind: str, number: int, *, version: int | None = None) -> str:
        """Return a pseudonym of a Telegram id: 128 bits in hex; the same id of another kind has another."""
        return _mac(self._keys[version or self.newest].lookup, f"{kind}:{number}")

    def daily(self, kind: str, number: int, day: date) -> str:
        """Return a pseudonym of an id that changes every day."""
        return _mac(self._keys[self.newest].lookup, f"{kind}:{number}:{day.isoformat()}")

    def stamp(self, text: str, *, version: int | None = None) -> str:
        """Return what is equal for equal texts (under one key version) and tells nothing else without the key."""
        return _mac(self._keys[version or self.newest].stamps, text)


def _grown(master: bytes) -> _Keys:
    def grow(use: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"pitwise {use}".encode()).derive(master)

    return _Keys(AESGCM(grow("sealing")), grow("lookup"), grow("stamps"), grow("fingerprint").hex()[:_TEXT_OF_128_BITS])


def _parsed(line: str, place: str) -> tuple[int, bytes]:
    version, _, encoded = line.strip().partition(" ")
    try:
        master = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error:
        master = b""
    if not version.isdecimal() or not 0 < int(version) <= _HIGHEST_VERSION or len(master) != KEY_BYTES:
        raise KeyFlaw(f"{place}: not a version and a key of {KEY_BYTES} bytes in base64. Put the saved key file back.")
    return int(version), master


def _mac(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:_TEXT_OF_128_BITS]
