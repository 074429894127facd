"""docs/bench/dispatch.md and dispatch.json of a study."""
import json
from dataclasses import asdict

from families.tables import table

from . import films

HEAD = """# Dispatch, measured

Virtual GPUs that take a stated time and log what each slot does; all the rest is real. `python3 -m dispatch report` in
`deploy/bench` makes this page, its pictures and [dispatch.json](dispatch.json) from those logs, and its source says how
each number is reckoned. Medians over runs, with their range. [The logs](dispatch/logs.tar.xz) are here but those of
runs of more than 9,000 works.
"""
COLUMNS = {
    "busy": "busy while work waits", "makespan_over_bound": "makespan / bound",
    "idle_while_waiting": "idle while work waits", "gap_p50_ms": "gap p50, ms", "gap_p99_ms": "gap p99, ms",
    "cpu_plane_ms": "CPU per item, ms: plane", "cpu_broker_ms": "broker", "cpu_store_ms": "store",
    "items_per_s": "items/s", "slowdown_mean": "slowdown, mean", "slowdown_p95": "slowdown, p95", "jain": "Jain",
    "finished_again": "finished items again", "repeated": "run twice / cut off", "pause_s": "pause, s",
    "unanswered": "unanswered", "failed": "failed",
    "wait_mean_ms": "wait for a slot, mean, ms", "wait_p95_ms": "p95, ms",
    "copies": "second copies", "in_time": "in time",
    "first_segment_p50_ms": "first segment p50, ms", "first_segment_path_p50_ms": "path p50, ms",
    "first_segment_over_path_p50_ms": "over the path p50, ms", "first_segment_over_path_p95_ms": "p95, ms",
}
OF_FILMS = ("first_segment_p50_ms", "first_segment_path_p50_ms", "first_segment_over_path_p50_ms",
            "first_segment_over_path_p95_ms")
OF_KILLS = ("finished_again", "repeated", "pause_s", "unanswered", "failed")
OF_WAITS = ("wait_mean_ms", "wait_p95_ms")
ALWAYS = (*OF_FILMS, *OF_KILLS, *OF_WAITS, "busy", "gap_p99_ms", "cpu_plane_ms", "cpu_broker_ms", "cpu_store_ms", "items_per_s")


def number(value):
    """Three or four digits, as many as runs agree on."""
    if value is None:
        return ""
    if value and abs(value) < 0.0005:
        return "< .001"
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
    return text.removesuffix(".000")


def ranged(spread, unit=""):
    if spread is None:
        return ""
    median, low, high = map(number, (spread.median, spread.low, spread.high))
    return median + (f" ({low}-{high})" if low != high else "") + (f" {unit}" if unit else "")


def wanted(goal):
    sign, limit = ("<=", goal.at_most) if goal.at_most is not None else (">=", goal.at_least)
    stretch = f" ({goal.stretch:,g})" if goal.stretch is not None else ""
    return f"{sign} {limit:,g}{' ' + goal.unit if goal.unit else ''}{stretch}"


def verdict(goal, found):
    if found is None:
        return "not measured"
    if goal.stretch is not None and goal.met(found.median, goal.stretch):
        return "yes, stretch too"
    return "yes" if goal.met(found.median) else "**no**"


def best_peer(study, goal):
    """(system, Spread) of the peer that did best, or None."""
    peers = study.peers(goal)
    best = goal.best([p.median for p in peers.values()]) if peers else None
    return next(((s, p) for s, p in peers.items() if p.median == best), None)


def goals(study):
    rows = []
    for goal in study.goals:
        found, peer = study.result(goal, study.ours), best_peer(study, goal)
        against = f"{ranged(peer[1], goal.unit)} {peer[0]}" if peer else ""
        rows.append([goal.title, wanted(goal), ranged(found, goal.unit), str(found.runs) if found else "",
                     verdict(goal, found), against])
    return table(["metric", "goal (stretch)", "measured", "runs", "met", "best peer"], rows, 6)


