"""The protocol of `gatun bench peers`: how its runner talks to a peer, and this side of it.

A peer is a process that lives as long as the run. It reads requests, one a line, from standard input, and answers each by one
line on standard output. Numbers of an answer have 17 digits.

    at its start                       ready ABOUT, or missing REASON and the end
    run WORK SIZE CALLS MILLIS         done RESULT NANOS...
    sample COUNT                       values V...
    drop                               dropped
    whatever goes wrong                error MESSAGE

`run` makes and fills the arrays of a work unless they are there from the request before, and does the work CALLS times, or
until MILLIS are over, but once at least. RESULT is that of the last call, `-` if there is none; NANOS has the time of each
call, from all input ready to result and arrays complete, by the monotonic clock. `sample` answers with elements of the array
that is written, COUNT of them, evenly spaced from the first to the last. `drop` frees the arrays. The end of the input ends
the peer.

The works: x[i] = i mod 1024 and y[i] = i mod 512 are whole numbers, so that sums and products are exact in any order.

    sin2cos2   out[i] = sin²(i) + cos²(i), and the sum of out
    axpy       y[i] += 3 x[i]
    triad      out[i] = x[i] + 0.5 y[i]
    sum        the sum of x
    dot        the sum of x[i] y[i]
    empty      SIZE calls of a function that does nothing, on warm workers
    segment    creates a named segment of SIZE bytes, attaches it again, closes both, and unlinks it

Those of `gatun bench sync` are told of in sync.c and sync.py.
"""
import argparse
import signal
import sys
import time

A = 3.0
S = 0.5
X_MODULUS = 1024
Y_MODULUS = 512

# Which of out, x and y each work has.
ARRAYS = {"sin2cos2": ("out",), "axpy": ("x", "y"), "triad": ("out", "x", "y"), "sum": ("x",), "dot": ("x", "y")}


def arguments(**further):
    """Reads the command line; `further` are options without a value, with their help."""
    parser = argparse.ArgumentParser(description="A peer of `gatun bench peers`, which starts it.")
    parser.add_argument("--workers", type=int, default=2, metavar="W")
    for name, text in further.items():
        parser.add_argument("--" + name, action="store_true", help=text)
    return parser.parse_args()


def load(*modules):
    """Imports modules, or tells the runner which is missing and ends."""
    try:
        return [__import__(module) for module in modules]
    except ImportError as e:
        answer(f"missing {e} in {sys.executable}")
        sys.exit(0)


def answer(line):
    """Writes one line, whatever it is made of."""
    print(" ".join(line.split()), flush=True)


def number(value):
    """Writes a number so that nothing of it is lost."""
    return f"{value:.17g}"


def timed(call, calls, millis):
    """Makes calls; returns the last result and the time of each."""
    nanos = []
    end = time.monotonic_ns() + millis * 1e6
    while True:
        began = time.monotonic_ns()
        result = call()
        now = time.monotonic_ns()
        nanos.append(now - began)
        if len(nanos) == calls or now >= end:
            return result, nanos


def serve(about, prepare, timed=timed):
    """Answers requests until the input ends.

    `prepare(work, size)` returns an object with call(), which returns the result or None, with close(), and, where the work
    writes an array, with `written`, that array. `timed` makes calls and says how long each took.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the runner ends its peers itself
    at_hand, prepared = None, None
    answer(f"ready {about}")
    try:
        for line in sys.stdin:
            request, *words = line.split()
            try:
                if request == "run":
                    work, size, calls, millis = words[0], int(words[1]), int(words[2]), float(words[3])
                    if at_hand != (work, size):
                        if prepared is not None:
                            prepared.close()
                        at_hand, prepared = None, None
                        prepared = prepare(work, size)
                        at_hand = work, size
                    result, nanos = timed(prepared.call, calls, millis)
                    answer(f"done {'-' if result is None else number(result)} {' '.join(map(str, nanos))}")
                elif request == "sample":
                    count, array = int(words[0]), prepared.written
                    last = len(array) - 1
                    answer("values " + " ".join(number(array[k * last // max(1, count - 1)]) for k in range(count)))
                elif request == "drop":
                    if prepared is not None:
                        prepared.close()
                    at_hand, prepared = None, None
                    answer("dropped")
                else:
                    answer(f"error unknown request: {line}")
            except Exception as e:  # the runner wants to know of every reason
                answer(f"error {type(e).__name__}: {e}")
    finally:
        if prepared is not None:
            prepared.close()
