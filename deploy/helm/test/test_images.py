"""The Dockerfiles: what they copy, run as and are based on."""
import os
import re
from pathlib import PurePosixPath

import pytest

from conftest import ROOT, dockerfile, image_environment, run

IMAGES = ["ingest", "worker", "jobs", "models", "triton", "diffusion"]


def instructions(image):
    """(instruction, arguments) of a Dockerfile in order, continued lines joined."""
    text = re.sub(r"\\\n", " ", dockerfile(image))
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line and not line.startswith("#")]


def copies(image):
    """(sources, whether from another stage) of every COPY."""
    for instruction, arguments in instructions(image):
        if instruction == "COPY":
            words = arguments.split()
            flags = [each for each in words if each.startswith("--")]
            yield [each for each in words if each not in flags][:-1], any(each.startswith("--from") for each in flags)


def is_built(source):
    """Whether a path of a target folder is what the module's own pom makes there."""
    module, made = source.split("/target/")
    return "${project.build.directory}/" + made in (ROOT / module / "pom.xml").read_text()


def is_ignored(source):
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return any(PurePosixPath(source).is_relative_to(each) for each in lines if each and each[0] not in "#*")


@pytest.mark.parametrize("image", IMAGES)
def test_linter_finds_nothing(image):
    linted = run(os.environ["HADOLINT"], ROOT / "deploy/images" / image / "Dockerfile")
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("image", IMAGES)
def test_copies_what_is_there(image):
    made = "".join(arguments for instruction, arguments in instructions(image) if instruction == "RUN")
    for sources, from_stage in copies(image):
        for source in sources:
            if not from_stage:
                assert source == "." or list(ROOT.glob(source)) and not is_ignored(source), source
            elif source.startswith("/src/"):
                assert is_built(source.removeprefix("/src/")), source
            else:
                assert source in made or PurePosixPath(source).parent == PurePosixPath("/opt"), source


@pytest.mark.parametrize("image", IMAGES)
def test_is_based_on_digests_and_ends_as_nobody_special(image):
    steps = instructions(image)
    defaults = dict(arguments.split("=", 1) for instruction, arguments in steps if instruction == "ARG")
    for base in (arguments.split()[0] for instruction, arguments in steps if instruction == "FROM"):
        named, digest = re.fullmatch(r"\$\{(\w+_IMAGE)\}@\$\{(\w+_DIGEST)\}", base).groups()
        assert ":" in defaults[named] and re.fullmatch("sha256:[0-9a-f]{64}", defaults[digest])
    assert sum(instruction == "FROM" for instruction, _ in steps) >= 2
    user = [arguments for instruction, arguments in steps if instruction == "USER"][-1]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)


def test_start_as_the_real_servers_do():
    assert '["/opt/stillwake/ingest/start"]' in dockerfile("ingest")
    assert '["/opt/stillwake/worker/start"]' in dockerfile("worker")
    install = (ROOT / "deploy/real/install").read_text()
    version = re.search(r"^pytriton_version=(.*)$", install, re.M)[1]
    for image in ("triton", "diffusion"):
        assert f"ARG PYTRITON_VERSION={version}\n" in dockerfile(image)
        # The stub of a Python model looks at no PYTHONPATH for its packages.
        assert "PATH=/opt/triton/venv/bin:$PATH" in dockerfile(image)
    assert "/stillwake/models" in dockerfile("triton") and "STILLWAKE_MODELS" in image_environment("triton")


def test_every_family_has_the_models_that_the_image_gathers():
    for descriptor in (ROOT / "deploy/triton").glob("*/family.json"):
        assert list(descriptor.parent.glob("models/*/config.pbtxt")), descriptor


FAKE_FLINK = """#!/bin/sh
if [ "$1" = list ]; then cat "$RUNNING"; else echo "$@" >>"$CALLS"; fi
"""


def test_submits_only_the_jobs_that_do_not_run(tmp_path):
    flink = tmp_path / "bin/flink"
    flink.parent.mkdir()
    flink.write_text(FAKE_FLINK)
    flink.chmod(0o755)
    running = tmp_path / "running"
    running.write_text("29.11.2026 03:00:00 : 0a1b : stillwake: dispatch (RUNNING)\n")
    environment = dict(
        os.environ, FLINK_HOME=tmp_path, RUNNING=running, CALLS=tmp_path / "calls",
        STILLWAKE_KAFKA="kafka:9092", STILLWAKE_FAMILIES="/families",
    )
    submitted = run(ROOT / "deploy/images/jobs/submit", env=environment)
    assert submitted.returncode == 0, submitted.stderr
    assert (tmp_path / "calls").read_text().splitlines() == [
        f"run -d {tmp_path}/usrlib/stillwake-jobs.jar --jobs {job} --kafka kafka:9092 --families /families"
        for job in ("generate", "assemble")
    ]
