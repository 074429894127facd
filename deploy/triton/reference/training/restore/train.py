"""Trains restore's network on crops of photographs, from nothing and in one run, and writes its weights: see README.md.

    OMP_NUM_THREADS=1 python train.py WEIGHTS.npz [--steps 43000]

Fixed seeds: the same machine gives the same weights. What is written on the way is the mean so far, to be looked at only.
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

SIDE, BATCH, STEPS, SEED = 64, 12, 43000, 1


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


def train(steps, path):
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    pictures = list(photographs("learn").values())
    weights = np.array([p.shape[0] * p.shape[1] for p in pictures]) ** 0.5
    weights /= weights.sum()
    network = Network()
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
    parser.add_argument("weights", type=Path, metavar="WEIGHTS.npz")
    parser.add_argument("--steps", type=int, default=STEPS, help="fewer to try it out; the rate falls to its end within them")
    arguments = parser.parse_args()
    train(arguments.steps, arguments.weights)
