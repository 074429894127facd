import pytest

from dispatch import scenarios, workloads


def test_a_list_follows_from_its_seed():
    assert workloads.steady(1, 20, 200) == workloads.steady(1, 20, 200)
    assert workloads.steady(1, 20, 200) != workloads.steady(2, 20, 200)


def test_mean_service_time_is_what_was_asked():
    lines = workloads.steady(1, 5000, 200)
    assert sum(line["service_us"] for line in lines) / 5000 == pytest.approx(200_000, rel=.05)


def test_unequal_chunks_take_what_they_make():
    lines = workloads.unequal(1, 8, 500)
    assert len(lines) == 64
    per_frame = [line["service_us"] / line["frames"] for line in lines]
    assert max(per_frame) / min(per_frame) < 1.11
    assert len({line["frames"] for line in lines}) > 5
    for before, after in zip(lines, lines[1:]):
        assert after["order"] == before["order"] + before["frames"]


def test_a_chain_waits_for_its_first_call():
    lines = workloads.chains(1, 10, 200)
    known = {line["work"]: line for line in lines}
    for second in lines[1::2]:
        assert [known[work]["render"] for work in second["after"]] == [second["render"]]


def test_arrivals_leave_the_slots_some_room():
    lines = workloads.arrivals(1, 4000, 8, 70)
    assert len({line["render"] for line in lines}) == 4000
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert sum(line["service_us"] for line in lines) / 8 / lines[-1]["at"] == pytest.approx(.85, rel=.05)


def test_nobody_waits_for_the_flood():
    lines = workloads.flood(1, 1000, 50, small=3, chunks=4)
    assert {line["tenant"] for line in lines if line["extra"]} == {"flood"}
    assert sum(not line["extra"] for line in lines) == 12


def test_overload_asks_for_more_than_the_slots_can_do():
    lines = workloads.overload(1, 60, 8, 100)
    assert sum(line["service_us"] for line in lines) / 60e6 / 8 == pytest.approx(1.2, rel=.1)
    assert all(line["deadline"] > line["at"] for line in lines)


def test_a_stock_has_more_than_it_keeps_and_measures():
    stocks = [s for s in scenarios.ALL if s.stock and s.stock.kept < 100_000]
    assert stocks
    for scenario in stocks:
        lines = scenario.make("seed")
        assert len(lines) > scenario.stock.kept + scenario.stock.measured
        assert scenario.kept(lines) == scenario.stock.kept


def test_a_stock_of_ten_renders_is_of_ten_renders():
    few, many = scenarios.chosen(["renders-10", "renders-1e4"])
    assert len({line["render"] for line in few.make("seed")[:10_000]}) == 10
    assert len({line["render"] for line in many.make("seed")[:10_000]}) == 10_000


def test_every_scenario_has_a_list_without_twins():
    for scenario in scenarios.ALL:
        if scenario.name != "backlog-1e6":
            lines = scenario.make("seed")
            name = "photo" if scenario.whole else "work"
            assert len({line[name] for line in lines}) == len(lines), scenario.name


def test_an_unknown_scenario_is_named():
    with pytest.raises(ValueError, match="scenario: nonsense"):
        scenarios.chosen(["nonsense"])


def test_tenants_differ_in_the_length_of_their_items_and_not_in_their_count():
    lines = workloads.tenants(1, 500, 50)
    spent = [[line["service_us"] for line in lines if line["tenant"] == f"tenant-{t}"] for t in range(4)]
    assert [len(times) for times in spent] == [500] * 4
    assert [sum(times) / sum(spent[0]) for times in spent] == pytest.approx([1, 2, 3, 4], rel=.1)
    assert not any(line["extra"] for line in lines)
