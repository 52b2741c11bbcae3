"""Opens files of numbers that were learned; it knows nothing of what they mean."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from content.files import named


@contextmanager
def read_arrays(file: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the arrays of an `.npz` file by name; raises ContentFlaw when it is gone, cut off or changed."""
    # Opened here: what can't be read numpy leaves open.
    with named(file), file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
        yield kept
