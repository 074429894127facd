"""Runs scenarios: every system in turn, again and again, each run into a folder of its own."""
import json
import shutil
import sys
import time
import urllib.request
from datetime import datetime, timezone
from itertools import groupby

from . import beside, machine, scenarios, systems, workloads

# Works and their milliseconds; films; works for each slot, and milliseconds between their ends.
WARM_UP, WARM_UP_FILMS, WARM_UP_LONG = (2000, 5), 10, (4, 25)
# Where so many lists cost at least this much of as many before them, they are as cheap as they get.
LISTS, STEADY = 5, 0.97


def run(chosen, with_peers, repeats, warm_ups, out, command):
    """Writes `out/<scenario>/<system>-<repeat>/` for each run. Returns how many runs were not answered to the end.

    with_peers: names of the scenarios in which peers run too
    warm_ups: lists to play first, at most, on each stack
    """
    unfinished = 0
    for shape, group in groupby(sorted(chosen, key=lambda s: s.shape), key=lambda s: s.shape):
        gpus, slots, heap_mb, whole = shape
        tell(f"stack of {gpus} x {slots} slots")
        name = f"stack-{gpus}x{slots}-{heap_mb}" + ("-whole" if whole else "")
        with systems.stack(out / name, gpus, slots, heap_mb, whole) as on:
            warm(on, gpus * slots, out, warm_ups)
            for scenario in group:
                unfinished += play(scenario, on, scenario.name in with_peers, repeats or scenario.repeats, out, command)
    return unfinished


def play(scenario, on, with_peers, repeats, out, command):
    """All runs of a scenario, interleaved: ours, a peer, the next peer, ours again."""
    bad = 0
    for repeat in range(1, repeats + 1):
        for name in (systems.OURS, *(scenario.peers if with_peers else ())):
            bad += not once(scenario, name, on, repeat, out / scenario.name / f"{name}-{repeat}", command)
    return bad


def once(scenario, name, on, repeat, folder, command):
    # Of an earlier run nothing may be left: a list without its answers looks like one that was answered then.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = scenario.make(f"{scenario.name}/{repeat}")
    listed = folder / "list.jsonl"
    write_list(listed, lines)
    set_faults(on, scenario.faults)
    tell(f"{scenario.name}: {name} {repeat}, {len(lines)} items")
    before, stolen, logs = on.cpu(), machine.stolen_ms(), sizes(on)
    # A peer kills its own parts, as it alone knows them and when it has begun with the list.
    kills = beside.Kills(scenario.killed if name == systems.OURS else (), on, lambda: sizes(on) != logs)
    checkpoints = beside.Checkpoints(on)
    kills.start()
    checkpoints.start()
    ends = []
    try:
        if name == systems.OURS:
            done, ends = systems.ours(on, listed, folder, scenario.timeout, scenario.stock)
        else:
            done = systems.peer(name, on, listed, folder, scenario.timeout, scenario.killed)
    finally:
        kills.end()
        checkpoints.end()
        set_faults(on, {})
    after = on.cpu()
    if len(ends) == 2:
        before, after = (cpu for _, cpu in ends)
    about = {"scenario": scenario.name, "system": name, "repeat": repeat,
             "slots": scenario.all_slots, "time_scale": scenarios.SCALE, "machine": machine.description(),
             "command": command, "durability": systems.DURABLE.get(name, ""), "load": machine.load(),
             "stolen_ms": machine.stolen_ms() - stolen, "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
             "flood": flooding(lines), "arrivals": arriving(lines), **({"capacity": scenario.capacity} if scenario.capacity else {}),
             **({"part": [at for at, _ in ends]} if len(ends) == 2 else {})}
    write(folder / "run.json", about)
    if name == systems.OURS:
        write(folder / "events.json", kills.happened)
        write(folder / "measured.json", checkpoints.largest(scenario.kept(lines)))
    cost = {server: {"role": systems.role(server), "cpu_ms": after[server] - before.get(server, 0)} for server in after}
    if name != systems.OURS:
        cost = {server: c for server, c in cost.items() if c["role"] in systems.used(name)} | read(folder / "peer-cpu.json")
    # What a process that was killed had used is gone with it.
    write(folder / "cpu.json", {} if scenario.killed else cost)
    cut_logs(on, logs, folder)
    return done


def flooding(lines):
    """Tenants of whose work nobody waits for anything."""
    return sorted({line["tenant"] for line in lines} - {line["tenant"] for line in lines if not line["extra"]})


def arriving(lines):
    """Whether works come one by one, and not behind a flood."""
    return len({line.get("at") for line in lines}) > 1 and not flooding(lines)


def warm(on, slots, out, most):
    """Plays lists until they cost our processes about as much as those before, as after running for a while.

    A JVM compiles what runs often, later the busier the machine is: after 20,000 items the compiler still takes half
    of the CPU of a TaskManager. Calls that keep all slots busy come first: a worker opens lanes for them as it needs them.
    """
    listed, costs = out / "warm-up.jsonl", []
    if most and not on.whole:
        each, apart = WARM_UP_LONG
        write_list(listed, workloads.steady("warm-up/long", each * slots, apart * slots))
        warm_up(on, listed, "first list")
    for number in range(most):
        seed = f"warm-up/{number}"
        lines = workloads.films(seed, WARM_UP_FILMS) if on.whole else workloads.steady(seed, *WARM_UP)
        write_list(listed, lines)
        before = plane(on)
        warm_up(on, listed, f"list {number + 1}")
        costs.append((plane(on) - before) / len(lines))
        tell(f"warm-up {number + 1}: {costs[-1]:.2f} ms of CPU per item")
        if steady(costs):
            return


def warm_up(on, listed, name):
    answered, _ = systems.ours(on, listed, on.folder, 300)
    if not answered:
        raise SystemExit(f"warm-up, {name}: not all works were answered (expected: within 300 s); logs are in {on.folder}")


def steady(costs):
    """Whether the last lists cost about as much as those before them."""
    now, before = costs[-LISTS:], costs[-2 * LISTS:-LISTS]
    return len(before) == LISTS and sum(now) > STEADY * sum(before)


def plane(on):
    """CPU of Flink's TaskManagers and our workers so far, in ms."""
    return sum(ms for server, ms in on.cpu().items() if systems.role(server) == "plane")


def set_faults(on, faults):
    for gpu in on.gpus:
        request = urllib.request.Request(f"http://{gpu['admin']}/faults", json.dumps(faults).encode(), method="PUT") \
            if faults else urllib.request.Request(f"http://{gpu['admin']}/faults", method="DELETE")
        urllib.request.urlopen(request, timeout=5).close()


def sizes(on):
    """How long the slot logs are now."""
    return {gpu["name"]: on.log(gpu).stat().st_size for gpu in on.gpus}


def cut_logs(on, begins, folder):
    """What the slots wrote since, into the run's folder."""
    time.sleep(0.3)  # the log is written at least every 100 ms
    for gpu in on.gpus:
        with open(on.log(gpu), "rb") as log:
            log.seek(begins[gpu["name"]])
            (folder / f"{gpu['name']}.jsonl").write_bytes(log.read())


def write_list(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def write(path, value):
    path.write_text(json.dumps(value, indent=1))


def read(path):
    return json.loads(path.read_text()) if path.exists() else {}


def tell(line):
    print(f"{time.strftime('%H:%M:%S')}  {line}", file=sys.stderr, flush=True)
