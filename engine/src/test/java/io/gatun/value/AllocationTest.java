package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gatun.segment.Access;
import io.gatun.segment.AtomicElements;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.testing.NothingLeftBehind;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a program does in its innermost loop leaves no garbage, compiled or not. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 2_000;

    private final SegmentName name = SegmentName.random("garbage-");

    @Test
    void integersLeaveNone() {
        try (SharedLong value = SharedLong.create(name, 0)) {
            assertTrue(value.unlink());
            leavesNothing(() -> {
                value.getAndAdd(1);
                value.incrementAndGet();
                value.compareAndSet(value.get(), value.getAcquire() + 1);
                value.setRelease(value.compareAndExchange(3, 4));
            });
        }
        try (SharedInt value = SharedInt.create(name, 0)) {
            assertTrue(value.unlink());
            leavesNothing(() -> value.set(value.getAndAdd(1)));
        }
    }

    @Test
    void floatingPointNumbersLeaveNone() {
        try (SharedDouble value = SharedDouble.create(name, 0)) {
            assertTrue(value.unlink());
            leavesNothing(() -> {
                value.getAndAdd(0.5);
                value.compareAndSet(value.get(), 1);
                value.setPlain(value.getAndSet(2));
            });
        }
        try (SharedFloat value = SharedFloat.create(name, 0)) {
            assertTrue(value.unlink());
            leavesNothing(() -> value.set(value.getAndAdd(0.5f)));
        }
    }

    @Test
    void narrowValuesLeaveNone() {
        try (SharedByte value = SharedByte.create(name, (byte) 0)) {
            assertTrue(value.unlink());
            leavesNothing(() -> {
                value.getAndAdd((byte) 1);
                value.compareAndSet(value.get(), (byte) 5);
            });
        }
        try (SharedBoolean value = SharedBoolean.create(name, false)) {
            assertTrue(value.unlink());
            leavesNothing(() -> value.set(!value.getAndSet(value.compareAndSet(true, false))));
        }
        try (SharedChar value = SharedChar.create(name, 'x')) {
            assertTrue(value.unlink());
            leavesNothing(() -> value.set(value.compareAndExchange('x', 'y')));
        }
    }

    @Test
    void theLockOfAValueLeavesNone() {
        try (SharedLong value = SharedLong.create(name, 0)) {
            assertTrue(value.unlink());
            leavesNothing(() -> {
                value.lock().lock();
                try {
                    value.setPlain(value.getPlain() + 1);
                } finally {
                    value.lock().unlock();
                }
            });
            assertEquals(3 * ROUNDS, value.get());
        }
    }

    @Test
    void elementsOfArraysLeaveNone() {
        for (DType type : new DType[] {DType.INT64, DType.UINT8}) {
            try (SharedArray array = SharedArray.create(name, type, 16);
                    SharedArray again = SharedArray.attach(name, Access.READ_WRITE)) {
                assertTrue(array.unlink());
                AtomicElements atomics = again.atomics();
                leavesNothing(() -> {
                    atomics.getAndAddLong(3, 1);
                    atomics.compareAndSetLong(3, atomics.getLongVolatile(3), 5);
                    atomics.setLongVolatile(3, 0);
                });
            }
        }
    }

    /** The first rounds, in which what is called is linked, do not count. */
    private static void leavesNothing(Runnable code) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < ROUNDS; round++) {
                code.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < ROUNDS, least + " bytes in " + ROUNDS + " rounds");
    }
}
