"""Tiles of latents, their masks, and where frames come to stand."""
import numpy
import pytest
import torch

from stillwake_diffusion import decoding, tiles
from stillwake_diffusion.tiles import Strides, TooLittleMemory


class Steps:
    """A watch that keeps what it was told."""

    def __init__(self):
        self.told = []

    def step(self, done, total):
        self.told.append((done, total))


def summed(pieces):
    """FP32 weight of each output, all tiles together."""
    weight = torch.zeros(tiles.extent(pieces))
    for piece in pieces:
        weight[piece.first : piece.first + piece.outputs] += piece.mask()
    return weight


@pytest.mark.parametrize("warm_up, overlap", [(1, 1), (1, 3), (2, 2), (3, 1)])
@pytest.mark.parametrize("frames, stride", [(97, 8), (241, 8), (81, 4), (97, 4), (9, 8), (17, 8), (125, 4), (353, 8)])
def test_masks_along_time_sum_to_exactly_one(frames, stride, warm_up, overlap):
    length, strides = 1 + (frames - 1) // stride, Strides(stride, 8, warm_up=warm_up, overlap=overlap)
    for size in range(warm_up + 2 * overlap, length + 1):
        pieces = tiles.along_time(length, size, strides)
        assert tiles.extent(pieces) == frames
        assert (summed(pieces) == 1).all()


@pytest.mark.parametrize("warm_up", [0, 1])
def test_masks_along_time_sum_to_one_where_a_latent_is_a_frame(warm_up):
    for size in range(warm_up + 4, 26):
        pieces = tiles.along_time(25, size, Strides(1, 8, warm_up=warm_up, overlap=2))
        assert tiles.extent(pieces) == 25
        assert (summed(pieces) == 1).all()


@pytest.mark.parametrize("cells", [11, 22, 23, 40, 90, 160])
@pytest.mark.parametrize("spatial, side_overlap", [(8, 8), (16, 4), (32, 2), (8, 3)])
def test_masks_along_a_side_sum_to_exactly_one(cells, spatial, side_overlap):
    for size in range(2 * side_overlap, cells + 1):
        pieces = tiles.along_side(cells, size, Strides(4, spatial, side_overlap=side_overlap))
        assert tiles.extent(pieces) == cells * spatial
        assert (summed(pieces) == 1).all()


def test_the_first_frame_of_a_later_tile_has_no_weight():
    # It is made of one latent alone, as frame 0 of a film is, though it stands for the last frame of a group.
    for piece in tiles.along_time(31, 9, Strides(8, 8, warm_up=1, overlap=3))[1:]:
        assert piece.mask()[0] == 0 and piece.mask()[1] > 0


def test_warm_up_latents_have_no_weight():
    later = tiles.along_time(25, 10, Strides(4, 8, warm_up=3, overlap=2))[1]
    assert (later.mask()[: 1 + 2 * 4] == 0).all() and later.mask()[1 + 2 * 4] > 0


def clock(stride):
    """A causal autoencoder: of latents worth the index of their last frame it makes frames worth their index."""

    def decode_tile(latents):
        values = latents[0].float()
        steps = torch.arange(1, stride + 1, dtype=torch.float32)[:, None, None] / stride
        groups = zip(values[:-1], values[1:], strict=True)
        frames = [values[:1]] + [before + (after - before) * steps for before, after in groups]
        grown = torch.cat(frames).repeat_interleave(8, 1).repeat_interleave(8, 2)
        return (grown / 127.5 - 1).expand(3, -1, -1, -1)

    return decode_tile


