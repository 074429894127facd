"""Model families on paper: published GPU seconds, how a film is split, and a simulation of what that is worth.

figures.toml holds what others measured, each number with its source, and the families that are made of them. `law`
turns those numbers into seconds for any count of tokens, `layout` splits a film as the planner does, `schemes` makes its
tasks, `simulator` runs them on GPUs. `tables` and `plots` write docs/families.md and docs/bench/families.
"""
