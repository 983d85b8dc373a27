package io.gatun.testing;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A protocol as a model in {@code src/model}, and Spin, which tries every order in which its steps can come.
 *
 * @param file the model
 * @param folder for what Spin makes
 */
public record SpinModel(Path file, Path folder) {
    /** Returns the model of a name. */
    public static SpinModel of(String name, Path folder) {
        return new SpinModel(Path.of("src", "model", name).toAbsolutePath(), folder);
    }

    /** Has Spin make the checker of the model, and runs it; returns its report, which ends in lines that it did not reach. */
    public String check(String defines, String checker, String... options) {
        return compileAndRun("-O1", defines, checker, options);
    }

    private String compileAndRun(String optimization, String defines, String checker, String... options) {
        List<Object> spin = new ArrayList<>(List.of("spin", "-a"));
        spin.addAll(List.of(defines.split(" ")));
        spin.add(file);
        Program.outputIn(folder, spin.toArray());
        Program.outputIn(folder, "gcc", optimization, "-w", checker, "-o", "pan", "pan.c");
        List<Object> pan = new ArrayList<>(List.of(folder.resolve("pan"), "-m100000"));
        pan.addAll(List.of(options));
        return Program.outputIn(folder, pan.toArray());
    }

    /** Fails unless a mistake, by its define, makes some run go wrong. */
    public void assertFindsMistake(String defines) {
        String report = compileAndRun("-O0", defines, "-DSAFETY"); // found soon: most of the time goes to gcc
        assertTrue(report.contains("errors: 1"), () -> defines + " is not found: " + report);
        assertTrue(
                report.contains("assertion violated") || report.contains("invalid end state"),
                () -> defines + " is found for another reason: " + report);
    }

    /** Fails unless a report says that all states were looked at for something, and none was wrong. */
    public static void assertExhaustive(String report, String checked) {
        assertAll(
                () -> assertTrue(report.contains("errors: 0"), report),
                () -> assertTrue(report.contains("Full statespace search"), report),
                () -> assertTrue(report.contains(checked), report),
                () -> assertFalse(report.contains("max search depth too small"), report),
                () -> assertFalse(report.contains("Search not completed"), report),
                () -> assertFalse(report.contains("out of memory"), report));
    }

    /** Returns what the model can be told to do wrong: its conditional parts, but for those that say how large it is. */
    public Set<String> mistakes(Set<String> sizes) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#ifdef ") || line.startsWith("#ifndef "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(name -> !sizes.contains(name))
                .collect(Collectors.toSet());
    }

    /** Returns the name of the first define. */
    public static String firstName(String defines) {
        return defines.replaceFirst("-D(\\w+).*", "$1");
    }
}
