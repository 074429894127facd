"""A real API server takes what the chart renders, and refuses what is wrong in it."""
import json

import pytest
import yaml

from conftest import CHART, EXAMPLES, POD_OF, helm, manifests, one, pods, run

pytestmark = pytest.mark.api_server
NAMESPACES = ["films", "kafka"]


@pytest.fixture(scope="module", autouse=True)
def namespaces():
    """Two, of the strictest standard for pods."""
    for name in NAMESPACES:
        made = kubectl("create", "namespace", name)
        assert made.returncode == 0, made.stderr
        labelled = kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted")
        assert labelled.returncode == 0, labelled.stderr


def kubectl(*arguments, **options):
    return run("kubectl", *arguments, **options)


def offered(documents):
    """What the server says to documents that it checks strictly and does not keep."""
    for document in documents:
        document["metadata"].setdefault("namespace", "films")
    return kubectl("apply", "--dry-run=server", "--validate=strict", "-f", "-", input=yaml.safe_dump_all(documents))


@pytest.mark.parametrize("values", EXAMPLES, ids=lambda file: file.stem)
def test_takes_all_of_it(values):
    taken = offered(manifests(values=values))
    assert taken.returncode == 0, taken.stderr
    assert "Warning" not in taken.stderr


@pytest.mark.parametrize(
    "kind, name, path, wrong, said",
    [
        ("FlinkDeployment", "stillwake-generate", ["flinkVersion"], "v2_22", "Unsupported value"),
        ("FlinkDeployment", "stillwake-generate", ["job", "upgradeMod"], "last-state", 'unknown field "spec.job.upgradeMod"'),
        ("FlinkDeployment", "stillwake-generate", ["podTemplate", "spec", "hostnam"], "x", "unknown field"),
        ("Deployment", "stillwake-ingest", ["replica"], 2, 'unknown field "spec.replica"'),
        ("Deployment", "stillwake-pool-cpu", ["strategy", "rollingUpdate", "maxSurge"], "half", "maxSurge"),
        ("KafkaTopic", "uploads", ["partitions"], 0, "greater than or equal to 1"),
        ("KafkaTopic", "uploads", ["partition"], 4, 'unknown field "spec.partition"'),
        ("PodDisruptionBudget", "stillwake-ingest", ["minAvailable"], 1, "cannot be both set"),
    ],
)
def test_refuses_a_fault_and_names_it(kind, name, path, wrong, said):
    document = one(manifests(), kind, name)
    place = document["spec"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    refused = offered([document])
    assert refused.returncode != 0
    assert said in refused.stderr


def test_installs_changes_and_removes_it():
    arguments = ["stillwake", CHART, "--namespace", "films", "-f", EXAMPLES[1]]
    installed = helm("install", *arguments)
    assert installed.returncode == 0, installed.stderr
    upgraded = helm("upgrade", *arguments, "--set", "jobs.parallelism=8", "--set", "kafka.bootstrap=other:9092")
    assert upgraded.returncode == 0, upgraded.stderr
    for document in manifests("--set", "jobs.parallelism=8", "--set", "kafka.bootstrap=other:9092", values=EXAMPLES[1]):
        namespace = document["metadata"].get("namespace", "films")
        kept = kubectl("get", document["kind"], document["metadata"]["name"], "-n", namespace, "-o", "json")
        assert kept.returncode == 0, kept.stderr
        if document["kind"] == "FlinkDeployment":
            assert json.loads(kept.stdout)["spec"]["job"]["parallelism"] == 8
        if document["kind"] == "Job":
            assert len(json.loads(kubectl("get", "jobs", "-n", "films", "-o", "json").stdout)["items"]) == 1
    removed = helm("uninstall", "stillwake", "--namespace", "films")
    assert removed.returncode == 0, removed.stderr
    left = kubectl("get", "flinkdeployments,kafkatopics,kafkausers,deployments,jobs,secrets,configmaps", "-A", "-l", "app.kubernetes.io/name=stillwake", "-o", "name")
    assert left.stdout == "", left.stdout


def test_pods_meet_the_restricted_standard():
    documents = manifests(values=EXAMPLES[1])
    account = one(documents, "ServiceAccount", "stillwake-flink")
    made = kubectl("apply", "-n", "films", "-f", "-", input=yaml.safe_dump_all([account, {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}]))
    assert made.returncode == 0, made.stderr
    checked = 0
    for name, metadata, spec in pods(documents):
        for container in spec["containers"]:
            container.setdefault("image", "stillwake/jobs")
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": metadata["labels"]}, "spec": spec}
        taken = offered([pod])
        assert taken.returncode == 0, (name, taken.stderr)
        spec["containers"][0]["securityContext"]["allowPrivilegeEscalation"] = True
        assert "violates PodSecurity" in offered([pod]).stderr, name
        checked += 1
    assert checked == sum(document["kind"] in POD_OF for document in documents)
