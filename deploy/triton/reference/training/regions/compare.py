"""How well regions are found in photographs that were not learnt from: `python compare.py LEFT-OUT.npz`, as train.py writes it.

Of the labelled samples of all photographs, per class: precision, recall and F1 of the maps at 0.5, before what is checked
against the picture's light and the surroundings; and of the rules alone, where there is one. Plants are leaves and grass together.
"""
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from build.mathematics import concat, part
from build.regions.maps import decided, likely
from build.regions.network import CLASSES
from examples import IGNORED, drawn, labels
from train import session

KINDS = CLASSES[:-1]
RULES = ("sky", "water", "plants", "flame", "smoke")


def tally(there, claimed):
    return np.array([(there & claimed).sum(), claimed.sum(), there.sum()])


def written(right, claimed, there):
    precision, recall = right / max(claimed, 1), right / max(there, 1)
    return f"{precision:.2f} | {recall:.2f} | {2 * precision * recall / max(precision + recall, 1e-9):.2f}"


def main():
    truths, totals = labels(), {}
    decide = session([1, "C", "h", "w"], lambda given: concat(list(decided(likely(part(given, 1, 0, len(CLASSES)), part(given, 1, len(CLASSES) + 1, 2 ** 31))).values()), 1))
    with np.load(sys.argv[1]) as stored:
        for name in stored.files:
            given = stored[name].astype(np.float32)
            classes, _ = drawn(truths[name], (given.shape[2], given.shape[1]))
            known = classes != IGNORED
            maps, rules = decide(given[None])[0] >= 0.5, given[len(CLASSES) + 1:] >= 0.5
            claims = [(kind, 0, classes == i, maps[i]) for i, kind in enumerate(KINDS)]
            plants = (classes == KINDS.index("foliage")) | (classes == KINDS.index("grass"))
            claims.append(("plants", 0, plants, maps[KINDS.index("foliage")] | maps[KINDS.index("grass")]))
            claims += [(kind, 1, plants if kind == "plants" else classes == KINDS.index(kind), rules[i]) for i, kind in enumerate(RULES)]
            for kind, which, there, claimed in claims:
                totals[kind, which] = totals.get((kind, which), 0) + tally(there & known, claimed & known)
    print("| region | precision | recall | F1 | rules: precision | recall | F1 |\n|---|---|---|---|---|---|---|")
    for kind in (*KINDS, "plants"):
        print(f"| {kind} | {written(*totals[kind, 0])} | {written(*totals[kind, 1]) if (kind, 1) in totals else '- | - | -'} |")


if __name__ == "__main__":
    main()
