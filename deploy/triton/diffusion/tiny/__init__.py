"""Checkpoints of the real classes with random weights, small enough for tests: shapes and files as the real ones have."""
