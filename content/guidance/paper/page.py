"""The frame of a page that needs nothing but itself: one HTML file, styles inside, no script, no address fetched."""

import html
from pathlib import Path

from content.languages import Language


def compose_page(language: Language, title: str, style: str, body: str) -> str:
    """Return a whole HTML document in `language`; `style` is the name of a .css file beside this module."""
    css = Path(__file__).with_name(style).read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{language.code}" dir="{language.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{css}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def escape(words: str) -> str:
    """Return plain words as HTML."""
    return html.escape(words, quote=True)


def lines_of(message: str) -> str:
    """Return a message's HTML with its lines kept, each with a direction of its own."""
    return "".join(f'<div dir="auto">{line}</div>' if line else "<br>" for line in message.split("\n"))
