"""How latents of neighbouring chunks are brought together, all in FP32."""
import torch


def fading_in(count):
    """FP32 [count]: the weight of the later of two chunks at each latent of both, i / (count + 1), i = 1..count."""
    return torch.arange(1, count + 1, dtype=torch.float32) / (count + 1)


def cross_fade(before, after):
    """FP32 [C, n, h, w]: from one chunk to the next, over the n latent frames that both made."""
    if before.shape != after.shape:
        shapes = f"{tuple(before.shape)} and {tuple(after.shape)}"
        raise ValueError(f"cross-fade: {shapes} (expected: the same latents of both)")
    later = fading_in(before.shape[1]).to(before.device)[None, :, None, None]
    return (1 - later) * before.float() + later * after.float()


def adapt(latents, reference, factor):
    """FP32 [C, T, h, w]: each latent frame with mean and deviation per channel moved by factor to those of reference.

    AdaIN: X. Huang, S. Belongie, "Arbitrary style transfer in real-time with adaptive instance normalization", ICCV
    2017. reference is [C, 1, h, w]. Frame by frame, not over the span, so that a latent frame comes out the same
    whichever span it was made in, and the reference itself is left as it is.
    """
    if not 0 <= factor <= 1:
        raise ValueError(f"adain: {factor} (expected: 0 to 1)")
    values = latents.float()
    if factor == 0:
        return values
    deviation, mean = torch.std_mean(values, dim=(2, 3), keepdim=True)
    wanted_deviation, wanted_mean = torch.std_mean(reference.float(), dim=(2, 3), keepdim=True)
    adapted = (values - mean) / deviation.clamp(min=1e-6) * wanted_deviation + wanted_mean
    return torch.lerp(values, adapted, factor)
