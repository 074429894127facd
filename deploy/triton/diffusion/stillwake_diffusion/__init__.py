"""Open-weight image-to-video models behind Triton's Python backend, chunk by chunk."""
