"""Loops that Numba compiles, in threads (prange), with fastmath."""
import math
import os
import platform

import peer
from threads import Threads

options = peer.arguments()
os.environ["NUMBA_NUM_THREADS"] = str(options.workers)
numba, np = peer.load("numba", "numpy")
compiled = numba.njit(parallel=True, fastmath=True)


@compiled
def sin2cos2(out):
    total = 0.0
    for i in numba.prange(out.size):
        s = math.sin(float(i))
        c = math.cos(float(i))
        value = s * s + c * c
        out[i] = value
        total += value
    return total


@compiled
def axpy(x, y):
    for i in numba.prange(x.size):
        y[i] += peer.A * x[i]


@compiled
def triad(out, x, y):
    for i in numba.prange(x.size):
        out[i] = x[i] + peer.S * y[i]


@compiled
def total(x):
    result = 0.0
    for i in numba.prange(x.size):
        result += x[i]
    return result


@compiled
def dot(x, y):
    result = 0.0
    for i in numba.prange(x.size):
        result += x[i] * y[i]
    return result


COMPUTE = {"sin2cos2": sin2cos2, "axpy": axpy, "triad": triad, "sum": total, "dot": dot}

if __name__ == "__main__":
    peer.serve(
        f"Numba {numba.__version__}, NumPy {np.__version__}, Python {platform.python_version()}",
        lambda work, size: Threads(np, work, size, COMPUTE[work]),
    )
