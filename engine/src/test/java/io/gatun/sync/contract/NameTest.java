package io.gatun.sync.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.segment.SharedSegment;
import io.gatun.testing.Await;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a name stands for, from when it is created until it is closed: the same for all primitives. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class NameTest {
    private final SegmentName name = SegmentName.random("gatun-test-name-");

    static List<Kind> kinds() {
        return Kind.ALL;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itLiesInTheFolderForThisUserOnly(Kind kind) throws IOException {
        try (Named created = kind.create(name)) {
            assertEquals(name.path(), created.path());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(name.path())));
            assertTrue(created.unlink());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsThereIsAttachedAndWhatIsNotIsNotFound(Kind kind) throws Exception {
        assertThrows(SegmentException.NotFound.class, () -> kind.attach(name));
        try (Named created = kind.create(name);
                Named attached = kind.attach(name)) {
            assertEquals(created.path(), attached.path());
            assertIsSharedBy(created, attached);
            assertTrue(attached.unlink());
        }
        assertThrows(SegmentException.NotFound.class, () -> kind.attach(name));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNameIsTakenOnce(Kind kind) {
        try (Named created = kind.create(name)) {
            Kind.ALL.forEach(other ->
                    assertThrows(SegmentException.AlreadyExists.class, () -> other.create(name), other.words()));
            assertTrue(created.unlink());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsOfAnotherKindIsNotAttached(Kind kind) {
        try (Named created = kind.create(name)) {
            for (Kind other : Kind.ALL) {
                if (other.type() == kind.type()) {
                    other.attach(name).close();
                } else {
                    assertThrows(SegmentException.Malformed.class, () -> other.attach(name), other.words());
                }
            }
            assertTrue(created.unlink());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsNoPrimitiveIsNotAttached(Kind kind) {
        try (SharedArray array = SharedArray.create(name, DType.INT64, 100_000)) {
            assertThrows(SegmentException.Malformed.class, () -> kind.attach(name));
            array.unlink();
        }
        try (SharedSegment zeros = SharedSegment.create(name, 1)) {
            assertThrows(SegmentException.Malformed.class, () -> kind.attach(name));
            zeros.unlink();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void thoseWhoHaveItGoOnWithoutTheName(Kind kind) throws Exception {
        try (Named created = kind.create(name);
                Named attached = kind.attach(name)) {
            assertTrue(created.unlink());
            assertFalse(created.unlink());
            assertFalse(attached.unlink());
            try (Named another = kind.create(name)) {
                assertFalse(created.unlink(), "the name is another's by now");
                assertIsSharedBy(created, attached);
                assertTrue(another.unlink());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @SuppressWarnings("try") // closed in the middle on purpose
    void closeEndsItsUseHereAndNowhereElse(Kind kind) throws Exception {
        try (Named created = kind.create(name);
                Named attached = kind.attach(name)) {
            attached.close();
            attached.close();
            assertThrows(IllegalStateException.class, attached.state()::call);
            assertThrows(IllegalStateException.class, attached.use()::run);
            try (Named another = kind.attach(name)) {
                assertIsSharedBy(created, another);
            }
            assertTrue(created.unlink());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @SuppressWarnings("try") // closed in the middle on purpose
    void closeUnderAThreadThatWaitsEndsItsWait(Kind kind) throws Exception {
        for (ThreadFactory threads :
                List.of(Thread.ofPlatform().factory(), Thread.ofVirtual().factory())) {
            try (Named created = kind.create(name)) {
                created.unlink();
                FutureTask<Void> waiting = new FutureTask<>(() -> {
                    created.block().run();
                    return null;
                });
                threads.newThread(waiting).start();
                assertFalse(isDoneSoon(waiting));
                created.close();
                ExecutionException e = assertThrows(
                        ExecutionException.class, () -> waiting.get(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS));
                assertInstanceOf(IllegalStateException.class, e.getCause());
            }
        }
    }

    private static void assertIsSharedBy(Named one, Named other) throws Exception {
        Object before = other.state().call();
        one.use().run();
        assertNotEquals(before, other.state().call());
    }

    private static boolean isDoneSoon(FutureTask<Void> task) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(60);
        return task.isDone();
    }
}
