"""Memory of the device: what is in use, and what to do when there is not enough."""

import gc
import resource
import sys
from pathlib import Path

import torch

from ..tiles import TooLittleMemory

# A tile that needs less is as small as any family makes them.
SMALLEST = 8 * 2**20


class OutOfMemory(Exception):
    """The call does not fit, however it is cut."""


def is_out_of_memory(failure):
    """On the CPU, torch and oneDNN say it in words only."""
    words = any(
        words in str(failure)
        for words in ("can't allocate memory", "not enough memory", "could not create a primitive")
    )
    return isinstance(failure, (torch.OutOfMemoryError, MemoryError)) or (isinstance(failure, RuntimeError) and words)


def free():
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def decoded(family, latents, bound, watch, smallest=SMALLEST):
    """family.decode within `bound` bytes, and with half of that again and again where they are not there.

    Raises OutOfMemory where the smallest tiles do not fit.
    """
    memory, failure = int(bound), ""
    while memory >= smallest:
        try:
            made, failure = attempt(lambda: family.decode(latents, memory, watch))
        except TooLittleMemory as too_little:
            failure = failure or str(too_little)
            break
        if not failure:
            return made
        free()
        print(
            f"decode: out of memory with tiles of {memory // 2**20} MiB (expected: that much beside the weights); "
            "runtime.memory_gib "
            "is too high for this device, trying half",
            file=sys.stderr,
            flush=True,
        )
        memory //= 2
    raise OutOfMemory(
        f"out of memory: decode of latents {list(latents.shape)} in the smallest tiles, "
        f"{memory // 2**20} MiB: {failure} "
        "(expected: that much beside the weights)"
    )


def held(task, function):
    """function(), once more after a first lack of memory: the cache may have been in pieces. Raises OutOfMemory."""
    for _ in range(2):
        made, failure = attempt(function)
        if not failure:
            return made
        free()
    raise OutOfMemory(
        f"out of memory: {task}: {failure} (expected: smaller pictures, fewer latent frames per chunk, or offload)"
    )


def attempt(function):
    """(result, "") or (None, what the lack of memory said). No traceback keeps what the failed call had alive."""
    try:
        return function(), ""
    except Exception as failure:
        if not is_out_of_memory(failure):
            raise
        return None, str(failure).split("\n")[0] or type(failure).__name__


def in_use():
    """Bytes in use and at most so far: of the device, or of this process where there is none."""
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        return torch.cuda.memory_reserved(), torch.cuda.max_memory_reserved()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
