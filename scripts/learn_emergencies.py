"""Learns content/search/emergency/verdict.npz from the wordings beside it, and says how well it will hear.

The word lists were written looking at the *seen* wordings, so those teach only the words; how far to trust the lists is
learned from the *unseen* ones.
"""

import sys
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse

from content.search.emergency.hearing import hear
from content.search.emergency.verdict import DANGER, FILE
from content.search.emergency.weighing import CARDS, Weighed, weigh
from scripts.regression import COUNTS, folds, one_against_the_rest, packed, regression, stacked
from scripts.texts import WORDINGS, Wording, calm_questions, emergency_wordings, stamp_of

TEXT_C, FACTS_C, CARDS_C = 2.0, 0.3, 2.0
FACT, ODDS = 0.5, 1 / 3  # how strongly a fact, and the text's odds and points, enter the second regression
CALM_AS_EMERGENCY, CALM_AS_MAYBE = 0.025, 0.08  # of the hard calm wordings; plain questions alarm less often
CARD_POINT = 0.8


def main() -> None:
    """Learn, measure on wordings left out, write the file."""
    seen, unseen = [*emergency_wordings("seen"), *calm_questions()], emergency_wordings("unseen")
    rows = [*seen, *unseen]
    heard = [hear(row.text) for row in rows]
    evidence = stacked([one.words for one in heard])
    is_danger = np.array([row.level in ("emergency", "maybe") for row in rows])
    weight = np.array([COUNTS[row.level] for row in rows])
    last = slice(len(seen), None)
    weighed = [weigh(one) for one in heard[last]]
    names = sorted({fact for one in weighed for fact in one.facts})
    odds = left_out_odds(evidence, is_danger, weight, len(seen))
    trusting = facts_matrix(odds, weighed, names)
    final = np.zeros(len(unseen))
    for train, test in folds(len(unseen)):
        facts = regression(FACTS_C).fit(trusting[train], is_danger[last][train], sample_weight=weight[last][train])
        final[test] = facts.decision_function(trusting[test])
    maybe, emergency = levels(final, unseen)
    report(final, unseen, maybe, emergency)
    facts = regression(FACTS_C).fit(trusting, is_danger[last], sample_weight=weight[last])
    kept = {name: round(float(w) * FACT, 4) for name, w in zip(names, facts.coef_[0][2:], strict=True) if w}
    np.savez_compressed(
        FILE,
        **text_model(rows, evidence, is_danger, weight),
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


def left_out_odds(evidence: sparse.csr_matrix, is_danger: np.ndarray, weight: np.ndarray, first: int) -> np.ndarray:
    """Return the text odds of each unseen wording by a regression that did not learn from it."""
    odds = np.zeros(evidence.shape[0] - first)
    for train, test in folds(len(odds)):
        known = np.concatenate([np.arange(first), first + train])
        text = regression(TEXT_C).fit(evidence[known], is_danger[known], sample_weight=weight[known])
        odds[test] = text.decision_function(evidence[first + test])
    return odds


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


def text_model(
    rows: Sequence[Wording], evidence: sparse.csr_matrix, is_danger: np.ndarray, weight: np.ndarray
) -> dict[str, object]:
    """Return the model of the words: danger first, then which card."""
    text = regression(TEXT_C).fit(evidence, is_danger, sample_weight=weight)
    labels = [f"emg-{card}" for card in CARDS]
    kinds = np.array([row.card for row in rows])[is_danger]
    weights, intercepts = one_against_the_rest(evidence[is_danger], kinds, weight[is_danger], labels, CARDS_C)
    both = np.vstack([text.coef_, weights]), np.concatenate([text.intercept_, intercepts])
    return packed([DANGER, *labels], *both)


if __name__ == "__main__":
    main()
