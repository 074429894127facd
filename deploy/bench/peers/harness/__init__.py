"""What every peer's program shares: the list of work, the virtual GPUs, the store, its processes and their CPU.

A peer is measured on what it does between a list of work and the slots; all of them call the same GPUs and the same store
through this package, so that they differ in dispatch alone.
"""
