"""LTX-Video and LTX-2, with tiny random weights of the real classes."""
from dataclasses import replace

import numpy
import pytest
import torch
from diffusers import LTX2ConditionPipeline, LTXConditionPipeline
from diffusers.pipelines.ltx import pipeline_ltx_condition as ltx_condition
from diffusers.pipelines.ltx2 import pipeline_ltx2_condition as ltx2_condition
from PIL import Image

from stillwake_diffusion import families
from stillwake_diffusion.calls import Cancelled, Clip, Span
from stillwake_diffusion.families.ltx import HOLDING, SOUND, said_rate
from stillwake_diffusion.noise import noise
from stillwake_diffusion.tiles import TooLittleMemory

from .checkpoints import checkpoints
from .clips import MEMORY, Told, bytes_of, picture, profile

KINDS = ("ltx-video", "ltx-2")
CLIP = Clip(picture(), "a river flows", "static", seed=5, motion_strength=0.7, frame_count=49, fps=24.0)
SHAPE = 8, 2, 3


weights = checkpoints(KINDS)


@pytest.fixture(scope="module")
def family(weights):
    return families.load(profile("ltx"), weights)


@pytest.fixture(scope="module")
def anchors(family):
    return family.anchors(CLIP, (0, 3, 6), Told())


def span(anchors, index):
    """Chunk 0 or 1 of the film of 49 frames."""
    frames = tuple(range(3 * index, 3 * index + 4))
    left, right = anchors[:, index : index + 1], anchors[:, index + 1 : index + 2]
    return Span(frames, left, right, frames[0], frames[-1])


def distance(one, other):
    """Mean, in levels of 255."""
    return numpy.abs(one.astype(int) - other).mean()


def steps(film):
    return [distance(before, after) for before, after in zip(film, film[1:])]


def test_a_chunk_is_what_one_call_of_the_pipeline_makes(family, weights, monkeypatch):
    other = numpy.ascontiguousarray(CLIP.picture[::-1])
    left, right = family.encode(CLIP.picture), family.encode(other)
    made = family.frames(CLIP, Span((3, 4, 5), left, right, 3, 5), Told())
    direct = direct_video if weights.name == "ltx-video" else direct_two
    expected = direct(weights, family, CLIP.picture, other, monkeypatch).half()
    assert bytes_of(made[:, 1:]) == bytes_of(expected[:, 1:])
    assert bytes_of(made[:, :1]) == bytes_of(left.half())


def direct_video(weights, family, first, last, monkeypatch):
    """The film's own pipeline on pictures; it gets our noise where it draws its own, and the likeliest latents."""
    steps = []

    def drawn(shape, **_):
        if len(shape) == 5:
            return noise(CLIP.seed, [3, 4, 5], SHAPE)[None] if shape[2] == 3 else torch.zeros(shape)
        # Of the tokens that are held: those of the last picture, then of the first.
        held = noise(CLIP.seed, [5, 3], SHAPE, HOLDING + len(steps))
        steps.append(shape)
        tokens = LTXConditionPipeline._pack_latents(held[None])
        return torch.cat([tokens, torch.zeros(1, shape[1] - tokens.shape[1], shape[2])], dim=1)

    monkeypatch.setattr(ltx_condition, "randn_tensor", drawn)
    monkeypatch.setattr(ltx_condition, "retrieve_latents", lambda encoded, **_: encoded.latent_dist.mode())
    pipe = LTXConditionPipeline.from_pretrained(weights)
    latents = pipe(
        conditions=[
            ltx_condition.LTXVideoCondition(image=Image.fromarray(first), frame_index=0),
            ltx_condition.LTXVideoCondition(image=Image.fromarray(last), frame_index=16),
        ],
        prompt=CLIP.prompt, negative_prompt=CLIP.negative_prompt, height=64, width=96, num_frames=17,
        frame_rate=said_rate(CLIP.fps, CLIP.motion_strength), num_inference_steps=3, guidance_scale=3.0,
        image_cond_noise_scale=0.3 * CLIP.motion_strength, output_type="latent",
    ).frames
    assert len(steps) == 3
    return latents[0]


