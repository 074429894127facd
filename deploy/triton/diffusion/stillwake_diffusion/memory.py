"""How much memory a computation takes, found by running it over tensors that have shapes and no data."""
import weakref

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

# Beside live tensors: workspaces of convolutions, and what an allocator cannot use for its holes.
SLACK = 1.25


class LiveBytes(TorchDispatchMode):
    """Counts the bytes of the storages that operations make and that are still referred to; `peak` is the most."""

    def __init__(self):
        super().__init__()
        self.live = self.peak = 0
        self.known = set()

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        taken = {storage._cdata for storage in storages((args, kwargs))}
        for storage in storages(result):
            if storage._cdata not in taken:
                self.watch(storage)
        return result

    def watch(self, storage):
        key = storage._cdata
        if key in self.known:
            return
        self.known.add(key)
        self.live += storage.nbytes()
        self.peak = max(self.peak, self.live)
        weakref.finalize(storage, self.forget, key, storage.nbytes())

    def forget(self, key, size):
        self.known.discard(key)
        self.live -= size


def storages(tree):
    return [leaf.untyped_storage() for leaf in tree_leaves(tree) if isinstance(leaf, torch.Tensor)]


def peak(run):
    """The most bytes that the tensors made by run() take at a time."""
    with torch.no_grad(), LiveBytes() as bytes_:
        result = run()
        del result
    return bytes_.peak


def cost_of(run, probe=8):
    """A function (t, h, w) -> bytes, for run(t, h, w) that decodes latents of that size made on the device "meta".

    Measured on two small sizes: what a decoder needs grows with the area of its latents, and with their number.
    """
    short, long = peak(lambda: run(4, probe, probe)), peak(lambda: run(8, probe, probe))
    per_latent = max(0, long - short) / 4
    fixed = short - 4 * per_latent
    return lambda t, h, w: int(SLACK * (h * w) / probe ** 2 * (fixed + per_latent * t))
