"""What the ways to make a film cost, and which is faster when."""
import json
import tomllib

import pytest

from families import figures, schemes, study
from families.page import ROOT

BOOK = figures.read()
SPLIT = [f for f in BOOK.families.values() if f.chunking != "whole"]


@pytest.mark.parametrize("family", SPLIT, ids=lambda f: f.id)
def test_the_parts_of_a_film_sum_to_its_cost(family):
    film = study.standard(family)

    assert sum(schemes.parts(film).values()) == pytest.approx(schemes.cost(schemes.parallel(film)))


@pytest.mark.parametrize("family", SPLIT, ids=lambda f: f.id)
def test_on_enough_gpus_a_film_takes_text_anchors_a_chunk_and_a_decode(family):
    film = study.standard(family)
    longest = max(family.denoise(c.made) + film.decoded(c) for c in film.chunks)

    result = study.alone(schemes.parallel(film), 64, 1, hand_over=0.0)

    bound = family.text.seconds + film.anchors_seconds() + longest
    assert bound - 1e-6 <= result.film <= bound + max(film.decoded(c) for c in film.chunks) + 1e-6


@pytest.mark.parametrize("family", SPLIT, ids=lambda f: f.id)
def test_one_gpu_gains_nothing_by_anchors(family):
    film = study.standard(family)

    in_turn, at_once = (study.alone(way(film), 1, 1, 0.0) for way in (schemes.sequential, schemes.parallel))

    assert in_turn.film < at_once.film
    assert in_turn.first_segment < at_once.first_segment


def test_windows_pay_for_their_overlap_and_chunks_in_turn_do_not():
    film = study.standard(BOOK.families["wan-5b"])

    assert sum(c.made for c in film.chunks) == film.latents + (1 + film.family.overlap) * (len(film.chunks) - 1)
    assert schemes.parts(film)["seams, overlaps"] > 0
    assert schemes.cost(schemes.sequential(film)) < schemes.cost(schemes.parallel(film))


def test_a_shared_clip_lasts_as_published():
    family = BOOK.families["wan-a14b"]
    film = study.standard(family)

    clip = schemes.shared(film, 8)[0]

    assert clip.seconds == pytest.approx(schemes.cost(schemes.whole(film)) * 159.0 / 1055.9)


def test_what_a_model_cannot_make_in_one_piece_is_not_simulated_so():
    film = schemes.Film(BOOK.families["wan-a14b"], 20)

    assert set(study.ways(film, 64)) == {"sequential", "parallel"}
    assert set(study.ways(study.standard(BOOK.families["svd"]), 64)) == {"whole"}


def test_demand_is_that_of_whole_clips():
    film = study.standard(BOOK.families["ltx-2"])
    found = study.under_load(film, 8, 0.5, {**BOOK.parameters, "films": 300, "warm_up_films": 30})

    assert found["whole"].busy == pytest.approx(0.5)
    over = schemes.cost(schemes.parallel(film)) / schemes.cost(schemes.whole(film))
    assert found["parallel"].busy == pytest.approx(0.5 * over)


def test_the_reference_family_costs_what_its_descriptor_says():
    descriptor = json.loads((ROOT / "deploy/triton/reference/family.json").read_text())
    family = BOOK.families["reference"]

    given = {name: descriptor["cost"][name] for name in ("anchors", "frames", "decode")}
    assert given == {"anchors": family.anchor_s, "frames": family.law.linear, "decode": family.decode.seconds}
    assert family.spacing == descriptor["framesPerChunk"]


@pytest.mark.parametrize("profile, families", [
    ("wan-i2v-a14b", ("wan-a14b", "wan-a14b-480", "wan-14b-distilled")), ("wan-ti2v-5b", ("wan-5b",)),
    ("ltx-video", ("ltx-2b", "ltx-2b-guided", "ltx-13b-distilled")), ("ltx-2", ("ltx-2", "ltx-2-guided"))])
def test_films_are_split_as_the_profiles_say(profile, families):
    content = tomllib.loads((ROOT / f"deploy/triton/diffusion/profiles/{profile}.toml").read_text())

    split = content["split"]
    for family in (BOOK.families[name] for name in families):
        assert family.spacing == split["spacing"]
        assert (family.overlap, family.warm_up) == (split.get("overlap", 0), split["decode_overlap"])
