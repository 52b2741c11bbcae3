"""Reads files of ours, and names the one that can't be read: a half copied file must not end in a traceback."""

import re
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from content.errors import ContentFlaw


@contextmanager
def named(file: Path) -> Iterator[None]:
    """Raise ContentFlaw with the file and the line for whatever keeps it from being read inside."""
    try:
        yield
    except FileNotFoundError as error:
        raise ContentFlaw(file, 0, "is missing") from error
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ContentFlaw(file, int(line.group(1)) if line else 0, f"can't be read: {error}") from error


def read_toml(file: Path) -> dict[str, Any]:
    """Return a TOML file as a table; raises ContentFlaw."""
    with named(file):
        return tomllib.loads(file.read_text(encoding="utf-8"))
