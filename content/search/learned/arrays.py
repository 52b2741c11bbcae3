"""Opens files of numbers that were learned; it knows nothing of what they mean."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipInfo

import numpy as np

from content.files import named

# Smaller arrays are read: a page of memory for each would be more than they take.
_WORTH_MAPPING = 1 << 16
_BLOCK = 1 << 18
# In front of a member's content stands its header, at whose end are a name and more, of lengths that it tells.
_HEADER, _LENGTHS_AT = 30, 26


@contextmanager
def read_arrays(file: Path) -> Iterator["Arrays"]:
    """Yield the arrays of an `.npz` file by name; raises ContentFlaw when it is gone, cut off or changed."""
    # Opened here: what can't be read numpy leaves open.
    with named(file), file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
        yield Arrays(file, kept)


class Arrays:
    """An open file of arrays.

    A large one that stands in it as it is, not compressed, is mapped and can't be changed: what nobody looks at takes
    no memory, and what was looked at the system takes back when memory is short.
    """

    def __init__(self, file: Path, kept: Any) -> None:
        self._file, self._kept = file, kept

    def __getitem__(self, name: str) -> Any:
        member = self._kept.zip.getinfo(f"{name}.npy")
        if member.compress_type == ZIP_STORED and member.file_size >= _WORTH_MAPPING:
            return self._map(member)
        return self._kept[name]

    def _map(self, member: ZipInfo) -> Any:
        """Return an array whose content stays in the file, after it was looked through once for damage."""
        with self._kept.zip.open(member) as content:
            while content.read(_BLOCK):
                pass
        with self._file.open("rb") as opened:
            opened.seek(member.header_offset + _LENGTHS_AT)
            opened.seek(member.header_offset + _HEADER + sum(struct.unpack("<HH", opened.read(4))))
            np.lib.format.read_magic(opened)
            shape, is_by_column, kind = np.lib.format.read_array_header_1_0(opened)
            mapped = np.memmap(opened, kind, "r", opened.tell(), shape, "F" if is_by_column else "C")
        # As a plain array: what is derived from the other kind passes through Python each time.
        return np.asarray(mapped)