def ahead(study):
    """A sentence for each goal in which a peer did better than we did, with what is known about that peer."""
    said = []
    for goal in study.goals:
        found, peer = study.result(goal, study.ours), best_peer(study, goal)
        if not found or not peer or goal.met(found.median, peer[1].median):
            continue
        name, theirs = peer
        apart = found.low > theirs.high or theirs.low > found.high
        range_said = "" if min(found.runs, theirs.runs) < 2 else \
            "; no run of one reaches the other's" if apart else "; the ranges overlap"
        said.append(f"- {goal.title}: **{name}** {number(theirs.median)} against {number(found.median)}{range_said}. "
                    f"{durability(study, name)}")
    return "\n".join(said) or "In no goal did a peer that measured it do better."


def durability(study, system):
    kinds = {r.about.get("durability", "") for r in study.runs if r.about["system"] == system}
    return f"What it keeps of a queue when it is killed: {', '.join(sorted(kinds - {''})) or 'not stated'}."


def systems(study, scenario):
    names = study.systems(scenario)
    spreads = {(n, c): study.spread(scenario, n, c) for n in names for c in COLUMNS}
    wants = {*ALWAYS, *(g.value for g in study.goals if scenario in (g.scenario, g.over))}
    used = [c for c in COLUMNS if c in wants and any(spreads[n, c] for n in names)]
    rows = []
    for name in names:
        runs = study.of(scenario, name)
        cells = (ranged(spreads[name, c]) for c in used)
        rows.append([name, runs[0].about.get("durability", ""), str(len(runs)), *cells])
    head = ["system", "durable", "runs", *(COLUMNS[c] for c in used)]
    ways = (way(study, scenario, name) for name in names)
    return "\n\n".join([f"### {scenario}", study.titles.get(scenario, ""), table(head, rows, 2), *filter(None, ways)])


def way(study, scenario, system):
    """Where the time over the path went, a row for each step, or None where no films were made."""
    spreads = {(step, part): study.spread(scenario, system, f"over_{step}_{part}_ms")
               for step in (*films.STEPS, "path") for part in (*films.PARTS, "other")}
    spent = {place: spread.median for place, spread in spreads.items() if spread}
    if not spent:
        return None
    steps, used = ([each for each in of if any(each == place[i] for place in spent)]
                   for i, of in enumerate(((*films.STEPS, "path"), (*films.PARTS, "other"))))
    rows = [[step, *(number(spent.get((step, part))) for part in used),
             number(sum(v for (s, _), v in spent.items() if s == step))] for step in steps]
    rows.append(["all", *(number(sum(v for (_, p), v in spent.items() if p == part)) for part in used),
                 number(sum(spent.values()))])
    said = "Where the time over the path went, mean over the films, ms:"
    return f"{said}\n\n{table(['step', *used, 'all'], rows, 1)}"


def text(study, pictures):
    about = [r.about for r in study.runs]
    machines = sorted({str(a.get("machine", "not stated")) for a in about})
    commands = sorted({a["command"] for a in about if a.get("command")})
    scales = sorted({str(a.get("time_scale", 1)) for a in about})
    parts = [HEAD, "## Goals", goals(study), "## Where a peer did better", ahead(study)]
    parts += [f"![{alt}](dispatch/{name}.svg)" for name, alt in pictures.items()]
    parts += ["## Systems", *(systems(study, s) for s in study.scenarios())]
    parts += ["## Machine and command", "\n".join(f"- {m}" for m in machines),
              f"Time scale (real seconds of service per second here): {', '.join(scales)}.",
              "\n".join(f"    {c}" for c in commands)]
    return "\n\n".join(p.strip("\n") for p in parts if p) + "\n"


def record(study):
    """All numbers as plain data."""
    measured = {}
    for scenario in study.scenarios():
        for system in study.systems(scenario):
            values = sorted({v for r in study.of(scenario, system) for v in r.numbers})
            measured.setdefault(scenario, {})[system] = {v: asdict(study.spread(scenario, system, v)) for v in values}
    found = [(g, study.result(g, study.ours)) for g in study.goals]
    goals_met = [{**asdict(g), "measured": f and asdict(f), "met": f and g.met(f.median)} for g, f in found]
    return {"goals": goals_met, "measured": measured,
            "runs": [{"folder": r.folder.name, **r.about, "numbers": r.numbers} for r in study.runs]}


def write(study, folder, pictures):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dispatch.md").write_text(text(study, pictures))
    (folder / "dispatch.json").write_text(json.dumps(record(study), indent=1) + "\n")
