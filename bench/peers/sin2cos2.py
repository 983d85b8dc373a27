#!/usr/bin/env python3
"""The main job of Gatun in Python: multiprocessing and shared memory, as a peer to measure `gatun run sin2cos2` against.

y[i] = sin(i)**2 + cos(i)**2 in one shared array of float64, filled by several processes, each of which also sums its
slice; then the sum must be the number of elements, and 1000 elements are looked at one by one.

What is the same as in Gatun: the elements, the number of processes, one shared array, partial sums made by the processes,
both verifications and their bounds. What is not:
- A process gets one fixed slice, which is how it is done in Python; Gatun's workers claim chunks as they get on.
- The sums here are plain, Gatun's are compensated. They are right all the same: see SUM_BOUND.
- The pages here are not reserved. A full /dev/shm kills this program by SIGBUS; Gatun fails with a message.
- Gatun samples against another library's sine; here it is math.sin, on which --how scalar itself is built.

Processes start by the platform's default method: fork on Linux before Python 3.14, so that they inherit the mapping and the
loaded modules; forkserver since, where each imports and attaches anew. Exit codes: 0 verified, 1 not, 2 wrong usage.
"""
import argparse
import math
import multiprocessing
import os
import sys
from multiprocessing.shared_memory import SharedMemory

ITEM = 8
SAMPLES = 1000

# As Sin2Cos2.MAX_ERROR of Gatun: with sine and cosine within one ulp, an element is within 2^-50 of 1.
ELEMENT_BOUND = 2.0**-50
# What a sampled element may be off, from math's value and from 1: twice that, as in Gatun. NumPy's own sine and cosine may be
# worse than one ulp; with 1.24 on AVX-512 the first 20 million elements are within 2^-50 of 1, just.
SAMPLE_BOUND = 2 * ELEMENT_BOUND
# As Sin2Cos2.MAX_MEAN_ERROR, for each element of the sum. Plain sums keep it too: once a running sum has passed 16, an element
# so near to 1 takes it from one whole number exactly to the next.
SUM_BOUND = ELEMENT_BOUND + 2.0**-52


def fill_scalar(buffer, begin, end):
    """Computes elements one by one, and returns their sum.

    A memoryview cast to doubles: to store an element through numpy.ndarray took the loop 20 % longer (Python 3.11,
    NumPy 1.24) and 7 % (NumPy 2.4). Stages of 4096 elements in a list, copied out as an array.array, gained nothing. sum()
    of the finished slice costs as much as adding up in the loop, half of math.fsum().
    """
    sin, cos = math.sin, math.cos
    with buffer.cast("d") as whole, whole[begin:end] as y:
        for i in range(begin, end):
            s = sin(i)
            c = cos(i)
            y[i - begin] = s * s + c * c
        return float(sum(y))


def fill_numpy(buffer, begin, end):
    """Computes a slice by whole-array operations in place, and returns its sum."""
    import numpy as np  # loaded before the fork already

    y = np.ndarray((end - begin,), np.float64, buffer, begin * ITEM)
    x = np.arange(begin, end, dtype=np.float64)
    np.sin(x, out=y)
    np.multiply(y, y, out=y)
    np.cos(x, out=x)
    np.multiply(x, x, out=x)
    np.add(y, x, out=y)
    return float(y.sum())


FILL = {"scalar": fill_scalar, "numpy": fill_numpy}


def work(shared, how, size, number, processes):
    """What a process does: fills its slice and leaves the partial sum behind the elements."""
    begin, end = size * number // processes, size * (number + 1) // processes
    partial = FILL[how](shared.buf, begin, end)
    with shared.buf.cast("d") as whole:
        whole[size + number] = partial
    shared.close()


def run(size, processes, how):
    """Runs the job and returns (sum, distance of the worst sampled element from math's value, from 1)."""
    # The name tells whose it is, should anything be left. Python's own resource tracker removes it if this process is killed.
    shared = SharedMemory(name=f"gatun-peer-{os.getpid()}", create=True, size=(size + processes) * ITEM)
    workers = []
    try:
        for number in range(processes):
            worker = multiprocessing.Process(target=work, args=(shared, how, size, number, processes))
            worker.start()
            workers.append(worker)
        for worker in workers:
            worker.join()
        failed = [worker.exitcode for worker in workers if worker.exitcode != 0]
        if failed:
            raise SystemExit(f"{len(failed)} of {processes} processes failed, exit codes {failed}")
        with shared.buf.cast("d") as whole:
            total = math.fsum(whole[size + number] for number in range(processes))
            return (total, *sample(whole, size))
    finally:
        for worker in workers:
            if worker.is_alive():
                worker.kill()
                worker.join()
        shared.close()
        shared.unlink()


def sample(y, size):
    """Looks at elements from the first to the last; not-a-number counts as infinitely far."""
    count = min(SAMPLES, size)
    from_math = from_one = 0.0
    for k in range(count):
        i = k * (size - 1) // max(1, count - 1)
        s, c = math.sin(i), math.cos(i)
        value = y[i] if math.isfinite(y[i]) else math.inf
        from_math = max(from_math, abs(value - (s * s + c * c)))
        from_one = max(from_one, abs(value - 1.0))
    return from_math, from_one


def positive(text):
    """Parses a number of at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number}: it must be at least 1")
    return number


def main():
    parser = argparse.ArgumentParser(description="sin2cos2 in Python, a peer of `gatun run sin2cos2`.")
    parser.add_argument("--how", choices=sorted(FILL), default="numpy", help="a loop, or whole arrays (default)")
    parser.add_argument("--size", type=positive, default=1_000_000, metavar="N", help="elements; 1000000 by default")
    parser.add_argument("--processes", type=positive, default=4, metavar="P", help="4 by default")
    options = parser.parse_args()
    if options.how == "numpy":
        import numpy  # noqa: F401  once, here, rather than in each process

    total, from_math, from_one = run(options.size, options.processes, options.how)

    sum_bound = options.size * SUM_BOUND
    verified = abs(total - options.size) <= sum_bound and max(from_math, from_one) <= SAMPLE_BOUND
    print(f"result       {total!r}")
    print(f"expected     {options.size} ± {sum_bound:.1e}")
    print(
        f"verified     {'yes' if verified else 'NO'}: the sum is off by {abs(total - options.size):.1e}, "
        f"{min(SAMPLES, options.size)} elements differ from math by at most {from_math:.1e} "
        f"and from 1 by {from_one:.1e} ({SAMPLE_BOUND:.1e} allowed)"
    )
    return 0 if verified else 1


if __name__ == "__main__":
    sys.exit(main())
