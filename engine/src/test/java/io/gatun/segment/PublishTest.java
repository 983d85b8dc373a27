package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A segment appears in one step: whole, and for one creator only. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class PublishTest {
    private static final long BYTES = 1 << 20;
    private static final int ROUNDS = 50;

    @Test
    void attachSeesOnlyAPublishedSegment() {
        SegmentName name = SegmentName.random("publish-");
        try (ChildJvm watcher = ChildJvm.start(Watcher.class, name)) {
            try (SharedSegment segment = SharedSegment.create(name.path(), BYTES, memory -> {
                watcher.expect("missing");
                fillWithSevens(memory.asSlice(0, BYTES / 2));
                watcher.expect("missing"); // half of it is there, and still nobody sees any
                watcher.expect("missing");
                fillWithSevens(memory.asSlice(BYTES / 2));
            })) {
                String seen = watcher.readLine();
                while (seen.equals("missing")) {
                    seen = watcher.readLine();
                }
                assertEquals("whole", seen);
                segment.unlink();
            }
        }
    }

    @Test
    void ofTwoProcessesThatCreateOneNameExactlyOneWins() throws IOException {
        try (ChildJvm first = ChildJvm.start(Racer.class);
                ChildJvm second = ChildJvm.start(Racer.class)) {
            for (int round = 0; round < ROUNDS; round++) {
                SegmentName name = SegmentName.random("race-");
                first.send(name.value());
                second.send(name.value());
                assertEquals(Set.of("won", "lost"), Set.of(first.readLine(), second.readLine()));
                try (SharedSegment segment = SharedSegment.attach(name, Access.READ_ONLY)) {
                    assertTrue(isAllSevens(segment.memory()));
                    segment.unlink();
                }
            }
        }
    }

    private static void fillWithSevens(MemorySegment memory) {
        for (long i = 0; i < memory.byteSize() / Long.BYTES; i++) {
            memory.setAtIndex(JAVA_LONG, i, 7);
        }
    }

    private static boolean isAllSevens(MemorySegment memory) {
        for (long i = 0; i < memory.byteSize() / Long.BYTES; i++) {
            if (memory.getAtIndex(JAVA_LONG, i) != 7) {
                return false;
            }
        }
        return true;
    }

    /** Tries to attach without pause, tells each hundredth time that it cannot, and in the end what it saw. */
    static final class Watcher {
        private Watcher() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            for (int tries = 1; ; tries++) {
                try (SharedSegment segment = SharedSegment.attach(SegmentName.of(arguments[0]), Access.READ_ONLY)) {
                    boolean whole = segment.byteSize() == BYTES && isAllSevens(segment.memory());
                    System.out.println(whole ? "whole" : "torn");
                    return;
                } catch (SegmentException.NotFound e) {
                    if (tries % 100 == 0) {
                        System.out.println("missing");
                    }
                }
            }
        }
    }

    /** Creates each name it reads, and tells whether it was the one. */
    static final class Racer {
        private Racer() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String name = names.readLine(); name != null; name = names.readLine()) {
                try (SharedSegment segment =
                        SharedSegment.create(SegmentName.of(name).path(), 4096, PublishTest::fillWithSevens)) {
                    System.out.println(segment.byteSize() == 4096 ? "won" : "odd");
                } catch (SegmentException.AlreadyExists e) {
                    System.out.println("lost");
                }
            }
        }
    }
}
