package io.gatun.sync.contract;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;

/**
 * A number that the parties share, for predicates and actions to look at. It is read and written plainly: who counts without
 * being alone loses counts, and who has not synchronised sees old ones.
 */
record Counter(SharedArray array) implements AutoCloseable {
    static Counter create(SegmentName subject) {
        return new Counter(SharedArray.create(nameFor(subject), DType.INT64, 1));
    }

    static Counter attach(SegmentName subject) {
        return new Counter(SharedArray.attach(nameFor(subject), Access.READ_WRITE));
    }

    private static SegmentName nameFor(SegmentName subject) {
        return SegmentName.of(subject + "-counter");
    }

    void count() {
        array.data().set(JAVA_LONG, 0, counted() + 1);
    }

    long counted() {
        return array.data().get(JAVA_LONG, 0);
    }

    void unlink() {
        array.unlink();
    }

    @Override
    public void close() {
        array.close();
    }
}
