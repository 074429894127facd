"""The variables that manifests, compose file and images set are those that the code reads."""
import re

import pytest

from conftest import ROOT, containers, image_environment, java, one, pods

MODULES = {"ingest": ["ingest", "storage"], "worker": ["inference-client", "storage"], "jobs": ["flink-jobs", "storage"]}
SCRIPTS = {"ingest": ["ingest"], "worker": ["worker"], "jobs": ["jobs"], "triton": ["triton"], "diffusion": ["triton"], "models": []}


def scripts(image):
    folders = (ROOT / "deploy/images" / folder for folder in SCRIPTS[image])
    return "\n".join(each.read_text() for folder in folders for each in sorted(folder.glob("s*")))


def read_by(image):
    """All variables that the code in an image reads, from its Java and from its scripts."""
    quoted = re.findall(r'"(STILLWAKE_[A-Z0-9_]*[A-Z0-9])"', java(*MODULES.get(image, [])))
    return set(quoted) | set(re.findall(r"\$\{?(STILLWAKE_\w+)", scripts(image)))


def required_by(image):
    """Those of them that have no default; the jobs get Kafka and the families as arguments."""
    sources = java(*MODULES[image])
    return set(re.findall(r'required\(\s*environment,\s*"(STILLWAKE_\w+)"', sources)) | set(
        re.findall(r'"(STILLWAKE_\w+) is not set', sources)
    )


def image_of(container):
    """ingest of registry/stillwake/ingest:tag; the operator gives Flink's container its image."""
    return container.get("image", "jobs").rsplit("/", 1)[-1].split(":")[0].removesuffix("server")


def shared(documents, container):
    """What a container gets from the ConfigMap, which all parts share."""
    maps = [each["configMapRef"]["name"] for each in container.get("envFrom", [])]
    return {key for name in maps for key in one(documents, "ConfigMap", name)["data"]}


def own(container):
    return {each["name"] for each in container.get("env", []) if each["name"].startswith("STILLWAKE_")}


def test_finds_what_the_code_reads():
    assert {"STILLWAKE_KAFKA", "STILLWAKE_S3_SECRET_KEY", "STILLWAKE_HOST", "STILLWAKE_LIB"} <= read_by("ingest")
    assert {"STILLWAKE_WORKER_POOL", "STILLWAKE_TRITON", "STILLWAKE_LIB"} <= read_by("worker")
    assert read_by("triton") >= {"STILLWAKE_MODELS", "STILLWAKE_TRITON_HOST"}
    assert required_by("worker") == {
        "STILLWAKE_KAFKA", "STILLWAKE_S3_ENDPOINT", "STILLWAKE_FAMILIES", "STILLWAKE_WORKER_POOL"
    }


def test_pods_set_what_their_code_reads(rendered):
    for name, _, spec in pods(rendered):
        for container in containers(spec):
            image = image_of(container)
            assert own(container) <= read_by(image), (name, container["name"])
            assert shared(rendered, container) <= read_by("ingest") | read_by("worker"), name


def test_pods_set_all_that_their_code_requires(rendered):
    for name, _, spec in pods(rendered):
        for container in containers(spec):
            image = image_of(container)
            if image in MODULES:
                given = own(container) | shared(rendered, container) | image_environment(image)
                needed = required_by(image) | {"STILLWAKE_S3_ACCESS_KEY", "STILLWAKE_S3_SECRET_KEY"}
                assert needed <= given, (name, container["name"])


@pytest.mark.parametrize("image", ["ingest", "worker", "jobs", "models", "triton", "diffusion"])
def test_images_set_what_their_code_reads(image):
    assert image_environment(image) <= read_by(image)


def test_services_set_what_their_code_reads(services):
    checked = set()
    for name, service in services.items():
        if service["image"].startswith("stillwake/"):
            image = service["image"].removeprefix("stillwake/")
            given = {each for each in service.get("environment", {}) if each.startswith("STILLWAKE_")}
            assert given <= read_by(image), name
            if image in MODULES and given:
                assert required_by(image) <= given | image_environment(image), name
            checked.add(image)
    # It needs GPUs and weights.
    assert checked == SCRIPTS.keys() - {"diffusion"}
