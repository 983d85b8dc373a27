package io.gatun.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatun.segment.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test a shared memory folder of its own, in which it must leave nothing; nor may it leave a process. */
public final class SharedFolder implements BeforeEachCallback, AfterEachCallback {
    private Path folder = Path.of("/dev/shm");

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "gatun-test-");
        System.setProperty(SegmentName.FOLDER_PROPERTY, folder.toString());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        System.clearProperty(SegmentName.FOLDER_PROPERTY);
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        for (Path file : left) {
            Files.delete(file);
        }
        Files.delete(folder);
        assertEquals(List.of(), left, "left behind in shared memory");
        List<ProcessHandle> children = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("WorkerMain"))
                .toList();
        assertEquals(List.of(), children, "worker processes left behind");
    }
}
