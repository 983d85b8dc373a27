"""NumPy over shared memory in a pool of processes, each with a slice."""
import os
import platform

import peer
from slices import Slices

# Each process of the pool is one of the workers: no threads of the linear algebra library beside it.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
(np,) = peer.load("numpy")

# Elements at a time: 256 KiB of doubles, which the second level cache holds; faster than whole slices, as NumPy is used best.
STAGE = 1 << 15


def sin2cos2(arrays, begin, end):
    out, total = arrays["out"], 0.0
    steps = np.arange(STAGE, dtype=np.float64)
    x, cosine = np.empty(STAGE), np.empty(STAGE)
    for start in range(begin, end, STAGE):
        count = min(STAGE, end - start)
        y, angle, c = out[start : start + count], x[:count], cosine[:count]
        np.add(steps[:count], start, out=angle)
        np.sin(angle, out=y)
        np.multiply(y, y, out=y)
        np.cos(angle, out=c)
        np.multiply(c, c, out=c)
        np.add(y, c, out=y)
        total += y.sum()
    return total


def axpy(arrays, begin, end):
    x, y, scaled = arrays["x"], arrays["y"], np.empty(STAGE)
    for start in range(begin, end, STAGE):
        stop = min(end, start + STAGE)
        part = scaled[: stop - start]
        np.multiply(x[start:stop], peer.A, out=part)
        np.add(y[start:stop], part, out=y[start:stop])


def triad(arrays, begin, end):
    out, x, y = arrays["out"], arrays["x"], arrays["y"]
    for start in range(begin, end, STAGE):
        stop = min(end, start + STAGE)
        np.multiply(y[start:stop], peer.S, out=out[start:stop])
        np.add(out[start:stop], x[start:stop], out=out[start:stop])


def total(arrays, begin, end):
    return arrays["x"][begin:end].sum()


def dot(arrays, begin, end):
    return np.dot(arrays["x"][begin:end], arrays["y"][begin:end])


COMPUTE = {"sin2cos2": sin2cos2, "axpy": axpy, "triad": triad, "sum": total, "dot": dot}


def fill(arrays):
    for name, modulus in (("x", peer.X_MODULUS), ("y", peer.Y_MODULUS)):
        if name in arrays:
            np.copyto(arrays[name], np.resize(np.arange(modulus, dtype=np.float64), len(arrays[name])))


def main():
    options = peer.arguments()
    peer.serve(
        f"NumPy {np.__version__}, Python {platform.python_version()}, multiprocessing",
        lambda work, size: Slices(work, size, options.workers, COMPUTE[work], lambda mapping: np.frombuffer(mapping), fill),
    )


if __name__ == "__main__":
    main()
