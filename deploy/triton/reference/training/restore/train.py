"""Trains restore's network on crops of photographs and writes its weights.

    OMP_NUM_THREADS=1 nice python train.py [--steps 18000] [--weights ../../build/weights/restore.npz]

Half an hour on one core. The weights that are here come from several runs, about 43,000 steps in all, each going on
from the one before (--start) with more even noise among the wear. Rebuild the models afterwards.
"""
import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
from degrade import pair
from network import Network, save
from photographs import photographs

SIDE, BATCH = 64, 12
HERE = Path(__file__).resolve().parent


def batch(pictures, weights, scale, rng):
    """(worn, true) as tensors of BATCH crops, from pictures chosen by their size, flipped and turned at random."""
    pairs = []
    for index in rng.choice(len(pictures), BATCH, p=weights):
        picture = pictures[index]
        y, x = (rng.integers(0, n - SIDE + 1) for n in picture.shape[:2])
        crop = np.rot90(picture[y:y + SIDE, x:x + SIDE], rng.integers(4))[:, ::rng.choice([-1, 1])]
        if rng.random() < 0.25:
            crop = crop[..., rng.permutation(3)]
        pairs.append(pair(np.ascontiguousarray(crop), scale, rng))
    worn, true = (np.stack(side).transpose(0, 3, 1, 2).astype(np.float32) for side in zip(*pairs))
    return torch.from_numpy(worn), torch.from_numpy(true)


def train(steps, path, start=None, seed=1):
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    pictures = list(photographs("learn").values())
    weights = np.array([p.shape[0] * p.shape[1] for p in pictures]) ** 0.5
    weights /= weights.sum()
    network = Network()
    if start:
        network.load_state_dict({name: torch.from_numpy(array.astype(np.float32)) for name, array in np.load(start).items()})
    mean = copy.deepcopy(network)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.9, 0.99))
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / 100) * (0.01 + 0.99 * (0.5 + 0.5 * math.cos(math.pi * s / steps))))
    started, losses = time.monotonic(), {1: 0.04, 2: 0.04}
    for step in range(steps):
        scale = 2 if step % 3 == 2 else 1
        worn, true = batch(pictures, weights, scale, rng)
        loss = torch.sqrt((network(worn, scale) - true) ** 2 + 1e-6).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        rate.step()
        with torch.no_grad():
            for m, p in zip(mean.parameters(), network.parameters()):
                m.lerp_(p, 1 - min(0.998, step / (step + 20)))
        losses[scale] += 0.01 * (loss.item() - losses[scale])
        if (step + 1) % 500 == 0:
            save(mean, path)
            print(f"step {step + 1}/{steps}  loss {losses[1]:.4f} (scale 1) {losses[2]:.4f} (scale 2)  {time.monotonic() - started:.0f} s", flush=True)
    save(mean, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=18000)
    parser.add_argument("--weights", type=Path, default=HERE.parent.parent / "build" / "weights" / "restore.npz")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    arguments = parser.parse_args()
    arguments.weights.parent.mkdir(parents=True, exist_ok=True)
    train(arguments.steps, arguments.weights, arguments.start)
