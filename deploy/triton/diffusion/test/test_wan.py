"""Wan over tiny random weights: real classes, saved and loaded as real weights are."""
import numpy
import pytest
import torch
from diffusers import WanImageToVideoPipeline
from PIL import Image

from stillwake_diffusion import families
from stillwake_diffusion.calls import Cancelled, Clip, Span
from stillwake_diffusion.families.wan_autoencoder import Autoencoder
from stillwake_diffusion.memory import peak
from stillwake_diffusion.noise import noise
from stillwake_diffusion.profile import Profile, Runtime, Sampling, Split
from stillwake_diffusion.tiles import TooLittleMemory
from tiny.__main__ import make

KINDS = ("wan-i2v", "wan-ti2v", "wan21-i2v")
SAMPLING = Sampling(steps=4, guidance=3.0, anchor_steps=3)
PLENTY = 2 ** 33
SIDES = {"wan-i2v": (48, 64), "wan-ti2v": (64, 96), "wan21-i2v": (48, 64)}


class Steps:
    """A watch that keeps what it was told, and cancels at a step."""

    def __init__(self, cancel_at=None):
        self.told, self.cancel_at = [], cancel_at

    def step(self, done, total):
        self.told.append((done, total))
        if done == self.cancel_at:
            raise Cancelled


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folders = {kind: tmp_path_factory.mktemp(kind) for kind in KINDS}
    for kind, folder in folders.items():
        make(kind, folder)
    return folders


@pytest.fixture(scope="module")
def loaded(weights):
    return {kind: load(weights[kind]) for kind in KINDS}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def family(loaded, kind):
    return loaded[kind]


def load(folder, split=None, **runtime):
    settings = Runtime(**({"device": "cpu", "dtype": "float32", "memory_gib": 8} | runtime))
    return families.load(Profile("wan", "1", "gpu", SAMPLING, split or Split(), settings), folder)


def picture(kind, seed=0):
    height, width = SIDES[kind]
    rows, columns = numpy.mgrid[0:height, 0:width]
    waves = [numpy.sin(rows * (0.1 + 0.03 * c + 0.01 * seed) + columns * 0.07 * (c + 1)) for c in range(3)]
    return ((numpy.stack(waves, -1) + 1) * 127).astype(numpy.uint8)


def clip(kind, **changes):
    given = {"picture": picture(kind), "prompt": "a river flows", "negative_prompt": "static", "seed": 5}
    return Clip(**({"frame_count": 25} | given | changes))


def between(kind, family, frames, some_clip, left_seed=11, right_seed=12):
    """A span of these frames, from pictures that are not the clip's but for latent frame 0."""
    left = family.autoencoder.encode(some_clip.picture if frames[0] == 0 else picture(kind, left_seed)).half()
    if not family.takes_right:
        return Span(frames, left, None, frames[0])
    return Span(frames, left, family.autoencoder.encode(picture(kind, right_seed)).half(), frames[0], frames[-1])


def directly(folder, kind, some_clip, frames, first, last=None):
    """FP16 latents of one plain call of diffusers' pipeline, loaded as its documentation says."""
    pipe = WanImageToVideoPipeline.from_pretrained(folder, local_files_only=True)
    height, width = some_clip.picture.shape[:2]
    stride = pipe.vae.config.scale_factor_spatial
    shape = pipe.vae.config.z_dim, height // stride, width // stride
    latents = pipe(
        image=Image.fromarray(first), last_image=None if last is None else Image.fromarray(last),
        prompt=some_clip.prompt, negative_prompt=some_clip.negative_prompt, height=height, width=width,
        num_frames=1 + 4 * (len(frames) - 1), num_inference_steps=SAMPLING.steps, guidance_scale=SAMPLING.guidance,
        latents=noise(some_clip.seed, frames, shape)[None], output_type="latent",
    ).frames[0]
    return latents.half()


def test_first_span_is_one_direct_call(weights, family, kind):
    some, frames = clip(kind), (0, 1, 2, 3)
    span = between(kind, family, frames, some)
    last = None if span.right is None else family.decode(span.right, PLENTY, Steps())[0]
    ours = family.frames(some, span, Steps())
    theirs = directly(weights[kind], kind, some, frames, some.picture, last)
    assert ours.dtype == torch.float16 and torch.equal(ours[:, 1:], theirs[:, 1:])
    # Latent frame 0 is the picture's, not what the model makes of it.
    assert torch.equal(ours[:, :1], family.autoencoder.encode(some.picture).half())


