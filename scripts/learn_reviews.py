"""Learns content/review/verdict.npz from the wordings beside it, and says how well it will find what it never saw.

All texts of a family are learned from together or left out together; the thresholds are chosen where they are left out.
"""

import random
import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from content.review.concepts import hear, plain_words
from content.review.facts import facts
from content.review.judging import BUCKETS, FILE, RISK, SUREST, folded
from content.review.rules import rules
from content.search.learned.model import FINEST, Evidence
from scripts.regression import FOLDS, LONGEST, ROUGH, regression, strengths
from scripts.review_wordings import ReviewWording, framed, review_stamp, review_wordings
from scripts.texts import emergency_wordings, taught

C, PIECES, FACT, TRUST = 8.0, 4.0, 1.5, 1.5
FALSE = 0.06  # share of the left-out look-alikes that may get any flag
MOST_FINDS = 200.0  # what a false alarm costs at most
FAMILY, QUESTION, CRY = 1.5, 0.4, 0.3  # what a whole family, a taught question and an emergency wording count
# It refuses words, and many a question resembles those that ask for harm: so much surer, it finds as many of them.
SURER = {"asks-for-harm": 1.0}
QUESTIONS, CRIES = 0.25, 0.06  # shares of them that are learned as harmless

NAMES = tuple(rule.name for rule in rules())


def main() -> None:
    """Learn, measure on families left out, write the file."""
    wordings = review_wordings()
    rows = [*wordings, *framed(wordings), *harmless()]
    evidence, names = matrix(rows)
    weight = weights(rows)
    scores = left_out(evidence, rows, weight)
    margins = scores[:, 1:] + TRUST * np.minimum(scores[:, :1], SUREST)
    thresholds = chosen(margins, rows) + np.array([SURER.get(name, 0.0) for name in NAMES])
    report(margins - thresholds, rows)
    learned, intercepts = learn(evidence, rows, weight)
    np.savez_compressed(
        FILE,
        **packed(learned[:, : evidence.shape[1] - len(names)], intercepts),
        facts=names,
        of_facts=(learned[:, -len(names) :].T * FACT).astype(np.float32),
        trust=TRUST,
        thresholds=thresholds.astype(np.float32),
        stamp=review_stamp(),
    )


def harmless() -> list[ReviewWording]:
    """Return a share of what people ask and cry for; none of it is about a flag."""
    chance = random.Random(1)  # noqa: S311 - no secret
    cries = [row for kind in ("seen", "unseen") for row in emergency_wordings(kind) if chance.random() < CRIES]
    asked = [row for row in taught() if chance.random() < QUESTIONS]
    found = [(row, QUESTION) for row in asked] + [(row, CRY) for row in cries]
    return [
        ReviewWording(row.language, f"{at} {counts}", "", False, row.text) for at, (row, counts) in enumerate(found)
    ]


def weights(rows: Sequence[ReviewWording]) -> np.ndarray:
    """Return what each text counts: more texts of a family count more together, but each of them less."""
    sizes = Counter(row.family for row in rows)
    return np.array([FAMILY / np.sqrt(sizes[row.family]) if row.flag else float(row.family.split()[1]) for row in rows])


def matrix(rows: Sequence[ReviewWording]) -> tuple[sparse.csr_matrix, list[str]]:
    """Return a row of pieces, pooled meaning and facts for each text, and the names of the facts."""
    typed = [plain_words(row.text)[:LONGEST] for row in rows]
    seen = [facts(hear(words, row.language)) for words, row in zip(typed, rows, strict=True)]
    found = [folded(Evidence.of(words)) for words in typed]
    names = sorted(set().union(*seen))
    place = {name: at for at, name in enumerate(names)}
    pieces = _sparse([one.pieces for one in found], BUCKETS, lambda size: PIECES / np.sqrt(max(size, 1)))
    told = _sparse([np.array([place[name] for name in one], np.int64) for one in seen], len(names), lambda _: FACT)
    pooled = sparse.csr_matrix(np.stack([one.pooled for one in found]) * strengths())
    return sparse.hstack([pieces, pooled, told]).tocsr(), names


def _sparse(columns: Sequence[np.ndarray], width: int, value: object) -> sparse.csr_matrix:
    sizes = [len(one) for one in columns]
    values = np.concatenate([np.full(size, value(size)) for size in sizes])
    owners = np.repeat(np.arange(len(columns)), sizes)
    return sparse.csr_matrix((values, (owners, np.concatenate(columns))), shape=(len(columns), width))


