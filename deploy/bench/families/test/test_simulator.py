"""The simulator against what queueing theory and arithmetic give."""
from math import ceil, factorial

import numpy as np
import pytest

from families.simulator import Simulation, Task


def film_of_chunks(count, text=1.0, anchors=2.0, chunk=10.0, decode=0.0):
    chunks = [Task(f"frames {k}", chunk, (1,), 2 * k + 2) for k in range(count)]
    ends = [Task(f"decode {k}", decode, (k + 2,), 2 * k + 3, k) for k in range(count)]
    return [Task("text", text), Task("anchors", anchors, (0,), 1), *chunks, *ends]


@pytest.mark.parametrize("chunks, gpus", [(1, 1), (4, 1), (4, 3), (4, 4), (4, 64), (16, 8), (17, 8)])
def test_chunks_take_as_many_rounds_as_gpus_need(chunks, gpus):
    outcomes, busy = Simulation([(5.0, film_of_chunks(chunks))], gpus).run()

    assert outcomes[0].done == pytest.approx(3 + ceil(chunks / gpus) * 10)
    assert outcomes[0].first_segment == pytest.approx(13)
    assert busy == pytest.approx(3 + chunks * 10)


def test_segments_are_decoded_while_later_chunks_are_made():
    outcomes, _ = Simulation([(0.0, film_of_chunks(4, decode=1.0))], 1).run()

    assert outcomes[0].first_segment == pytest.approx(14)
    assert outcomes[0].done == pytest.approx(3 + 4 * 11)


def test_a_chain_takes_the_sum_however_many_gpus():
    chain = [Task("frames 0", 10.0, ()), *(Task(f"frames {k}", 10.0, (k - 1,)) for k in range(1, 5))]

    outcomes, _ = Simulation([(0.0, chain)], 64, hand_over=0.5).run()

    assert outcomes[0].done == pytest.approx(5 * 10.5)


def test_handing_over_takes_no_gpu():
    films = [(0.0, [Task("clip", 10.0, (), 0, 0)])] * 3

    outcomes, busy = Simulation(films, 1, hand_over=4.0).run()

    assert [o.done for o in outcomes] == pytest.approx([14, 24, 34])
    assert busy == pytest.approx(30)


def test_a_cold_gpu_loads_first():
    outcomes, _ = Simulation([(1.0, film_of_chunks(2))], 2, ready_at=20.0).run()

    assert outcomes[0].done == pytest.approx(19 + 13)


def test_the_film_that_came_first_goes_first():
    films = [(0.0, film_of_chunks(3)), (0.1, film_of_chunks(3))]

    outcomes, _ = Simulation(films, 1).run()

    assert outcomes[0].done == pytest.approx(33)
    assert outcomes[1].waited == pytest.approx(33 - 0.1)


def clips(times, gaps):
    return [(float(t), [Task("clip", float(s), (), 0, 0)]) for t, s in zip(np.cumsum(gaps), times)]


def mean_wait(times, gaps, servers):
    outcomes, _ = Simulation(clips(times, gaps), servers).run()
    return np.mean([o.waited for o in outcomes[len(outcomes) // 10:]])


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_one_gpu_with_even_clips_waits_as_pollaczek_and_khinchine_say(load):
    chance = np.random.default_rng(3)
    gaps = chance.exponential(1 / load, 40000)

    assert mean_wait(np.ones(40000), gaps, 1) == pytest.approx(load / (2 * (1 - load)), rel=0.08)


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_one_gpu_with_uneven_clips_waits_as_a_queue_of_markov(load):
    chance = np.random.default_rng(4)

    wait = mean_wait(chance.exponential(1, 40000), chance.exponential(1 / load, 40000), 1)

    assert wait == pytest.approx(load / (1 - load), rel=0.12)


@pytest.mark.parametrize("servers, load", [(8, 0.7), (8, 0.9), (64, 0.9)])
def test_many_gpus_wait_as_erlang_says(servers, load):
    chance = np.random.default_rng(5)
    offered = servers * load

    wait = mean_wait(chance.exponential(1, 50000), chance.exponential(1 / offered, 50000), servers)

    assert wait == pytest.approx(erlang_c(servers, offered) / (servers - offered), rel=0.2)


def erlang_c(servers, offered):
    """The share of clients that wait in M/M/c."""
    all_busy = offered ** servers / factorial(servers) * servers / (servers - offered)
    return all_busy / (sum(offered ** k / factorial(k) for k in range(servers)) + all_busy)


def test_no_work_is_lost_and_no_gpu_idles_while_work_waits():
    chance = np.random.default_rng(6)
    arrivals = np.cumsum(chance.exponential(8, 300))
    films = [(float(t), film_of_chunks(int(chance.integers(1, 9)), decode=0.5)) for t in arrivals]

    outcomes, busy = Simulation(films, 4, trace=True).run()

    assert busy == pytest.approx(sum(t.seconds for _, tasks in films for t in tasks))
    for server in range(4):
        spans = sorted((start, end) for o in outcomes for _, s, start, end in o.spans if s == server)
        assert all(end <= start + 1e-9 for (_, end), (start, _) in zip(spans, spans[1:]))


def test_the_same_films_give_the_same_times():
    chance = np.random.default_rng(7)
    films = [(float(t), film_of_chunks(5)) for t in np.cumsum(chance.exponential(9, 200))]

    first, second = (Simulation(films, 8, 0.3).run()[0] for _ in range(2))

    assert [(o.waited, o.first_segment, o.done) for o in first] == [(o.waited, o.first_segment, o.done) for o in second]


def test_no_servers_are_refused():
    with pytest.raises(ValueError, match="servers: 0"):
        Simulation([], 0)
