"""How long this machine's disk takes to make something durable: no number below means much without it."""

import os
import statistics
import tempfile
import time
from pathlib import Path

SYNCS = 100
PAGE_BYTES = 4096


def sync_ms() -> float:
    """Return the median time of writing and syncing 4 kB where temporary files go, in milliseconds."""
    times_s = []
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "sync").open("wb") as file:
        for _ in range(SYNCS):
            began_s = time.perf_counter()
            file.write(b"x" * PAGE_BYTES)
            file.flush()
            os.fsync(file.fileno())
            times_s.append(time.perf_counter() - began_s)
    return statistics.median(times_s) * 1000
