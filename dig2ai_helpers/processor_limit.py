"""How many processors this process may use: a container or a hub may allow less than there are."""

import contextlib
import math
import os
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")  # where Linux says what a container may use
OWN_CGROUP = Path("/proc/self/cgroup")


def processor_share() -> float:
    """Return how many processors this process may use; containers allow fractions, too.

    A JupyterHub says in $CPU_LIMIT how many processors of a large machine a learner has.
    """
    count = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    limits = [float(count), *_quotas()]
    with contextlib.suppress(KeyError, ValueError):  # not set, or no number
        limits.append(float(os.environ["CPU_LIMIT"]))
    return min(limit for limit in limits if limit > 0)


def processors() -> int:
    """Return how many processes can run at once: more would only take memory."""
    return min(math.ceil(processor_share()), 61)  # Windows waits for no more than 61 processes


def _quotas():
    """Processors that the cgroups of this process allow, in version 2 and in version 1."""
    own = CGROUPS / _own_cgroup()
    for folder in (own, *own.parents):  # a group has what all groups around it leave
        with contextlib.suppress(OSError, ValueError, ZeroDivisionError):  # "max" is no number
            quota, period = (folder / "cpu.max").read_text("ascii").split()
            yield int(quota) / int(period)
    with contextlib.suppress(OSError, ValueError, ZeroDivisionError):
        quota, period = (
            (CGROUPS / "cpu" / f"cpu.cfs_{name}_us").read_text("ascii")
            for name in ("quota", "period")
        )
        yield int(quota) / int(period)  # -1 without a limit


def _own_cgroup():
    """The folder below CGROUPS of this process's cgroup, in version 2."""
    with contextlib.suppress(OSError):
        for line in OWN_CGROUP.read_text("utf-8", "surrogateescape").splitlines():
            if line.startswith("0::/"):
                return line.removeprefix("0::/")
    return ""