def direct_two(weights, family, first, last, monkeypatch):
    """LTX-2's own pipeline on pictures. It puts the last one at the first frame of its group, so that is moved too."""

    def drawn(shape, **_):
        if shape[2] == SHAPE[0]:
            tokens = LTX2ConditionPipeline._pack_latents(noise(CLIP.seed, [3, 4, 5], SHAPE)[None])
            return torch.cat([tokens, torch.zeros(1, shape[1] - tokens.shape[1], shape[2])], dim=1)
        return noise(CLIP.seed, [3], tuple(shape[1:]), SOUND)[:, 0][None]

    class Direct(LTX2ConditionPipeline):
        def _prepare_keyframe_coords(self, *arguments, pixel_frame_idx, **rest):
            assert pixel_frame_idx == 9
            return super()._prepare_keyframe_coords(*arguments, pixel_frame_idx=16, **rest)

    monkeypatch.setattr(ltx2_condition, "randn_tensor", drawn)
    pipe = Direct.from_pretrained(weights)
    latents = pipe(
        conditions=[
            ltx2_condition.LTX2VideoCondition(first, index=0, crf=0),
            ltx2_condition.LTX2VideoCondition(last, index=2, crf=0),
        ],
        prompt=CLIP.prompt, negative_prompt=CLIP.negative_prompt, height=64, width=96, num_frames=17,
        frame_rate=CLIP.fps, motion_speed=CLIP.fps / said_rate(CLIP.fps, CLIP.motion_strength), num_inference_steps=3,
        guidance_scale=3.0, use_cross_timestep=False, output_type="latent",
    ).frames
    return pipe._normalize_latents(latents, pipe.vae.latents_mean, pipe.vae.latents_std)[0]


def test_a_chunk_does_not_depend_on_what_was_made_before(family, anchors, weights):
    second = family.frames(CLIP, span(anchors, 1), Told())
    first = family.frames(CLIP, span(anchors, 0), Told())
    fresh = families.load(profile("ltx"), weights)
    assert bytes_of(fresh.frames(CLIP, span(anchors, 1), Told())) == bytes_of(second)
    family.frames(replace(CLIP, seed=9, prompt="snow"), span(anchors, 1), Told())
    assert bytes_of(family.frames(CLIP, span(anchors, 0), Told())) == bytes_of(first)
    assert bytes_of(fresh.anchors(CLIP, (0, 3, 6), Told())) == bytes_of(anchors)


def test_anchors_begin_with_the_picture(family, anchors):
    assert anchors.shape == (8, 3, 2, 3)
    assert torch.equal(anchors[:, :1], family.encode(CLIP.picture).half())
    assert not torch.equal(anchors[:, 1], anchors[:, 2])


def test_the_first_frame_is_the_picture_within_the_autoencoders_own_error(family, anchors):
    latents = family.frames(CLIP, span(anchors, 0), Told())
    film = family.decode(latents, MEMORY, Told())
    alone = family.decode(family.encode(CLIP.picture), MEMORY, Told())
    assert film.shape == (25, 64, 96, 3) and film.dtype == numpy.uint8
    assert alone.shape == (1, 64, 96, 3)
    assert distance(film[0], CLIP.picture) <= distance(alone[0], CLIP.picture) + 1
    assert distance(film[0], alone[0]) < distance(film[12], alone[0])


@pytest.mark.parametrize("changed", [
    {"motion_strength": 0.2}, {"seed": 6}, {"prompt": "a fire burns"}, {"negative_prompt": "blurry"}, {"fps": 30.0},
])
def test_what_is_asked_for_matters(family, anchors, changed):
    made = family.frames(CLIP, span(anchors, 0), Told())
    assert bytes_of(family.frames(replace(CLIP, **changed), span(anchors, 0), Told())) != bytes_of(made)


def test_motion_strength_moves_anchors(family, anchors):
    less = family.anchors(replace(CLIP, motion_strength=0.1), (0, 3, 6), Told())
    assert not torch.equal(less[:, 1:], anchors[:, 1:])
    still = family.anchors(replace(CLIP, motion_strength=0.0), (0, 3, 6), Told())
    assert torch.equal(still, still[:, :1].expand(-1, 3, -1, -1))


def test_a_still_film_rests(family):
    still = replace(CLIP, motion_strength=0.0)
    left = family.encode(CLIP.picture)
    made = family.frames(still, Span((4, 5, 6), left, left, 4, 6), Told()).float()
    shot = family.pixels(CLIP.picture)[None].expand(-1, -1, 17, -1, -1)
    encoded = family.pipe._normalize_latents(
        family.pipe.vae.encode(shot).latent_dist.mode(), family.pipe.vae.latents_mean, family.pipe.vae.latents_std
    )
    assert torch.allclose(made, encoded[0], atol=2e-3)


def test_the_right_anchor_holds_the_end(family, anchors):
    made = family.frames(CLIP, span(anchors, 0), Told())
    moved = replace(span(anchors, 0), right=anchors[:, :1])
    assert not torch.equal(family.frames(CLIP, moved, Told())[:, 1:], made[:, 1:])
    beyond = Span((0, 1, 2), anchors[:, :1], anchors[:, 1:2], 0, 3)
    assert family.frames(CLIP, beyond, Told()).shape == (8, 3, 2, 3)


