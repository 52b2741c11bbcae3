"""Learns content/search/emergency/tense.npz: is what a text tells over, or happening now?

Learned from stories and from cries that begin like one, and a little from other cries. Those in `joined/` were put
together from the same few events, outcomes and lessons, so the thresholds are set by the `single/` ones, each by a
model that did not learn from it. People end a cry with where they are, and anything with thanks: that must tell
nothing, so such ends are set behind other texts.
"""

import sys

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from content.search.emergency.hearing import hear
from content.search.emergency.tense import FILE, PARTS
from scripts.regression import SHARED, folds, packed, regression, stacked, strengths
from scripts.texts import STORIES, WORDINGS, Wording, emergency_wordings, stamp_of, stories

C, TOLERANCE = 1.0, 0.01
CRY = 3.0  # what a cry that begins like a story counts, as there are fewer of them
WORDING = 0.1  # what any other cry counts: most are a few words, and no one would take them for a story
MAYBE = 0.04
ONE_OF = 3  # of the other cries are learned from with an end, too, and then count as what begins like a story
MEANING = 0.4  # how strongly what the words mean together enters beside their pieces; their highest tell nothing
NOW, STORY, SURELY = 0.7, 0.87, 0.92  # of the cries that begin like a story, below each threshold


def main() -> None:
    """Learn, measure on each fifth of the single stories, write the file."""
    single = ended(stories("single"), every=2)
    cries = [row for kind in ("seen", "unseen") for row in emergency_wordings(kind) if row.level != "calm"]
    others = [*ended(stories("joined"), every=2), *ended(cries[::ONE_OF], every=1)]
    rows = [*single, *others, *cries]
    evidence = evidence_of(rows)
    is_story = np.array([row.level == "calm" for row in rows])
    weight = np.array([1.0 if row.level == "calm" else CRY for row in rows])
    weight[-len(cries) :] = [MAYBE if row.level == "maybe" else WORDING for row in cries]
    told = np.zeros(len(single))
    for train, test in folds(len(single)):
        known = np.concatenate([train, np.arange(len(single), len(rows))])
        told[test] = learned(evidence[known], is_story[known], weight[known]).decision_function(evidence[test])
    now, story, surely = np.quantile(told[~is_story[: len(single)]], [NOW, STORY, SURELY])
    report(told, single, story, surely)
    final = learned(evidence, is_story, weight)
    weights, width = final.coef_ * strength(), evidence.shape[1] // len(PARTS)
    np.savez(
        FILE,
        **{
            part + name: kept
            for number, part in enumerate(PARTS)
            for name, kept in packed(
                [part],
                weights[:, number * width : (number + 1) * width],
                final.intercept_ if number == 0 else np.zeros(1),
            ).items()
        },
        now=now,
        story=story,
        surely=surely,
        stamp=stamp_of(WORDINGS, STORIES),
    )


def ended(rows: list[Wording], *, every: int) -> list[Wording]:
    """Return texts, `every` so many followed by an end: a place and thanks behind a cry, thanks behind a story."""
    ends = stories("ends")
    found = []
    for at, row in enumerate(rows):
        thanks = [one.text for one in ends if one.language == row.language and one.level == "calm"]
        places = [one.text for one in ends if one.language == row.language and one.level != "calm"]
        place, thank = places[at // every % len(places)], thanks[at // every % len(thanks)]
        ways = (place, f"{place}, {thank}", thank) if row.level != "calm" else ("", "", thank)
        found.append(row._replace(text=f"{row.text}. {ways[at // every % len(ways)]}") if at % every == 0 else row)
    return found


def evidence_of(rows: list[Wording]) -> sparse.csr_matrix:
    """Return the evidence in each part of each text, beside each other."""
    said = [hear(row.text).words for row in rows]
    parts = [stacked([one if last is None else one[-last:] for one in said], SHARED) for last in PARTS.values()]
    return (sparse.hstack(parts) @ sparse.diags(strength())).tocsr()


def strength() -> np.ndarray:
    """Return by what each column of the evidence is multiplied."""
    half = strengths().size // 2
    return np.tile(np.concatenate([np.ones(SHARED), np.full(half, MEANING), np.zeros(half)]), len(PARTS))


def learned(evidence: sparse.csr_matrix, is_story: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """Return what tells a story from a cry."""
    return regression(C).set_params(tol=TOLERANCE).fit(evidence, is_story, sample_weight=weight)


def report(told: np.ndarray, rows: list[Wording], story: float, surely: float) -> None:
    """Say how many stories that were not learned from are known, per language."""
    sys.stdout.write("language  stories doubted  silenced | cries doubted  silenced\n")
    for language in sorted({row.language for row in rows}):
        shares = []
        for level in ("calm", "emergency"):
            these = told[[row.language == language and row.level == level for row in rows]]
            shares += [np.mean(these >= story), np.mean(these >= surely)]
        known, silenced, cries, lost = shares
        sys.stdout.write(f"{language:8}  {known:.3f}            {silenced:.3f}    | {cries:.3f}          {lost:.3f}\n")


if __name__ == "__main__":
    main()
