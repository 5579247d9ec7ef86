"""Become another program that ends when its parent ends.

Run as a file by ``services.local.children``: ``child.py PARENT SIGNAL UID GID program argument…``;
UID and GID are ``-`` to stay the same user. It imports nothing of the project, because after the
change of user the project's files may be out of reach.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def become(parent: int, signal_number: int, uid: str, gid: str, program: list[str]) -> None:
    """Drop privileges, ask the kernel for ``signal_number`` at the parent's death, and exec."""
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        # After the change of user: the kernel forgets the wish when credentials change.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:  # it died before the wish was heard
        sys.exit(1)
    os.execv(program[0], program)  # noqa: S606 - a list of arguments, no shell


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
