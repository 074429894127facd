"""Builds the ONNX models of the reference family; `python -m build` writes them all."""
