"""Processes of their own that have everything loaded already: loading takes longer than what they do in a test."""

import multiprocessing
import os
import sys
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running

import pytest

LOADED = ("acts_of_a_region", "hypothesis", "pytest", "records_at_random", "rso_pleio_sandbox", "rso_pleio.sync")


@cache
def forked_processes() -> ForkServerContext:
    """Makes real processes, which can be killed, from a server that has loaded modules and opened nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*LOADED])
    with pytest.MonkeyPatch.context() as patch:
        # The server of forks looks for what it loads here, and not where this process found it.
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        ensure_running()
    return context
