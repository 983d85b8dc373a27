package io.gatun.cli.demo;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedBarrier;
import io.gatun.sync.SharedLock;
import io.gatun.value.SharedLong;
import java.util.concurrent.TimeUnit;

/** Two processes count on one number as in {@link RaceDemo}, but under its lock: nothing is lost. */
public final class LockDemo {
    private static final int PROCESSES = 2;
    private static final int INCREMENTS = 1_000_000;

    /** Without arguments this is the demo; with the names of what is shared, it is one of its two processes. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(LockDemo.class, arguments, LockDemo::play, LockDemo::count);
    }

    @SuppressWarnings("try") // the barrier is made here, for the processes
    private static void play(Stage stage) throws Exception {
        SegmentName number = stage.name();
        SegmentName start = stage.name();
        try (SharedLong counter = SharedLong.create(number, 0);
                SharedBarrier together = SharedBarrier.create(start, PROCESSES)) {
            stage.run(PROCESSES, number, start);
            long expected = (long) PROCESSES * INCREMENTS;
            long lost = expected - counter.get();
            System.out.println("expected " + expected + ", counted " + counter.get() + ", lost " + lost);
            stage.require(lost == 0, lost + " were lost under a lock");
        }
    }

    private static void count(SegmentName... shared) throws Exception {
        // @start region=lock
        try (SharedLong counter = SharedLong.attach(shared[0]);
                SharedBarrier together = SharedBarrier.attach(shared[1])) {
            SharedLock lock = counter.lock(); // it lies beside the number
            together.await(60, TimeUnit.SECONDS); // both begin now
            for (int i = 0; i < INCREMENTS; i++) {
                lock.lock();
                try {
                    counter.setPlain(counter.getPlain() + 1); // plain is enough: the lock orders it
                } finally {
                    lock.unlock();
                }
            }
        }
        // @end
    }
}
