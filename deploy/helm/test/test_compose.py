"""The compose file, as the reference implementation of its specification reads it."""
import yaml

from conftest import ROOT, compose, maven


def test_refuses_a_misspelt_key(tmp_path):
    text = (ROOT / "deploy/compose/compose.yaml").read_text()
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(text.replace("read_only: true", "readonly: true"))
    refused = compose(wrong)
    assert refused.returncode != 0 and "readonly" in refused.stderr


def test_builds_our_images_from_their_dockerfiles(services):
    ours = {name: service for name, service in services.items() if service["image"].startswith("stillwake/")}
    assert ours
    for name, service in ours.items():
        image = service["image"].removeprefix("stillwake/")
        assert service["build"] == {"context": str(ROOT), "dockerfile": f"deploy/images/{image}/Dockerfile"}, name
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name


def test_takes_the_servers_that_the_jars_are_built_for(services):
    assert services["kafka"]["image"] == "apache/kafka:" + maven("kafka")
    assert services["zookeeper"]["image"] == "zookeeper:" + maven("zookeeper")


def test_listens_on_this_machine_only(services):
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert sorted(port["target"] for port in published) == [8080, 8081, 9000]
    assert {port["host_ip"] for port in published} == {"127.0.0.1"}


def test_keeps_uploads_and_share_groups_safe(services):
    minio, kafka = services["minio"]["environment"], services["kafka"]["environment"]
    assert minio["MINIO_API_SYNC_EVENTS"] == "on"
    kept = minio["MINIO_NOTIFY_KAFKA_QUEUE_DIR_STILLWAKE"]
    assert kept in [volume["target"] for volume in services["minio"]["volumes"]]
    assert kafka["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    settings = (ROOT / "deploy/local/src/main/java/io/stillwake/local/kafka/BrokerSettings.java").read_text()
    for setting in ("record.lock.duration.ms", "max.record.lock.duration.ms", "delivery.count.limit"):
        value = kafka["KAFKA_GROUP_SHARE_" + setting.replace(".", "_").upper()]
        assert f'"group.share.{setting}", "{value}"' in settings


def test_gives_flink_a_configuration_that_is_yaml():
    text = yaml.safe_load((ROOT / "deploy/compose/compose.yaml").read_text())["configs"]["flink"]["content"]
    settings = yaml.safe_load(text)
    assert settings["high-availability.type"] == "zookeeper"
    assert settings["env.java.opts.all"].count("--add-opens=") == 6


def test_has_a_worker_beside_each_triton(services):
    beside = {service["network_mode"] for name, service in services.items() if name.startswith("worker-")}
    assert beside == {"service:" + name for name in services if name.startswith("triton-")}
    assert len(beside) > 1


def test_lets_a_worker_write_to_its_tritons_memory(services):
    workers = [service for name, service in services.items() if name.startswith("worker-")]
    tritons = [service for name, service in services.items() if name.startswith("triton-")]
    assert all(worker["ipc"] == worker["network_mode"] for worker in workers)
    assert {triton["ipc"] for triton in tritons} == {"shareable"}
