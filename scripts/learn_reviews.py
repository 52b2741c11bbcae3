"""Learns content/review/verdict.npz from the wordings beside it, and says how well it will find what it never saw.

All texts of a family, and all of one person, are learned from together or left out together; the thresholds are chosen
on what people wrote, where they are left out.
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

from content.privacy import KINDS, personal
from content.review.concepts import hear, plain_words
from content.review.facts import facts
from content.review.judging import BUCKETS, FILE, LEAST, RISK, SUREST, folded
from content.review.rules import rules
from content.review.signs import SIGN, signs
from content.search.learned.model import FINEST, Evidence
from scripts.regression import FOLDS, LONGEST, ROUGH, regression, strengths
from scripts.review_wordings import ReviewWording, framed, joined, review_stamp, review_wordings
from scripts.texts import emergency_wordings, taught

C, PIECES, FACT, TRUST = 8.0, 4.0, 1.5, 1.5
FALSE = 0.16  # share of the look-alikes of people who were left out that may get any flag
MOST_FINDS = 200.0  # what a false alarm costs at most
PERSON = 4.0  # what a text of somebody else counts
FAMILY, QUESTION, CRY = 3.0, 1.2, 0.3  # what a whole family, a taught question and an emergency wording count
# It refuses words, and many a question resembles those that ask for harm: so much surer, it finds as many of them.
SURER = {"asks-for-harm": 1.0}
QUESTIONS, CRIES = 0.5, 0.06  # shares of them that are learned as harmless

NAMES = tuple(rule.name for rule in rules())
# That a text has a name in it says nothing of mercury: the risk counts for dangers, and is learned from them.
TRUSTS = np.array([0.0 if name in KINDS else TRUST for name in NAMES], np.float32)


def main() -> None:
    """Learn, measure on families left out, write the file."""
    wordings = review_wordings()
    rows = [*wordings, *framed(wordings), *joined(wordings), *harmless()]
    evidence, names = matrix(rows)
    weight, sign_count = weights(rows), sum(name.startswith(SIGN) for name in names)
    scores = left_out(evidence, rows, weight, sign_count)
    margins = scores[:, 1:] + TRUSTS * np.clip(scores[:, :1], LEAST, SUREST)
    thresholds = chosen(margins, rows) + np.array([SURER.get(name, 0.0) for name in NAMES])
    report(margins - thresholds, rows)
    learned, intercepts = learn(evidence, rows, weight, sign_count)
    np.savez(
        FILE,
        **packed(learned[:, : evidence.shape[1] - len(names)], intercepts),
        facts=names,
        of_facts=(learned[:, -len(names) :].T * FACT).astype(np.float32),
        trust=TRUSTS,
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
        ReviewWording(row.language, f"{at} {counts}", frozenset(), False, row.text)
        for at, (row, counts) in enumerate(found)
    ]


def weights(rows: Sequence[ReviewWording]) -> np.ndarray:
    """Return what each text counts: more texts of a family count more together, but each of them less."""
    sizes = Counter(row.family for row in rows)
    return np.array([_weight(row, sizes[row.family]) for row in rows])


def _weight(row: ReviewWording, size: int) -> float:
    if row.writer:
        return PERSON
    return FAMILY / np.sqrt(size) if row.flags else float(row.family.split()[1])


def matrix(rows: Sequence[ReviewWording]) -> tuple[sparse.csr_matrix, list[str]]:
    """Return a row of pieces, pooled meaning and facts for each text, and the names of the facts, signs last."""
    typed = [plain_words(row.text)[:LONGEST] for row in rows]
    shown = Parallel(n_jobs=-1)(delayed(_shown)(row) for row in rows)
    seen = [facts(hear(words, row.language)) | also for words, row, also in zip(typed, rows, shown, strict=True)]
    found = [folded(Evidence.of(words)) for words in typed]
    names = sorted(set().union(*seen), key=lambda name: (name.startswith(SIGN), name))
    place = {name: at for at, name in enumerate(names)}
    pieces = _sparse([one.pieces for one in found], BUCKETS, lambda size: PIECES / np.sqrt(max(size, 1)))
    told = _sparse([np.array([place[name] for name in one], np.int64) for one in seen], len(names), lambda _: FACT)
    pooled = sparse.csr_matrix(np.stack([one.pooled for one in found]) * strengths())
    return sparse.hstack([pieces, pooled, told]).tocsr(), names


def _shown(row: ReviewWording) -> frozenset[str]:
    return signs(row.text, personal(row.text, row.language))


def _sparse(columns: Sequence[np.ndarray], width: int, value: object) -> sparse.csr_matrix:
    sizes = [len(one) for one in columns]
    values = np.concatenate([np.full(size, value(size)) for size in sizes])
    owners = np.repeat(np.arange(len(columns)), sizes)
    return sparse.csr_matrix((values, (owners, np.concatenate(columns))), shape=(len(columns), width))


def learn(
    evidence: sparse.csr_matrix, rows: Sequence[ReviewWording], weight: np.ndarray, sign_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (a row a label) and intercepts: is there a danger at all, then for each flag.

    The last `sign_count` columns are signs: a name or a number in a text speaks neither for nor against a danger.
    """
    spoken = evidence.shape[1] - sign_count
    unsigned = (evidence @ sparse.diags(np.repeat([1.0, 0.0], [spoken, sign_count]))).sorted_indices()
    is_bad = np.array([row.is_bad for row in rows])
    is_danger = is_bad & [bool(row.flags.difference(KINDS)) for row in rows]
    wanted = [is_danger, *(is_bad & [name in row.flags for row in rows] for name in NAMES)]
    fits = Parallel(n_jobs=-1)(
        delayed(_fit)(evidence if name in KINDS else unsigned, one, weight)
        for name, one in zip((RISK, *NAMES), wanted, strict=True)
    )
    return np.stack([fit.coef_[0] for fit in fits]), np.array([fit.intercept_[0] for fit in fits])


