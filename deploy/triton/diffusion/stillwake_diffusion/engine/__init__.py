"""The process that holds a family's weights, once for all its models, and runs one call at a time."""
