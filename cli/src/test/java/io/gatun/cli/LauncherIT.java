package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher script starts, where, and on which JDK. Its caches have {@link LauncherCacheIT}. */
class LauncherIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final Path JDKS = Path.of("/usr/lib/jvm");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    private Checkout checkout = new Checkout(Path.of(""), Path.of(""));

    @BeforeEach
    void copyCheckout() throws IOException {
        checkout = Checkout.make(disk, FOLDER.path());
    }

    @Test
    void runsFromAnyWorkingDirectory() throws IOException {
        Path elsewhere = Files.createDirectory(disk.resolve("elsewhere"));
        List<String> words = List.of(checkout.launcher().toString(), "run", "sin2cos2", "--out", "y=y.npy");
        ProcessBuilder builder = checkout.builder(checkout.jdk24(), words).directory(elsewhere.toFile());
        GatunResult result = run(builder);
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(Files.exists(elsewhere.resolve("y.npy")));
    }

    @Test
    void runsThroughASymbolicLink() throws IOException {
        Path folder = Files.createDirectory(disk.resolve("links"));
        Path link = Files.createSymbolicLink(folder.resolve("gatun"), checkout.launcher());
        GatunResult result = run(checkout.builder(checkout.jdk24(), List.of(link.toString(), "kernels", "--json")));
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.json().names().contains("kernels"));
    }

    @Test
    void onAJdkWithoutAotCachesDoesWithoutThem() throws IOException {
        Path jdk = checkout.jdk24();
        GatunResult first = checkout.run(jdk, "run", "sin2cos2");
        assertEquals(0, first.exitCode(), first::toString);
        assertEquals(List.of(), checkout.caches());
        GatunResult second = checkout.run(jdk, "run", "sin2cos2");
        assertEquals(0, second.exitCode(), second::toString);
        assertEquals("", second.err());
    }

    @Test
    void buildsAgainWhenASourceOrAJarHasComeOrGone() throws IOException {
        Path jdk = checkout.jdk24();
        assertBuilds(true, jdk);
        assertBuilds(false, jdk);
        Path source = Files.writeString(checkout.path().resolve("engine/src/main/New.java"), "");
        assertBuilds(true, jdk);
        assertBuilds(false, jdk);
        Files.delete(source);
        assertBuilds(true, jdk);
        Files.delete(checkout.jar("workers")); // the command line alone does without
        assertBuilds(true, jdk);
    }

    private void assertBuilds(boolean expected, Path jdk) throws IOException {
        GatunResult result = checkout.run(jdk, "--version");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(expected, result.err().contains("building with Maven"), result::toString);
    }

    @Test
    void aCopiedTreeIsNotBuiltAgainUnlessASourceOrAJarIsOther() throws IOException, InterruptedException {
        Path jdk = checkout.jdk24();
        Path source = Files.writeString(checkout.path().resolve("engine/src/main/Some.java"), "1");
        assertBuilds(true, jdk);
        Checkout copy = checkout.copy(disk.resolve("a copy"));
        copy.program("mvn", "exit 1");
        GatunResult result = copy.run(jdk, "run", "sin2cos2");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("", result.err());

        Path copied = copy.path().resolve(checkout.path().relativize(source));
        Files.writeString(copied, "2");
        assertEquals(1, copy.run(jdk, "--version").exitCode());
        Files.writeString(copied, "1");
        assertEquals(0, copy.run(jdk, "--version").exitCode());
        Jars.copy(
                checkout.jar("cli"), copy.jar("cli"), " on Java ", " in Java "); // as Maven by hand, of another source
        Files.writeString(copied, "1");
        assertEquals(1, copy.run(jdk, "--version").exitCode());
    }

    @Test
    void buildsAgainWhenASourceWasOtherWhileItWasBuilt() throws IOException {
        Path jdk = checkout.jdk24();
        Path source = Files.writeString(checkout.path().resolve("engine/src/main/Some.java"), "1");
        checkout.program("mvn", Files.readString(checkout.path().resolve("bin/mvn")) + "echo 2 >'" + source + "'\n");
        assertBuilds(true, jdk);
        Files.writeString(source, "1");
        assertBuilds(true, jdk);
    }

    /** As busybox's. */
    @Test
    void noticesAChangedSourceWithAFindThatCannotPrintTimes() throws IOException {
        Path jdk = checkout.jdk24();
        checkout.program("find", """
                case " $* " in *" -printf "*) echo "find: unrecognized: -printf" >&2; exit 1 ;; esac
                exec /usr/bin/find "$@"
                """);
        Path source = Files.writeString(checkout.path().resolve("engine/src/main/Some.java"), "1");
        assertBuilds(true, jdk);
        assertBuilds(false, jdk);
        Files.writeString(source, "2");
        assertBuilds(true, jdk);
        assertBuilds(false, jdk);
    }

    @Test
    void buildsEachTimeWithoutAFind() throws IOException {
        Path jdk = checkout.jdk24();
        checkout.program("find", "exit 127");
        assertBuilds(true, jdk);
        assertBuilds(true, jdk);
    }

    /** As it is after a new version, or a new version of a dependency. */
    @Test
    void aBuildLeavesNoJarThatIsNotItsOwn() throws IOException {
        Path jar = checkout.jar("cli");
        Path old = jar.resolveSibling("gatun-cli-0.0.1.jar"); // first on the class path, which is in order of names
        Jars.copy(jar, old, " on Java ", " in Java ");
        GatunResult result = checkout.run(checkout.jdk24(), "--version");
        assertTrue(result.out().contains(" on Java "), result::toString);
        assertFalse(Files.exists(old));
    }

    @Test
    void aFailedBuildIsToldOf() throws IOException {
        checkout.program("mvn", "echo what went wrong\nexit 1\n");
        GatunResult result = checkout.run(checkout.jdk24(), "run", "sin2cos2");
        assertEquals(1, result.exitCode(), result::toString);
        assertEquals("", result.out());
        assertTrue(result.err().endsWith("what went wrong\ngatun: the build failed: see above\n"), result::toString);
    }

    @Test
    void aFailedBuildLeavesTheJarsThereWere() throws IOException {
        Path jdk = checkout.jdk24();
        Path source = Files.writeString(checkout.path().resolve("engine/src/main/Some.java"), "1");
        assertBuilds(true, jdk);
        List<String> jars = checkout.jars();
        checkout.program("mvn", "mkdir -p cli/target/lib && touch cli/target/lib/half.jar && exit 1\n");
        Files.writeString(source, "2");
        assertEquals(1, checkout.run(jdk, "--version").exitCode());
        assertEquals(jars, checkout.jars());
        Files.writeString(source, "1");
        assertBuilds(false, jdk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void anInterruptedBuildLeavesTheJarsThereWereOrTheNextStartDoes(String signal) throws IOException {
        Path jdk = checkout.jdk24();
        Path source = Files.writeString(checkout.path().resolve("engine/src/main/Some.java"), "1");
        assertBuilds(true, jdk);
        List<String> jars = checkout.jars();
        Files.writeString(source, "2");
        interruptBuild(jdk, signal, true);
        Files.writeString(source, "1");
        if (!signal.equals("KILL")) {
            assertEquals(jars, checkout.jars());
        }
        assertBuilds(false, jdk);
        assertEquals(jars, checkout.jars());
    }

    @ParameterizedTest(name = "{0}, to the process group: {1}")
    @CsvSource({"INT, true, 130", "INT, false, 130", "TERM, true, 143", "TERM, false, 143"})
    void aSignalEndsTheBuildAtOnce(String signal, boolean toGroup, int exitCode) throws IOException {
        GatunResult result = interruptBuild(checkout.jdk24(), signal, toGroup);
        assertEquals(exitCode, result.exitCode(), result::toString);
        assertEquals("", result.out());
        long maven = Long.parseLong(
                Files.readString(checkout.path().resolve("started")).strip());
        assertFalse(ProcessHandle.of(maven).isPresent(), "Maven runs on");
        assertEquals(List.of(), checkout.names("set-up"));
    }

    private GatunResult interruptBuild(Path jdk, String signal, boolean toGroup) throws IOException {
        Path started = checkout.path().resolve("started");
        checkout.program("mvn", """
                mkdir -p cli/target/lib && touch cli/target/lib/half.jar
                echo $$ >started.new && mv started.new started && exec sleep 600
                """);
        ProcessBuilder builder = checkout.builder(
                jdk,
                List.of(
                        "setsid",
                        "env",
                        "--default-signal=INT",
                        checkout.launcher().toString(),
                        "--version"));
        try (GatunProcess process = Checkout.start(builder)) {
            Await.until("Maven is started", 60, () -> Files.exists(started));
            process.signal(signal, toGroup);
            return Checkout.result(process);
        }
    }

    /** The class path of benchmarks has more, and what they measure must not be slowed down for a quick start. */
    @Test
    void startsBenchOnItsOwnClassPathWithVectorsAndAllCompilers() throws IOException {
        Path made = checkout.path().resolve("made/bench");
        compile("""
                package io.gatun.cli;
                public class Gatun {
                    public static void main(String[] arguments) {
                        System.out.println(String.join(" ", arguments)
                                + " " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                                + " " + System.getProperty("java.vm.info").contains("mixed mode")
                                + " " + java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()
                                        .stream().noneMatch(flag -> flag.matches("-XX:(AOT|Tiered|Compile).*")));
                    }
                }
                """, disk.resolve("classes"));
        Files.createDirectories(made);
        Jars.write(made.resolve("gatun-bench-1.jar"), disk.resolve("classes"));
        GatunResult result = checkout.run("bench", "--some", "thing");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("bench --some thing true true true\n", result.out());
    }

    private static void compile(String source, Path into) throws IOException {
        Path file = Files.createDirectories(into).resolve("Gatun.java");
        Files.writeString(file, source);
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this is no JDK");
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            StringWriter messages = new StringWriter();
            var sources = manager.getJavaFileObjects(file);
            List<String> options = List.of("-d", into.toString(), "-proc:none");
            assertTrue(
                    compiler.getTask(messages, manager, null, options, null, sources)
                            .call(),
                    messages::toString);
        }
    }

    @Test
    void withoutAnyJdkSaysWhatToInstall() throws IOException, InterruptedException {
        assertNoJdkFound(Files.createDirectory(disk.resolve("none")));
    }

    @Test
    void withATooOldJdkSaysWhatToInstall() throws IOException, InterruptedException {
        Path old = Files.createDirectories(disk.resolve("old/jdk-21"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
        Path java = Files.createFile(Files.createDirectory(old.resolve("bin")).resolve("java"));
        assertTrue(java.toFile().setExecutable(true));
        assertNoJdkFound(disk.resolve("old"));
    }

    private void assertNoJdkFound(Path inPlaceOfJdks) throws IOException, InterruptedException {
        MountNamespace.assumeAvailable();
        Files.createDirectories(JDKS);
        List<String> words = new ArrayList<>(MountNamespace.script("mount --bind '" + inPlaceOfJdks + "' " + JDKS
                + " && unset JAVA_HOME && PATH=/usr/bin:/bin && exec \"$@\""));
        words.addAll(List.of(checkout.launcher().toString(), "run", "sin2cos2"));
        GatunResult result = run(checkout.builder(words));
        assertEquals(2, result.exitCode(), result::toString);
        assertEquals("", result.out());
        assertEquals(
                "gatun: needs a JDK of 22 or newer, 25 at best: install one (Debian: apt install openjdk-25-jdk-headless)"
                        + " or set JAVA_HOME\n",
                result.err());
    }

    private static GatunResult run(ProcessBuilder builder) throws IOException {
        try (GatunProcess process = Checkout.start(builder)) {
            return Checkout.result(process);
        }
    }
}