def _fit(evidence: sparse.csr_matrix, wanted: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return regression(C).set_params(tol=ROUGH).fit(evidence, wanted, sample_weight=weight)


def left_out(
    evidence: sparse.csr_matrix, rows: Sequence[ReviewWording], weight: np.ndarray, sign_count: int
) -> np.ndarray:
    """Return the scores of each text by regressions that learned from no text of its family or its writer."""
    scores = np.zeros((len(rows), 1 + len(NAMES)))
    order = {name: at for at, name in enumerate(dict.fromkeys(row.writer or row.family for row in rows))}
    groups = np.array([order[row.writer or row.family] for row in rows])
    for train, test in GroupKFold(FOLDS).split(evidence, groups=groups):
        learned, intercepts = learn(evidence[train], [rows[at] for at in train], weight[train], sign_count)
        scores[test] = evidence[test] @ learned.T + intercepts
    return scores


def chosen(margins: np.ndarray, rows: Sequence[ReviewWording]) -> np.ndarray:
    """Return the thresholds that find most while the look-alikes of all flags together keep to FALSE.

    A false alarm costs all flags the same number of finds, so a flag that is hard to tell apart may give more of them.
    """
    alike = np.array([bool(row.writer) and not row.is_bad for row in rows])
    bad = [np.array([row.is_bad and bool(row.writer) and name in row.flags for row in rows]) for name in NAMES]
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
        _line(name, given, [row if name in row.flags else None for row in rows])
    for writer in sorted({row.writer for row in rows} - {""}):
        _line(writer, given, [row if row.writer == writer else None for row in rows])


def _line(title: str, given: np.ndarray, rows: Sequence[ReviewWording | None]) -> None:
    hits = [given[at, NAMES.index(name)] for at, row in enumerate(rows) if row and row.is_bad for name in row.flags]
    alike = [given[at].any() for at, row in enumerate(rows) if row and row.flags and not row.is_bad]
    asked = [given[at].any() for at, row in enumerate(rows) if row and not row.flags]
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
