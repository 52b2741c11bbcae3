"""What someone agrees to before their story goes to others: the text, its version, and to whom it may go."""

from datetime import date

from content.languages import Speaker, sentence

# Another number whenever the meaning changes; who agreed to an older text is asked again before another use.
VERSION = "1"
WRITTEN = date(2026, 11, 26)
# To whom a story may go, each by a yes of its own.
AUDIENCES = {
    "members": sentence("👥 All members"),
    "groups": sentence("📰 Digests of groups"),
    "researchers": sentence("🎓 Researchers"),
}


def consent_text(say: Speaker, operator: str, contact: str = "") -> str:
    """Return what is agreed to, as plain text.

    `operator` runs and pays for the bot, "" when it has not said who; `contact` is where a person can be reached.
    """
    who = say("{operator} runs Pitwise and pays for it.", operator=operator)
    someone = say("The organisation that runs this bot pays for it.")
    reached = [say("A person answers you: {contact}", contact=contact)] if contact else []
    return "\n".join(
        [
            who if operator else someone,
            say("A person reads your story first. It is kept for 24 months: without your name, number or exact place."),
            say("No reward, no penalty: if you say no, help stays the same."),
            say("Someone may still guess that it is you: name no people and no places."),
            say("You can take it back at any time, with your code or with /forget."),
            say("This is no emergency line, and not the police. Under 18: I do not collect your story."),
            *reached,
            say("(Text {version} of {day})", version=VERSION, day=say.date(WRITTEN)),
        ]
    )
