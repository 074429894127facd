"""Dispatch measured: from the logs of virtual GPUs to numbers, tables and pictures.

A run is a folder. `logs` reads it, `steps` counts over time, `waiting` says when work waits; `slots`, `fairness`, `repeats`
and `films` are the metrics, `measures` puts them together for one run. `study` groups runs and holds them to goals.toml;
`page` and `plots` write docs/bench. What a slot did is taken from the slot's own log alone; what was asked for, and when
it was answered, from the driver's. Logs are in microseconds of one clock; results say their unit in their names.
"""
