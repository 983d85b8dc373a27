package io.gatun.sync.contract;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.lang.invoke.VarHandle;

/** A number that the parties share, for predicates and actions to look at. It is no primitive, so that it does not depend on one. */
record Counter(SharedArray array) implements AutoCloseable {
    private static final VarHandle NUMBER = JAVA_LONG.varHandle().withInvokeExactBehavior();

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
        long before = (long) NUMBER.getAndAdd(array.data(), 0L, 1L);
        assert before >= 0;
    }

    long counted() {
        return (long) NUMBER.getVolatile(array.data(), 0L);
    }

    void unlink() {
        array.unlink();
    }

    @Override
    public void close() {
        array.close();
    }
}
