package io.gatun.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.testing.Await;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Skip;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class FutexTest {
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final int ROUNDS = 2000;

    @Test
    void twoProcessesWakeEachOtherThousandsOfTimes() {
        SegmentName name = SegmentName.random("gatun-test-futex-");
        try (SharedSegment segment = SharedSegment.create(name, 4096);
                Arena arena = Arena.ofConfined();
                ChildJvm child = ChildJvm.start(Child.class, name)) {
            child.expect("attached");
            MemorySegment memory = segment.memory();
            Futex ping = new Futex(memory.asSlice(0, 4), arena);
            Futex pong = new Futex(memory.asSlice(128, 4), arena);
            for (int round = 1; round <= ROUNDS; round++) {
                INT.setVolatile(memory, 0L, round);
                ping.wake(1);
                for (int seen = pong(memory); seen != round; seen = pong(memory)) {
                    pong.await(seen, Long.MAX_VALUE);
                }
            }
            child.expect("done");
            assertEquals(0, child.awaitExit());
            segment.unlink();
        }
    }

    @Test
    void whoWaitsForAWordThatHasChangedReturnsAtOnce() {
        try (Arena arena = Arena.ofConfined()) {
            new Futex(arena.allocate(JAVA_INT), arena).await(1, Long.MAX_VALUE);
        }
    }

    @Test
    void whoIsNotWokenReturnsWhenTheTimeIsOver() {
        try (Arena arena = Arena.ofConfined()) {
            Futex futex = new Futex(arena.allocate(JAVA_INT), arena);
            futex.await(0, 0);
            for (long nanos : new long[] {1, 20_000_000, 1_020_000_000}) {
                long began = System.nanoTime();
                futex.await(0, nanos);
                assertTrue(System.nanoTime() - began >= nanos, () -> "less than " + nanos + " ns");
            }
        }
    }

    @Test
    void noMoreSleepersAreWokenThanWereAskedFor() {
        Skip.unless(Files.isReadable(Path.of("/proc/self/syscall")), "the kernel does not tell what threads wait for");
        try (Arena arena = Arena.ofShared()) {
            MemorySegment word = arena.allocate(JAVA_INT);
            AtomicInteger woken = new AtomicInteger();
            Thread[] sleepers = new Thread[3];
            for (int i = 0; i < sleepers.length; i++) {
                sleepers[i] = Thread.ofPlatform().start(() -> {
                    new Futex(word, arena).await(0, TimeUnit.SECONDS.toNanos(Await.WATCHDOG_SECONDS));
                    woken.incrementAndGet();
                });
            }
            Futex futex = new Futex(word, arena);
            Await.until("all sleep", () -> sleepersOn(word) == 3);
            futex.wake(2);
            Await.until("two are awake", () -> woken.get() == 2);
            assertEquals(1, sleepersOn(word));
            futex.wake(Integer.MAX_VALUE);
            for (Thread sleeper : sleepers) {
                join(sleeper);
            }
        }
    }

    /** Counts this process's threads that are in a futex call on the word, by their system call's number and first argument. */
    private static int sleepersOn(MemorySegment word) {
        String call = SyscallNumber.FUTEX.on(Platform.current()) + " 0x" + Long.toHexString(word.address()) + " ";
        int sleepers = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                sleepers += syscallOf(thread).startsWith(call) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return sleepers;
    }

    private static String syscallOf(Path thread) {
        try {
            return Files.readString(thread.resolve("syscall"));
        } catch (IOException e) {
            return ""; // ended meanwhile
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int pong(MemorySegment memory) {
        return (int) INT.getVolatile(memory, 128L);
    }

    /** Answers each change of the first word with the same change of the second. */
    static final class Child {
        private Child() {}

        @SuppressWarnings("SystemOut") // how it talks to the test
        public static void main(String[] arguments) {
            try (SharedSegment segment = SharedSegment.attach(SegmentName.of(arguments[0]), Access.READ_WRITE);
                    Arena arena = Arena.ofConfined()) {
                MemorySegment memory = segment.memory();
                Futex ping = new Futex(memory.asSlice(0, 4), arena);
                Futex pong = new Futex(memory.asSlice(128, 4), arena);
                System.out.println("attached");
                for (int seen = 0; seen != ROUNDS; ) {
                    ping.await(seen, Long.MAX_VALUE);
                    seen = (int) INT.getVolatile(memory, 0L);
                    INT.setVolatile(memory, 128L, seen);
                    pong.wake(1);
                }
                System.out.println("done");
            }
        }
    }
}
