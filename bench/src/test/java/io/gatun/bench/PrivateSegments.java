package io.gatun.bench;

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

/** Gives each test a segment folder of its own in shared memory, and fails it if a file is left there. */
public final class PrivateSegments implements BeforeEachCallback, AfterEachCallback {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Path folder = Files.createTempDirectory(SHARED_MEMORY, "gatun-bench-test-");
        System.setProperty(SegmentName.FOLDER_PROPERTY, folder.toString());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Path folder = SegmentName.folder();
        System.clearProperty(SegmentName.FOLDER_PROPERTY);
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        for (Path file : left) {
            Files.delete(file);
        }
        Files.delete(folder);
        assertEquals(List.of(), left, "left in shared memory");
    }
}
