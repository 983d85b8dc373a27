package io.gatun.bench.sync;

import java.util.Map;

/** A way to do works, and what it needs for that in shared memory. */
interface Tasks extends AutoCloseable {
    /** Returns what it does, by the works' names. */
    Map<String, Task> byWork();

    /** Removes the names of what lies in shared memory; the processes that have it attached keep it. */
    void unlink();

    @Override
    void close();
}
