"""How chunks that know nothing of each other keep one look, in FP32. The worker cross-fades them (Java, LatentStitch)."""
import torch


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
