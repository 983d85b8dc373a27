package io.gatun.testing;

import io.gatun.segment.SharedSegment;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real JVM on the classes under test.
 *
 * <p>Its class path has no JUnit: a child's main class must not use it.
 */
public final class ChildJvm extends ChildProgram {
    private ChildJvm(List<String> command) {
        super(command);
    }

    /** Starts a JVM that runs the class's main method. */
    public static ChildJvm start(Class<?> main, Object... arguments) {
        return start(List.of(), List.of(), main, arguments);
    }

    /** As {@link #start}, with further flags of the JVM's. */
    public static ChildJvm startWith(List<String> flags, Class<?> main, Object... arguments) {
        return start(List.of(), flags, main, arguments);
    }

    /** As {@link #start}, by another program that ends in running the command it is given. */
    public static ChildJvm startUnder(List<String> launcher, Class<?> main, Object... arguments) {
        return start(launcher, List.of(), main, arguments);
    }

    private static ChildJvm start(List<String> launcher, List<String> flags, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                String.join(":", classPath(main))));
        String folder = System.getProperty(NothingLeftBehind.FOLDER_PROPERTY);
        if (folder != null) {
            command.add("-D" + NothingLeftBehind.FOLDER_PROPERTY + "=" + folder);
        }
        command.addAll(flags);
        command.add(main.getName());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return new ChildJvm(command);
    }

    /** Returns the folders of the classes under test and of the main class. */
    static List<String> classPath(Class<?> main) {
        return Stream.of(main, SharedSegment.class).map(ChildJvm::folderOf).toList();
    }

    private static String folderOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
