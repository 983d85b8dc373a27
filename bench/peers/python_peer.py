"""Python as it comes: loops over elements in a pool of processes, and the segments of multiprocessing.shared_memory.

With --reserve the memory of a segment is reserved, as Gatun does and SharedMemory does not: a full /dev/shm is then an error at
creation rather than a SIGBUS at some later write.
"""
import math
import os
import platform
import sys
from multiprocessing.shared_memory import SharedMemory

import peer
from slices import Empty, Slices


def sin2cos2(arrays, begin, end):
    """One element after the other; the sum is cheaper at the end than in the loop."""
    sin, cos, out = math.sin, math.cos, arrays["out"]
    for i in range(begin, end):
        s = sin(i)
        c = cos(i)
        out[i] = s * s + c * c
    return sum(out[begin:end])


class Segment:
    """The life of a segment, both sides in one process."""

    def __init__(self, size, reserve):
        self.size, self.reserve = size, reserve

    def call(self):
        made = SharedMemory(create=True, size=self.size)
        if self.reserve:
            os.posix_fallocate(made._fd, 0, self.size)
        attached = SharedMemory(name=made.name)
        attached.close()
        made.close()
        made.unlink()

    def close(self):
        pass


def main():
    options = peer.arguments(reserve="reserve the memory of a segment, as Gatun does")

    def prepare(work, size):
        if work == "empty":
            return Empty(size)
        if work == "segment":
            return Segment(size, options.reserve)
        if work != "sin2cos2":
            raise ValueError(f"no work {work}")
        return Slices(work, size, options.workers, sin2cos2, lambda mapping: memoryview(mapping).cast("d"), lambda arrays: None)

    peer.serve(f"Python {platform.python_version()} ({sys.executable}), multiprocessing", prepare)


if __name__ == "__main__":
    main()
