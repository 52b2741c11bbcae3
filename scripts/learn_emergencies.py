"""Learns content/search/emergency/verdict.npz from the wordings beside it, and says how well it will hear.

The word lists were written looking at the *seen* wordings, so those teach only the words; how far to trust the lists is
learned from the *unseen* ones and from taught questions. Nothing is learned from the wordings that are *left out*: they
only measure.
"""

import sys
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from content.search.emergency.hearing import hear
from content.search.emergency.verdict import DANGER, FILE, alarm
from content.search.emergency.weighing import CARDS, Weighed, weigh
from content.search.learned.pieces import BUCKETS
from scripts.regression import COUNTS, folds, one_against_the_rest, packed, regression, stacked, strengths
from scripts.texts import WORDINGS, Wording, calm_questions, emergency_wordings, stamp_of

TEXT_C, FACTS_C, CARDS_C = 1.0, 0.3, 2.0
TOLERANCE = 0.03  # of the regressions on words: a tenth of the time of a fine one, no worse on wordings left out
RARE_TELLS = 2.0  # the power of its rareness with which a piece counts
LEAST_RARE = 0.05
MEANING = 0.5  # how strongly what words mean enters beside their pieces
TAUGHT = 0.3  # what a taught question counts beside an unseen wording, in how far to trust the lists
FACT, ODDS = 0.5, 1 / 3  # how strongly a fact, and the text's odds and points, enter the second regression
CALM_AS_EMERGENCY, CALM_AS_MAYBE = 0.025, 0.1  # of the hard calm wordings; plain questions alarm less often
CARD_POINT = 0.8


def main() -> None:
    """Learn, measure on wordings left out, write the file."""
    calm = calm_questions()
    seen = [*emergency_wordings("seen"), *(row for row in calm if row.level == "keyword")]
    unseen = emergency_wordings("unseen")
    last = [*unseen, *(row for row in calm if row.level != "keyword")]
    rows = [*seen, *last]
    heard = [hear(row.text) for row in rows]
    words = [one.words for one in heard]
    evidence, strength = strengthened(stacked(words, BUCKETS))
    is_danger = np.array([row.level in ("emergency", "maybe") for row in rows])
    weight = np.array([COUNTS["maybe"] if row.level == "maybe" else 1.0 for row in rows])
    odds = left_out_odds(evidence, is_danger, weight, len(seen))
    weighed = [weigh(one) for one in heard[len(seen) :]]
    names = sorted({fact for one in weighed for fact in one.facts})
    trusting = facts_matrix(odds, weighed, names)
    trust_weight = weight[len(seen) :] * np.where(np.arange(len(last)) < len(unseen), 1.0, TAUGHT)
    facts, final = trust(trusting, is_danger[len(seen) :], trust_weight)
    maybe, emergency = levels(final[: len(unseen)], unseen)
    report(final[: len(unseen)], unseen, maybe, emergency)
    kept = {name: round(float(w) * FACT, 4) for name, w in zip(names, facts.coef_[0][2:], strict=True) if w}
    danger = word_regression(evidence, is_danger, weight)
    np.savez(
        FILE,
        **{DANGER + name: kept for name, kept in packed([DANGER], danger.coef_ * strength, danger.intercept_).items()},
        **card_model([row.card for row in rows], stacked(words), is_danger, weight),
        trust=facts.coef_[0][0] * ODDS,
        by_point=facts.coef_[0][1] * ODDS,
        bias_of_facts=facts.intercept_[0],
        facts=list(kept),
        fact_weights=list(kept.values()),
        by_card_point=CARD_POINT,
        maybe=maybe,
        emergency=emergency,
        stamp=stamp_of(WORDINGS),
    )
    report_left_out(emergency_wordings("left_out"))


