"""Checkpoints of the real classes with random weights, small enough for tests: with the files of real ones."""
