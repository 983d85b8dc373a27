package io.gatun.cli.demo;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedBarrier;
import io.gatun.value.SharedLong;
import java.util.concurrent.TimeUnit;

/** Two processes count on one number, each reading it and writing it back: what one adds in between is lost to the other. */
public final class RaceDemo {
    private static final int PROCESSES = 2;
    private static final int INCREMENTS = 1_000_000;
    private static final int ROUNDS = 5;

    /** Without arguments this is the demo; with the names of what is shared, it is one of its two processes. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(RaceDemo.class, arguments, RaceDemo::play, RaceDemo::count);
    }

    @SuppressWarnings("try") // the barrier is made here, for the processes
    private static void play(Stage stage) throws Exception {
        SegmentName number = stage.name();
        SegmentName start = stage.name();
        long expected = (long) PROCESSES * INCREMENTS;
        long lost = 0;
        try (SharedLong counter = SharedLong.createWithoutLock(number, 0);
                SharedBarrier together = SharedBarrier.create(start, PROCESSES)) {
            // A process that is done before the other gets a processor loses nothing: then they run once more.
            for (int round = 1; round <= ROUNDS && lost == 0; round++) {
                counter.set(0);
                stage.run(PROCESSES, number, start);
                lost = expected - counter.get();
                System.out.println("expected " + expected + ", counted " + counter.get() + ", lost " + lost);
            }
            stage.require(lost > 0, "nothing was lost, in " + ROUNDS + " rounds: the two hardly ran at the same time");
        }
    }

    private static void count(SegmentName... shared) throws Exception {
        // @start region=race
        try (SharedLong counter = SharedLong.attach(shared[0]);
                SharedBarrier together = SharedBarrier.attach(shared[1])) {
            together.await(60, TimeUnit.SECONDS); // both begin now
            for (int i = 0; i < INCREMENTS; i++) {
                counter.setPlain(counter.getPlain() + 1); // meanwhile the other may have read the same number
            }
        }
        // @end
    }
}
