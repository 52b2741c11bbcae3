"""How a step looks: its question, what was answered before, its buttons. Pure; what a person wrote is escaped here."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from content.languages import Speaker
from handlers.answers import Pending, options_of
from handlers.keyboards import Button, Rows
from handlers.lengths import LONGEST_QUOTATION, cut, units
from handlers.steps import (
    Amount,
    Answers,
    Choice,
    Consent,
    Flow,
    Photo,
    Place,
    Preview,
    Step,
    Text,
    Voice,
    Words,
    takes_words,
)

# Two labels longer than this do not fit side by side on a small phone.
LONGEST_IN_PAIRS = 16
LONGEST_SO_FAR = 500


def action(verb: str, revision: int, argument: str = "") -> str:
    """Return the action of a flow's button: it belongs to one revision of the draft, and to no other."""
    return f"flow:{verb}:{revision:x}" + (f":{argument}" if argument else "")


def in_pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    """Return two buttons a row, but a long label in a row of its own."""
    rows: list[list[Button]] = []
    for button in buttons:
        last = rows[-1] if rows else []
        if len(last) == 1 and max(len(last[0].label), len(button.label)) <= LONGEST_IN_PAIRS:
            last.append(button)
        else:
            rows.append([button])
    return rows


def words_of(words: Words, say: Speaker, answers: Answers) -> str:
    """Return a question or a label in a person's language."""
    return words(say, answers) if callable(words) else say(words)


def shown(flow: Flow, step: Step, answers: Answers, pending: Pending, revision: int, say: Speaker) -> tuple[str, Rows]:
    """Return what a step asks, as Telegram-HTML, and its buttons."""
    if isinstance(step, Preview):
        text = f"{words_of(step.question, say, answers)}\n\n{_summary(flow, step, answers, say)}"
        return text, _preview_rows(flow, step, answers, revision, say)
    if "readings" in pending:
        readings = [
            Button(label, action("read", revision, str(at))) for at, (label, _) in enumerate(pending["readings"])
        ]
        text = say("This can be read in more than one way. Which is right?")
        return text, [*([one] for one in readings), *_ways(flow, step, answers, pending, revision, say)]
    question = step.region if isinstance(step, Place) and "country" in pending else step.question
    text = words_of(question, say, answers)
    if step.name in answers and not pending:
        so_far = escape(cut(told(step, answers, say), LONGEST_SO_FAR), quote=False)
        text = f"{text}\n\n" + say("So far: {answer}", answer=so_far)
    rows = _ROWS.get(type(step), _no_rows)(step, answers, pending, revision, say)
    return text, [*rows, *_ways(flow, step, answers, pending, revision, say)]


def _ways(flow: Flow, step: Step, answers: Answers, pending: Pending, revision: int, say: Speaker) -> Rows:
    """Return back, skip, keep, cancel; without a number where a bare number is an answer."""
    is_numbered = not takes_words(step, pending)
    ways = [Button(say(label), elsewhere, is_numbered=is_numbered) for label, elsewhere in step.beside]
    if step.name in answers:
        ways.append(Button(say("✔️ Leave it so"), action("keep", revision), is_numbered=is_numbered))
    if flow.before(step, answers) or pending:
        ways.append(Button(say("◀️ Back"), action("back", revision), is_numbered=is_numbered))
    if step.optional:
        ways.append(Button(say("⏭ Skip"), action("skip", revision), is_numbered=is_numbered))
    ways.append(Button(say("✖️ Cancel"), action("cancel", revision), is_numbered=is_numbered))
    return in_pairs(ways)


def _no_rows(_step: Any, _answers: Answers, _pending: Pending, _revision: int, _say: Speaker) -> Rows:
    return []


def _choice_rows(step: Choice | Consent, answers: Answers, pending: Pending, revision: int, say: Speaker) -> Rows:
    options = options_of(step.options, say, answers)
    if not step.several:
        return in_pairs([Button(say(one.label), action("pick", revision, one.key)) for one in options])
    picked = pending.get("picked", [])
    marks = {True: "☑️ ", False: "⬜ "}
    buttons = [
        Button(f"{'' if one.turns else marks[one.key in picked]}{say(one.label)}", action("pick", revision, one.key))
        for one in options
    ]
    return [*in_pairs(buttons), *([[Button(say("✔️ Done"), action("done", revision))]] if picked else [])]


