from dispatch.__main__ import with_peers


def test_peers_run_where_they_are_wanted():
    assert with_peers(None) == set()
    assert with_peers(["fan-8"]) == {"fan-8"}
    assert {"fan-8", "steady-20ms"} <= with_peers([])
    assert "chains" not in with_peers([])
