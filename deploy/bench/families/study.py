"""What is simulated: one film alone, and many films at a given demand."""
from dataclasses import dataclass

import numpy as np

from . import schemes
from .simulator import Simulation

FLEETS = (1, 8, 64)
DEMANDS = (0.7, 0.9)


@dataclass(frozen=True)
class Alone:
    """Seconds of one film on idle GPUs; gpu_seconds is what it costs."""

    first_segment: float
    film: float
    gpu_seconds: float


@dataclass(frozen=True)
class Loaded:
    """Seconds of a film at a demand; busy is the share of time that GPUs work, above 1 where they cannot keep up."""

    mean: float
    slowest: float
    first_segment: float
    busy: float


def standard(family, longest=5.0):
    """The film that families are compared by: 5 s, or the longest that the model makes in one piece if that is less."""
    return schemes.Film(family, min(longest, (family.best_frames - 1) / family.fps))


def ways(film, gpus):
    """The schemes that can be, as {name: (tasks, GPUs that one server stands for)}."""
    found = {}
    if film.fits:
        found["whole"] = schemes.whole(film), 1
    if film.splits:
        found["sequential"] = schemes.sequential(film), 1
        found["parallel"] = schemes.parallel(film), 1
    together = max((g for g in film.family.sequence if g <= gpus), default=0)
    if film.fits and together:
        found["shared"] = schemes.shared(film, together), together
    return found


def alone(tasks, servers, share, hand_over, ready_at=0.0):
    outcomes, _ = Simulation([(0.0, tasks)], servers, hand_over, ready_at).run()
    return Alone(outcomes[0].first_segment, outcomes[0].done, schemes.cost(tasks) * share)


def loaded(tasks, servers, rate, hand_over, films, warm_up, seed):
    """Films that arrive at `rate` per second by chance (Poisson); the first `warm_up` are not counted."""
    gaps = np.random.default_rng(seed).exponential(1 / rate, films + warm_up)
    outcomes, _ = Simulation([(float(t), tasks) for t in np.cumsum(gaps)], servers, hand_over).run()
    counted = outcomes[warm_up:]
    times = [o.done for o in counted]
    first = float(np.mean([o.first_segment for o in counted]))
    return Loaded(float(np.mean(times)), float(np.percentile(times, 95)), first,
                  rate * schemes.cost(tasks) / servers)


def demand(film, gpus, share):
    """Films per second that keep `gpus` GPUs busy for `share` of the time if each film is made whole (or in turn)."""
    tasks = schemes.whole(film) if film.fits else schemes.sequential(film)
    return share * gpus / schemes.cost(tasks)


def under_load(film, gpus, share, parameters):
    """{way: Loaded} of a film's ways at the same demand."""
    found = {}
    for name, (tasks, together) in ways(film, gpus).items():
        found[name] = loaded(tasks, gpus // together, demand(film, gpus, share), parameters["hand_over_s"],
                             parameters["films"], parameters["warm_up_films"], parameters["seed"])
    return found


def spacings(film, gpus, choices, hand_over):
    """{spacing: Alone} of a film in parallel at other spacings of its anchors."""
    found = {}
    for spacing in choices:
        other = schemes.Film(film.family, film.seconds, spacing, film.anchor_share)
        if other.splits:
            found[spacing] = alone(schemes.parallel(other), gpus, 1, hand_over)
    return found