def _consent_rows(step: Consent, answers: Answers, pending: Pending, revision: int, say: Speaker) -> Rows:
    options = options_of(step.options, say, answers)
    no = [Button(say("🚫 No"), action("decline", revision))]
    if len(options) == 1 and not step.several:
        return [[Button(say(options[0].label), action("agree", revision, options[0].key))], no]
    return [*_choice_rows(step, answers, pending, revision, say), no]


def _place_rows(_step: Place, _answers: Answers, pending: Pending, revision: int, say: Speaker) -> Rows:
    if "country" in pending:
        return [[Button(say("🗺 Only the country"), action("done", revision), is_numbered=False)]]
    return in_pairs(
        [
            Button(say.country(code), action("pick", revision, code), is_numbered=False)
            for code in say.language.countries
        ]
    )


_ROWS: Mapping[type, Callable[[Any, Answers, Pending, int, Speaker], Rows]] = {
    Choice: _choice_rows,
    Consent: _consent_rows,
    Place: _place_rows,
}


def _editable(flow: Flow, preview: Preview, answers: Answers) -> list[Step]:
    return [step for step in flow.asked(answers) if step is not preview and step.name in answers]


def _summary(flow: Flow, preview: Preview, answers: Answers, say: Speaker) -> str:
    """Return every answer with its label, long ones cut so that all fit; of a single one only itself."""
    steps = _editable(flow, preview, answers)
    parts = [(step, told(step, answers, say)) for step in steps]
    if sum(units(text) for _, text in parts) > LONGEST_QUOTATION - 40 * len(parts):
        parts = [(step, cut(text, LONGEST_QUOTATION // len(parts) - 40)) for step, text in parts]
    lines = []
    for step, text in parts:
        label = f"<b>{words_of(step.label, say, answers)}:</b> " if step.label and len(steps) > 1 else ""
        lines.append(label + escape(text, quote=False))
    return "\n".join(lines)


def _preview_rows(flow: Flow, preview: Preview, answers: Answers, revision: int, say: Speaker) -> Rows:
    steps = _editable(flow, preview, answers)
    send = Button(say("📨 Send"), action("send", revision))
    cancel = [Button(say("✖️ Cancel"), action("cancel", revision))]
    if len(steps) == 1:
        return [[send, Button(say("✏️ Write again"), action("edit", revision, steps[0].name))], cancel]
    edits = [
        Button(f"✏️ {words_of(step.label, say, answers)}", action("edit", revision, step.name))
        for step in steps
        if step.label
    ]
    return [[send], *in_pairs(edits), cancel]


def told(step: Step, answers: Answers, say: Speaker) -> str:
    """Return an answer as plain text for who gave it."""
    value = answers.get(step.name)
    return "–" if value is None else _TOLD[type(step)](step, value, answers, say)


def _told_choice(step: Choice, value: Any, answers: Answers, say: Speaker) -> str:
    labels = {one.key: say(one.label) for one in options_of(step.options, say, answers)}
    return say.list_of(labels.get(key, key) for key in (value if isinstance(value, list) else [value]))


def _told_voice(_step: Step, value: Any, _answers: Answers, _say: Speaker) -> str:
    return f"🎤 {value['seconds'] // 60}:{value['seconds'] % 60:02}"


def _told_text(step: Text, value: Any, answers: Answers, say: Speaker) -> str:
    value = step.sent(answers) if step.sent else value
    return value if isinstance(value, str) else _told_voice(step, value, answers, say)


def _told_place(_step: Step, value: Any, _answers: Answers, say: Speaker) -> str:
    return ", ".join(part for part in (value["region"], say.country(value["country"])) if part)


_TOLD: Mapping[type, Callable[[Any, Any, Answers, Speaker], str]] = {
    Choice: _told_choice,
    Text: _told_text,
    Amount: lambda step, value, _answers, say: step.show(value, say),
    Photo: lambda _step, value, _answers, say: "📷" if len(value) == 1 else f"📷 {say.number(len(value))}",
    Voice: _told_voice,
    Place: _told_place,
    Consent: lambda step, value, answers, say: _told_choice(step, value["given"], answers, say),
}
