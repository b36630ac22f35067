#!/usr/bin/env python3
"""Splunk searches that pySigma makes of Sigma rules, to hold ours against.

    pysigma_splunk.py FOLDER… > ${ORACLES:-~/.cache/ruleglot-oracles}/pysigma_splunk.jsonl

For every rule below the folders one JSON line, in the order of the paths: {"path", "index", "query"} or {"path",
"index", "error"}. The path begins with the folder's own name. The backend runs without a pipeline, so field names are
kept and the log source is left out. Needs the packages `pysigma` and `pysigma-backend-splunk`.

What it does not do: correlations and filters, which need several documents at once, are told as errors.
"""

import json
import logging
import pathlib
import sys

import yaml
from sigma.backends.splunk import SplunkBackend
from sigma.backends.splunk.splunk import SplunkDeferredORRegularExpression
from sigma.collection import SigmaCollection

# C's loader, where it is there, is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def query(document):
    if not isinstance(document, dict) or "detection" not in document:
        raise ValueError("no detection")
    # Names of fields are counted in a class, so what one rule left there would be seen in the next.
    SplunkDeferredORRegularExpression.reset()
    found = SplunkBackend().convert(SigmaCollection.from_dicts([document]))
    if len(found) != 1:
        raise ValueError(f"{len(found)} searches")
    return found[0]


def answers(path):
    try:
        documents = list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=LOADER))
    except yaml.YAMLError as why:
        yield 0, {"error": f"YAML: {why}".splitlines()[0]}
        return
    for index, document in enumerate(documents):
        try:
            yield index, {"query": query(document)}
        except Exception as why:  # noqa: BLE001 (whatever it is, it is the answer)
            yield index, {"error": f"{type(why).__name__}: {why}".splitlines()[0]}


def main(folders):
    logging.disable(logging.CRITICAL)
    for folder in map(pathlib.Path, folders):
        for path in sorted(folder.rglob("*.yml")):
            name = (pathlib.PurePath(folder.name) / path.relative_to(folder)).as_posix()
            for index, answer in answers(path):
                print(json.dumps({"path": name, "index": index, **answer}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
