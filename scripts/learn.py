"""Learns content/search/emergency/verdict.npz from the wordings beside it, and says how well it will hear.

Run it with `make learn` after changing a wording or a word list. The word lists were written looking at the *seen*
wordings, so those teach only the words; how far to trust the lists is learned from the *unseen* ones.
"""

import sys
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier

from content.search.emergency.hearing import Hearing, hear
from content.search.emergency.verdict import DANGER, FILE
from content.search.emergency.weighing import CARDS, Weighed, weigh
from content.search.learned.model import FINEST, Evidence
from content.search.learned.pieces import BUCKETS
from scripts.texts import Wording, calm_questions, emergency_wordings, stamp_of_wordings

FOLDS = 5
PIECES, MEAN, HIGHEST = 3.0, 5.0, 2.0  # how strongly each kind of evidence enters the regression
# What a wording counts: nobody can say of some whether anyone is in danger, and a keyword is no sentence.
COUNTS = {"emergency": 1.0, "maybe": 0.4, "calm": 1.0, "keyword": 0.3}
TEXT_C, FACTS_C, CARDS_C = 2.0, 0.3, 2.0
FACT, ODDS = 0.5, 1 / 3
CALM_AS_EMERGENCY, CALM_AS_MAYBE = 0.025, 0.08  # of the hard calm wordings; plain questions alarm less often
CARD_POINT = 0.8


def main() -> None:
    """Learn, measure on wordings left out, write the file."""
    seen, unseen = [*emergency_wordings("seen"), *calm_questions()], emergency_wordings("unseen")
    rows = [*seen, *unseen]
    heard = [hear(row.text) for row in rows]
    evidence = stacked(heard)
    is_danger, weight = targets(rows)
    odds = left_out_odds(evidence, is_danger, weight, len(seen))
    weighed = [weigh(one) for one in heard]
    names = sorted({fact for one in weighed[len(seen) :] for fact in one.facts})
    trusting = facts_matrix(odds, weighed[len(seen) :], names)
    final = np.zeros(len(unseen))
    for train, test in folds(len(unseen)):
        final[test] = fit(trusting[train], is_danger[len(seen) :][train], weight[len(seen) :][train], FACTS_C)(
            trusting[test]
        )
    maybe, emergency = levels(final, unseen)
    report(final, unseen, maybe, emergency)
    write(rows, evidence, is_danger, weight, trusting, len(seen), names, maybe, emergency)


def stacked(heard: Sequence[Hearing]) -> sparse.csr_matrix:
    """Return a row of weighted evidence a wording."""
    found = [Evidence.of(one.words[:60]) for one in heard]
    sizes = [len(one.pieces) for one in found]
    values = np.concatenate([np.full(size, PIECES / np.sqrt(max(size, 1))) for size in sizes])
    owners = np.repeat(np.arange(len(found)), sizes)
    said = sparse.csr_matrix(
        (values, (owners, np.concatenate([one.pieces for one in found]))), shape=(len(found), BUCKETS)
    )
    return sparse.hstack([said, sparse.csr_matrix(np.stack([one.pooled for one in found]) * strengths())]).tocsr()


def strengths() -> np.ndarray:
    """Return by what each pooled column is multiplied."""
    half = Evidence.of(()).pooled.size // 2
    return np.concatenate([np.full(half, MEAN), np.full(half, HIGHEST)]).astype(np.float32)


def targets(rows: Sequence[Wording]) -> tuple[np.ndarray, np.ndarray]:
    """Return whether each wording tells of danger, and how much it counts."""
    return np.array([is_told(row) for row in rows]), np.array([COUNTS[row.level] for row in rows])


def is_told(row: Wording) -> bool:
    """Return whether a wording tells of danger, sure or not."""
    return row.level in ("emergency", "maybe")


def folds(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the same division into learning and testing every time."""
    return list(KFold(FOLDS, shuffle=True, random_state=1).split(np.arange(count)))


def regression(c: float) -> LogisticRegression:
    """Return the regression that all parts use."""
    return LogisticRegression(C=c, max_iter=3000, solver="liblinear", random_state=1)


def fit(evidence, is_danger, weight, c):  # type: ignore[no-untyped-def]
    """Return the scoring function of a regression."""
    return regression(c).fit(evidence, is_danger, sample_weight=weight).decision_function


def left_out_odds(evidence: sparse.csr_matrix, is_danger: np.ndarray, weight: np.ndarray, first: int) -> np.ndarray:
    """Return the text odds of each unseen wording by a regression that did not learn from it."""
    odds = np.zeros(evidence.shape[0] - first)
    for train, test in folds(len(odds)):
        known = np.concatenate([np.arange(first), first + train])
        odds[test] = fit(evidence[known], is_danger[known], weight[known], TEXT_C)(evidence[first + test])
    return odds


def facts_matrix(odds: np.ndarray, weighed: Sequence[Weighed], names: Sequence[str]) -> sparse.csr_matrix:
    """Return text odds, points and facts of each wording as one row."""
    places = {name: at for at, name in enumerate(names)}
    facts = np.zeros((len(weighed), len(names)))
    for row, one in enumerate(weighed):
        facts[row, [places[fact] for fact in one.facts if fact in places]] = FACT
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


def write(rows, evidence, is_danger, weight, trusting, first, names, maybe, emergency):  # type: ignore[no-untyped-def]
    """Learn once more from everything and write the file."""
    text = regression(TEXT_C).fit(evidence, is_danger, sample_weight=weight)
    told = np.array([is_told(row) for row in rows])
    kinds = np.array([row.card for row in rows])[told]
    cards = OneVsRestClassifier(regression(CARDS_C)).fit(evidence[told], kinds)
    each = [cards.estimators_[list(cards.classes_).index(f"emg-{card}")] for card in CARDS]
    weights = np.vstack([text.coef_, *(one.coef_ for one in each)]).T
    bias = np.concatenate([text.intercept_, *(one.intercept_ for one in each)]).astype(np.float32)
    scales = np.maximum(np.abs(weights[:BUCKETS]).max(axis=0), 1e-9) / FINEST
    facts = regression(FACTS_C).fit(trusting, is_danger[first:], sample_weight=weight[first:])
    kept = {name: round(float(w) * FACT, 4) for name, w in zip(names, facts.coef_[0][2:], strict=True)}
    kept = {name: w for name, w in kept.items() if w}
    np.savez_compressed(
        FILE,
        labels=[DANGER, *(f"emg-{card}" for card in CARDS)],
        of_pieces=np.rint(weights[:BUCKETS] / scales).astype(np.int8),
        scales=(scales * PIECES).astype(np.float32),
        of_pooled=(weights[BUCKETS:] * strengths()[:, None]).astype(np.float32),
        bias=bias,
        trust=facts.coef_[0][0] * ODDS,
        by_point=facts.coef_[0][1] * ODDS,
        facts=list(kept),
        fact_weights=list(kept.values()),
        by_card_point=CARD_POINT,
        bias_of_facts=facts.intercept_[0],
        maybe=maybe,
        emergency=emergency,
        stamp=stamp_of_wordings(),
    )


if __name__ == "__main__":
    main()
