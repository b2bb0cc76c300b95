"""The peers over one set of texts, at every cut: asked in JSON on standard input, answered in JSON.

A question is {"orders": [[text]]}, each order the same texts; an answer {"peers": {name: {"version", "runs": [{"cut", "labels":
[[label]]}]}}}, the labels by order, as the texts stand there. Only the streaming ones are asked for every order.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import HDBSCAN, AgglomerativeClustering
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

_WORDS = 250  # of a text are read: more makes every peer worse
_COSINES = (0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.24, 0.28)
_RADII = (0.5, 0.6, 0.7, 0.8)
_SIZES = (2, 3, 5)
_SLOW = 500  # texts; TextClust compares each with every cluster in Python, its time grows with the square
_WORD = re.compile(r"\w+")


def _vectors(texts: Sequence[str]) -> csr_matrix:
    """Weighted over the whole set, which no stream could know: the peers' advantage."""
    made = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    return csr_matrix(made.fit_transform([" ".join(text.split()[:_WORDS]) for text in texts]))


def single_pass(texts: Sequence[str], cuts: Sequence[float]) -> list[list[int]]:
    """Each text joins the story whose mean it is nearest to, or opens one (Allan et al., 1998)."""
    vectors = _vectors(texts)
    return [_single_pass(vectors, cut) for cut in cuts]


def _single_pass(vectors: csr_matrix, cut: float) -> list[int]:
    sums = np.zeros((256, vectors.shape[1]), np.float32)
    lengths = np.ones(256, np.float32)
    labels: list[int] = []
    known = 0
    for start, end in pairwise(vectors.indptr):
        terms, weights = vectors.indices[start:end], vectors.data[start:end].astype(np.float32)
        cosines = sums[:known, terms] @ weights / lengths[:known]
        best = int(cosines.argmax()) if known and cosines.max() >= cut else known
        if best == known:
            known += 1
        if known > len(sums):
            sums, lengths = np.vstack([sums, np.zeros_like(sums)]), np.append(lengths, np.ones_like(lengths))
        sums[best, terms] += weights
        lengths[best] = np.linalg.norm(sums[best]) or 1.0  # a title of stop words alone has none
        labels.append(best)
    return labels


def average_link(texts: Sequence[str], cuts: Sequence[float]) -> list[list[int]]:
    """All texts at once."""
    vectors = _vectors(texts)
    distances = np.clip(1.0 - (vectors @ vectors.T).toarray(), 0.0, 1.0)
    return [
        AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - cut
        ).fit_predict(distances).tolist()
        for cut in cuts
    ]  # fmt: skip


def density(texts: Sequence[str], cuts: Sequence[float]) -> list[list[int]]:
    """All texts at once; what is noise stands alone."""
    vectors = _vectors(texts)
    distances = np.clip(1.0 - (vectors @ vectors.T).toarray(), 0.0, 1.0).astype(np.float64)
    found = [
        HDBSCAN(min_cluster_size=int(cut), metric="precomputed", copy=True).fit_predict(distances)
        for cut in cuts
    ]
    return [[int(label) if label >= 0 else -2 - at for at, label in enumerate(labels)] for labels in found]


def textclust(texts: Sequence[str], cuts: Sequence[float]) -> list[list[int]]:
    """River's clustering of text streams (Carnein et al., 2017), without fading: its micro clusters."""
    from river.cluster import TextClust  # noqa: PLC0415 slow to import

    counts = [dict(Counter(_terms(text))) for text in texts]
    labels = []
    for radius in cuts:
        model = TextClust(radius=radius, fading_factor=1e-9, tgap=10**9, real_time_fading=False, auto_r=False)
        found = []
        for one in counts:
            model.learn_one(one)
            found.append(int(model.predict_one(one, type="micro")))
        labels.append(found)
    return labels


def _terms(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower())[:_WORDS] if word not in ENGLISH_STOP_WORDS]


Contender = Callable[[Sequence[str], Sequence[float]], list[list[int]]]
_PEERS: dict[str, tuple[str, Contender, Sequence[float], bool]] = {
    "TF-IDF, single pass": ("scikit-learn", single_pass, _COSINES, True),
    "TF-IDF, average link": ("scikit-learn", average_link, _COSINES, False),
    "TF-IDF, HDBSCAN": ("scikit-learn", density, _SIZES, False),
    "TextClust": ("river", textclust, _RADII, False),
}


def main() -> None:
    orders = json.load(sys.stdin)["orders"]
    answer: dict[str, Any] = {}
    for name, (package, contender, cuts, streams) in _PEERS.items():
        if contender is textclust and len(orders[0]) > _SLOW:
            continue
        found = [contender(texts, cuts) for texts in (orders if streams else orders[:1])]
        runs = [{"cut": cut, "labels": [labels[at] for labels in found]} for at, cut in enumerate(cuts)]
        answer[name] = {"version": version(package), "runs": runs}
    json.dump({"peers": answer}, sys.stdout)


if __name__ == "__main__":
    main()
