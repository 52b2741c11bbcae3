"""Learns content/search/subjects.npz: which card or tool a question is about, from taught wordings and key phrases.

Says how often the right one comes first, and among the first three, for taught wordings that were left out.
"""

import sys

import numpy as np

from content.guidance.library import Library
from content.search.cards import FILE, HAND, Ranker
from content.search.fold import words
from content.search.topics import OUTSIDE, TOOLS
from scripts.regression import COUNTS, folds, one_against_the_rest, packed, stacked
from scripts.texts import TAUGHT, Wording, key_phrases, stamp_of, taught

C = 4.0


def main() -> None:
    """Learn, measure on wordings left out, write the file."""
    questions, phrases = taught(), key_phrases()
    labels = [*Library.load().cards, *TOOLS, OUTSIDE]
    rows = [*phrases, *questions]
    kinds = np.array([OUTSIDE if row.card == "none" else row.card for row in rows])
    weight = np.array([COUNTS[row.level] for row in rows])
    evidence = stacked([words(row.text) for row in rows])
    first = len(phrases)
    train, test = folds(len(questions))[0]
    known = np.concatenate([np.arange(first), first + train])
    weights, intercepts = one_against_the_rest(evidence[known], kinds[known], weight[known], labels, C)
    left_out = [questions[row] for row in test]
    report(evidence[first + test] @ weights.T + intercepts, labels, kinds[first + test], left_out)
    weights, intercepts = one_against_the_rest(evidence, kinds, weight, labels, C)
    np.savez(FILE, **packed(labels, weights, intercepts), stamp=stamp_of(TAUGHT))


def report(scores: np.ndarray, labels: list[str], kinds: np.ndarray, questions: list[Wording]) -> None:
    """Say how often the right subject comes first, learned alone and together with concepts and words."""
    ranker = Ranker(Library.load())
    both = scores.copy()
    for row, question in enumerate(questions):
        by_hand = ranker.rank_by_hand(ranker.read(question.text, question.language))
        both[row] += [HAND * by_hand.get(label, 0.0) for label in labels]
    for name, ranked in (("learned", scores), ("both", both)):
        order = np.array(labels)[np.argsort(-ranked, axis=1)]
        for language in sorted({question.language for question in questions}):
            these = np.array([question.language == language for question in questions])
            at_first = np.mean(order[these, 0] == kinds[these])
            among = np.mean((order[these, :3] == kinds[these, None]).any(axis=1))
            sys.stdout.write(f"{name:8} {language}  first {at_first:.3f}  among three {among:.3f}\n")


if __name__ == "__main__":
    main()
