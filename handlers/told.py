"""What was written in a conversation and taken for a cry: kept beside the draft until someone says what it is."""

from datetime import timedelta

from handlers.context import Context
from handlers.flow import save_again
from storage.drafts import new_revision
from storage.session import Session

# Who does not press, but writes more so soon, goes on with what was kept.
GOES_ON = timedelta(minutes=30)


def may_be_told(context: Context) -> int | None:
    """Return a new revision when what was written, and taken for a cry, may be an answer: it can be told so."""
    hearing = context.hearing
    is_asked = hearing.draft is not None and hearing.draft.takes_words and hearing.kind == "message"
    is_told = hearing.command is None and hearing.action is None and bool(hearing.text)
    return new_revision() if is_asked and is_told else None


def told_before(context: Context) -> int | None:
    """Return the revision of a draft beside which such words are kept still."""
    draft = context.hearing.draft
    return draft.revision if draft and draft.notes.get("told") else None


async def keep_told(context: Context, w: Session, revision: int, *, goes_on: bool = False) -> None:
    """Keep those words beside the draft, which stands where it stood; what comes next `goes_on` with them, or not."""
    if draft := context.hearing.draft:
        told = begun(context) + context.hearing.text if goes_on else context.hearing.text
        notes = {**draft.notes, "told": told, "goes_on": goes_on}
        await save_again(context, w, draft, draft.answers, notes, revision)


def begun(context: Context) -> str:
    """Return what was kept a moment ago and goes on with what is written now, as its first lines; "" when nothing."""
    hearing, draft = context.hearing, context.hearing.draft
    if draft is None or not draft.notes.get("goes_on") or hearing.sent_at is None or hearing.media or not hearing.text:
        return ""
    return f"{draft.notes['told']}\n" if hearing.sent_at - draft.updated_at < GOES_ON else ""
