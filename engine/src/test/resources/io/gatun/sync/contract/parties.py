"""Parties that use a primitive of CPython's multiprocessing, moved by lines on standard input.

    open COUNT KIND ARGUMENTS... in FOLDER
                                    makes a primitive, and COUNT parties a, b, c...; no matter where
    PARTY VERB ARGUMENTS...         is answered with "PARTY ANSWER", whenever the party has done it
    close                           ends the parties, whatever they wait for

The argument of this script says what a party is: "threads" of this process, or "processes" of their own.
"""

import ctypes
import multiprocessing
import os
import queue
import signal
import sys
import threading

context = multiprocessing.get_context("fork")


class ActionFailed(Exception):
    pass


class Counting:
    """Has a counter that its parties share, for predicates and actions to look at."""

    def __init__(self):
        self.counter = context.RawValue("q", 0)

    def count(self):
        self.counter.value += 1

    def counted(self):
        return self.counter.value

    def repeat(self, times, *words):
        commands = [command.split() for command in " ".join(map(str, words)).split("/")]
        for _ in range(times):
            for verb, *arguments in commands:
                answer = perform(self, verb, arguments)
        return answer


class Lock(Counting):
    """Lock and RLock; each verb is a method, what it may raise has a word in ERRORS."""

    ERRORS = {ValueError: "not-held", AssertionError: "not-held"}

    def __init__(self, kind):
        super().__init__()
        self.lock = context.Lock() if kind == "lock" else context.RLock()

    def acquire(self, timeout=None):
        return self.lock.acquire(True, timeout)

    def try_acquire(self):
        return self.lock.acquire(False)

    def release(self):
        return self.lock.release()


class Semaphore(Lock):
    ERRORS = {ValueError: "over-release", TypeError: "no-such-argument"}

    def __init__(self, kind, value):
        Counting.__init__(self)
        self.lock = (context.Semaphore if kind == "semaphore" else context.BoundedSemaphore)(value)

    def release(self, *n):
        return self.lock.release(*n)

    def value(self):
        return self.lock.get_value()


class Condition(Counting):
    ERRORS = {AssertionError: "not-held", ValueError: "not-held"}

    def __init__(self, kind, lock="none"):
        super().__init__()
        self.condition = context.Condition({"none": lambda: None, "lock": context.Lock, "rlock": context.RLock}[lock]())

    def acquire(self, timeout=None):
        return self.condition.acquire(True, timeout)

    def try_acquire(self):
        return self.condition.acquire(False)

    def release(self):
        return self.condition.release()

    def wait(self, timeout=None):
        return self.condition.wait(timeout)

    def wait_for(self, count, timeout=None):
        return self.condition.wait_for(lambda: self.counted() >= count, timeout)

    def wait_turn(self, turn, turns):
        return self.condition.wait_for(lambda: self.counted() % turns == turn)

    def notify(self, n=1):
        return self.condition.notify(n)

    def notify_all(self):
        return self.condition.notify_all()


class Event(Counting):
    ERRORS = {}

    def __init__(self, kind):
        super().__init__()
        self.event = context.Event()
        self.set, self.clear, self.is_set, self.wait = self.event.set, self.event.clear, self.event.is_set, self.event.wait


class Barrier(Counting):
    ERRORS = {threading.BrokenBarrierError: "broken", ActionFailed: "action-failed"}

    def __init__(self, kind, parties, action="none"):
        super().__init__()
        self.barrier = context.Barrier(parties, getattr(self, action, None))
        self.wait, self.abort, self.reset = self.barrier.wait, self.barrier.abort, self.barrier.reset

    def counting(self):
        self.count()

    def failing_once(self):
        self.count()
        if self.counted() == 1:
            raise ActionFailed

    def parties(self):
        return self.barrier.parties

    def waiting(self):
        return self.barrier.n_waiting

    def is_broken(self):
        return self.barrier.broken


KINDS = {"lock": Lock, "rlock": Lock, "semaphore": Semaphore, "bounded": Semaphore, "condition": Condition, "event": Event,
         "barrier": Barrier}


def number(word):
    try:
        return int(word)
    except ValueError:
        try:
            return float(word)
        except ValueError:
            return word


def say(who, answer):
    word = {"None": "ok", "True": "true", "False": "false"}.get(str(answer), answer)
    os.write(sys.stdout.fileno(), f"{who} {word}\n".encode())  # at once, and whole: others write too


def perform(primitive, verb, arguments):
    return getattr(primitive, verb)(*map(number, arguments))


def act(name, primitive, commands):
    """What a party does: one thing after the other."""
    for verb, *arguments in iter(commands.get, None):
        try:
            say(name, perform(primitive, verb, arguments))
        except Exception as e:
            say(name, primitive.ERRORS.get(type(e), repr(e)))


def act_in_a_process(*arguments):
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: whatever it waits for, it ends with its parent
    act(*arguments)


def open_parties(kind, arguments, count):
    primitive = KINDS[kind](kind, *map(number, arguments))
    parties = {}
    for name in "abcdefgh"[:count]:
        if sys.argv[1] == "threads":
            commands = queue.SimpleQueue()
            party = threading.Thread(target=act, args=(name, primitive, commands), daemon=True)
        else:
            commands = context.SimpleQueue()
            party = context.Process(target=act_in_a_process, args=(name, primitive, commands), daemon=True)
        party.start()
        parties[name] = party, commands
    return parties


def main():
    parties = {}
    for line in sys.stdin:
        who, *words = line.split()
        if who == "open":
            try:
                parties = open_parties(words[1], words[2 : words.index("in")], int(words[0]))
                say("open", None)
            except (ValueError, OSError):
                say("open", "invalid")
            except Exception as e:
                say("open", repr(e))
        elif who == "close":
            for party, commands in parties.values():
                commands.put(None)
                if isinstance(party, context.Process):
                    party.kill()
                    party.join()
            parties = {}
            say("close", None)
        else:
            parties[who][1].put(words)


main()
