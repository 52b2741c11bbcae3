"""What the scripts that learn share: evidence as rows of a matrix, the regression, weights as the models keep them."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from content.search.learned.model import FINEST, Evidence, rows_of
from content.search.learned.pieces import BUCKETS

FOLDS = 5
SHARED = BUCKETS // 4  # rows of pieces in a model of many labels
LONGEST = 60  # words of a wording that are learned from
PIECES, MEAN, HIGHEST = 3.0, 5.0, 2.0  # how strongly each kind of evidence enters the regression
ROUGH = 0.01  # tolerance where a hundred regressions are learned: a third of the time, the same order of answers
# What a wording counts: nobody can say of some whether anyone is in danger, and a keyword is no sentence.
COUNTS = {"emergency": 1.0, "maybe": 0.4, "calm": 1.0, "keyword": 0.3}


def stacked(texts: Sequence[Sequence[str]], columns: int = SHARED) -> sparse.csr_matrix:
    """Return a row of weighted evidence for the folded words of each text; `columns` are for the pieces."""
    found = [Evidence.of(words[:LONGEST]) for words in texts]
    pieces = [rows_of(one.pieces, columns) for one in found]
    sizes = [len(one) for one in pieces]
    values = np.concatenate([np.full(size, PIECES / np.sqrt(max(size, 1))) for size in sizes])
    owners = np.repeat(np.arange(len(found)), sizes)
    said = sparse.csr_matrix((values, (owners, np.concatenate(pieces))), shape=(len(found), columns))
    pooled = np.stack([one.pooled for one in found]) * strengths()
    return sparse.hstack([said, sparse.csr_matrix(pooled)]).tocsr()


def strengths() -> np.ndarray:
    """Return by what each pooled column is multiplied."""
    half = Evidence.of(()).pooled.size // 2
    return np.concatenate([np.full(half, MEAN), np.full(half, HIGHEST)]).astype(np.float32)


def folds(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the same division into learning and testing every time."""
    return list(KFold(FOLDS, shuffle=True, random_state=1).split(np.arange(count)))


def regression(c: float) -> LogisticRegression:
    """Return the regression that all parts use; a smaller `c` trusts the single piece less."""
    return LogisticRegression(C=c, max_iter=3000, solver="liblinear", random_state=1)


def one_against_the_rest(
    evidence: sparse.csr_matrix, kinds: np.ndarray, weight: np.ndarray, labels: Sequence[str], c: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (a row a label) and intercepts of a regression for each of `labels`."""
    fits = Parallel(n_jobs=-1)(delayed(_fit)(evidence, kinds == label, weight, c) for label in labels)
    return np.stack([fit.coef_[0] for fit in fits]), np.array([fit.intercept_[0] for fit in fits])


def _fit(evidence: sparse.csr_matrix, is_label: np.ndarray, weight: np.ndarray, c: float) -> LogisticRegression:
    return regression(c).set_params(tol=ROUGH).fit(evidence, is_label, sample_weight=weight)


def packed(labels: Sequence[str], weights: np.ndarray, intercepts: np.ndarray) -> dict[str, object]:
    """Return what `Model.load` reads, from a regression's weights with a row a label."""
    columns = weights.T
    of_pieces = columns[: -strengths().size]
    scales = np.maximum(np.abs(of_pieces).max(axis=0), 1e-9) / FINEST
    return {
        "labels": list(labels),
        "of_pieces": np.ascontiguousarray(np.rint(of_pieces / scales).astype(np.int8)),
        "scales": (scales * PIECES).astype(np.float32),
        "of_pooled": (columns[-strengths().size :] * strengths()[:, None]).astype(np.float32),
        "bias": intercepts.astype(np.float32),
    }