def test_later_span_is_one_direct_call(weights, family, kind):
    some, frames = clip(kind), (3, 4, 5)
    span = between(kind, family, frames, some)
    first = family.decode(span.left, PLENTY, Steps())[0]
    last = None if span.right is None else family.decode(span.right, PLENTY, Steps())[0]
    theirs = directly(weights[kind], kind, some, frames, first, last)
    assert torch.equal(family.frames(some, span, Steps()), theirs)


def test_a_span_does_not_depend_on_what_was_asked_before_or_on_the_film(family, kind):
    some = clip(kind)
    spans = [between(kind, family, frames, some) for frames in ((0, 1, 2), (2, 3, 4), (4, 5, 6))]
    alone = [family.frames(some, span, Steps()) for span in spans]
    family.anchors(clip(kind, seed=9, prompt="smoke"), (0, 2, 4), Steps())
    family.decode(alone[0], PLENTY, Steps())
    backwards = [family.frames(some, span, Steps()) for span in reversed(spans)][::-1]
    longer = [family.frames(clip(kind, frame_count=97, fps=24.0), span, Steps()) for span in spans]
    for first, second, third in zip(alone, backwards, longer, strict=True):
        assert torch.equal(first, second) and torch.equal(first, third)
    assert not torch.equal(alone[1], alone[2])


def test_another_process_makes_the_same_latents(weights, loaded, kind):
    some, again = clip(kind), load(weights[kind])
    span = between(kind, loaded[kind], (2, 3, 4), some)
    assert torch.equal(loaded[kind].frames(some, span, Steps()), again.frames(some, span, Steps()))
    assert torch.equal(loaded[kind].anchors(some, (0, 3, 6), Steps()), again.anchors(some, (0, 3, 6), Steps()))


def test_seed_prompts_picture_and_motion_act(family, kind):
    frames = (0, 1, 2)
    span = between(kind, family, frames, clip(kind))
    base = family.frames(clip(kind), span, Steps())
    for change in ({"seed": 6}, {"prompt": "fire"}, {"negative_prompt": "blurry"}, {"motion_strength": 0.9}):
        assert not torch.equal(family.frames(clip(kind, **change), span, Steps()), base)
    other = clip(kind, picture=picture(kind, 4))
    assert not torch.equal(family.frames(other, between(kind, family, frames, other), Steps()), base)


def test_motion_strength_moves_the_schedule_to_high_noise(family, kind):
    times = []
    for motion in (0.01, 0.5, 1.0):
        family.frames(clip(kind, motion_strength=motion), between(kind, family, (0, 1), clip(kind)), Steps())
        times.append(family.pipe.scheduler.timesteps.float().mean().item())
    assert times[0] < times[1] < times[2]
    assert family.scheduler.config.flow_shift == 5.0


def test_no_motion_is_a_resting_shot(family, kind):
    still = clip(kind, motion_strength=0.0)
    watch = Steps()
    whole = family.frames(still, between(kind, family, tuple(range(9)), still), watch)
    later = family.frames(still, between(kind, family, (4, 5, 6), still), watch)
    first = family.autoencoder.encode(still.picture).half()
    assert torch.equal(whole[:, :1], first) and torch.equal(whole[:, 4:7], later) and watch.told == []
    assert torch.equal(family.anchors(still, (0, 4, 8), watch), first.expand(-1, 3, -1, -1))


def test_anchors_are_pictures_and_the_first_is_the_clips(family, kind):
    watch = Steps()
    anchors = family.anchors(clip(kind), (0, 3, 6), watch)
    assert anchors.dtype == torch.float16 and anchors.shape[1] == 3
    assert torch.equal(anchors[:, :1], family.autoencoder.encode(picture(kind)).half())
    assert not torch.equal(anchors[:, 1:2], anchors[:, 2:3])
    assert watch.told[:3] == [(1, 3), (2, 3), (3, 3)] and set(watch.told[3:]) == {(3, 3)}


