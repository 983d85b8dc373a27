package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.testing.NothingLeftBehind;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closing under a thread that is using the segment ends in an exception there, never in a crash. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class CloseWhileInUseTest {
    private static final int ROUNDS = 2_000;

    private final SegmentName name = SegmentName.random("in-use-");

    @Test
    @SuppressWarnings("try") // closed in the middle on purpose
    void aThreadThatIsReadingGetsAnException() throws InterruptedException {
        try (SharedSegment segment = SharedSegment.create(name, 4096);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            segment.unlink();
            CountDownLatch reading = new CountDownLatch(1);
            MemorySegment memory = segment.memory();
            Future<?> reader = threads.submit(() -> {
                for (long zero = 0; zero == 0; zero = memory.get(JAVA_LONG, 0)) {
                    reading.countDown();
                }
            });
            reading.await();
            segment.close();
            assertInstanceOf(
                    IllegalStateException.class,
                    assertThrows(ExecutionException.class, reader::get).getCause());
        }
    }

    /** All methods are for any thread: prefault ends, or finds the segment closed, or holds it open meanwhile. */
    @Test
    @SuppressWarnings("try") // closed under the other thread on purpose
    void aThreadThatIsPrefaultingNeverMeetsMemoryThatIsGone() throws InterruptedException, ExecutionException {
        try (SharedSegment segment = SharedSegment.create(name, 4096);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                SharedSegment attached = SharedSegment.attach(name, Access.READ_WRITE);
                AtomicBoolean go = new AtomicBoolean();
                Future<?> prefaulting = threads.submit(() -> prefault(attached, go));
                go.set(true);
                for (int spin = 0; spin < round % 400; spin++) {
                    Thread.onSpinWait(); // to meet it at each of its steps
                }
                closeUntilDone(attached);
                prefaulting.get();
            }
            segment.unlink();
        }
    }

    private static void prefault(SharedSegment segment, AtomicBoolean go) {
        while (!go.get()) {
            Thread.onSpinWait();
        }
        try {
            segment.prefault();
        } catch (SegmentException.Closed e) {
            // it came too late
        }
    }

    private static void closeUntilDone(SharedSegment segment) {
        while (true) {
            try {
                segment.close();
                return;
            } catch (IllegalStateException e) {
                Thread.onSpinWait(); // a native call is using it: as close() documents
            }
        }
    }
}
