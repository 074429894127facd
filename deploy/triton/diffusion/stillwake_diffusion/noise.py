"""Noise that depends on a seed and a place in the film alone, so that chunks, their order and retries share it.

Philox is a counter-based generator: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
"""
import numpy
import torch

WORD = 2 ** 64 - 1


def noise(seed, frames, shape, stream=0):
    """Standard normal FP32 [C, len(frames), h, w] on the CPU, for latent frames of the film; shape is (C, h, w).

    Each frame's noise comes from a generator keyed by (seed, frame). Another stream is independent noise for another
    use. Negative seeds are taken modulo 2^64.
    """
    planes = [generator(seed, frame, stream).standard_normal(shape, dtype=numpy.float32) for frame in frames]
    return torch.from_numpy(numpy.stack(planes, axis=1))


def generator(seed, frame, stream=0):
    """A numpy.random.Generator for one latent frame of one film."""
    key = numpy.array([seed & WORD, frame & WORD], dtype=numpy.uint64)
    return numpy.random.Generator(numpy.random.Philox(key=key, counter=numpy.array([0, 0, 0, stream], numpy.uint64)))