def sparse_film(family, kind, frames, loops=False):
    """Frames of the sparse clip whose latents stand at these latent frames."""
    end = Image.fromarray(picture(kind)) if loops else None
    latents = family.denoise(clip(kind), frames, Image.fromarray(picture(kind)), end, SAMPLING.anchor_steps, Steps())
    return family.decode(latents, PLENTY, Steps())


@pytest.mark.parametrize("frames, sparse, taken", [
    ((0, 3, 6), (0, 3, 6), (4, 8)),
    # The last spacing is shorter: the sparse clip is spread over the film evenly.
    ((0, 3, 6, 8), (0, 3, 6, 9), (round(4.5), 9, 12)),
])
def test_anchors_are_frames_of_one_sparse_clip(family, kind, frames, sparse, taken):
    anchors = family.anchors(clip(kind), frames, Steps())
    film = sparse_film(family, kind, sparse)
    for index, at in enumerate(taken, 1):
        assert torch.equal(anchors[:, index : index + 1], family.autoencoder.encode(film[at]).half())


def test_one_anchor_is_the_picture_at_no_cost(family, kind):
    watch = Steps()
    anchors = family.anchors(clip(kind), (0,), watch)
    assert torch.equal(anchors, family.autoencoder.encode(picture(kind)).half()) and watch.told == []


def test_a_loops_anchors_lead_back_to_the_picture(loaded):
    family, kind = loaded["wan-i2v"], "wan-i2v"
    # 36 frames at 4 in a latent: the film begins again at latent frame 9.
    looped = clip(kind, loop=True, frame_count=36)
    film = sparse_film(family, kind, (0, 3, 6, 9), loops=True)
    anchors = family.anchors(looped, (0, 3, 6), Steps())
    for index, at in ((1, 4), (2, 8)):
        assert torch.equal(anchors[:, index : index + 1], family.autoencoder.encode(film[at]).half())
    closed = family.anchors(looped, (0, 3, 6, 9), Steps())
    assert torch.equal(closed[:, :3], anchors) and torch.equal(closed[:, 3], anchors[:, 0])


@pytest.mark.parametrize("frames", [(), (3, 6), (0, 6, 3), (0, 3, 3)])
def test_anchors_out_of_order_are_refused(family, kind, frames):
    with pytest.raises(ValueError, match="frame: .* of anchors .expected: latent frames from 0 on, ascending"):
        family.anchors(clip(kind), frames, Steps())


def test_a_film_of_one_latent_frame_is_the_picture(family, kind):
    anchor = family.anchors(clip(kind, frame_count=1), (0,), Steps())
    span = Span((0,), anchor, anchor if family.takes_right else None, 0, 0)
    assert torch.equal(family.frames(clip(kind, frame_count=1), span, Steps()), anchor)


def test_a_span_that_closes_a_loop_is_made_to_the_picture_itself(weights, loaded):
    kind, family, frames = "wan-i2v", loaded["wan-i2v"], (6, 7)
    looped = clip(kind, loop=True)
    left, right = family.autoencoder.encode(picture(kind, 3)).half(), family.autoencoder.encode(looped.picture).half()
    ours = family.frames(looped, Span(frames, left, right, 6, 7), Steps())
    first = family.decode(left, PLENTY, Steps())[0]
    assert torch.equal(ours, directly(weights[kind], kind, looped, frames, first, looped.picture))


def test_a_right_anchor_may_stand_after_the_span(loaded):
    family, some = loaded["wan-i2v"], clip("wan-i2v")
    whole = between("wan-i2v", family, (2, 3, 4), some)
    short = Span((2, 3), whole.left, whole.right, 2, 4)
    assert torch.equal(family.frames(some, short, Steps()), family.frames(some, whole, Steps())[:, :2])
    with pytest.raises(ValueError, match="right anchor at 5 .expected: at 3, the last of the span, or next"):
        family.frames(some, Span((2, 3), whole.left, whole.right, 2, 5), Steps())


