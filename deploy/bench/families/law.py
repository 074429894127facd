"""Seconds of denoising as a function of tokens.

A diffusion transformer's step costs a part that grows with its tokens (projections, feed-forward) and a part that grows
with their square (attention): seconds = linear * n + square * n^2 for a whole clip of given steps and guidance passes.
Per layer and token the first takes 2 (6 d^2 + 2 d f) operations (self-attention's four projections, two of
cross-attention, the feed-forward) and the second 4 n d, with d the width and f that of the feed-forward: so the two are
equal at n = 3 d + f tokens if an operation of attention cost as much as one of a matrix product. It costs less on
current GPUs; `attention` says how much.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Law:
    """linear in seconds per token, square in seconds per token squared; both of a clip with all its steps."""

    linear: float
    square: float

    def seconds(self, tokens):
        return self.linear * tokens + self.square * tokens ** 2

    @property
    def even_at(self):
        """Tokens at which both parts cost the same; infinite where there is no square part."""
        return self.linear / self.square if self.square else float("inf")


def through(first, second):
    """The law through two measured clips, each (tokens, seconds).

    Raises ValueError where that gives a negative part: then the two were not measured alike.
    """
    (n, s), (m, t) = first, second
    if n == m:
        raise ValueError(f"tokens: twice {n} (expected: two different counts)")
    square = (t / m - s / n) / (m - n)
    linear = s / n - square * n
    if square < 0 or linear < 0:
        raise ValueError(f"figures {first} and {second}: linear {linear:.3g}, square {square:.3g} "
                         "(expected: neither below 0)")
    return Law(linear, square)


def at(tokens, seconds, width, feed_forward, attention):
    """The law of one measured clip, its parts divided by the operations that the architecture needs.

    attention is what an operation of attention costs, over one of a matrix product.
    """
    even = (3 * width + feed_forward) / attention
    linear = seconds / (tokens * (1 + tokens / even))
    return Law(linear, linear / even)


def attention_cost(law, width, feed_forward):
    """What an operation of attention costs over one of a matrix product, in a law that was fitted: see `at`."""
    return (3 * width + feed_forward) / law.even_at
