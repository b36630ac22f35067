#!/usr/bin/env python3
"""What Splunk's own validator says of detections with one fault each.

    contentctl_faults.py > ANSWERS

Makes the rules of tests/contentctl/faults.toml from the sound one beside it and asks the models of contentctl, in one
process and offline, in a content repository with what the sound rule needs. One line of JSON for each fault: its name,
and where contentctl sees something wrong, each as the path of the key and the kind of error.

contentctl is looked for below ${ORACLES:-~/.cache/ruleglot-oracles}; without it this says SKIPPED and exits with 0.
"""

import contextlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

# The script beside this one has the name of the package that it asks.
BESIDE = str(pathlib.Path(__file__).resolve().parent)
sys.path[0] = BESIDE
import contentctl as ours

del sys.modules["contentctl"]
sys.path.remove(BESIDE)

HERE = pathlib.Path(__file__).resolve().parent.parent / "contentctl"
SOUND = "windows_shadow_copies_deleted.yml"


def mutant(text, fault):
    for before, after in fault.get("change", []):
        if text.count(before) != 1:
            raise SystemExit(f"{fault['name']}: {before!r} stands {text.count(before)} times")
        text = text.replace(before, after)
    return text


def repository(scratch, yaml):
    """The content of `contentctl init`, and what the sound rule needs."""
    program = next(p / "contentctl" for p in ours.PLACES if (p / "contentctl").is_file())
    subprocess.run([program, "init", "--bare", "--app.label", "ESCU"], cwd=scratch, capture_output=True, check=True)
    sound = scratch / "sound"
    sound.mkdir()
    (sound / SOUND).write_text((HERE / SOUND).read_text(encoding="utf-8"), encoding="utf-8")
    ours.build(sound, scratch, yaml)


def judge(scratch, files):
    """The errors of the last file, the others being there before it."""
    from contentctl.input.director import Director, DirectorOutputDto
    from contentctl.input.yml_reader import YmlReader
    from contentctl.objects.atomic import AtomicEnrichment
    from contentctl.enrichments.attack_enrichment import AttackEnrichment
    from contentctl.enrichments.cve_enrichment import CveEnrichment
    from contentctl.objects.config import validate
    from contentctl.objects.data_source import DataSource
    from contentctl.objects.deployment import Deployment
    import contentctl.contentctl  # noqa: F401  which finishes the models
    from contentctl.objects.detection import Detection
    from contentctl.objects.macro import Macro
    from contentctl.objects.story import Story
    from pydantic import ValidationError

    import yaml

    config = yaml.safe_load((scratch / "contentctl.yml").read_text(encoding="utf-8"))
    config = validate.model_validate(config | {"path": str(scratch)})
    out = DirectorOutputDto(
        AtomicEnrichment(use_enrichment=False, data={}),
        AttackEnrichment(use_enrichment=False),
        CveEnrichment(use_enrichment=False),
    )
    director = Director(out)
    director.input_dto = config
    for kind in (Deployment, Macro, Story, DataSource):
        director.createSecurityContent(kind)
    context = {"output_dto": out, "config": config}
    try:
        for file in files:
            out.addContentToDictMappings(Detection.model_validate(YmlReader.load_file(file), context=context))
    except ValidationError as error:
        return [[".".join(str(part) for part in e["loc"]), e["type"]] for e in error.errors()]
    except SystemExit:
        return [["", "unreadable"]]
    except Exception as error:  # what contentctl itself falls over is an answer too
        return [["", "exception" if not isinstance(error, ValueError) else "value_error"]]
    return []


def main():
    python = next((p / "python" for p in ours.PLACES if (p / "contentctl").is_file()), None)
    if python is None:
        print(f"SKIPPED: contentctl is not installed below {ours.ORACLES}")
        return 0
    try:
        import contentctl.input.director  # noqa: F401
        import tomllib
        import yaml
    except ImportError:
        os.execv(python, [str(python), *sys.argv])
    faults = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))["fault"]
    sound = (HERE / SOUND).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        repository(scratch, yaml)
        os.chdir(scratch)
        for fault in [{"name": "sound"}, *faults]:
            folder = scratch / "detections" / fault["name"]
            folder.mkdir(parents=True)
            files = [folder / fault.get("file", SOUND)]
            files[0].write_text(mutant(sound, fault), encoding="utf-8")
            if "beside" in fault:
                other = folder / "beside"
                other.mkdir()
                files.insert(0, other / fault["beside"].get("file", SOUND))
                files[0].write_text(mutant(sound, fault["beside"] | {"name": fault["name"]}), encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                found = judge(scratch, files)
            print(json.dumps({"fault": fault["name"], "found": sorted(map(list, set(map(tuple, found))))}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