def learn(
    evidence: sparse.csr_matrix, rows: Sequence[ReviewWording], weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (a row a label) and intercepts: is there a risk at all, then for each flag."""
    is_bad = np.array([row.is_bad for row in rows])
    flag = np.array([row.flag for row in rows])
    wanted = [is_bad, *(is_bad & (flag == name) for name in NAMES)]
    fits = Parallel(n_jobs=-1)(delayed(_fit)(evidence, one, weight) for one in wanted)
    return np.stack([fit.coef_[0] for fit in fits]), np.array([fit.intercept_[0] for fit in fits])


def _fit(evidence: sparse.csr_matrix, wanted: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return regression(C).set_params(tol=ROUGH).fit(evidence, wanted, sample_weight=weight)


def left_out(evidence: sparse.csr_matrix, rows: Sequence[ReviewWording], weight: np.ndarray) -> np.ndarray:
    """Return the scores of each text by regressions that learned from no text of its family."""
    scores = np.zeros((len(rows), 1 + len(NAMES)))
    order = {name: at for at, name in enumerate(dict.fromkeys(row.family for row in rows))}
    groups = np.array([order[row.family] for row in rows])
    for train, test in GroupKFold(FOLDS).split(evidence, groups=groups):
        learned, intercepts = learn(evidence[train], [rows[at] for at in train], weight[train])
        scores[test] = evidence[test] @ learned.T + intercepts
    return scores


def chosen(margins: np.ndarray, rows: Sequence[ReviewWording]) -> np.ndarray:
    """Return the thresholds that find most while the look-alikes of all flags together keep to FALSE.

    A false alarm costs all flags the same number of finds, so a flag that is hard to tell apart may give more of them.
    """
    alike = np.array([bool(row.flag) and not row.is_bad for row in rows])
    bad = [np.array([row.is_bad and row.flag == name for row in rows]) for name in NAMES]
    low, high = 0.0, MOST_FINDS
    for _ in range(25):
        cost = (low + high) / 2
        thresholds = np.array([_best(margins[bad[at], at], margins[alike, at], cost) for at in range(len(NAMES))])
        if (margins[alike] >= thresholds).any(axis=1).mean() > FALSE:
            low = cost
        else:
            high = cost
    return np.array([_best(margins[bad[at], at], margins[alike, at], high) for at in range(len(NAMES))])


def _best(found: np.ndarray, false: np.ndarray, cost: float) -> float:
    """Return the threshold with the most finds when each false alarm takes away `cost` of them."""
    found, false = np.sort(found), np.sort(false)
    worth = np.arange(len(found), 0, -1) - cost * (len(false) - np.searchsorted(false, found))
    return float(found[np.argmax(worth)])


def report(margins: np.ndarray, rows: Sequence[ReviewWording]) -> None:
    """Say how many left-out texts are found, and how many look-alikes and questions get any flag."""
    sys.stdout.write("                     found  false on look-alikes  on questions\n")
    given = margins >= 0
    for language in sorted({row.language for row in rows}):
        _line(language, given, [row if row.language == language else None for row in rows])
    for name in NAMES:
        _line(name, given, [row if row.flag == name else None for row in rows])


def _line(title: str, given: np.ndarray, rows: Sequence[ReviewWording | None]) -> None:
    hits = [given[at, NAMES.index(row.flag)] for at, row in enumerate(rows) if row and row.is_bad]
    alike = [given[at].any() for at, row in enumerate(rows) if row and row.flag and not row.is_bad]
    asked = [given[at].any() for at, row in enumerate(rows) if row and not row.flag]
    shares = [f"{np.mean(these):.3f}" if these else "-" for these in (hits, alike, asked)]
    sys.stdout.write(f"{title:20} {shares[0]:>6} {shares[1]:>12} {shares[2]:>20}\n")


def packed(learned: np.ndarray, intercepts: np.ndarray) -> dict[str, object]:
    """Return what `Model.load` reads, for pieces in BUCKETS buckets."""
    columns = learned.T
    scales = np.maximum(np.abs(columns[:BUCKETS]).max(axis=0), 1e-9) / FINEST
    return {
        "labels": [RISK, *NAMES],
        "of_pieces": np.ascontiguousarray(np.rint(columns[:BUCKETS] / scales).astype(np.int8)),
        "scales": (scales * PIECES).astype(np.float32),
        "of_pooled": (columns[BUCKETS:] * strengths()[:, None]).astype(np.float32),
        "bias": intercepts.astype(np.float32),
    }


if __name__ == "__main__":
    main()
