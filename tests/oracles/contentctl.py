#!/usr/bin/env python3
"""Holds ESCU rules that were written against Splunk's own validator.

    contentctl.py FOLDER [--keep]

Builds a content repository around all YAML files below FOLDER (macros, stories and data sources that they name; the
deployments are those of `contentctl init`) and runs `contentctl validate` there, offline. Exits with its status; the
files that it refuses stand in lines that begin with `refused: `.

contentctl is looked for below ${ORACLES:-~/.cache/ruleglot-oracles}; without it this says SKIPPED and exits with 0.
What it does not check: the search itself. Lookups that a search names are not built.
"""

import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import uuid

ORACLES = pathlib.Path(os.environ.get("ORACLES", pathlib.Path.home() / ".cache/ruleglot-oracles"))
PLACES = [ORACLES / "venv/bin", ORACLES / "contentctl/bin"]
# contentctl, `MACROS_TO_IGNORE`: they come with other apps.
FOREIGN_MACROS = [
    "drop_dm_object_name",
    "get_asset",
    "get_risk_severity",
    "cim_corporate_web_domain_search",
    "globedistance",
]
NAMESPACE = uuid.UUID("6f1d2a8e-3d6b-5c8c-9b59-0a4b1c2d3e4f")


def file_name(name):
    """contentctl, `contentNameToFileName`."""
    return re.sub(r"[ \-./]", "_", name).lower() + ".yml"


def common(name, kind):
    today = datetime.date(2024, 1, 1).isoformat()
    return {
        "name": name,
        "id": str(uuid.uuid5(NAMESPACE, f"{kind}:{name}")),
        "version": 1,
        "date": today,
        "author": "Nobody, Nowhere",
        "description": "Stands in for what the repository of the user has.",
    }


def macros(search):
    """contentctl, `Macro.get_macros`."""
    bare = re.sub(r"```[\s\S]*?```", " ", search)
    names = {found.split("(")[0] for found in re.findall(r"`([^\s]+)`", bare)}
    names |= {found.split("(")[0] for found in re.findall(r"`([^`\s]+\([^`]*\))`", bare)}
    return {n for n in names if not any(foreign in n for foreign in FOREIGN_MACROS)}


def needs(rule):
    """Macros, stories and data sources that a rule names."""
    stem = file_name(str(rule.get("name", "")))[: -len(".yml")]
    found = macros(str(rule.get("search", ""))) - {f"{stem}_filter"}
    tags = rule.get("tags")
    stories = texts(tags.get("analytic_story")) if isinstance(tags, dict) else set()
    sources = {s.strip() for d in texts(rule.get("data_source")) for s in d.split(" AND ")}
    return found, stories, sources


def texts(value):
    """The texts of a list; whatever else there is contentctl will tell."""
    return {item for item in value if isinstance(item, str) and item} if isinstance(value, list) else set()


def build(folder, repository, yaml):
    """Copies the rules and writes what they need; how many there were."""
    names = {"macro": set(), "story": set(), "data_source": set()}
    shutil.rmtree(repository / "detections", ignore_errors=True)
    files = sorted(p for p in folder.rglob("*.y*ml") if p.is_file())
    for path in files:
        target = repository / "detections" / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        rule = yaml.safe_load(path.read_text(encoding="utf-8"))
        rule = rule if isinstance(rule, dict) else {}
        for kind, found in zip(names, needs(rule)):
            names[kind] |= found
    objects = []
    for name in sorted(names["macro"]):
        objects.append(("macros", {"name": name, "definition": "search *", "description": "Stands in."}))
    for name in sorted(names["story"]):
        tags = {
            "category": ["Adversary Tactics"],
            "product": ["Splunk Enterprise"],
            "usecase": "Advanced Threat Detection",
        }
        story = {"status": "production", "narrative": "None.", "references": [], "tags": tags}
        objects.append(("stories", common(name, "story") | story))
    for name in sorted(names["data_source"]):
        source = {"source": "any", "sourcetype": "any", "supported_TA": []}
        objects.append(("data_sources", common(name, "data_source") | source))
    for kind, value in objects:
        path = repository / kind / file_name(value["name"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
    return len(files)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--keep"]
    if len(arguments) != 1 or not pathlib.Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    place = next((p for p in PLACES if (p / "contentctl").is_file()), None)
    if place is None:
        print(f"SKIPPED: contentctl is not installed below {ORACLES}")
        return 0
    try:
        import yaml
    except ImportError:
        # The one that contentctl was installed with has it.
        os.execv(place / "python", [str(place / "python"), *sys.argv])
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="contentctl-"))
    try:
        program = str(place / "contentctl")
        init = [program, "init", "--bare", "--app.label", "ESCU"]
        made = subprocess.run(init, cwd=scratch, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            print(made.stdout, made.stderr, sep="\n")
            return made.returncode
        rules = build(pathlib.Path(arguments[0]).resolve(), scratch, yaml)
        run = subprocess.run(
            [program, "validate"], cwd=scratch, capture_output=True, text=True, check=False
        )
        verdict = "accepts" if run.returncode == 0 else "refuses some of"
        if run.returncode != 0:
            print(run.stdout, run.stderr, sep="\n")
            plain = re.sub(r"\x1b\[[0-9;]*m", "", run.stdout)
            for path in sorted(set(re.findall(r"File: detections/(\S+)", plain))):
                print(f"refused: {path}")
        print(f"contentctl {verdict} {rules} rules")
        return run.returncode
    finally:
        if "--keep" in sys.argv:
            print(scratch)
        else:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    sys.exit(main())
