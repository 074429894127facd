"""What the chart renders, and which values it refuses."""
import re

import pytest
import yaml

from conftest import CHART, EXAMPLES, containers, helm, java, manifests, one, pods, template


@pytest.mark.parametrize("values", EXAMPLES, ids=lambda file: file.stem)
def test_lints_without_a_word(values):
    linted = helm("lint", CHART, "--strict", "-f", values)
    assert linted.returncode == 0 and "[WARNING]" not in linted.stdout + linted.stderr, linted.stdout + linted.stderr


@pytest.mark.parametrize(
    "wrong, named",
    [
        ("ingest.replica=3", "replica"),
        ("pools.cpu.gpu=1", "gpu"),
        ("ingest.replicas=many", "replicas"),
        ("jobs.upgradeMode=lossy", "upgradeMode"),
        ("jobs.bucket=", "bucket"),
        ("kafka.bootstrap=kafka", "bootstrap"),
        ("store.existingSecret=", "store"),
        ("store.endpoint=minio:9000", "endpoint"),
        ("ingest.uploadValidity=1h", "uploadValidity"),
        ("pools.Big_one.replicas=1", "Big_one"),
        ("pools.cpu.worker.limits.memory=a lot", "memory"),
        ("kafka.minInSyncReplicas=4", "minInSyncReplicas"),
        ("pools.cpu.modelsClaim=models", "pools.cpu.repositories: none of claim 'models'"),
        ("families.wan=none", "families"),
    ],
)
def test_refuses_a_wrong_value_and_names_it(wrong, named):
    refused = template("--set", wrong)
    assert refused.returncode != 0
    assert named in refused.stderr


def test_renders_every_part():
    kinds = [(each["kind"], each["metadata"]["name"]) for each in manifests()]
    for expected in [
        ("Deployment", "stillwake-ingest"),
        ("Service", "stillwake-ingest"),
        ("PodDisruptionBudget", "stillwake-ingest"),
        ("FlinkDeployment", "stillwake-generate"),
        ("FlinkDeployment", "stillwake-dispatch"),
        ("FlinkDeployment", "stillwake-assemble"),
        ("Deployment", "stillwake-pool-cpu"),
        ("KafkaTopic", "work.cpu.interactive"),
        ("ConfigMap", "stillwake"),
    ]:
        assert expected in kinds
    assert len(set(kinds)) == len(kinds)


def test_asks_for_gpus_where_a_pool_has_them():
    documents = manifests(values=EXAMPLES[1])
    limits = {
        pool: one(documents, "Deployment", f"stillwake-pool-{pool}")["spec"]["template"]["spec"]["initContainers"][1]["resources"]["limits"]
        for pool in ("cpu", "gpu")
    }
    assert limits == {"cpu": {"memory": "4Gi"}, "gpu": {"memory": "48Gi", "nvidia.com/gpu": 1}}


FAMILY = '{"name": "wan", "pool": "gpu"}'


def test_mounts_further_families_where_the_parts_read_them(tmp_path):
    (tmp_path / "family.json").write_text(FAMILY)
    documents = manifests("--set-file", f"families.wan={tmp_path}/family.json", values=EXAMPLES[1])
    assert one(documents, "ConfigMap", "stillwake-families")["data"] == {"wan.json": FAMILY}
    mounted = {
        name
        for name, _, spec in pods(documents)
        for container in containers(spec)
        for mount in container["volumeMounts"]
        if (mount["name"], mount["mountPath"], mount.get("subPath")) == ("families", "/opt/stillwake/families/wan/family.json", "wan.json")
        and {"name": "families", "configMap": {"name": "stillwake-families"}} in spec["volumes"]
    }
    assert mounted == {f"stillwake-{part}" for part in ("ingest", "generate", "dispatch", "assemble", "pool-cpu", "pool-gpu")}


def test_refuses_a_family_whose_pool_is_not_there(tmp_path):
    (tmp_path / "family.json").write_text(FAMILY)
    refused = template("--set-file", f"families.wan={tmp_path}/family.json")
    assert refused.returncode != 0
    assert "families.wan: its pool is 'gpu' (expected: one of pools, cpu)" in refused.stderr


def test_serves_models_and_weights_from_a_claim():
    documents = manifests("--set", "pools.gpu.repositories={wan/models,ltx/models}", values=EXAMPLES[1])
    spec = one(documents, "Deployment", "stillwake-pool-gpu")["spec"]["template"]["spec"]
    triton = spec["initContainers"][1]
    assert {"name": "STILLWAKE_MODELS", "value": "/models/wan/models:/models/ltx/models"} in triton["env"]
    assert {"name": "models", "mountPath": "/models", "readOnly": True} in triton["volumeMounts"]
    assert {"name": "models", "persistentVolumeClaim": {"claimName": "models", "readOnly": True}} in spec["volumes"]


def test_lets_a_worker_share_memory_with_its_triton(rendered):
    pools = [spec for name, _, spec in pods(rendered) if name.startswith("stillwake-pool-")]
    assert pools
    for spec in pools:
        triton, worker = spec["initContainers"][1], spec["containers"][0]
        for container in (triton, worker):
            assert {"name": "shm", "mountPath": "/dev/shm"} in container["volumeMounts"], container["name"]
        # A file that only its own user can open.
        assert triton["securityContext"]["runAsUser"] == worker["securityContext"]["runAsUser"] == 1000


