"""Runs side by side: by scenario and system, and held to goals.toml."""
import statistics
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from . import logs, measures

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Spread:
    """Median and range of a value over runs."""

    median: float
    low: float
    high: float
    runs: int

    @staticmethod
    def of(values):
        return Spread(statistics.median(values), min(values), max(values), len(values))

    def over(self, other):
        """The ratio of two values; its range is the widest that both allow. None for a ratio to 0."""
        if other.low <= 0:
            return None
        return Spread(self.median / other.median, self.low / other.high, self.high / other.low,
                      min(self.runs, other.runs))


@dataclass(frozen=True)
class Goal:
    title: str
    value: str
    scenario: str
    at_most: float | None = None
    at_least: float | None = None
    stretch: float | None = None
    over: str | None = None
    unit: str = ""

    def met(self, value, limit=None):
        """Is a value as good as the goal, or as another limit?"""
        if self.at_most is not None:
            return value <= (self.at_most if limit is None else limit)
        return value >= (self.at_least if limit is None else limit)

    def best(self, values):
        return (min if self.at_most is not None else max)(values)


@dataclass(frozen=True)
class Measured:
    """One run: its folder, run.json and numbers."""

    folder: Path
    about: dict
    numbers: dict


@dataclass(frozen=True)
class Study:
    goals: list
    titles: dict
    ours: str
    runs: list

    def scenarios(self):
        """Those that were run, in the order of goals.toml."""
        ran = {r.about["scenario"] for r in self.runs}
        return [s for s in self.titles if s in ran] + sorted(ran - self.titles.keys())

    def systems(self, scenario):
        """Those that ran a scenario, ours first."""
        ran = {r.about["system"] for r in self.runs if r.about["scenario"] == scenario}
        return sorted(ran, key=lambda s: (s != self.ours, s))

    def of(self, scenario, system):
        return [r for r in self.runs if (r.about["scenario"], r.about["system"]) == (scenario, system)]

    def spread(self, scenario, system, value):
        """None where no run of that kind measured the value."""
        found = [r.numbers[value] for r in self.of(scenario, system) if value in r.numbers]
        return Spread.of(found) if found else None

    def result(self, goal, system):
        """What a system made of a goal, None where that was not measured."""
        found = self.spread(goal.scenario, system, goal.value)
        if found is None or goal.over is None:
            return found
        base = self.spread(goal.over, system, goal.value)
        return base and found.over(base)

    def peers(self, goal):
        """{system: Spread} of the others that measured a goal, and left nobody without an answer."""
        found = {s: self.result(goal, s) for s in self.systems(goal.scenario)
                 if s != self.ours and not self.lost(goal.scenario, s)}
        return {s: spread for s, spread in found.items() if spread is not None}

    def lost(self, scenario, system):
        """Whether works were not answered, or not well, after a kill: then little may have run twice."""
        return any(r.numbers.get(value) for r in self.of(scenario, system) for value in ("unanswered", "failed"))


def read(folder, goals=HERE / "goals.toml"):
    """All runs below a folder; those that lack logs or calls are left out and named. Raises ValueError where none is left."""
    book = tomllib.loads(Path(goals).read_text())
    runs = []
    for about in sorted(Path(folder).rglob("run.json")):
        if missing := logs.missing(about.parent):
            print(f"left out: {about.parent}: no {', '.join(missing)}", file=sys.stderr)
            continue
        try:
            run = logs.read(about.parent)
            runs.append(Measured(about.parent, run.about, measures.measure(run)))
        except ValueError as unusable:
            print(f"left out: {about.parent}: {unusable}", file=sys.stderr)
    if not runs:
        raise ValueError(f"no run in '{folder}' (expected: folders with run.json, work.jsonl and gpu-*.jsonl)")
    return Study([Goal(**g) for g in book["goal"]], book["scenarios"], book["ours"], runs)
