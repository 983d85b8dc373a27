"""Expressions that numexpr evaluates in threads, block by block. It has no parallel sum, so that sums are NumPy's."""
import os
import platform

import peer
from threads import Threads

options = peer.arguments()
os.environ["NUMEXPR_MAX_THREADS"] = os.environ["NUMEXPR_NUM_THREADS"] = str(options.workers)
numexpr, np = peer.load("numexpr", "numpy")

# numexpr has no name for the index of an element: the angles are an input, made beforehand.
angles = {}


def sin2cos2(out):
    if out.size not in angles:
        angles.clear()
        angles[out.size] = np.arange(out.size, dtype=np.float64)
    numexpr.evaluate("sin(x) ** 2 + cos(x) ** 2", {"x": angles[out.size]}, out=out)
    return out.sum()


def axpy(x, y):
    numexpr.evaluate("y + a * x", {"a": peer.A, "x": x, "y": y}, out=y)


def triad(out, x, y):
    numexpr.evaluate("x + s * y", {"s": peer.S, "x": x, "y": y}, out=out)


COMPUTE = {"sin2cos2": sin2cos2, "axpy": axpy, "triad": triad}

if __name__ == "__main__":
    peer.serve(
        f"numexpr {numexpr.__version__}, NumPy {np.__version__}, Python {platform.python_version()}",
        lambda work, size: Threads(np, work, size, COMPUTE[work]),
    )
