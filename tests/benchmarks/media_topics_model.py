"""A linear model over TF-IDF, trained on labelled texts: run by media_topics.py in an environment that has scikit-learn."""

import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC


def main() -> None:
    given = json.load(sys.stdin)
    texts, labels = zip(*given["train"], strict=True)
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    if given["one"]:
        model = make_pipeline(words, LinearSVC())
        model.fit(texts, [label for (label,) in labels])
        said = [[label] for label in model.predict(given["test"])]
    else:
        columns = MultiLabelBinarizer()
        model = make_pipeline(words, OneVsRestClassifier(LinearSVC()))
        model.fit(texts, columns.fit_transform(labels))
        said = [list(one) for one in columns.inverse_transform(model.predict(given["test"]))]
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