def strengthened(said: sparse.csr_matrix) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Return the evidence with each column as strong as it tells much, and how strong each column is."""
    seen_in = np.bincount(said.indices[said.indices < BUCKETS], minlength=BUCKETS)
    rareness = np.log(said.shape[0] / (1 + seen_in))
    rareness = np.maximum(rareness / np.average(rareness, weights=seen_in), LEAST_RARE) ** RARE_TELLS
    strength = np.concatenate([rareness, np.full(strengths().size, MEANING)])
    return (said @ sparse.diags(strength)).tocsr(), strength


def word_regression(evidence: sparse.csr_matrix, is_danger: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """Return what the words alone say of danger."""
    return regression(TEXT_C).set_params(tol=TOLERANCE).fit(evidence, is_danger, sample_weight=weight)


def left_out_odds(evidence: sparse.csr_matrix, is_danger: np.ndarray, weight: np.ndarray, first: int) -> np.ndarray:
    """Return the text odds of each wording from `first` on by a regression that did not learn from it."""
    odds = np.zeros(evidence.shape[0] - first)
    for train, test in folds(len(odds)):
        known = np.concatenate([np.arange(first), first + train])
        text = word_regression(evidence[known], is_danger[known], weight[known])
        odds[test] = text.decision_function(evidence[first + test])
    return odds


def trust(
    trusting: sparse.csr_matrix, is_danger: np.ndarray, weight: np.ndarray
) -> tuple[LogisticRegression, np.ndarray]:
    """Return how far to trust words and word lists, and what that says of each wording that it did not learn from."""
    final = np.zeros(len(is_danger))
    for train, test in folds(len(is_danger)):
        facts = regression(FACTS_C).fit(trusting[train], is_danger[train], sample_weight=weight[train])
        final[test] = facts.decision_function(trusting[test])
    return regression(FACTS_C).fit(trusting, is_danger, sample_weight=weight), final


def facts_matrix(odds: np.ndarray, weighed: Sequence[Weighed], names: Sequence[str]) -> sparse.csr_matrix:
    """Return text odds, points and facts of each wording as one row."""
    places = {name: at for at, name in enumerate(names)}
    facts = np.zeros((len(weighed), len(names)))
    for row, one in enumerate(weighed):
        facts[row, [places[fact] for fact in one.facts]] = FACT
    points = np.array([[one.points] for one in weighed])
    return sparse.csr_matrix(np.hstack([odds[:, None] * ODDS, points * ODDS, facts]))


def levels(odds: np.ndarray, rows: Sequence[Wording]) -> tuple[float, float]:
    """Return the odds from which a text may be, and is, an alarm."""
    calm = odds[[row.level == "calm" for row in rows]]
    return float(np.quantile(calm, 1 - CALM_AS_MAYBE)), float(np.quantile(calm, 1 - CALM_AS_EMERGENCY))


def report(odds: np.ndarray, rows: Sequence[Wording], maybe: float, emergency: float) -> None:
    """Say what a wording that was not learned from meets, per language."""
    sys.stdout.write("language  heard  as emergency | calm heard  as emergency\n")
    for language in sorted({row.language for row in rows}):
        shares = []
        for level in ("emergency", "calm"):
            these = odds[[row.language == language and row.level == level for row in rows]]
            shares += [np.mean(these >= maybe), np.mean(these >= emergency)]
        heard, surely, calm, calm_surely = shares
        sys.stdout.write(f"{language:8}  {heard:.3f}  {surely:.3f}        | {calm:.3f}       {calm_surely:.3f}\n")


def report_left_out(rows: Sequence[Wording]) -> None:
    """Say what the wordings that nothing was learned from meet in the file just written, per language."""
    sys.stdout.write("left out  heard  as emergency | calm heard  as emergency\n")
    for language in sorted({row.language for row in rows}):
        shares = []
        for level in ("emergency", "calm"):
            these = [alarm(row.text) for row in rows if row.language == language and row.level == level]
            shares += [np.mean([one is not None for one in these])]
            shares += [np.mean([one is not None and one.level == "emergency" for one in these])]
        heard, surely, calm, calm_surely = shares
        sys.stdout.write(f"{language:8}  {heard:.3f}  {surely:.3f}        | {calm:.3f}       {calm_surely:.3f}\n")


def card_model(
    cards: Sequence[str], evidence: sparse.csr_matrix, is_danger: np.ndarray, weight: np.ndarray
) -> dict[str, object]:
    """Return the model of which card fits the words of a text."""
    labels = [f"emg-{card}" for card in CARDS]
    kinds = np.array(cards)[is_danger]
    weights, intercepts = one_against_the_rest(evidence[is_danger], kinds, weight[is_danger], labels, CARDS_C)
    return packed(labels, weights, intercepts)


if __name__ == "__main__":
    main()
