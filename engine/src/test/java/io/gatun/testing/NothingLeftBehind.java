package io.gatun.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a shared memory folder of its own, in {@code /dev/shm}, and fails each test that leaves a file, a
 * mapping or an open descriptor of one there.
 *
 * <p>The folder is named by the system property {@value #FOLDER_PROPERTY}, which {@link ChildJvm} hands on. Test classes
 * that use this run one after the other.
 */
public final class NothingLeftBehind implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    static final String FOLDER_PROPERTY = "gatun.shm.folder";

    private static final Path SELF = Path.of("/proc/self");

    /** Returns the folder of the class that runs. */
    public static Path folder() {
        return Path.of(Objects.requireNonNull(System.getProperty(FOLDER_PROPERTY), "@ExtendWith(NothingLeftBehind)"));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String prefix = "gatun-test-" + context.getRequiredTestClass().getSimpleName() + "-";
        Path folder = Files.createTempDirectory(Path.of("/dev/shm"), prefix);
        System.setProperty(FOLDER_PROPERTY, folder.toString());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<String> left = new ArrayList<>(files());
        left.addAll(mappings());
        left.addAll(descriptors());
        empty(); // so that the next test is judged by what it does itself
        if (!left.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind: " + left);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        empty();
        Files.delete(folder());
        System.clearProperty(FOLDER_PROPERTY);
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(Path::toString).toList();
        }
    }

    private static List<String> mappings() throws IOException {
        return new String(Files.readAllBytes(SELF.resolve("maps")), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.contains(folder().toString()))
                .toList();
    }

    private static List<String> descriptors() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith(folder() + "/")) {
                    open.add("descriptor " + descriptor.getFileName() + " of " + target);
                }
            }
        }
        return open;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile: the one that listed the folder
        }
    }

    private static void empty() throws IOException {
        try (Stream<Path> tree = Files.walk(folder())) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder())) {
                    Files.delete(path);
                }
            }
        }
    }
}
