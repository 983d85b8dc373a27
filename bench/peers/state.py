"""Values, dicts, lists and queues that processes share, by multiprocessing. The protocol is that of peer.py; SIZE is how often it is
done in a call. The argument says by what: `value` is multiprocessing.Value, which lies in shared memory, `manager` the server process
of a Manager. With two processes it is as in sync.py.

    value-get, value-set      read and write .value
    value-increment           with a lock: value += 1
    map-get, map-put          d[key] of a dict of 10,000, and d[key] = key
    list-append               an empty list, and l.append(i)
    queue-put-get             q.put(i) and q.get() by one process
    queue-stream              one process puts, the other gets; room for 1,000
"""
import sys

import peer
import sync

KEYS = 10_000
CAPACITY = 1000


class State(sync.Shared):
    """What both processes see."""

    def count(self, counted):
        self.counter.value = counted

    def value_get(self, side, count):
        number = self.number
        number.value = 1
        total = 0
        for _ in range(count):
            total += number.value
        self.count(total)

    def value_set(self, side, count):
        number = self.number
        for i in range(count):
            number.value = i + 1
        self.count(number.value)

    def value_increment(self, side, count):
        number, lock = self.number, self.lock
        number.value = 0
        for _ in range(count):
            with lock:
                number.value += 1
        self.count(number.value)

    def map_get(self, side, count):
        entries = self.entries
        wrong = 0
        for i in range(count):
            wrong += entries[i % KEYS] != i % KEYS
        self.count(count - wrong)

    def map_put(self, side, count):
        entries = self.entries
        for i in range(count):
            entries[i % KEYS] = i % KEYS
        self.count(count if entries[0] == 0 else -1)

    def list_append(self, side, count):
        elements = self.elements
        del elements[:]
        for i in range(count):
            elements.append(i)
        self.count(len(elements))

    def queue_put_get(self, side, count):
        queue = self.queue
        right = 0
        for i in range(count):
            queue.put(i)
            right += queue.get() == i
        self.count(right)

    def queue_stream(self, side, count):
        queue = self.queue
        right = 0
        for i in range(count):
            if side == sync.OTHER:
                queue.put(i)
            else:
                right += queue.get() == i
        if side == sync.LEADER:
            self.count(right)


VALUES = {
    "value-get": (1, 1, State.value_get),
    "value-set": (1, 1, State.value_set),
    "value-increment": (1, 1, State.value_increment),
}
COLLECTIONS = {
    "map-get": (1, 1, State.map_get),
    "map-put": (1, 1, State.map_put),
    "list-append": (1, 1, State.list_append),
    "queue-put-get": (1, 1, State.queue_put_get),
    "queue-stream": (2, 1, State.queue_stream),
}


def main():
    state = State()
    if sys.argv[1] == "value":
        state.number = sync.FORK.Value("q", 0)
        state.lock = state.number.get_lock()
        sync.run(state, VALUES, "multiprocessing.Value")
        return
    with sync.FORK.Manager() as manager:
        state.number = manager.Value("q", 0)
        state.lock = manager.Lock()
        state.entries = manager.dict({key: key for key in range(KEYS)})
        state.elements = manager.list()
        state.queue = manager.Queue(CAPACITY)
        sync.run(state, VALUES | COLLECTIONS, "multiprocessing.Manager")


if __name__ == "__main__":
    main()
