package io.gatun.cli.demo;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedLock;
import io.gatun.value.SharedInt;

/** Four worker processes have 25 tasks each, and count those that are done on one shared counter: 100 in the end. */
public final class CounterDemo {
    private static final int WORKERS = 4;
    private static final int TASKS = 25;

    /** Without arguments this is the demo; with the counter's name, it is one of its workers. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(CounterDemo.class, arguments, CounterDemo::play, CounterDemo::work);
    }

    private static void play(Stage stage) throws Exception {
        SegmentName name = stage.name();
        try (SharedInt done = SharedInt.create(name, 0)) {
            stage.run(WORKERS, name);
            System.out.println(WORKERS + " workers have done " + TASKS + " tasks each: counted " + done.get());
            stage.require(done.get() == WORKERS * TASKS, done.get() + " were counted, not " + WORKERS * TASKS);
        }
    }

    private static void work(SegmentName... shared) throws Exception {
        // @start region=counter
        try (SharedInt done = SharedInt.attach(shared[0])) {
            for (int task = 0; task < TASKS; task++) {
                Thread.sleep(1); // stands for what a task does
                SharedLock lock = done.lock();
                lock.lock();
                try {
                    done.set(done.get() + 1);
                } finally {
                    lock.unlock();
                }
            }
        }
        // @end
    }
}
