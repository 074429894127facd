from .served import key_frames, windows

__all__ = ["key_frames", "windows"]
