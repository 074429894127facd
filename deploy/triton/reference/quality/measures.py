"""What is measured on clips and pictures. Frames are UINT8 [T,H,W,3], masks boolean [H,W], lengths in pixels."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter, uniform_filter
from skimage.registration import optical_flow_ilk

PATCH, SEARCH = 15, 12
LUMA = np.array([0.299, 0.587, 0.114])


def luma(picture):
    return picture.astype(np.float64) @ LUMA


def psnr(a, b):
    return 10 * np.log10(255 ** 2 / max(np.mean((a.astype(np.float64) - b) ** 2), 1e-9))


def steps(frames):
    """[T-1]: mean change from each frame to the next, in levels."""
    return np.array([np.abs(b.astype(np.int16) - a).mean() for a, b in zip(frames, frames[1:])])


def energy(frames, mask=None):
    """Mean change of the frames against the first, in levels."""
    change = np.mean([np.abs(f.astype(np.int16) - frames[0]).mean(2) for f in frames[1:]], 0)
    return change[mask].mean() if mask is not None and mask.any() else change.mean()


def seam_ratio(frames, borders, reach=8):
    """The worst step into a border frame over the median step of its neighbourhood (borders left out)."""
    d = steps(frames)
    ratios = []
    for b in borders:
        near = [t for t in range(max(0, b - 1 - reach), min(len(d), b + reach)) if t + 1 not in borders]
        ratios.append(d[b - 1] / max(np.median(d[near]), 1e-3))
    return max(ratios, default=1.0)


def loop_ratio(frames):
    """The step from the last frame to the first over the median step of the loop."""
    return steps([frames[-1], frames[0]])[0] / max(np.median(steps(frames)), 1e-3)


def corners(picture, mask, count=80, least=2.5):
    """[N,2] (y, x) of places all over the mask that can be told from all their neighbours: Shi and Tomasi, CVPR 1994.

    `least` is the least change, in levels (root mean square), that a shift by one pixel in any direction
    makes there.
    """
    grey = gaussian_filter(luma(picture), 0.7)
    gy, gx = np.gradient(grey)
    a, b, c = (uniform_filter(v, PATCH) for v in (gx * gx, gx * gy, gy * gy))
    weakest = np.sqrt(np.maximum((a + c) / 2 - np.sqrt(((a - c) / 2) ** 2 + b * b), 0))
    margin = PATCH // 2 + SEARCH + 1
    inner = np.zeros_like(mask)
    inner[margin:-margin, margin:-margin] = True
    whole = uniform_filter(mask.astype(np.float64), PATCH) > 0.75
    best = (weakest == maximum_filter(weakest, PATCH)) & (weakest > least) & whole & inner
    places = np.argwhere(best)
    return places[np.linspace(0, len(places) - 1, min(count, len(places))).astype(int)]


def displacements(first, other, places):
    """[N,2] (dx, dy) by which each place of `first` [H,W] has moved in `other`, to a fraction of a pixel.

    Patches are compared by normalised correlation, so a change of light does not count, and the best place is refined
    by a least-squares fit of shift, gain and offset (Lucas and Kanade, IJCAI 1981). A patch that is found nowhere
    (correlation under 0.5) counts as moved by the whole search radius.
    """
    found = np.empty((len(places), 2))
    half = PATCH // 2
    slopes = np.gradient(first)
    for n, (y, x) in enumerate(places):
        def around(image, reach):
            return image[y - reach:y + reach + 1, x - reach:x + reach + 1]
        patch = around(first, half).ravel()
        windows = sliding_window_view(around(other, half + SEARCH), (PATCH, PATCH)).reshape(2 * SEARCH + 1, 2 * SEARCH + 1, -1)
        deviation = np.sqrt(np.maximum((windows ** 2).sum(-1) - windows.sum(-1) ** 2 / PATCH ** 2, 1e-3))
        match = windows @ (patch - patch.mean()) / deviation / max(patch.std() * PATCH, 1e-3)
        i, j = np.unravel_index(match.argmax(), match.shape)
        if match[i, j] < 0.5:
            found[n] = SEARCH / np.sqrt(2)
            continue
        dy, dx, gain, _ = np.linalg.lstsq(np.stack([*(around(s, half).ravel() for s in slopes), patch, np.ones(PATCH ** 2)], 1), windows[i, j], rcond=None)[0]
        found[n] = (j, i) - np.array([SEARCH, SEARCH]) - np.clip(np.array([dx, dy]) / max(gain, 0.1), -1, 1)
    return found


def reach(frames, mask, picture=None, count=60):
    """How far the places of a region get from where they are in the first frame: [N], the most over the frames."""
    places = corners(frames[0] if picture is None else picture, mask, count)
    if not len(places):
        return np.zeros(0)
    first = luma(frames[0])
    return np.max([np.hypot(*displacements(first, luma(f), places).T) for f in frames[1:]], 0)


def flow(first, other, mask):
    """[N,2] (dx, dy) of dense optical flow where the mask has texture: the half of its pixels with the steepest slopes.

    Iterative Lucas-Kanade (G. Le Besnerais, F. Champagnat, ICIP 2005) as scikit-image has it. For what has no corners
    and changes as it moves: water, fire, smoke.
    """
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    window = slice(max(0, rows[0] - 24), rows[-1] + 25), slice(max(0, columns[0] - 24), columns[-1] + 25)
    here, there = (luma(f[window]) / 255 for f in (first, other))
    slope = np.hypot(*np.gradient(gaussian_filter(here, 0.7)))
    seen = mask[window] & (slope >= np.median(slope[mask[window]]))
    down, across = optical_flow_ilk(here, there, radius=5)
    return np.stack([across[seen], down[seen]], 1)


def travel(frames, mask, per_second=24, pairs=8):
    """How far a region gets, in pixels: the larger of two medians over its texture.

    One is the distance from where it was in the first frame, the most over the frames; the other its path
    in a quarter of a second, for what streams and never comes back. Also returns the mean velocity (dx, dy) in
    pixels per frame and the share of the motion that is horizontal, 0..1.
    """
    away = max(np.median(np.hypot(*flow(frames[0], f, mask).T)) for f in frames[len(frames) // 4::max(1, len(frames) // 5)])
    at = np.linspace(len(frames) // 3, len(frames) - 2, pairs).astype(int)
    moved = [flow(frames[t], frames[t + 1], mask) for t in at]
    path = np.median([np.median(np.hypot(*m.T)) for m in moved]) * per_second / 4
    moved = np.concatenate(moved)
    square = (moved ** 2).sum(0)
    return float(max(away, path)), moved.mean(0), float(square[0] / max(square.sum(), 1e-9))


def halos(frame, picture, radius=12, allowance=24):
    """Share of pixels beyond the range of the picture's surroundings, once a change of light is taken out.

    The range is that of luma within `radius`, widened by `allowance` levels; light is compared over wide blurs.
    """
    still, moved = luma(picture), luma(frame)
    light = (gaussian_filter(still, 16) + 8) / (gaussian_filter(moved, 16) + 8)
    moved = moved * np.clip(light, 0.25, 4)
    low, high = (f(still, 2 * radius + 1) for f in (minimum_filter, maximum_filter))
    return float(((moved > high + allowance) | (moved < low - allowance)).mean())


def holes(frame, picture, radius=12):
    """Share of pixels that are black or white (all channels) where the picture has none such within the radius."""
    def burnt(image):
        return (image.max(2) <= 2), (image.min(2) >= 253)
    return float(sum((now & ~(maximum_filter(before.astype(np.uint8), 2 * radius + 1) > 0)).mean() for now, before in zip(burnt(frame), burnt(picture))))


def sharpness(frames):
    """Variance of the Laplacian of luma, mean over the frames."""
    values = []
    for frame in frames:
        y = luma(frame)
        values.append((4 * y[1:-1, 1:-1] - y[:-2, 1:-1] - y[2:, 1:-1] - y[1:-1, :-2] - y[1:-1, 2:]).var())
    return float(np.mean(values))


def flicker(frames, mask=None):
    """Root mean square of f(t-1) - 2 f(t) + f(t+1) of luma in levels: change that comes and goes within a frame."""
    y = [luma(f) for f in frames]
    second = np.sqrt(np.mean([(a - 2 * b + c) ** 2 for a, b, c in zip(y, y[1:], y[2:])], 0))
    return float(second[mask].mean() if mask is not None and mask.any() else second.mean())


def edges_kept(picture, other):
    """Correlation of gradient magnitudes after a small blur, -1..1."""
    def edges(p):
        y = gaussian_filter(luma(p), 1.0)
        return np.hypot(*np.gradient(y)).ravel()
    return float(np.corrcoef(edges(picture), edges(other))[0, 1])


def tile_seams(picture, period):
    """Median over the seams of the change across them against that beside them; 1 means there is nothing to see."""
    rows = np.abs(np.diff(picture.astype(np.int16), axis=0)).mean((1, 2))
    at = np.arange(period - 1, len(rows) - 1, period)
    return float(np.median(rows[at] / np.maximum((rows[at - 1] + rows[at + 1]) / 2, 1e-3))) if len(at) else 1.0
