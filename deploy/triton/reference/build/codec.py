"""The latent codec: a lapped orthogonal transform (LOT) of YCbCr that keeps the 64 strongest of 192 coefficients.

H. S. Malvar, D. H. Staelin, "The LOT: transform coding without blocking effects", IEEE Trans. ASSP 37(4), 1989: 16-tap
basis functions at a hop of 8 that fade out at both ends, orthogonal, so the decoder is the transpose of the encoder and
leaving out coefficients shows no block edges. At the border the picture is mirrored about its edge; basis function k of
a mirrored block is (-1)^k times its original, which is how the decoder extends the latents by one block.

Latents are [64,T,h,w], h = H/8, w = W/8. Coefficients of a picture with values in -0.5..0.5 are divided by 8, the gain of
the lowest function, so the first channel lies in -0.5..0.5 and FP16 resolves it to 1/4000 of the range.
"""
import numpy as np

from .graph import UINT8, op
from .mathematics import cast, clamp, concat, convolve, mirrored, part

STRIDE = 8
GAIN = 8.0
# How many of the 8 vertical frequencies are kept for each horizontal one, per component: the strongest coefficients,
# by mean energy over photographs, form these staircases.
KEPT = {"Y": (8, 8, 7, 7, 6, 6, 4, 2), "Cb": (4, 3, 2, 1), "Cr": (3, 2, 1)}
RGB_TO_YCC = np.array([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])

# Every kept function as (component, vertical frequency, horizontal frequency), low frequencies first.
FUNCTIONS = sorted(((c, v, u) for c, name in enumerate(KEPT) for u, rows in enumerate(KEPT[name]) for v in range(rows)),
                   key=lambda f: (f[0], f[1] + f[2], f[1]))
CHANNELS = len(FUNCTIONS)


def lapped_basis():
    """[8,16]: the orthonormal basis functions in order of frequency; even rows are even functions, odd rows odd."""
    k, n = np.arange(8)[:, None], np.arange(8)[None]
    dct = 0.5 * np.cos(np.pi * (2 * n + 1) * k / 16)
    dct[0] /= np.sqrt(2)
    difference = dct[0::2] - dct[1::2]
    turn = np.eye(4)
    for i, angle in enumerate((0.13, 0.16, 0.13)):
        plane = np.eye(4)
        c, s = np.cos(angle * np.pi), np.sin(angle * np.pi)
        plane[i:i + 2, i:i + 2] = [[c, -s], [s, c]]
        turn = plane @ turn
    basis = np.empty((8, 16))
    basis[0::2] = 0.5 * np.hstack([difference, difference[:, ::-1]])
    basis[1::2] = turn @ (0.5 * np.hstack([difference, -difference[:, ::-1]]))
    return basis


def kernels(color):
    """[64,3,16,16]: per latent channel its lapped function times its row of a 3x3 colour matrix."""
    basis = lapped_basis()
    return np.stack([np.einsum("r,y,x->ryx", color[c], basis[v], basis[u]) for c, v, u in FUNCTIONS])


def encode(picture):
    """RGB FLOAT [1,3,H,W] in 0..1 -> FLOAT [1,64,h,w]."""
    extended = mirrored(mirrored(picture - 0.5, 2, 4), 3, 4)
    return convolve(extended, kernels(RGB_TO_YCC) / GAIN, stride=STRIDE)


def decode(latents):
    """FLOAT [1,64,h,w] -> RGB FLOAT [1,3,H,W] in 0..1."""
    for axis in (2, 3):
        parity = np.array([(-1.0) ** f[axis - 1] for f in FUNCTIONS]).reshape(1, CHANNELS, 1, 1)
        first, last = part(latents, axis, 0, 1), part(latents, axis, -1, 2 ** 31)
        latents = concat([first * parity, latents, last * parity], axis)
    transposed = np.linalg.inv(RGB_TO_YCC).T
    rgb = op("ConvTranspose", latents, (kernels(transposed) * GAIN).astype(np.float32),
             strides=[STRIDE, STRIDE], pads=[12, 12, 12, 12])
    return clamp(rgb + 0.5)


def from_bytes(picture):
    """UINT8 [H,W,3] -> FLOAT [1,3,H,W] in 0..1."""
    return op("Unsqueeze", op("Transpose", op("Cast", picture, to=1), perm=[2, 0, 1]), np.array([0])) * (1 / 255)


def to_bytes(image):
    """FLOAT [1,3,H,W] in 0..1 -> UINT8 [H,W,3], rounded to the nearest level."""
    levels = cast(op("Round", image * 255.0), UINT8)
    return op("Transpose", op("Squeeze", levels, np.array([0])), perm=[1, 2, 0])
