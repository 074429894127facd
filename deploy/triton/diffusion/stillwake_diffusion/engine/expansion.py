"""The hook that turns a prompt into a longer one, as a family's profile names it."""

import functools
import importlib

from ..profile import WrongProfile


class FailedExpansion(Exception):
    """The operator's own function did not give a prompt."""


def load(name):
    """A function (prompt, seed) -> prompt, which is asked once for each pair: all chunks of a film must see the same.

    name is "module:function", or empty for none. Raises WrongProfile where it cannot be imported.
    """
    if not name:
        return lambda prompt, seed: prompt
    module, function = name.split(":")
    try:
        expand = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as failure:
        raise WrongProfile(
            f"runtime.expand: '{name}' cannot be imported: {failure} (expected: module:function)"
        ) from failure

    @functools.lru_cache(maxsize=256)
    def expanded(prompt, seed):
        try:
            made = expand(prompt, seed)
        except Exception as failure:
            raise FailedExpansion(
                f"runtime.expand: '{name}' raised {type(failure).__name__}: {failure} (expected: a prompt)"
            ) from failure
        if not isinstance(made, str):
            raise FailedExpansion(f"runtime.expand: '{name}' returned {type(made).__name__} (expected: a prompt)")
        return made

    return expanded
