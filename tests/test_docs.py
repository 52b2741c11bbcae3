"""The documents say what the program does: what is added without words, or named without being there, fails."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.jobs import CLOCKWORK
from bot.settings import Settings
from handlers.conversations import JOBS
from handlers.members.privacy import ERASE_MESSAGES
from handlers.staff.permissions import table

ROOT = Path(__file__).parents[1]
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
NOT_OURS = frozenset({"build", "data", "node_modules"})
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
COUNTERS = "CounterMetricFamily"


def _documents() -> list[Path]:
    """Every .md file of the repository; not of environments, caches and builds."""
    found = []
    for file in sorted(ROOT.rglob("*.md")):
        folders = file.relative_to(ROOT).parts[:-1]
        if not any(folder.startswith(".") or folder in NOT_OURS for folder in folders):
            found.append(file)
    return found


def _rows(text: str, heading: str) -> Iterator[list[str]]:
    """The cells of the table rows under a heading that begins so, without the table's own head."""
    section = re.search(rf"^## {re.escape(heading)}.*?$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, f"there is no section {heading}"
    for line in section[1].splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `"):
            yield cells


def _first_cells(heading: str) -> set[str]:
    """Everything between backticks in the first cells of a section's table."""
    return {name for cells in _rows(OPERATING, heading) for name in CODE.findall(cells[0])}


def _calls(folder: Path) -> Iterator[ast.Call]:
    for file in sorted(folder.rglob("*.py")):
        yield from (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))


def _events() -> set[str]:
    """The event codes that our own modules log: the first argument of log.<level>(…)."""
    levels = ("debug", "info", "warning", "error", "critical", "exception")
    return {
        str(call.args[0].value)
        for package in ("bot", "handlers", "storage", "content")
        for call in _calls(ROOT / package)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in levels
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "log"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def _metrics() -> set[str]:
    """The names that /metrics shows; Prometheus adds _total to counters."""
    found = set()
    for call in _calls(ROOT / "bot"):
        if isinstance(call.func, ast.Name) and call.func.id.endswith("MetricFamily"):
            name = ast.literal_eval(call.args[0])
            found.add(f"{name}_total" if call.func.id == COUNTERS else name)
    return found


def _health_fields() -> set[str]:
    """The keys of what the assembly's two health functions return."""
    tree = ast.parse((ROOT / "bot" / "assembly.py").read_text("utf-8"))
    returned = [
        node.value
        for function in ast.walk(tree)
        if isinstance(function, ast.AsyncFunctionDef) and function.name in ("health", "_health")
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict)
    ]
    return {str(ast.literal_eval(key)) for one in returned for key in one.keys if key}


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {CODE.findall(cells[0])[0]: cells[1].strip("`") for cells in _rows(OPERATING, "Settings")}
    defaults = {}
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = default.get_secret_value() if hasattr(default, "get_secret_value") else default
        defaults[name.upper()] = str(shown)
    assert documented == defaults


def test_every_command_is_documented() -> None:
    assert {name.split()[0] for name in _first_cells("Commands") if name.split()[0] in COMMANDS} == set(COMMANDS)


@pytest.mark.parametrize("group", ["cards", "languages", "staff"])
def test_every_command_of_a_group_is_documented(group: str) -> None:
    row = next(cells for cells in _rows(OPERATING, "Commands") if cells[0].startswith(f"`{group} "))
    module, _, name = COMMANDS[group].partition(":")
    commands = getattr(__import__(module, fromlist=[name]), name).commands
    assert {named.split()[-1] for named in CODE.findall(row[0])} == set(commands)


def test_every_job_is_documented() -> None:
    assert _first_cells("By the clock") == {name for name, *_ in CLOCKWORK} | set(JOBS) | {ERASE_MESSAGES}


def test_every_event_of_the_log_is_documented() -> None:
    events = _events()
    assert len(events) > 10
    assert _first_cells("The log") == events | {"library"}


def test_every_metric_is_documented() -> None:
    metrics = _metrics()
    assert metrics
    assert set(re.findall(r"`(pitwise_\w+)`", OPERATING)) == metrics


def test_every_field_of_healthz_is_documented() -> None:
    fields = _health_fields()
    assert "ok" in fields
    section = OPERATING.partition("## Is it well?")[2].partition("\n## ")[0]
    assert not [field for field in fields if f"`{field}`" not in section]


def test_readme_names_only_folders_and_modules_that_are_there() -> None:
    gone = []
    for cells in _rows((ROOT / "README.md").read_text("utf-8"), "Where things are"):
        folder = ROOT / CODE.findall(cells[0])[0]
        gone += [] if folder.is_dir() else [str(folder)]
        for name in CODE.findall(cells[1]):
            places = (folder / name, folder / f"{name}.py")
            if not (places[0].is_dir() if name.endswith("/") else any(place.exists() for place in places)):
                gone.append(f"{folder.name}/{name}")
    assert not gone


def test_readme_shows_what_each_role_may_do() -> None:
    assert table() in (ROOT / "README.md").read_text("utf-8")


def test_readme_maps_every_package() -> None:
    rows = list(_rows((ROOT / "README.md").read_text("utf-8"), "Where things are"))
    named = {CODE.findall(cells[0])[0].rstrip("/") for cells in rows}
    assert named >= {file.parent.name for file in ROOT.glob("*/__init__.py")}


def test_no_relative_link_is_dead() -> None:
    dead = []
    for document in _documents():
        for link in LINK.findall(document.read_text(encoding="utf-8")):
            path = link.partition("#")[0]
            if path and "://" not in link and not link.startswith("mailto:") and not (document.parent / path).exists():
                dead.append(f"{document.relative_to(ROOT)}: {link}")
    assert not dead
