"""The pictures of docs/bench/dispatch.md. Colours and greys that read on white and on black, as families' do."""
import matplotlib
import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from families.plots import FAINT, INK, STYLE, save

from . import fairness, logs

OURS = "#2f81f7"
OTHERS = ("#d4842c", "#3fb950", "#a371f7", "#1b9e9e", "#e5534b", "#c69026", "#bc4c8b", "#8b949e")
ROLES = {"plane": "#2f81f7", "broker": "#d4842c", "store": "#3fb950"}


def draw(study, folder):
    """Draws what the study has runs for; {name: alternative text} of what was drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {}
    with matplotlib.rc_context(STYLE):
        for name, (plot, text) in PLOTS.items():
            figure = plot(study)
            if figure is not None:
                save(figure, folder, name)
                drawn[name] = text
    return drawn


def colours(study):
    """The same colour for a system in all pictures."""
    others = sorted({r.about["system"] for r in study.runs} - {study.ours})
    return {study.ours: OURS, **{s: OTHERS[i % len(OTHERS)] for i, s in enumerate(others)}}


def measured(study, scenarios, value):
    return [s for s in scenarios if any(study.spread(s, n, value) for n in study.systems(s))]


def panels(study, scenarios, label):
    """A panel for each scenario side by side, a row for each system, ours on top."""
    names = sorted({n for s in scenarios for n in study.systems(s)}, key=lambda n: (n != study.ours, n))
    height = 1.3 + 0.36 * len(names)
    figure = Figure(figsize=(9.6, height))
    every = figure.subplots(1, len(scenarios), sharey=True, squeeze=False)[0]
    for axes, scenario in zip(every, scenarios):
        axes.set_title(scenario, color=INK, fontsize=12)
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
    figure.subplots_adjust(wspace=0.1)
    figure.supxlabel(label, y=-0.3 / height, fontsize=11, color=INK)
    return figure, every, names


def busy(study):
    """Median and range of the busy ratio by system; the goal is dashed."""
    scenarios = measured(study, ("steady-200ms", "steady-20ms"), "busy")
    if not scenarios:
        return None
    figure, every, names = panels(study, scenarios, "share of slot time in calls while work waits; median and range, "
                                                    "the goal dashed")
    goals = {g.scenario: g.at_least for g in study.goals if g.value == "busy"}
    for axes, scenario in zip(every, scenarios):
        for row, name in enumerate(names):
            spread = study.spread(scenario, name, "busy")
            if spread:
                axes.hlines(row, spread.low, spread.high, color=colours(study)[name], linewidth=3, alpha=0.5)
                axes.plot(spread.median, row, "o", markersize=8, color=colours(study)[name])
        axes.axvline(goals[scenario], color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.set_xlim(right=1.002)
    return figure


def cpu(study):
    """CPU per item, stacked by what it is spent in."""
    scenarios = measured(study, ("steady-20ms", "latents-2mb"), "cpu_plane_ms")
    if not scenarios:
        return None
    figure, every, names = panels(study, scenarios, "ms of CPU per item, median over runs")
    for axes, scenario in zip(every, scenarios):
        for row, name in enumerate(names):
            left = 0.0
            for role, colour in ROLES.items():
                spread = study.spread(scenario, name, f"cpu_{role}_ms")
                if spread:
                    axes.barh(row, spread.median, 0.62, left, color=colour)
                    left += spread.median
            if left:
                axes.annotate(f"{left:.1f}", (left, row), (5, 0), textcoords="offset points", va="center",
                              weight="bold")
        axes.margins(x=0.14)
    figure.legend(handles=[Patch(color=c, label=r) for r, c in ROLES.items()], loc="upper center", ncols=3,
                  bbox_to_anchor=(0.5, 1 + 0.5 / figure.get_figheight()), handlelength=1.2)
    return figure


def flooded(study):
    """The scenario of a flood that most systems were in; None where none was."""
    return max(measured(study, ("flood", "flood-4000"), "slowdown_mean"), key=lambda s: len(study.systems(s)), default=None)


def slowdown(study):
    """Share of small renders at most so slow, by system."""
    scenario = flooded(study)
    if not scenario:
        return None
    figure = Figure(figsize=(9.6, 4.2))
    axes = figure.subplots()
    for name in study.systems(scenario):
        for run in study.of(scenario, name):
            slow = np.sort(list(fairness.slowdowns(logs.read(run.folder)).values()))
            axes.step(np.append(slow, slow[-1:]), np.linspace(0, 1, len(slow) + 1), where="post",
                      color=colours(study)[name], linewidth=2)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("a small render's response beside the flood over its own bound on all slots")
    axes.set_ylabel("share of small renders")
    axes.grid()
    axes.set_axisbelow(True)
    figure.legend(handles=[Line2D([], [], color=c, label=n, linewidth=2.4) for n, c in colours(study).items()
                           if n in study.systems(scenario)], loc="upper center", ncols=5, bbox_to_anchor=(0.5, 1.0))
    return figure


def timeline(study, services=14):
    """What each slot does when small renders come while a flood runs: a panel for each of up to three systems."""
    scenario = flooded(study)
    if not scenario:
        return None
    names = study.systems(scenario)[:3]
    runs = {n: logs.read(study.of(scenario, n)[0].folder) for n in names}
    slots = max(r.slots for r in runs.values())
    figure = Figure(figsize=(9.6, len(names) * (0.7 + 0.13 * slots) + 0.6))
    every = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, run) in zip(every, runs.items()):
        window(axes, run, services)
        axes.set_title(name, color=INK, fontsize=12, loc="left")
    every[-1].set_xlabel("seconds from the first small render's request; a row for each slot")
    figure.legend(handles=[Patch(color=FAINT, label="flood"), Patch(color=OURS, label="small renders"),
                           Patch(color="#e5534b", label="did not end well")], loc="upper right", ncols=3,
                  bbox_to_anchor=(0.9, 1.0), handlelength=1.2)
    return figure


def window(axes, run, services):
    """Some mean services of a run, from the first request that is not the flood's."""
    flood = run.about.get("flood", ())
    small = [w.requested for w in run.works.values() if w.tenant not in flood]
    mean = np.mean([c.spent for c in run.calls])
    first = min(small) - mean
    last = first + services * mean
    places = {p: i for i, p in enumerate(sorted({(c.gpu, c.slot) for c in run.calls}))}
    kinds = {FAINT: [], OURS: [], "#e5534b": []}
    for call in fairness.overlapping(run, first, last):
        colour = "#e5534b" if call.outcome != "ok" else FAINT if call.tenant in flood else OURS
        start, end = max(call.start, first), min(call.end, last)
        kinds[colour].append(Rectangle(((start - min(small)) / 1e6, places[call.gpu, call.slot] - 0.4),
                                       (end - start) / 1e6, 0.8))
    for colour, boxes in kinds.items():
        axes.add_collection(PatchCollection(boxes, facecolor=colour, edgecolor="none"))
    axes.set_xlim((first - min(small)) / 1e6, (last - min(small)) / 1e6)
    axes.set_ylim(len(places) - 0.4, -0.6)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))


PLOTS = {
    "busy": (busy, "Share of slot time in calls while work waits, by system, with the goal"),
    "slowdown": (slowdown, "Share of small renders that are at most so slow beside a flood, by system"),
    "timeline": (timeline, "A row of time for each slot when small renders come into a flood"),
    "cpu": (cpu, "CPU per item by system, stacked by plane, broker and store"),
}
