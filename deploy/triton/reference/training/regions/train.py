"""Trains the regions networks: `python train.py PHOTOGRAPHS WEIGHTS.npz`, minutes on one core.

PHOTOGRAPHS is the folder that photographs.py fills. Photographs are split in three folds; what the first network says
of a photograph, for the second to learn from, comes from a first network that has not seen it. What the networks say
of photographs that both have not seen goes to WEIGHTS.left-out.npz, for compare.py. Fixed seeds: the same machine gives the same weights.
"""
import argparse
import sys
import time
from itertools import chain
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from build import codec
from build.graph import FLOAT, UINT8, Graph
from build.mathematics import concat
from build.regions import network
from build.regions.network import CLASSES
from build.views import Views
from examples import IGNORED, labels, scenes, staged, views_of

FOLDS, SEED, VARIANTS, SCENES = 3, 7, 2, 300
# How many samples of a class are taken from a picture; wrong motion looks worse than none, so what keeps still counts more.
TAKEN = {name: 80 for name in CLASSES} | {"still": 140, "other": 110, "ground": 100, "hair": 120}
HIDDEN = {"first": (64, 32), "second": (64, 32)}
# Spread of the noise on the features, in units of their own spread, against learning pictures by heart.
NOISE = 0.1


def session(shape, compute):
    """An ONNX session with one input, `given`, and one output, compute(given)."""
    with Graph("part") as g:
        g.output("made", compute(g.input("given", UINT8 if shape[-1] == 3 else FLOAT, shape)), FLOAT, None)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    built = onnxruntime.InferenceSession(g.to_model().SerializeToString(), options, providers=["CPUExecutionProvider"])
    return lambda given: built.run(None, {"given": given})[0]


class Samples:
    """Feature rows of samples drawn from pictures, with class, distance (-1: not known) and the fold of the picture (-1: made)."""

    def __init__(self):
        self.rows, self.classes, self.distances, self.folds = [], [], [], []

    def draw(self, rng, maps, classes, distances, fold):
        chosen = [np.flatnonzero(distances.ravel() >= 0)[:400]]
        for i, name in enumerate(CLASSES):
            there = np.flatnonzero(classes.ravel() == i)
            chosen.append(rng.choice(there, min(len(there), TAKEN[name]), replace=False))
        chosen = np.concatenate(chosen)
        self.rows.append(maps.reshape(maps.shape[-3], -1).T[chosen].astype(np.float16))
        self.classes.append(classes.ravel()[chosen])
        self.distances.append(distances.ravel()[chosen])
        self.folds.append(np.full(len(chosen), fold))

    def tensors(self, left_out):
        rows, classes, distances, folds = (np.concatenate(v) for v in (self.rows, self.classes, self.distances, self.folds))
        kept = folds != left_out if left_out is not None else slice(None)
        return torch.from_numpy(rows[kept]), torch.from_numpy(classes[kept].astype(np.int64)), torch.from_numpy(distances[kept])


def learnt(stage, samples, left_out=None, epochs=7):
    """Trains one network and gives its arrays; the features' mean and spread are folded into the first layer."""
    torch.manual_seed(SEED)
    rows, classes, distances = samples.tensors(left_out)
    part = rows[:: max(1, len(rows) // 100000)].float()
    center, scale = part.mean(0), part.std(0) + 1e-3
    widths = (rows.shape[1], *HIDDEN[stage], len(CLASSES) + (stage == "second"))
    layers = [nn.Linear(a, b) for a, b in zip(widths, widths[1:])]
    net = nn.Sequential(*[m for i, l in enumerate(layers) for m in ([nn.ReLU()] if i else []) + ([nn.Dropout(0.1)] if i == 1 else []) + [l]])
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.02)
    batch, step, steps = 4096, 0, epochs * (len(rows) // 4096)
    for _ in range(epochs):
        order = torch.randperm(len(rows))
        for start in range(0, len(rows) - batch + 1, batch):
            picked = order[start:start + batch]
            optimizer.param_groups[0]["lr"] = 3e-3 * min(1, step / 50 + 0.02) * (0.5 + 0.5 * np.cos(np.pi * step / steps)) + 1e-5
            given = (rows[picked].float() - center) / scale
            scores = net(given + NOISE * torch.randn_like(given))
            loss = F.cross_entropy(scores[:, :len(CLASSES)], classes[picked], ignore_index=IGNORED)
            if stage == "second":
                known = distances[picked] >= 0
                loss = loss + 0.5 * (torch.sigmoid(scores[known, -1]) - distances[picked][known]).abs().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    arrays = {}
    for i, layer in enumerate(layers):
        weight, bias = layer.weight.detach(), layer.bias.detach()
        if i == 0:
            bias = bias - weight @ (center / scale)
            weight = weight / scale
        arrays[f"{stage}.{i}.weight"], arrays[f"{stage}.{i}.bias"] = weight.numpy().astype(np.float16), bias.numpy().astype(np.float16)
    print(f"{stage} without fold {left_out}: {len(rows)} samples, loss {loss.item():.3f}", flush=True)
    return arrays


def looked_at(folder, names, rng):
    """Yields (features FLOAT16 [F,h,w], truth, fold, name or None for variants and scenes) of all there is to learn from."""
    see = session(["H", "W", 3], lambda picture: network.seen_in(Views(codec.from_bytes(picture))))
    truths = labels()
    for i, name in enumerate(names):
        for k, (picture, truth) in enumerate(views_of(rng, folder, name, truths[name], VARIANTS)):
            yield see(picture)[0].astype(np.float16), truth, i // 3 % FOLDS, name if k == 0 else None
    for picture, truth in chain(scenes(rng, SCENES), staged(rng)):
        yield see(picture)[0].astype(np.float16), truth, -1, None


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("photographs")
    arguments.add_argument("weights")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    rng, start = np.random.default_rng(SEED), time.monotonic()
    first, pictures = Samples(), []
    for maps, truth, fold, name in looked_at(given.photographs, sorted(labels()), rng):
        classes, distances = truth((maps.shape[2], maps.shape[1]))
        first.draw(rng, maps, classes, distances, fold)
        pictures.append((maps, classes, distances, fold, name))
        if len(pictures) % 100 == 0:
            print(f"{len(pictures)} pictures, {time.monotonic() - start:.0f} s", flush=True)
    firsts = [learnt("first", first, k) for k in range(FOLDS)] + [learnt("first", first)]
    count = pictures[0][0].shape[0]
    informs = [session([1, count, "h", "w"], lambda seen, a=a: network.informed(seen, a)) for a in firsts[:FOLDS]]
    second = Samples()
    for maps, classes, distances, fold, _ in pictures:
        second.draw(rng, informs[max(fold, 0)](maps[None].astype(np.float32)), classes, distances, fold)
    seconds = [learnt("second", second, k) for k in range(FOLDS)] + [learnt("second", second)]
    np.savez_compressed(given.weights, **firsts[FOLDS], **seconds[FOLDS])
    decide = [session([1, count, "h", "w"], lambda seen, a={**firsts[k], **seconds[k]}: concat([network.decided(network.informed(seen, a), a, "second"), network.advice(seen)], 1)) for k in range(FOLDS)]
    left_out = {}
    for maps, _, _, fold, name in pictures:
        if name:
            left_out[name] = decide[fold](maps[None].astype(np.float32))[0].astype(np.float16)
    np.savez_compressed(Path(given.weights).with_suffix(".left-out.npz"), **left_out)


if __name__ == "__main__":
    main()
