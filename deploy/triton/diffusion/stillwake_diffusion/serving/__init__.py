"""Triton's side: each model is thin, and hands its calls to the engine of the family. No weights, no torch here."""
