package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.value.SharedLong;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes count one number up, all at once, and none of their steps is lost: {@code -Dsoak.increments} in all, ten million with
 * {@code -Psoak}.
 */
@ExtendWith(NothingLeftBehind.class)
@Timeout(600)
class IncrementSoakTest {
    private static final int INCREMENTS = Integer.getInteger("soak.increments", 100_000);
    private static final SegmentName NAME = SegmentName.of("gatun-test-increments");

    @ParameterizedTest
    @CsvSource({"2, locked", "8, locked", "2, atomic", "8, atomic", "2, read-write", "8, condition"})
    void noneIsLost(int processes, String how) {
        SegmentName other = SegmentName.of(NAME + "-other");
        try (SharedLong counter = SharedLong.create(NAME, 0);
                SharedReadWriteLock readWriteLock = SharedReadWriteLock.create(SegmentName.of(other + "-rw"));
                SharedCondition condition = SharedCondition.create(SegmentName.of(other + "-condition"))) {
            int each = (how.equals("locked") || how.equals("atomic") ? INCREMENTS : INCREMENTS / 10) / processes;
            List<ChildJvm> children = new ArrayList<>();
            try {
                for (int i = 0; i < processes; i++) {
                    children.add(ChildJvm.start(Counter.class, NAME, how, other, each));
                }
                children.forEach(child -> child.expect("ready"));
                children.forEach(child -> child.send("go"));
                children.forEach(child -> assertEquals(0, child.awaitExit()));
            } finally {
                children.forEach(ChildJvm::close);
            }
            assertEquals((long) each * processes, counter.get());
            counter.unlink();
            readWriteLock.unlink();
            condition.unlink();
        }
    }

    static final class Counter {
        public static void main(String[] arguments) throws IOException {
            String other = arguments[2];
            int increments = Integer.parseInt(arguments[3]);
            SharedLong counter = SharedLong.attach(SegmentName.of(arguments[0]));
            Runnable increment = switch (arguments[1]) {
                case "atomic" -> counter::incrementAndGet;
                case "locked" -> under(counter.lock(), counter);
                case "read-write" ->
                    under(
                            SharedReadWriteLock.attach(SegmentName.of(other + "-rw"))
                                    .writeLock(),
                            counter);
                case "condition" ->
                    under(
                            SharedCondition.attach(SegmentName.of(other + "-condition"))
                                    .lock(),
                            counter);
                default -> throw new IllegalArgumentException(arguments[1]);
            };
            System.out.println("ready");
            System.in.read();
            for (int i = 0; i < increments; i++) {
                increment.run();
            }
        }

        private static Runnable under(Lock lock, SharedLong counter) {
            return () -> {
                lock.lock();
                try {
                    counter.setPlain(counter.getPlain() + 1);
                } finally {
                    lock.unlock();
                }
            };
        }
    }
}
