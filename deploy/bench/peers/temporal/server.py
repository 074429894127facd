"""A Temporal server of one process, as the settings for development with a SQLite file that come with it."""
import json

from peers.harness.peer import free_port, listens, until

SERVICES = ("frontend", "matching", "history", "worker")


def start(peer, program):
    """The port of the frontend of a server that this run started."""
    data = peer.out / "temporal"
    data.mkdir(exist_ok=True)
    ports = {service: (free_port(), free_port()) for service in SERVICES}
    settings = data / "settings.yaml"
    # JSON is YAML.
    settings.write_text(json.dumps(configuration(data, ports), indent=1))
    peer.keep("broker", "plane", "temporal-server", [program, "--config-file", settings, "--allow-no-auth", "start"])
    port = ports["frontend"][0]
    until(lambda: listens(port))
    return port


def configuration(data, ports):
    return {
        "log": {"stdout": True, "level": "warn"},
        "persistence": {
            "defaultStore": "default", "visibilityStore": "visibility", "numHistoryShards": 1,
            "datastores": {name: {"sql": sqlite(data / f"{name}.db")} for name in ("default", "visibility")},
        },
        "global": {"membership": {"maxJoinDuration": "30s", "broadcastAddress": "127.0.0.1"}},
        "services": {service: {"rpc": {"grpcPort": grpc, "membershipPort": membership, "bindOnLocalHost": True}}
                     for service, (grpc, membership) in ports.items()},
        "clusterMetadata": {
            "enableGlobalNamespace": False, "failoverVersionIncrement": 10, "masterClusterName": "active",
            "currentClusterName": "active",
            "clusterInformation": {"active": {"enabled": True, "initialFailoverVersion": 1, "rpcName": "frontend",
                                              "rpcAddress": f"localhost:{ports['frontend'][0]}"}},
        },
        "dcRedirectionPolicy": {"policy": "noop"},
    }


def sqlite(file):
    """Each commit is flushed: `synchronous` 2."""
    return {"user": "", "password": "", "pluginName": "sqlite", "databaseName": str(file), "connectAddr": "localhost",
            "connectProtocol": "tcp", "maxConns": 1, "maxIdleConns": 1, "maxConnLifetime": "1h",
            "connectAttributes": {"cache": "private", "setup": True, "journal_mode": "wal", "synchronous": 2}}
