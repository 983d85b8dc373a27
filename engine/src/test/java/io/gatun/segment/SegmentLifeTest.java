package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table in {@link SharedSegment}'s javadoc, cell by cell. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class SegmentLifeTest {
    private final SegmentName name = SegmentName.random("life-");
    private final Path path = name.path();

    @SuppressWarnings("NullAway.Init") // by create(), before each test
    private SharedSegment mine;

    @SuppressWarnings("NullAway.Init")
    private SharedSegment theirs;

    @BeforeEach
    void createAndAttach() {
        mine = SharedSegment.create(name, 8192);
        theirs = SharedSegment.attach(name, Access.READ_WRITE);
    }

    @AfterEach
    void closeAndUnlink() throws IOException {
        mine.close();
        theirs.close();
        Files.deleteIfExists(path);
    }

    @Test
    void whatOneWritesTheOtherReads() {
        mine.memory().set(JAVA_LONG, 8184, 42);
        assertEquals(42, theirs.memory().get(JAVA_LONG, 8184));
    }

    @Test
    void aFreshSegmentIsAllZeros() {
        assertEquals(-1, mine.memory().mismatch(MemorySegment.ofArray(new byte[8192])));
    }

    @Test
    void createMakesTheNameAppear() {
        assertTrue(Files.isRegularFile(path));
        assertEquals(path, mine.path());
        assertEquals(8192, mine.byteSize());
    }

    @Test
    void attachLeavesMemoryAndNameAsTheyAre() {
        mine.memory().set(JAVA_LONG, 0, 7);
        try (SharedSegment third = SharedSegment.attach(name, Access.READ_ONLY)) {
            assertEquals(7, third.memory().get(JAVA_LONG, 0));
            assertEquals(8192, third.byteSize());
            assertEquals(path, third.path());
        }
        assertEquals(7, mine.memory().get(JAVA_LONG, 0));
        assertTrue(Files.exists(path));
    }

    @Test
    void closeUnmapsHere() {
        MemorySegment memory = mine.memory();
        mine.close();
        assertThrows(IllegalStateException.class, () -> memory.get(JAVA_LONG, 0));
    }

    @Test
    void closeTouchesNobodyElse() {
        mine.memory().set(JAVA_LONG, 0, 7);
        mine.close();
        assertEquals(7, theirs.memory().get(JAVA_LONG, 0));
        assertTrue(Files.exists(path));
    }

    @Test
    void anAttachedSegmentIsClosedWithoutTouchingItsCreator() {
        theirs.close();
        mine.memory().set(JAVA_LONG, 0, 7);
        assertEquals(7, mine.memory().get(JAVA_LONG, 0));
        assertTrue(Files.exists(path));
    }

    @Test
    void closeIsIdempotent() {
        mine.close();
        assertDoesNotThrow(mine::close);
        theirs.close();
        assertDoesNotThrow(theirs::close);
    }

    @Test
    void anyThreadMayClose() throws InterruptedException {
        Thread.ofPlatform().start(mine::close).join();
        Thread.ofVirtual().start(theirs::close).join();
        assertThrows(SegmentException.Closed.class, mine::memory);
        assertThrows(SegmentException.Closed.class, theirs::memory);
    }

    @Test
    void allButSizePathCloseAndUnlinkThrowAfterClose() {
        mine.close();
        SegmentException.Closed closed = assertThrows(SegmentException.Closed.class, mine::memory);
        assertEquals(path + " is closed in this process: attach it again", closed.getMessage());
        assertThrows(SegmentException.Closed.class, mine::prefault);
        assertThrows(SegmentException.Closed.class, () -> mine.rename(path.resolveSibling("x"), true));
        assertEquals(8192, mine.byteSize());
        assertEquals(path, mine.path());
        assertEquals(path + " (8192 bytes)", mine.toString());
    }

    @Test
    void unlinkTakesTheNameAndLeavesTheMemory() {
        mine.memory().set(JAVA_LONG, 0, 7);
        assertTrue(mine.unlink());
        assertFalse(Files.exists(path));
        assertEquals(7, mine.memory().get(JAVA_LONG, 0));
        mine.memory().set(JAVA_LONG, 0, 8);
        assertEquals(8, theirs.memory().get(JAVA_LONG, 0));
    }

    @Test
    void onlyOneUnlinkRemovesTheName() {
        assertTrue(theirs.unlink());
        assertFalse(theirs.unlink());
        assertFalse(mine.unlink());
    }

    @Test
    void aClosedSegmentCannotBeUnlinkedAndKeepsItsName() {
        mine.close();
        assertThrows(SegmentException.Closed.class, mine::unlink);
        assertTrue(theirs.unlink());
    }

    @Test
    void anUnlinkedNameIsFreeForANewSegment() {
        mine.unlink();
        try (SharedSegment next = SharedSegment.create(name, 4096)) {
            next.memory().set(JAVA_LONG, 0, 1);
            assertEquals(0, mine.memory().get(JAVA_LONG, 0));
        }
    }

    @Test
    void prefaultKeepsTheContent() {
        mine.memory().set(JAVA_LONG, 4096, 7);
        mine.prefault();
        assertEquals(7, mine.memory().get(JAVA_LONG, 4096));
    }
}
