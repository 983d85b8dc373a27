package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.sync.OwnerDiedException;
import io.gatun.sync.SharedLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code gatun locks}, and what {@code gatun ls} and {@code gatun inspect} say of locks. */
class LocksIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final long WATCHDOG_SECONDS = 30;

    private final SegmentName name = SegmentName.of("ledger");

    @BeforeEach
    void useTheFolder() {
        System.setProperty(SegmentName.FOLDER_PROPERTY, FOLDER.path().toString());
    }

    @AfterEach
    void useTheUsualFolder() {
        System.clearProperty(SegmentName.FOLDER_PROPERTY);
    }

    @Test
    void whereThereAreNoLocksNoneIsShown() {
        NpyFile.ofCount(FOLDER.path("array"), 3);
        assertEquals(List.of(), FOLDER.gatun("locks").runForJson().objects("locks"));
        GatunResult table = FOLDER.gatun("locks").run();
        assertEquals(1, table.out().lines().count(), table::toString);
        assertTrue(FOLDER.path("array").toFile().delete());
    }

    @Test
    void aFreeLockIsShownAsFree() {
        try (SharedLock lock = SharedLock.createReentrant(name)) {
            JsonObject shown = only();
            assertEquals("ledger", shown.text("segment"));
            assertEquals(name.path().toString(), shown.text("path"));
            assertEquals("reentrant_lock", shown.text("kind"));
            assertEquals("free", shown.text("state"));
            assertEquals(0, shown.integer("cell"));
            assertEquals(0, shown.integer("waiters"));
            assertEquals(0, shown.integer("deaths"));
            assertFalse(shown.names().contains("holder"));
            assertTrue(line().matches("ledger +reentrant lock +0 +0  free"), this::line);
            lock.unlink();
        }
    }

    @Test
    void aHeldLockIsShownWithItsHolderAndThoseThatWait() throws IOException {
        try (SharedLock lock = SharedLock.create(name);
                GatunProcess first = LockHolder.start(FOLDER.path(), "ledger")) {
            first.awaitError("holds it");
            try (GatunProcess second = LockHolder.start(FOLDER.path(), "ledger")) {
                second.awaitError("attached");
                Await.until("it waits", WATCHDOG_SECONDS, () -> only().integer("waiters") == 1);
                JsonObject shown = only();
                assertEquals("held", shown.text("state"));
                assertTrue(shown.integer("heldForNanos") > 0);
                JsonObject holder = shown.object("holder");
                assertEquals(first.pid(), holder.integer("pid"));
                assertTrue(holder.integer("thread") > 0);
                assertTrue(holder.truth("alive"));
                assertTrue(holder.text("startTime").startsWith("20"));
                assertTrue(holder.text("command").contains("LockHolder"));
                String expected =
                        "ledger +lock +1 +0  held for [0-9.]+ s by process " + first.pid() + " \\(thread \\d+, java\\)";
                assertTrue(line().matches(expected), this::line);
            }
            lock.unlink();
        }
    }

    @Test
    void aKilledHolderIsShownAsDeadThenAsALockThatIsUnusable() throws IOException {
        try (SharedLock lock = SharedLock.create(name)) {
            long pid = killHolder();
            JsonObject shown = only();
            assertEquals("owner_died", shown.text("state"));
            assertFalse(shown.object("holder").truth("alive"));
            String expected = "ledger +lock +0 +0  held for [0-9.]+ s by process " + pid
                    + " \\(thread \\d+\\), which is dead: the next locker takes it over";
            assertTrue(line().matches(expected), this::line);

            Assertions.assertThrows(OwnerDiedException.class, lock::lock);
            JsonObject unusable = only();
            assertEquals("unusable", unusable.text("state"));
            assertEquals(1, unusable.integer("deaths"));
            assertEquals(pid, unusable.object("lastDeath").integer("pid"));
            assertTrue(line().contains("  unusable: a holder died, and what it guards was not repaired"), this::line);
            lock.unlink();
        }
    }

    @Test
    void aSurvivedDeathIsCounted() throws IOException {
        try (SharedLock lock = SharedLock.create(name)) {
            long pid = killHolder();
            lock.onOwnerDeath(death -> assertEquals("repairing", only().text("state")));
            lock.lock();
            try {
                assertEquals(
                        ProcessHandle.current().pid(), only().object("holder").integer("pid"));
            } finally {
                lock.unlock();
            }
            assertEquals("free", only().text("state"));
            assertEquals(1, only().integer("deaths"));
            assertTrue(line().matches("ledger +lock +0 +1  free; last death: process " + pid + " .*"), this::line);
            lock.unlink();
        }
    }

    @Test
    void ofManyCellsTheHeldOnesAreShown() {
        try (CellSegment cells = CellSegment.create(name, 100);
                SharedLock lock = cells.lock(42)) {
            lock.lock();
            try {
                assertEquals(42, only().integer("cell"));
                assertTrue(line().startsWith("ledger[42] "), this::line);
            } finally {
                lock.unlock();
            }
            cells.unlink();
        }
    }

    @Test
    void whatIsDamagedIsShownAsUnsoundAndTheCommandFails() throws IOException {
        byte[] whole;
        try (SharedLock lock = SharedLock.create(name)) {
            whole = Files.readAllBytes(name.path());
            lock.unlink();
        }
        Path truncated = FOLDER.path("a-truncated");
        Path garbage = FOLDER.path("b-garbage");
        Path strange = FOLDER.path("c-strange");
        Files.write(truncated, Arrays.copyOf(whole, whole.length - 1));
        Files.write(
                garbage,
                "GATUNSYN and then something else".repeat(2000).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        whole[36864] = (byte) 0xC8; // the word: row 600, which there is not, plus 1, from its third bit on
        whole[36865] = 0x12;
        Files.write(strange, whole);

        GatunResult result = FOLDER.gatun("locks", "--json").run();
        assertEquals(1, result.exitCode(), result::toString);
        List<JsonObject> locks = result.json().objects("locks");
        assertEquals(3, locks.size());
        assertTrue(locks.stream().allMatch(lock -> lock.text("state").equals("unsound")));
        assertTrue(locks.get(0).text("flaw").contains("byteSize=36992, the file has 36991"), result::out);
        assertTrue(locks.get(1).isNull("kind"));
        assertTrue(locks.get(2).text("flaw").contains("names row 600 of 512"), result::out);

        GatunResult table = FOLDER.gatun("locks").run();
        assertEquals(1, table.exitCode(), table::toString);
        assertEquals(
                3, table.out().lines().filter(line -> line.contains("UNSOUND")).count(), table::toString);
        assertEquals(0, FOLDER.gatun("ls").run().exitCode());
        for (Path each : List.of(truncated, garbage, strange)) {
            Files.delete(each);
        }
    }

    @Test
    void listsAndInspectionsNameTheKind() {
        try (SharedLock lock = SharedLock.create(name)) {
            JsonObject listed =
                    FOLDER.gatun("ls").runForJson().objects("segments").getFirst();
            assertEquals("sync", listed.text("kind"));
            assertEquals("lock", listed.text("what"));
            assertTrue(FOLDER.gatun("ls").run().out().contains("\nledger "));
            String inspected = FOLDER.gatun("inspect", "ledger").run().out();
            assertTrue(inspected.contains("\nkind     lock\n"), inspected);
            assertTrue(inspected.contains("\nlocked   yes: a process has it attached\n"), inspected);
            lock.unlink();
        }
    }

    private static long killHolder() throws IOException {
        try (GatunProcess holder = LockHolder.start(FOLDER.path(), "ledger")) {
            holder.awaitError("holds it");
            holder.kill();
            holder.await();
            return holder.pid();
        }
    }

    private JsonObject only() {
        List<JsonObject> locks = FOLDER.gatun("locks").runForJson().objects("locks");
        assertEquals(1, locks.size());
        return locks.getFirst();
    }

    private String line() {
        List<String> lines = FOLDER.gatun("locks").run().out().lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        return lines.get(1);
    }
}
