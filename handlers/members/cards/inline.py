"""`@bot words` in any chat: up to five cards in the asker's language, danger first. Pure: nothing is read or kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from content.countries import Country
from content.guidance.library import Card, Library
from content.guidance.markup import render
from content.languages import CODES, Speaker, speaker
from content.search.answer import Finder, Found
from content.search.tongue import guess
from handlers.members.country import call_lines
from handlers.services import Services

MOST_CARDS = 5
# Short, so that a card which is held back is soon gone from Telegram's shelf as well.
PUBLIC_CACHE_S = 60


@dataclass(frozen=True)
class InlineAnswer:
    """The fields of answerInlineQuery without the query's id."""

    results: list[dict[str, Any]]
    is_public: bool
    say: Speaker

    @property
    def fields(self) -> dict[str, Any]:
        """Return what the Bot API wants to be told; an empty answer offers to ask in private."""
        fields: dict[str, Any] = {"results": self.results, "is_personal": not self.is_public}
        fields["cache_time"] = PUBLIC_CACHE_S if self.is_public else 0
        if not self.results:
            fields["button"] = {"text": self.say("Ask in private"), "start_parameter": "ask"}
        return fields


@dataclass(frozen=True)
class Asker:
    """What is known of who asks: the language they usually get, and the country they have named, if any."""

    language: str
    country: Country | None = None


def answer_inline(query: str, asker: Asker, library: Library, services: Services, today: date) -> InlineAnswer:
    """Return the cards for `query`.

    They are public only when everybody who types these words gets the same: the words themselves tell their language,
    and no danger is among them, whose card names the numbers of a country.
    """
    language = guess(query, default=asker.language)
    say = speaker(language)
    found = _find(services.finder, query, language)
    cards = [library.cards[hit.id] for hit in found.hits if hit.kind == "card" and hit.id in library.cards][:MOST_CARDS]
    whom_to_call = call_lines(say, asker.country, today)
    results = [_article(card, say, services, today, whom_to_call if _is_danger(card) else []) for card in cards]
    is_told = all(guess(query, default=code) == language for code in CODES)
    return InlineAnswer(results, is_told and not any(map(_is_danger, cards)), say)


def _is_danger(card: Card) -> bool:
    return card.danger == "emergency"


def _find(finder: Finder, query: str, language: str) -> Found:
    if any(letter.isalnum() for letter in query):
        return finder.find(query, language=language)
    return Found("none", (), None, language, frozenset())


def _article(card: Card, say: Speaker, services: Services, today: date, foot: Sequence[str]) -> dict[str, Any]:
    language = say.language.code
    text, _ = card.text(language)
    content = {
        "message_text": render(card, language, say, today=today, foot=foot).first,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    article: dict[str, Any] = {
        "type": "article",
        "id": f"{card.number}:{language}",
        "title": f"{card.pictogram} {text.title}",
        "description": f"⛔ {text.never}",
        "input_message_content": content,
    }
    if link := services.link(f"c_{card.id}-{language}"):
        button = {"text": say("Open the whole card"), "url": link}
        article["reply_markup"] = {"inline_keyboard": [[button]]}
    return article