def test_a_loop_comes_back_to_the_picture(family):
    open_ended = family.anchors(replace(CLIP, frame_count=48), (0, 3), Told())
    loop = family.anchors(replace(CLIP, frame_count=48, loop=True), (0, 3), Told())
    assert torch.equal(loop[:, :1], open_ended[:, :1]) and not torch.equal(loop[:, 1], open_ended[:, 1])


@pytest.mark.parametrize(
    ("frame_count", "frames", "held"), [(48, (0, 3), 16), (49, (0, 3, 6), 19), (65, (0, 3, 6), 24)]
)
def test_a_loop_is_held_to_the_picture_where_the_film_begins_again(family, monkeypatch, frame_count, frames, held):
    given, sample = [], family.sample

    def seen(*arguments):
        given.append(family.pipe.given)
        return sample(*arguments)

    monkeypatch.setattr(family, "sample", seen)
    family.anchors(replace(CLIP, frame_count=frame_count, loop=True), frames, Told())
    assert list(given[0].later) == [held]
    assert torch.equal(given[0].later[held], family.encode(CLIP.picture))
    assert given[0].noise.shape[1] == 1 + -(-held // 8)


def test_a_film_of_one_frame_needs_no_right_anchor(family, anchors):
    one = family.frames(CLIP, Span((0,), anchors[:, :1], anchors[:, :1], 0, 0), Told())
    assert bytes_of(one) == bytes_of(anchors[:, :1].contiguous())


@pytest.mark.parametrize("at", [1, 2])
def test_a_cancelled_call_ends_at_the_step_and_leaves_no_trace(family, anchors, at):
    made = family.frames(CLIP, span(anchors, 0), Told())
    watch = Told(cancel_at=at)
    with pytest.raises(Cancelled):
        family.frames(CLIP, span(anchors, 0), watch)
    assert watch.steps == [(done, 3) for done in range(1, at + 1)]
    with pytest.raises(Cancelled):
        family.anchors(CLIP, (0, 3, 6), Told(cancel_at=at))
    assert bytes_of(family.frames(CLIP, span(anchors, 0), Told())) == bytes_of(made)


def test_a_prompt_is_encoded_once(family, anchors):
    family.frames(CLIP, span(anchors, 0), Told())
    misses = family.text.misses
    family.frames(CLIP, span(anchors, 1), Told())
    assert family.text.misses == misses


def test_decoding_in_tiles_leaves_no_seam(family, anchors):
    latents = family.anchors(CLIP, tuple(range(16)), Told())
    watch = Told()
    whole = family.decode(latents, MEMORY, Told())
    tiled = family.decode(latents, family.cost(8, 2, 3), watch)
    assert tiled.shape == whole.shape == (121, 64, 96, 3)
    assert len(watch.steps) > 1 and watch.steps[-1][0] == watch.steps[-1][1]
    assert distance(tiled[:9], whole[:9]) < 0.01
    assert max(steps(tiled)) < 1.25 * max(steps(whole))
    with pytest.raises(TooLittleMemory, match="memory for decoding: 1000 bytes"):
        family.decode(latents, 1000, Told())


def test_a_window_decodes_to_the_frames_at_its_place(family):
    latents = family.anchors(CLIP, tuple(range(16)), Told())
    whole = family.decode(latents, MEMORY, Told())
    window = family.decode(latents[:, 4:13], MEMORY, Told())
    assert window.shape[0] == 65
    # Frame 0 of a window stands for the last of its latent's group; near its ends it lacks what is around.
    for frame in range(28, 44):
        before, here, after = (distance(window[frame], whole[32 + frame + shift]) for shift in (-1, 0, 1))
        assert here < before and here < after


def test_wrong_sizes_are_named(family, anchors):
    left = anchors[:, :1]
    with pytest.raises(ValueError, match=r"picture: 96x80 .*multiples of 32"):
        family.frames(replace(CLIP, picture=picture(80, 96)), span(anchors, 0), Told())
    with pytest.raises(ValueError, match=r"anchor: \(8, 1, 2, 2\) \(expected: \(8, 1, 2, 3\) for 96x64\)"):
        family.frames(CLIP, replace(span(anchors, 0), left=left[..., :2]), Told())
    with pytest.raises(ValueError, match="left_frame: 1 "):
        family.frames(CLIP, replace(span(anchors, 0), left_frame=1), Told())
    with pytest.raises(ValueError, match=r"right_frame: 7 \(expected: 3 or 4\)"):
        family.frames(CLIP, replace(span(anchors, 0), right_frame=7), Told())
    with pytest.raises(ValueError, match=r"frame: \[3, 6\] of anchors"):
        family.anchors(CLIP, (3, 6), Told())
