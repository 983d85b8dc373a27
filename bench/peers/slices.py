"""A job in Python's own way of parallel work: a pool of processes, an array in shared memory, a slice for each process."""
import mmap
import multiprocessing

import peer

# What the processes of the pool work on; they inherit it by fork.
shared = {}


def run_slice(part):
    """What a process does for one call: its slice, and its partial result."""
    begin, end = shared["size"] * part // shared["parts"], shared["size"] * (part + 1) // shared["parts"]
    return shared["compute"](shared["arrays"], begin, end)


def nothing(part):
    """The empty job."""


class Slices:
    """The arrays and the pool of one work.

    Arrays lie in anonymous shared mappings: the same memory as that of a SharedMemory, which leaves nothing behind whatever
    happens. The pool is made after them, so that its processes inherit both mapping and functions. It lives for as many
    calls as are wanted.
    """

    def __init__(self, work, size, parts, compute, view, fill):
        self.mappings = {name: mmap.mmap(-1, max(1, size) * 8) for name in peer.ARRAYS[work]}
        arrays = {name: view(mapping) for name, mapping in self.mappings.items()}
        fill(arrays)
        shared.update(size=size, parts=parts, arrays=arrays, compute=compute)
        self.written = arrays.get("out", arrays.get("y"))
        self.parts = parts
        self.pool = multiprocessing.get_context("fork").Pool(parts)

    def call(self):
        partials = self.pool.map(run_slice, range(self.parts), chunksize=1)
        return None if partials[0] is None else float(sum(partials))

    def close(self):
        """Ends the processes. The mappings go with the last reference to them."""
        self.pool.terminate()
        self.pool.join()
        shared.clear()
        self.written = None


class Empty:
    """A pool whose processes are asked to do nothing."""

    def __init__(self, size):
        self.size = size
        self.pool = multiprocessing.get_context("fork").Pool(size)

    def call(self):
        self.pool.map(nothing, range(self.size), chunksize=1)

    def close(self):
        self.pool.terminate()
        self.pool.join()
