"""Values with a lock, events and conditions of multiprocessing, by one process or by two. The protocol is that of peer.py; SIZE is
how often each process does it. With two processes a call begins when both are there and ends when both are done, as in sync.c.

    locked-increment[-two]   with value.get_lock(): value.value += 1
    hand-off-event           set the other's event, wait for one's own and clear it, in turn; SIZE round trips
    hand-off-condition       the same by one condition that both wait for and notify
"""
import multiprocessing
import os
import signal
import sys
import time

import peer

FORK = multiprocessing.get_context("fork")
LEADER, OTHER = 0, 1


class Shared:
    """What both processes see."""

    def __init__(self):
        self.value = FORK.Value("q", 0)
        self.counter, self.turn, self.arrived, self.begun, self.done = (FORK.RawValue("q", 0) for _ in range(5))
        self.ping, self.pong, self.condition = FORK.Event(), FORK.Event(), FORK.Condition()

    def locked_increment(self, side, count):
        value = self.value
        for _ in range(count):
            with value.get_lock():
                value.value += 1

    def hand_off_by_event(self, side, count):
        mine, others = (self.pong, self.ping) if side == LEADER else (self.ping, self.pong)
        counter = self.counter
        for _ in range(count):
            if side == LEADER:
                others.set()
            mine.wait()
            mine.clear()
            if side == OTHER:
                counter.value += 1
                others.set()

    def hand_off_by_condition(self, side, count):
        condition, turn, counter = self.condition, self.turn, self.counter
        for _ in range(count):
            with condition:
                if side == LEADER:
                    turn.value = OTHER
                    condition.notify()
                while turn.value != side:
                    condition.wait()
                if side == OTHER:
                    counter.value += 1
                    turn.value = LEADER
                    condition.notify()


# How many processes do it, how many of them count, and what each does.
TASKS = {
    "locked-increment": (1, 1, Shared.locked_increment),
    "locked-increment-two": (2, 2, Shared.locked_increment),
    "hand-off-event": (2, 1, Shared.hand_off_by_event),
    "hand-off-condition": (2, 1, Shared.hand_off_by_condition),
}


def await_call(word, call):
    while word.value != call:
        os.sched_yield()


def follow(shared, tasks, requests):
    """What the other process does, until the leader is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            work, count, call = requests.recv()
            shared.arrived.value = call
            await_call(shared.begun, call)
            tasks[work][2](shared, OTHER, count)
            shared.done.value = call
    except EOFError:
        pass


class Prepared:
    """A work at a size, of which each call says itself how long it took."""

    calls = 0
    written = ()

    def __init__(self, shared, task, requests, work, size):
        self.shared, self.requests, self.work, self.size = shared, requests, work, size
        self.processes, self.counting, self.loop = task

    def call(self):
        shared = self.shared
        shared.value.value = shared.counter.value = 0
        Prepared.calls += 1
        if self.processes == 2:
            self.requests.send((self.work, self.size, Prepared.calls))
            await_call(shared.arrived, Prepared.calls)
        began = time.monotonic_ns()
        shared.begun.value = Prepared.calls
        self.loop(shared, LEADER, self.size)
        if self.processes == 2:
            await_call(shared.done, Prepared.calls)
        nanos = time.monotonic_ns() - began
        counted = shared.value.value + shared.counter.value
        expected = self.size * self.counting
        if counted != expected:
            raise AssertionError(f"WRONG COUNT: {counted}, {expected} is right")
        return counted, nanos

    def close(self):
        pass


def timed(call, calls, millis):
    """As peer.timed, but for who takes the time."""
    nanos = []
    end = time.monotonic_ns() + millis * 1e6
    while True:
        result, each = call()
        nanos.append(each)
        if len(nanos) == calls or time.monotonic_ns() >= end:
            return result, nanos


def run(shared, tasks, about):
    """Serves tasks, with another process beside this one."""
    theirs, mine = FORK.Pipe(duplex=False)

    def other():
        mine.close()  # or the end of the leader would not be the end of the pipe
        follow(shared, tasks, theirs)

    process = FORK.Process(target=other, daemon=True)
    process.start()
    theirs.close()
    try:
        peer.serve(
            f"Python {sys.version.split()[0]}, {about}",
            lambda work, size: Prepared(shared, tasks[work], mine, work, size),
            timed,
        )
    finally:
        mine.close()
        process.join(2)


if __name__ == "__main__":
    run(Shared(), TASKS, "multiprocessing")