def test_cancellation_stops_within_one_step(family, kind):
    some, made = clip(kind), []
    transformers = [part for part in (family.pipe.transformer, family.pipe.transformer_2) if part is not None]
    hooks = [part.register_forward_hook(lambda *_: made.append(1)) for part in transformers]
    span = between(kind, family, (0, 1, 2), some)
    try:
        watch = Steps(cancel_at=2)
        with pytest.raises(Cancelled):
            family.frames(some, span, watch)
        # Two guided steps, each with and without the prompt.
        assert watch.told[-2:] == [(1, 4), (2, 4)] and len(made) == 4
        made.clear()
        with pytest.raises(Cancelled):
            family.anchors(some, (0, 3, 6), Steps(cancel_at=1))
        assert len(made) == 2
    finally:
        for hook in hooks:
            hook.remove()
    assert torch.equal(family.frames(some, span, Steps()), family.frames(some, span, Steps()))


def test_a_call_after_a_cancelled_one_is_as_ever(family, kind):
    some = clip(kind)
    span = between(kind, family, (0, 1, 2), some)
    before = family.frames(some, span, Steps())
    with pytest.raises(Cancelled):
        family.frames(some, span, Steps(cancel_at=3))
    assert torch.equal(family.frames(some, span, Steps()), before)