def test_gives_every_pod_the_least_it_needs(rendered):
    for name, _, spec in pods(rendered):
        assert spec["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}, name
        # A Service called stillwake would set STILLWAKE_PORT to tcp://...
        assert spec["enableServiceLinks"] is False, name
        for container in containers(spec):
            context = container["securityContext"]
            assert context["readOnlyRootFilesystem"] and not context["allowPrivilegeEscalation"], (name, container["name"])
            assert context["capabilities"] == {"drop": ["ALL"]}, (name, container["name"])
            assert "/tmp" in [each["mountPath"] for each in container["volumeMounts"]] or container["name"] == "models"
            if container["name"] != "flink-main-container":
                assert container["resources"]["requests"].keys() == {"cpu", "memory"}, (name, container["name"])
                assert "memory" in container["resources"]["limits"], (name, container["name"])


def test_starts_pods_anew_when_their_settings_change():
    def checksums(*arguments):
        return {name: metadata.get("annotations") for name, metadata, _ in pods(manifests(*arguments)) if "setup" not in name}

    assert all(checksums().values())
    assert not checksums().items() & checksums("--set", "store.region=eu-central-1").items()


def test_makes_a_new_setup_job_when_its_work_changes():
    def job(*arguments):
        return [each["metadata"]["name"] for each in manifests(*arguments) if each["kind"] == "Job"]

    assert job() == job("--set", "ingest.replicas=5")
    assert job() != job("--set", "kafka.bootstrap=other:9092")


def test_tells_flink_one_parallelism():
    documents = manifests("--set", "jobs.parallelism=3")
    for each in documents:
        if each["kind"] == "FlinkDeployment":
            job = each["spec"]["job"]
            assert job["parallelism"] == 3
            assert job["args"][job["args"].index("--parallelism") + 1] == "3"


def test_tells_dispatch_alone_what_tenants_weigh():
    documents = manifests("--set-json", 'jobs.tenantWeights={"acme":3,"trial":0.5}')
    told = {each["metadata"]["name"]: each["spec"]["job"]["args"] for each in documents if each["kind"] == "FlinkDeployment"}
    dispatch = told.pop("stillwake-dispatch")
    assert dispatch[dispatch.index("--tenant-weights") + 1] == "acme=3,trial=0.5"
    assert not any("--tenant-weights" in each for each in told.values())


def test_lets_given_flink_settings_win():
    documents = manifests("--set-json", 'jobs.flinkConfiguration={"state.backend.type":"hashmap"}')
    settings = one(documents, "FlinkDeployment", "stillwake-generate")["spec"]["flinkConfiguration"]
    assert settings["state.backend.type"] == "hashmap"
    assert settings["execution.checkpointing.dir"] == "s3://stillwake-flink/checkpoints/generate"


def topics_of_the_code():
    sources = java("storage", "ingest", "deploy/local")
    names = dict(re.findall(r'public static final String (\w+) = "([a-z-]+)"', sources))
    fixed = re.search(r"List<String> fixed\(\) \{\s*return List\.of\(([^)]*)\)", sources)[1]
    short = {
        names[topic]: int(count) * {"Minutes": 60_000, "Hours": 3_600_000}[unit]
        for topic, unit, count in re.findall(r"Topics\.(\w+), Duration\.of(\w+)\((\d+)\)", sources)
    }
    return [names[each.strip()] for each in fixed.split(",")], short


def test_makes_the_topics_of_the_code():
    fixed, short = topics_of_the_code()
    topics = {each["metadata"]["name"]: each["spec"] for each in manifests() if each["kind"] == "KafkaTopic"}
    assert topics.keys() == set(fixed) | {"work.cpu.interactive", "work.cpu.batch"}
    assert short and short == {
        name: topic["config"]["retention.ms"] for name, topic in topics.items() if "segment.ms" in topic["config"]
    }
    requests = int(re.search(r"int LEAST = (\d+);", java("storage"))[1])
    for name, topic in topics.items():
        expected = requests if name == "work-requests" else 1 if name.startswith("work.") else 4
        assert topic["partitions"] == expected, name
        assert topic["config"]["min.insync.replicas"] < topic["replicas"], name


def test_gives_no_right_on_a_topic_that_is_none():
    fixed, _ = topics_of_the_code()
    users = [each for each in manifests(values=EXAMPLES[1]) if each["kind"] == "KafkaUser"]
    assert {each["metadata"]["name"] for each in users} == {
        f"stillwake-{part}" for part in ("ingest", "generate", "dispatch", "assemble", "worker")
    }
    named = {acl["resource"]["name"] for user in users for acl in user["spec"]["authorization"]["acls"] if acl["resource"]["type"] == "topic"}
    assert named == set(fixed) | {"work."}


def test_notes_tell_how_to_go_on():
    notes = helm("install", "stillwake", CHART, "--dry-run=client", "-f", EXAMPLES[0], "--namespace", "films")
    assert notes.returncode == 0, notes.stderr
    assert "port-forward service/stillwake-ingest 8080:80" in notes.stdout
    assert yaml.safe_load((CHART / "Chart.yaml").read_text())["appVersion"] in notes.stdout
