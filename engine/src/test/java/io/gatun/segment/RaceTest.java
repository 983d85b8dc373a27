package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.Collected.Outcome;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that create, attach, unlink and collect at the same time; two that create one name are in PublishTest. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class RaceTest {
    private static final int BYTES = 8192;
    private static final int ROUNDS = 200;
    private static final int ORPHANS = 100;

    private final SegmentName name = SegmentName.random("race-");

    @Test
    void collectingNeverTakesASegmentFromItsCreator() throws IOException {
        try (ChildJvm first = ChildJvm.start(Collecting.class);
                ChildJvm second = ChildJvm.start(Collecting.class)) {
            first.expect("collecting");
            second.expect("collecting");
            for (int round = 0; round < ROUNDS; round++) {
                try (SharedSegment segment = SharedSegment.create(name.path(), BYTES, RaceTest::fillWithSevens)) {
                    assertTrue(segment.hasItsName());
                    assertTrue(isWhole(segment));
                    assertTrue(segment.unlink());
                }
            }
            assertEquals(List.of(), files());
        }
    }

    @Test
    void anOrphanIsCollectedByOneOfTwo() {
        for (int i = 0; i < ORPHANS; i++) {
            SharedSegment.create(SegmentName.temporary(), 1).close();
        }
        try (ChildJvm first = ChildJvm.start(CollectingOnce.class);
                ChildJvm second = ChildJvm.start(CollectingOnce.class)) {
            first.expect("ready");
            second.expect("ready");
            first.send("go");
            second.send("go");
            assertEquals(ORPHANS, Integer.parseInt(first.readLine()) + Integer.parseInt(second.readLine()));
        }
    }

    @Test
    void attachingWhatIsUnlinkedGetsAllOfItOrNothing() {
        try (ChildJvm creating = ChildJvm.start(Creating.class, name)) {
            creating.expect("creating");
            int attached = 0;
            for (int tries = 0; attached < ROUNDS; tries++) {
                try (SharedSegment segment = SharedSegment.attach(name, Access.READ_ONLY)) {
                    assertTrue(isWhole(segment));
                    attached++;
                } catch (SegmentException.NotFound e) {
                    assertTrue(tries < 10_000_000, "it is hardly ever there");
                }
            }
            creating.send("end");
            assertEquals(0, creating.awaitExit());
        }
    }

    @Test
    void virtualThreadsCreateAttachAndUnlinkInterruptedOrNot() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 100; i++) {
            boolean interrupted = i % 2 == 0;
            threads.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                    .start(() -> createAttachAndUnlink(interrupted)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }

    private static void createAttachAndUnlink(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        SegmentName mine = SegmentName.random("virtual-");
        try (SharedSegment created = SharedSegment.create(mine.path(), BYTES, RaceTest::fillWithSevens);
                SharedSegment attached = SharedSegment.attach(mine, Access.READ_ONLY)) {
            assertTrue(isWhole(attached));
            assertTrue(created.unlink());
        }
        assertEquals(interrupted, Thread.currentThread().isInterrupted());
    }

    private static void fillWithSevens(MemorySegment memory) {
        memory.fill((byte) 7);
    }

    private static boolean isWhole(SharedSegment segment) {
        MemorySegment memory = segment.memory();
        return memory.byteSize() == BYTES
                && memory.get(JAVA_BYTE, 0) == 7
                && memory.asSlice(1).mismatch(memory.asSlice(0, BYTES - 1)) == -1;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(NothingLeftBehind.folder())) {
            return files.toList();
        }
    }

    /** Collects for ever. */
    static final class Collecting {
        private Collecting() {}

        @SuppressWarnings({"SystemOut", "InfiniteLoopStatement"}) // the parent reads it, and kills this
        public static void main(String[] arguments) {
            Segments.collect(true);
            System.out.println("collecting");
            while (true) {
                Segments.collect(true);
            }
        }
    }

    /** Collects when told to, and tells how many it has removed. */
    static final class CollectingOnce {
        private CollectingOnce() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            System.out.println("ready");
            if (System.in.read() >= 0) {
                System.out.println(Segments.collect(true).stream()
                        .filter(orphan -> orphan.outcome() == Outcome.REMOVED)
                        .count());
            }
        }
    }

    /** Creates a segment and unlinks it, again and again until told to end. */
    static final class Creating {
        private Creating() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            System.out.println("creating");
            Path path = SegmentName.of(arguments[0]).path();
            while (System.in.available() == 0) {
                try (SharedSegment segment = SharedSegment.create(path, BYTES, RaceTest::fillWithSevens)) {
                    LockSupport.parkNanos(20_000);
                    segment.unlink();
                }
            }
        }
    }
}
