package io.gatun.cli.demo;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentName;
import io.gatun.value.SharedLong;
import io.gatun.value.SharedStruct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** Three processes keep count, sum and maximum of what they see in one struct, whose fields change together or not at all. */
public final class StructDemo {
    private static final int PROCESSES = 3;
    private static final int VALUES = 100_000;

    // @start region=layout
    private static final StructLayout STATISTICS = MemoryLayout.structLayout(
            JAVA_LONG.withName("count"), JAVA_LONG.withName("sum"), JAVA_LONG.withName("max"));
    // @end

    /** Without arguments this is the demo; with the struct's name, it is one of its three processes. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(StructDemo.class, arguments, StructDemo::play, StructDemo::observe);
    }

    private static void play(Stage stage) throws Exception {
        SegmentName name = stage.name();
        try (SharedStruct seen = SharedStruct.create(name, STATISTICS)) {
            stage.run(PROCESSES, name);
            long count = seen.longField("count").get();
            long sum = seen.longField("sum").get();
            long max = seen.longField("max").get();
            System.out.println("count " + count + ", sum " + sum + ", maximum " + max);
            long expected = PROCESSES * (VALUES * (VALUES + 1L) / 2);
            stage.require(count == PROCESSES * VALUES && sum == expected, "count and sum do not agree: " + expected);
        }
    }

    private static void observe(SegmentName... shared) {
        // @start region=struct
        try (SharedStruct seen = SharedStruct.attach(shared[0], STATISTICS)) {
            SharedLong count = seen.longField("count");
            SharedLong sum = seen.longField("sum");
            SharedLong max = seen.longField("max");
            for (int value = 1; value <= VALUES; value++) {
                seen.lock().lock(); // one lock for all fields
                try {
                    count.setPlain(count.getPlain() + 1);
                    sum.setPlain(sum.getPlain() + value);
                    max.setPlain(Math.max(max.getPlain(), value));
                } finally {
                    seen.lock().unlock();
                }
            }
        }
        // @end
    }
}
