import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
CHART = ROOT / "deploy/helm/stillwake"
EXAMPLES = sorted((ROOT / "deploy/helm/examples").glob("values-*.yaml"))
POD_OF = {"Deployment": ("spec", "template"), "Job": ("spec", "template"), "FlinkDeployment": ("spec", "podTemplate")}


def run(*command, **options):
    """A finished process with its output as text; its exit status is the caller's to judge."""
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, **options)


def helm(*arguments, **options):
    return run(os.environ["HELM"], *arguments, **options)


def template(*arguments, values=EXAMPLES[0]):
    return helm("template", "stillwake", CHART, "--namespace", "films", "-f", values, *arguments)


def manifests(*arguments, values=EXAMPLES[0]):
    rendered = template(*arguments, values=values)
    assert rendered.returncode == 0, rendered.stderr
    return [each for each in yaml.safe_load_all(rendered.stdout) if each]


def pods(documents):
    """Every pod template as (name of what makes the pods, its metadata, its spec)."""
    for document in documents:
        if document["kind"] in POD_OF:
            pod = document
            for step in POD_OF[document["kind"]]:
                pod = pod[step]
            yield document["metadata"]["name"], pod["metadata"], pod["spec"]


def containers(spec):
    return spec.get("initContainers", []) + spec["containers"]


def one(documents, kind, name):
    return next(each for each in documents if each["kind"] == kind and each["metadata"]["name"] == name)


def java(*modules):
    """The production sources of some modules as one text."""
    files = (file for module in modules for file in (ROOT / module / "src/main/java").rglob("*.java"))
    return "\n".join(file.read_text() for file in sorted(files))


def maven(name):
    """A version that the root pom pins."""
    return re.search(f"<{name}.version>(.*)</{name}.version>", (ROOT / "pom.xml").read_text())[1]


def compose(file=ROOT / "deploy/compose/compose.yaml"):
    """A compose file as the reference implementation of its specification reads it."""
    return run(os.environ["COMPOSE"], "-format", "json", file, cwd=ROOT / "deploy/compose")


@pytest.fixture(scope="session")
def services():
    read = compose()
    assert read.returncode == 0, read.stderr
    return json.loads(read.stdout)["services"]


@pytest.fixture(scope="session", params=EXAMPLES, ids=lambda file: file.stem)
def rendered(request):
    return manifests(values=request.param)


def dockerfile(image):
    return (ROOT / "deploy/images" / image / "Dockerfile").read_text()


def image_environment(image):
    """The variables that an image sets by itself: none where it is not one of ours."""
    if not (ROOT / "deploy/images" / image / "Dockerfile").exists():
        return set()
    return set(re.findall(r"(STILLWAKE_\w+)=", dockerfile(image)))
