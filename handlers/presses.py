"""What the buttons of a flow do, by their verbs: "flow:<verb>:<revision>:<argument>"."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.answers import agreed, options_of
from handlers.arguments import read_number
from handlers.context import Context
from handlers.flow import Stand, accept, accept_all, ask_again, drop, end, move, stand_at, take
from handlers.steps import Choice, Consent, Flow, Place, Preview
from storage.drafts import Draft


async def press(context: Context, flow: Flow, draft: Draft, verb: str, argument: str) -> None:
    """Carry out a button of the step at which the draft stands; one that is not there asks the step again."""
    act = _PRESSES.get(verb)
    if act is None or not await act(context, flow, draft, argument):
        ask_again(context, flow, draft)


async def cancel(context: Context, flow: Flow) -> None:
    """Drop the text under way, and say what stays."""
    await drop(context, context.say(flow.cancelled))


async def _cancel(context: Context, flow: Flow, _draft: Draft, _argument: str) -> bool:
    await cancel(context, flow)
    return True


async def _send(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    if not isinstance(flow.step(draft.step), Preview):
        return False
    await end(context, flow, draft.answers, draft)
    return True


async def _edit(context: Context, flow: Flow, draft: Draft, argument: str) -> bool:
    wanted = next((step for step in flow.asked(draft.answers) if step.name == argument), None)
    if wanted is None or not isinstance(flow.step(draft.step), Preview):
        return False
    await stand_at(context, flow, draft, wanted)
    return True


async def _pick(context: Context, flow: Flow, draft: Draft, argument: str) -> bool:
    step = flow.step(draft.step)
    if isinstance(step, Place):
        return await _pick_country(context, flow, draft, step, argument)
    if not isinstance(step, Choice | Consent):
        return False
    options = options_of(step.options, context.say, draft.answers)
    option = next((one for one in options if one.key == argument), None)
    if option is None:
        return False
    if step.several and not option.turns:
        picked = draft.pending.get("picked", [])
        picked = [key for key in picked if key != argument] if argument in picked else [*picked, argument]
        await stand_at(context, flow, draft, step, pending={"picked": picked}, edits=True)
    else:
        await _accept_choice(context, flow, draft, step, argument)
    return True


async def _pick_country(context: Context, flow: Flow, draft: Draft, step: Place, code: str) -> bool:
    if code not in context.say.language.countries:
        return False
    await stand_at(context, flow, draft, step, pending={"country": code})
    return True


async def _accept_choice(context: Context, flow: Flow, draft: Draft, step: Choice | Consent, value: Any) -> None:
    await accept(context, flow, draft, agreed(step, value) if isinstance(step, Consent) else value)


async def _done(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    step = flow.step(draft.step)
    if isinstance(step, Place) and "country" in draft.pending:
        await accept(context, flow, draft, {"country": draft.pending["country"], "region": ""})
    elif isinstance(step, Choice | Consent) and draft.pending.get("picked"):
        await _accept_choice(context, flow, draft, step, draft.pending["picked"])
    else:
        return False
    return True


async def _decline(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    step = flow.step(draft.step)
    if not isinstance(step, Consent):
        return False
    await drop(context, context.say(step.declined))
    return True


async def _read(context: Context, flow: Flow, draft: Draft, argument: str) -> bool:
    readings = draft.pending.get("readings", [])
    at = read_number(argument, len(readings) - 1)
    if at is None:
        return False
    _label, value = readings[at]
    if draft.pending.get("fills"):
        await accept_all(context, flow, draft, value)
    else:
        await accept(context, flow, draft, value)
    return True


async def back(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    """Go to the step before; from half an answer to its beginning."""
    step = flow.step(draft.step)
    earlier = step if draft.pending else flow.before(step, draft.answers)
    if earlier is None:
        return False
    await stand_at(context, flow, draft, earlier)
    return True


async def skip(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    """Leave an optional step without an answer."""
    step = flow.step(draft.step)
    if not step.optional:
        return False
    await accept_all(context, flow, draft, {step.name: None})
    return True


async def _keep(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    if draft.step not in draft.answers:
        return False
    await move(context, flow, Stand(flow.following(draft.answers), draft.answers), draft)
    return True


async def _go_on(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    await stand_at(context, flow, draft, flow.step(draft.step), pending=draft.pending)
    return True


async def _told(context: Context, flow: Flow, draft: Draft, _argument: str) -> bool:
    """What was taken for a cry is told of before: it is the answer to the step."""
    words = draft.notes.get("told")
    if not words:
        return False
    if why := await take(context, flow, draft, words):
        ask_again(context, flow, draft, before=why)
    return True


_PRESSES: Mapping[str, Callable[[Context, Flow, Draft, str], Awaitable[bool]]] = {
    "send": _send,
    "edit": _edit,
    "pick": _pick,
    "agree": _pick,
    "done": _done,
    "decline": _decline,
    "read": _read,
    "back": back,
    "skip": skip,
    "keep": _keep,
    "on": _go_on,
    "told": _told,
    "cancel": _cancel,
}