def film_latents(family, kind, length=5):
    height, width = (side // family.shape.spatial_stride for side in (192, 192))
    return noise(1, range(length), (family.shape.channels, height, width)).half()


def test_decode_with_memory_for_all_is_the_autoencoders_own(family, kind):
    latents, watch = film_latents(family, kind), Steps()
    ours = family.decode(latents, PLENTY, watch)
    pipe = family.pipe
    mean = torch.tensor(pipe.vae.config.latents_mean).view(1, -1, 1, 1, 1)
    scale = 1.0 / torch.tensor(pipe.vae.config.latents_std).view(1, -1, 1, 1, 1)
    with torch.no_grad():
        pixels = pipe.vae.decode(latents[None].float() / scale + mean, return_dict=False)[0]
    theirs = (pipe.video_processor.postprocess_video(pixels, output_type="np")[0] * 255).round().astype(numpy.uint8)
    assert watch.told == [(1, 1)] and ours.shape == (17, 192, 192, 3)
    assert (ours == theirs).all()


@pytest.mark.parametrize("share", [1.4, 2.2])
def test_decode_in_tiles_stays_close_and_in_time(family, kind, share):
    latents, watch = film_latents(family, kind), Steps()
    whole = family.decode(latents, PLENTY, Steps()).astype(numpy.int16)
    tiled = family.decode(latents, family.autoencoder.cost(*latents.shape[1:]) / share, watch).astype(numpy.int16)
    assert watch.told[-1][0] == watch.told[-1][1] > 1 and tiled.shape == whole.shape
    # Random weights look far across a picture, so tiles differ from the whole; at another index they differ much more.
    for index, frame in enumerate(tiled):
        near = {at: numpy.abs(frame - whole[at]).mean() for at in (index - 1, index, index + 1) if 0 <= at < len(whole)}
        assert near.pop(index) < 0.7 * min(near.values())


def test_decode_without_memory_for_a_tile_says_what_it_needs(family, kind):
    with pytest.raises(TooLittleMemory, match="memory for decoding: 1000 bytes .expected: at least"):
        family.decode(film_latents(family, kind), 1000, Steps())


def test_decode_is_cancelled_after_a_tile(family, kind):
    latents = film_latents(family, kind)
    with pytest.raises(Cancelled):
        family.decode(latents, family.autoencoder.cost(*latents.shape[1:]) // 2, Steps(cancel_at=1))


@pytest.mark.parametrize("kind, count", [("wan-i2v", 1), ("wan-i2v", 2), ("wan-ti2v", 1)])
def test_encoding_keeps_within_its_memory(family, kind, count):
    # Larger than a tile of the autoencoder, which is 256 pixels, or twice that where it puts pixels together first.
    height, width = (544, 576) if kind == "wan-ti2v" else (288, 320)
    rows, columns = numpy.mgrid[0:height, 0:width]
    scene = numpy.stack([(numpy.sin(rows / 40) * numpy.cos(columns / (50 + 5 * c)) + 1) * 127 for c in range(3)], -1)
    scene = scene.astype(numpy.uint8)
    roomy, narrow = (Autoencoder(family.pipe, family.shape, memory) for memory in (PLENTY, 0))
    whole, tiled = roomy.encode(scene, count), narrow.encode(scene, count)
    taken = [peak(lambda each=each: each.encode(scene, count)) for each in (roomy, narrow)]
    assert whole.shape == tiled.shape and not torch.equal(whole, tiled)
    assert (whole - tiled).abs().mean() < 0.1 * whole.std()
    h, w = whole.shape[2:]
    assert taken[1] < taken[0]
    assert taken[0] <= (roomy.cell_cost * h * w if count == 1 else roomy.film_cost(count, h, w))
    assert not family.pipe.vae.use_tiling


def test_text_is_encoded_once(family, kind):
    embeds = family.text("a candle flickers")["embeds"]
    asked = family.text.misses
    assert embeds.shape == (512, 32) and torch.equal(family.text("a candle flickers")["embeds"], embeds)
    assert family.text.misses == asked
    assert not torch.equal(family.text("a wave")["embeds"], embeds)


def test_half_the_precision_gives_nearly_the_same(weights, family, kind):
    short, some = load(weights[kind], dtype="bfloat16", attention="native"), clip(kind)
    assert short.pipe.transformer.dtype == torch.bfloat16 and short.pipe.vae.dtype == torch.float32
    span = between(kind, family, (0, 1, 2), some)
    ours, theirs = (each.frames(some, span, Steps()).float() for each in (short, family))
    assert not torch.equal(ours, theirs) and (ours - theirs).abs().mean() < 0.02 * theirs.std()


def test_windows_that_overlap_start_from_the_same_noise(loaded):
    family, started = loaded["wan-ti2v"], []
    hook = family.pipe.transformer.register_forward_pre_hook(
        lambda _, __, given: started.append(given["hidden_states"]), with_kwargs=True
    )
    try:
        for frames in ((0, 1, 2, 3, 4), (3, 4, 5, 6)):
            family.frames(clip("wan-ti2v"), between("wan-ti2v", family, frames, clip("wan-ti2v")), Steps())
    finally:
        hook.remove()
    before, after = (seen for seen in started if seen.shape[2] == 5), (seen for seen in started if seen.shape[2] == 4)
    assert torch.equal(next(before)[:, :, 4], next(after)[:, :, 1])


def test_adain_acts_on_all_but_the_picture(weights):
    plain, adapted = load(weights["wan-ti2v"]), load(weights["wan-ti2v"], split=Split(adain=0.25))
    some = clip("wan-ti2v")
    span = between("wan-ti2v", plain, (0, 1, 2), some)
    first, second = plain.frames(some, span, Steps()), adapted.frames(some, span, Steps())
    assert torch.equal(first[:, 0], second[:, 0]) and not torch.equal(first[:, 1:], second[:, 1:])
    reference = plain.autoencoder.encode(some.picture).mean((2, 3))[:, 0]
    drift = [(latents.float()[:, 1:].mean((2, 3)) - reference[:, None]).abs().mean() for latents in (first, second)]
    assert drift[1] < drift[0]


@pytest.mark.parametrize("change, message", [
    ({"left_frame": 1}, "left anchor at 1 .expected: at 2, the first of the span"),
    ({"left": None}, "span from latent frame 2 without a left anchor"),
])
def test_spans_that_do_not_fit_are_refused(family, kind, change, message):
    span = between(kind, family, (2, 3), clip(kind))
    with pytest.raises(ValueError, match=message):
        family.frames(clip(kind), Span(**(vars(span) | change)), Steps())


def test_a_right_anchor_is_refused_where_the_model_takes_none(loaded):
    family, some = loaded["wan-ti2v"], clip("wan-ti2v")
    anchor = family.autoencoder.encode(some.picture)
    with pytest.raises(ValueError, match="right anchor at 2 .expected: none"):
        family.frames(some, Span((0, 1, 2), anchor, anchor, 0, 2), Steps())


def test_a_picture_of_other_sides_is_refused(family, kind):
    odd = clip(kind, picture=picture(kind)[:-8])
    with pytest.raises(ValueError, match="picture: .* .expected: sides that are multiples of"):
        family.frames(odd, Span((0, 1)), Steps())
