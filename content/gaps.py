"""When two questions that nobody can answer are the same one, and in which words one is read. Pure.

Two are compared across languages, by what they are about.
"""

from collections.abc import Collection, Mapping

# Two questions about as much of the same as this are one gap; measured as shared concepts of all their concepts.
ALIKE = 0.6
FEWEST_SHARED = 2


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """Return 0 to 1: the share of what either is about that both are; 0 when they share fewer than two concepts.

    One concept alone ("mercury") says too little: many different questions share it.
    """
    first, second = set(one), set(other)
    shared = first & second
    return len(shared) / len(first | second) if len(shared) >= FEWEST_SHARED else 0.0


def wording_in(passed: Mapping[str, str], own: str, *read: str) -> tuple[str, str]:
    """Return the language and the words in which someone who reads `read`, the best first, sees a question.

    `passed` are the words that others may read, `own` is the language it was asked in; ("", "") without any words.
    """
    code = next((code for code in (*read, own, *passed) if code in passed), "")
    return code, passed.get(code, "")
