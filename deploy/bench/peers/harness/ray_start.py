"""Ray as both of its peers start it, a node in the driver's own session. What it reads from the environment is in `run`."""
import os
import sys

import ray


def start(cpus):
    """The node says that it has so many CPUs; its workers find the modules that this program finds."""
    ray.init(num_cpus=cpus, include_dashboard=False, log_to_driver=False, object_store_memory=200_000_000,
             runtime_env={"env_vars": {"PYTHONPATH": os.pathsep.join(sys.path)}})
