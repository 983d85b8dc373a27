package io.gatun.cli.demo;

import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM that is as this one: of the same JDK, with the same class or module path and memory folder. */
final class JavaCommand {
    // Serial: it starts quickest, and next to nothing is allocated.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx64m");

    private JavaCommand() {}

    /** Returns the words to run a class's main method with arguments. */
    static List<String> of(Class<?> main, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(FLAGS);
        String folder = System.getProperty(SegmentName.FOLDER_PROPERTY);
        if (folder != null) {
            words.add("-D" + SegmentName.FOLDER_PROPERTY + "=" + folder);
        }
        Module module = main.getModule();
        if (module.isNamed()) {
            String engine = SegmentName.class.getModule().getName();
            words.addAll(List.of("--enable-native-access=" + engine, "-p", System.getProperty("jdk.module.path")));
            words.addAll(List.of("-m", module.getName() + "/" + main.getName()));
        } else {
            words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
            words.add(main.getName());
        }
        words.addAll(arguments);
        return words;
    }
}
