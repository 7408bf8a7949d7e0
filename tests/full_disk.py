"""A disk that doesn't do what it should."""

import io
import os

from dig2ai_helpers import own_files


def refuse(patch, call, problem):
    """Let a call fail with an errno, from now on: "os.open", "os.replace" or "write"."""

    def fail(*_, **__):
        raise OSError(problem, os.strerror(problem))

    if call == "write":  # the file is made, and then nothing goes into it
        full = type("Full", (io.FileIO,), {"write": fail})
        patch.setattr(own_files, "open", lambda path, *_, **__: full(path, "xb"), raising=False)
    else:
        patch.setattr(call, fail)
