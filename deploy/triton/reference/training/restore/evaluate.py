"""Restore against filters, on photographs that it has not seen: a table of PSNR and SSIM.

    VENV/bin/python training/restore/evaluate.py        (in deploy/triton/reference, after python -m build; two minutes)
"""
import sys
from pathlib import Path

import numpy as np
from degrade import noisy, pressed
from photographs import photographs
from PIL import Image
from scipy.ndimage import convolve, gaussian_filter
from skimage.metrics import structural_similarity
from skimage.restoration import denoise_bilateral, denoise_nl_means

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from quality import play  # noqa: E402

SIDE = 288


def noise(level):
    return lambda image, rng: image + rng.normal(0, level / 255, image.shape)


def blotches(image, rng):
    field = gaussian_filter(rng.standard_normal(image.shape), (0.8, 0.8, 0))
    return image + field / field.std() * 18 / 255


WEAR = {"noise of 10 levels": noise(10), "noise of 25 levels": noise(25), "noise grown together": blotches, "a sensor's noise": noisy,
        "JPEG at 30": lambda image, rng: pressed(image, 30), "JPEG at 12": lambda image, rng: pressed(image, 12),
        "noise of 10, JPEG at 40": lambda image, rng: pressed(noise(10)(image, rng), 40)}


def as_bytes(image):
    return np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)


def noise_of(worn):
    """Standard deviation of the noise after J. Immerkaer, "Fast noise variance estimation", CVIU 1996."""
    mask = np.outer([1, -2, 1], [1, -2, 1])[..., None]
    return max(np.abs(convolve(worn, mask)).mean() * (np.pi / 2) ** 0.5 / 6, 0.01)


def bilateral(worn):
    sigma = noise_of(worn)
    return denoise_bilateral(worn, sigma_color=2 * sigma, sigma_spatial=1.5, channel_axis=2)


def means(worn):
    sigma = noise_of(worn)
    return denoise_nl_means(worn, patch_size=5, patch_distance=6, h=0.7 * sigma, sigma=sigma, fast_mode=True, channel_axis=2)


def bicubic(worn):
    return np.asarray(Image.fromarray(as_bytes(worn)).resize([s * 2 for s in worn.shape[1::-1]], Image.Resampling.BICUBIC)) / 255


def score(true, result):
    a, b = true / 255, np.clip(result, 0, 1)
    return 10 * np.log10(1 / np.mean((a - b) ** 2)), structural_similarity(a, b, channel_axis=2, data_range=1.0)


def row(label, pictures, wear, methods, scale):
    scores = {name: [] for name in methods}
    for true in pictures:
        rng = np.random.default_rng(7)
        image = true / 255
        if scale == 2:
            image = np.asarray(Image.fromarray(true).resize([s // 2 for s in true.shape[1::-1]], Image.Resampling.BICUBIC)) / 255
        worn = as_bytes(wear(image, rng)) / 255
        for name, method in methods.items():
            scores[name].append(score(true, method(worn)))
    print(f"| {label} | " + " | ".join("{:.2f} {:.3f}".format(*np.mean(s, 0)) for s in scores.values()) + " |", flush=True)


def main():
    def model(scale):
        return lambda worn: play.restore(as_bytes(worn), 1.0, scale) / 255
    pictures = []
    for picture in photographs("judge").values():
        y, x = ((n - min(SIDE, n // 32 * 32)) // 2 for n in picture.shape[:2])
        pictures.append(np.ascontiguousarray(picture[y:y + min(SIDE, picture.shape[0] // 32 * 32), x:x + min(SIDE, picture.shape[1] // 32 * 32)]))
    same = {"as it came": lambda worn: worn, "bilateral": bilateral, "non-local means": means, "restore": model(1)}
    print("| scale 1 | " + " | ".join(same) + " |\n|---" + "|---" * len(same) + "|")
    for label, wear in WEAR.items():
        row(label, pictures, wear, same, 1)
    double = {"bicubic": bicubic, "non-local means, bicubic": lambda worn: bicubic(means(worn)), "restore": model(2)}
    print("\n| scale 2 | " + " | ".join(double) + " |\n|---" + "|---" * len(double) + "|")
    for label, wear in {"clean": lambda image, rng: image, **{k: WEAR[k] for k in ("noise of 10 levels", "JPEG at 30", "noise of 10, JPEG at 40")}}.items():
        row(label, pictures, wear, double, 2)


if __name__ == "__main__":
    main()
