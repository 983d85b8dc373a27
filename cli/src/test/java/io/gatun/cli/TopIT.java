package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.collection.Codec;
import io.gatun.collection.SharedMap;
import io.gatun.collection.SharedQueue;
import io.gatun.segment.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code gatun top}, and what {@code ls}, {@code inspect} and {@code fsck} say of collections. */
class TopIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final SegmentName TASKS = SegmentName.of("tasks");
    private static final SegmentName HITS = SegmentName.of("hits");

    @BeforeEach
    void useTheFolder() {
        System.setProperty(SegmentName.FOLDER_PROPERTY, FOLDER.path().toString());
    }

    @AfterEach
    void useTheUsualFolder() {
        System.clearProperty(SegmentName.FOLDER_PROPERTY);
    }

    @Test
    void whereThereIsNothingItSaysSo() {
        GatunResult top = FOLDER.gatun("top", "--once").run();
        assertEquals(0, top.exitCode(), top::toString);
        assertTrue(top.out().contains("no pool, lock or collection"), top::toString);
        assertFalse(top.out().contains("\033"), "no colours where there is no terminal");
        JsonObject json = FOLDER.gatun("top").runForJson();
        assertEquals(List.of(), json.list("pools"));
        assertEquals(List.of(), json.list("damaged"));
    }

    @Test
    void aJobAQueueAndALockAreShownAndStillAreWhenAllAreDead() {
        GatunCommand command = FOLDER.gatun("run", "example.Waits", "--workers", "2", "--out", "y=shm:result")
                .withTestKernels();
        try (SharedQueue<String> queue = SharedQueue.create(TASKS, Codec.STRING, 10)) {
            queue.add("one");
            try (GatunProcess process = command.start()) {
                process.awaitError("waits");
                Await.until("both work", 30, () -> states().equals(List.of("at_work", "at_work")));
                JsonObject pool = onlyPool();
                assertEquals(process.pid(), pool.integer("coordinatorPid"));
                assertTrue(pool.truth("coordinated"));
                assertEquals("example.Waits", pool.object("job").text("kernel"));
                JsonObject shown =
                        FOLDER.gatun("top").runForJson().objects("collections").getFirst();
                assertEquals("queue", shown.text("kind"));
                assertEquals(1, shown.integer("size"));
                assertEquals(10, shown.integer("capacity"));
                process.signal("STOP", false); // so that it does not notice what comes next
                FOLDER.workers().forEach(TopIT::kill);
                process.kill();
            }
            FOLDER.awaitNoWorkers();
            assertFalse(onlyPool().truth("coordinated"));
            assertEquals(List.of("dead", "dead"), states());
            String table = FOLDER.gatun("top", "--once", "--sort", "name").run().out();
            assertTrue(table.contains("is dead") && table.contains("queue string"), table);
            queue.unlink();
        }
        FOLDER.gatun("gc").run();
        FOLDER.names().forEach(name -> FOLDER.gatun("unlink", "--force", name).run());
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static JsonObject onlyPool() {
        return FOLDER.gatun("top").runForJson().objects("pools").getFirst();
    }

    private static List<String> states() {
        return onlyPool().objects("workers").stream()
                .map(worker -> worker.text("state"))
                .toList();
    }

    @Test
    void itIsDrawnOnARealTerminalAndLeavesItByAKey() throws Exception {
        try (SharedMap<String, Long> map = SharedMap.create(HITS, Codec.STRING, Codec.LONG);
                Tmux tmux = Tmux.start(90, 12, FOLDER.gatun("top", "--interval", "0.2"))) {
            Await.until("the map is shown", 30, () -> tmux.screen().contains("map string -> int64"));
            map.put("a", 1L);
            Await.until("its size is", 30, () -> tmux.screen().matches("(?s).*hits +map string -> int64 +1 .*"));
            map.unlink();
            Await.until("it is gone", 30, () -> tmux.screen().contains("no pool, lock or collection"));
            tmux.press("s");
            Await.until("it is sorted otherwise", 30, () -> tmux.screen().contains("sorted by name"));
            tmux.press("q");
            Await.until("it ends", 30, () -> tmux.screen().contains("ended with 0"));
        }
    }

    @Test
    void whatIsDamagedIsTold() throws IOException {
        Files.write(HITS.path(), "GATUNCOL and no more".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        List<?> damaged = FOLDER.gatun("top").runForJson().list("damaged");
        assertEquals(1, damaged.size());
        assertTrue(damaged.getFirst().toString().contains("no collection of Gatun's"), damaged::toString);
        assertEquals(1, FOLDER.gatun("fsck", "hits").run().exitCode());
        Files.delete(HITS.path());
    }

    @Test
    void whatADeadProcessLeftOfCollectionsIsNamedWhenItGoes() throws IOException {
        try (SharedMap<String, Long> map = SharedMap.create(HITS, Codec.STRING, Codec.LONG, 1 << 20)) {
            map.put("a", 1L);
            Files.copy(map.path(), FOLDER.path("gatun-tmp-0123456789abcdef")); // which nobody has open
            map.unlink();
        }
        String dry = FOLDER.gatun("gc", "--dry-run").run().out();
        assertTrue(dry.contains(": map string -> int64, 65,536 bytes, "), dry);
        String line = FOLDER.gatun("gc").run().out();
        assertTrue(line.contains(": map string -> int64, 65,536 bytes, "), line);
        assertTrue(line.contains("removed 1 orphan of 65,536 bytes"), line);
    }

    @Test
    void aCollectionIsListedInspectedAndChecked() {
        try (SharedMap<String, Long> map = SharedMap.create(HITS, Codec.STRING, Codec.LONG, 1 << 20)) {
            for (int i = 0; i < 1000; i++) {
                map.put("key " + i, (long) i);
            }
            JsonObject shown = FOLDER.gatun("inspect", "hits").runForJson();
            assertEquals("collection", shown.text("kind"));
            JsonObject collection = shown.object("collection");
            assertEquals(1000, collection.integer("size"));
            assertEquals(1 << 20, collection.integer("limitBytes"));
            assertEquals(map.memoryUse().usedBytes(), collection.integer("usedBytes"));
            String lines = FOLDER.gatun("inspect", "hits").run().out();
            assertTrue(lines.contains("1,000, as memory allows"), lines);
            assertTrue(lines.contains("fragmented"), lines);
            String listed = FOLDER.gatun("ls").run().out();
            assertTrue(listed.contains("map string -> int64"), listed);
            assertTrue(FOLDER.gatun("fsck", "hits").runForJson().truth("sound"));
            assertEquals(
                    List.of("hits"), FOLDER.gatun("unlink", "hits").runForJson().list("unlinked"));
        }
    }

    @Test
    void badOptionsAreRefused() {
        FOLDER.gatun("top", "--interval", "0").assertRefused("it is 0.1 to 3600 seconds");
        FOLDER.gatun("top", "--sort", "color").assertRefused("--sort");
        FOLDER.gatun("fsck", "missing").assertRefused("/missing does not exist");
    }
}
