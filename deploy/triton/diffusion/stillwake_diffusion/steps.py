"""Tells a watch of the steps of a diffusers pipeline."""


def told(watch):
    """What a pipeline takes as callback_on_step_end. A Cancelled that the watch raises ends the pipeline's call."""

    def step(pipe, index, _, __):
        watch.step(index + 1, pipe.num_timesteps)
        return {}

    return step


class Pause:
    """A watch of a part of a call that is not told as progress, but can be cancelled."""

    def __init__(self, watch, done, total):
        self.watch, self.done, self.total = watch, done, total

    def step(self, done, total):
        self.watch.step(self.done, self.total)
