"""The sentences the program says, collected from its source, and the .po files that carry their translations."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from content.catalogues import Key, read_messages

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "content", "handlers")
# `count` as a keyword would also catch text.count("a"): hence say_count.
KEYWORDS = {"say": None, "sentence": None, "MemberError": None, "say_count": (1, 2)}

_HEADER = """\
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def collect_sentences() -> dict[Key, set[str]]:
    """Return every sentence in our source, each with the files that say it."""
    sentences: dict[Key, set[str]] = {}
    for folder in FOLDERS:
        found = extract_from_dir(
            str(ROOT / folder), keywords=KEYWORDS, method_map=[("**.py", "python")], directory_filter=_is_ours
        )
        for name, _line, message, _comments, _context in found:
            key = message if isinstance(message, str) else (message[0], message[1])
            sentences.setdefault(key, set()).add(f"{folder}/{name}")
    return sentences


def _is_ours(folder: str) -> bool:
    # People speak in the sandbox, with a say() of their own.
    return Path(folder) != ROOT / "bot" / "sandbox"


def update_catalogue(file: Path, locale: str, sentences: dict[Key, set[str]]) -> tuple[int, int]:
    """Write `file` with exactly `sentences`, keeping their translations; return how many there are and
    how many lack one.

    Nothing is guessed from similar sentences. The file depends on nothing but sentences and translations: it holds no
    date and no line numbers.
    """
    old = read_messages(file, locale) if file.exists() else Catalog(locale=locale)
    new = Catalog(locale=locale)
    lacking = 0
    for key, files in sentences.items():
        kept = old.get(key if isinstance(key, str) else key[0])
        if kept is not None and kept.id != key:
            kept = None
        new.add(
            key,
            kept.string if kept else None,
            locations=[(name, 0) for name in sorted(files)],
            flags=["fuzzy"] if kept and kept.fuzzy else [],
            user_comments=kept.user_comments if kept else (),
        )
        lacking += not kept or not kept.string or not all(kept.string)
    body = BytesIO()
    write_po(body, new, width=120, omit_header=True, sort_output=True, include_lineno=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    header = _HEADER.format(code=locale, plural_forms=old.plural_forms)
    file.write_text(header + body.getvalue().decode("utf-8"), encoding="utf-8")
    return len(sentences), lacking