@pytest.mark.parametrize("frames, stride", [(97, 8), (241, 8), (81, 4), (97, 4)])
@pytest.mark.parametrize("size", [8, 9, 13])
def test_every_frame_comes_to_stand_at_its_index(frames, stride, size):
    length = 1 + (frames - 1) // stride
    latents = (torch.arange(length) * stride).float()[None, :, None, None].expand(1, length, 12, 12)
    strides = Strides(stride, 8, side_overlap=3)
    tiling = tiles.Tiling(
        tiles.along_time(length, size, strides), tiles.along_side(12, 9, strides), tiles.along_side(12, 7, strides)
    )
    film = decoding.decode(latents, tiling, clock(stride), Steps())
    assert film.shape == (frames, 96, 96, 3)
    for index in range(frames):
        assert (film[index] == index).all()


@pytest.mark.parametrize("size", [8, 11])
def test_a_marked_latent_shows_in_its_own_frames_only(size):
    latents = torch.zeros(1, 25, 4, 4)
    strides = Strides(4, 8)
    for marked in (0, 1, 7, 8, 9, 23, 24):
        latents.zero_()[:, marked] = 200
        side = tiles.along_side(4, 4, strides)
        tiling = tiles.Tiling(tiles.along_time(25, size, strides), side, side)
        film = decoding.decode(latents, tiling, clock(4), Steps())
        assert film[4 * marked].min() == 200
        lit = {index for index in range(97) if film[index].max() > 0}
        assert lit == set(range(max(0, 4 * marked - 3), min(97, 4 * marked + 4)))


def test_watch_is_told_after_each_tile():
    strides, watch = Strides(4, 8, side_overlap=3), Steps()
    rows, columns = tiles.along_side(12, 9, strides), tiles.along_side(12, 12, strides)
    tiling = tiles.Tiling(tiles.along_time(25, 10, strides), rows, columns)
    decoding.decode(torch.zeros(1, 25, 12, 12), tiling, clock(4), watch)
    assert watch.told == [(done, tiling.count()) for done in range(1, tiling.count() + 1)]
    assert tiling.count() == len(tiling.times) * 2 > 4


def test_memory_decides_about_tiles():
    shape, strides = (25, 90, 160), Strides(4, 8, side_overlap=8)

    def cost(t, h, w):
        return h * w * (100 + t)

    assert tiles.choose(shape, strides, cost, cost(*shape)).count() == 1
    worked = [tiles.choose(shape, strides, cost, cost(*shape) // share) for share in (2, 4, 8)]
    assert [tiling.count() for tiling in worked] == sorted(tiling.count() for tiling in worked)
    for tiling, share in zip(worked, (2, 4, 8), strict=True):
        axes = tiling.times, tiling.rows, tiling.columns
        largest = (max(piece.end - piece.begin for piece in axis) for axis in axes)
        assert cost(*largest) <= cost(*shape) // share


def test_a_decoder_with_a_memory_is_not_split_along_time():
    strides = Strides(4, 8, side_overlap=8, splits_time=False)
    tiling = tiles.choose((25, 90, 160), strides, lambda t, h, w: t * h * w, 25 * 90 * 160 // 8)
    assert len(tiling.times) == 1 and tiling.count() > 8


def test_too_little_memory_is_named():
    with pytest.raises(TooLittleMemory, match="memory for decoding: 5 bytes .expected: at least 384, for"):
        tiles.choose((25, 90, 160), Strides(4, 8), lambda t, h, w: t * h * w, 5)


def test_a_causal_stride_needs_a_warm_up():
    with pytest.raises(ValueError, match="warm-up: 0 latents of 4 frames"):
        Strides(4, 8, warm_up=0)


def test_tiles_too_small_to_fade_are_refused():
    with pytest.raises(ValueError, match="tile: 5 of 25 cells .expected: at least 6"):
        tiles.along_time(25, 5, Strides(4, 8))


def test_levels_are_rounded_as_diffusers_does():
    levels = torch.arange(256, dtype=torch.float32) / 255 * 2 - 1
    frames = decoding.to_bytes(levels[None, None, None, :].expand(3, 1, 1, 256))
    assert (frames[0, 0, :, 0] == numpy.arange(256)).all()
