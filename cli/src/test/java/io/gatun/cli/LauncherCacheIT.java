package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The launcher's AOT caches, recorded by real JVMs: none that is old or broken is ever used, and doing without is no failure. Half of the cases, each
 * of which builds or records anew, are for {@code -Psoak}.
 */
class LauncherCacheIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final String RECORDING = "gatun: recording what the JVM loads, for quicker starts\n";
    private static final String BUILDING =
            "gatun: building with Maven; the first time this takes a minute, as it fetches its libraries\n";
    private static final String NOT_RECORDED =
            "gatun: could not record it; Gatun works all the same, starting more slowly\n";
    private static final String NOT_RECORDED_FOR_LONG_JOBS =
            "gatun: could not record it for long jobs, whose workers start more slowly\n";
    private static final int CACHES_OF_A_JDK = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    private Checkout checkout = new Checkout(Path.of(""), Path.of(""));

    private static List<String> signals() {
        return Boolean.getBoolean("gatun.soak") ? List.of("INT", "TERM", "KILL") : List.of("TERM");
    }

    /** Not enough for the notes of what was made of what, and not enough for a cache. */
    private static List<String> sizes() {
        return Boolean.getBoolean("gatun.soak") ? List.of("12k", "8m") : List.of("12k");
    }

    @BeforeAll
    static void assumeAotCaches() {
        Skip.unless(Runtime.version().feature() >= 25, "this JDK has no AOT caches of this kind");
    }

    @BeforeEach
    void copyCheckout() throws IOException {
        checkout = Checkout.make(disk, FOLDER.path());
    }

    @Test
    void aJarChangedInPlaceRunsItsNewCodeThoughSizeAndTimeAreThoseOfTheOld() throws IOException {
        Path made = checkout.made("cli");
        Path original = Files.move(made, disk.resolve("original.jar"));
        Jars.copy(original, made, " on Java ", " on Java ");
        Files.setLastModifiedTime(made, FileTime.from(1, TimeUnit.DAYS));
        long size = Files.size(made);
        assertPrints(" on Java ", BUILDING + RECORDING);
        assertPrints(" on Java ", "");
        List<String> before = checkout.caches();
        assertEquals(CACHES_OF_A_JDK, before.size());

        Path jar = checkout.jar("cli");
        Jars.copy(original, jar, " on Java ", " in Java ");
        Files.setLastModifiedTime(jar, FileTime.from(1, TimeUnit.DAYS));
        assertEquals(size, Files.size(jar));
        assertPrints(" in Java ", RECORDING);
        assertPrints(" in Java ", "");
        assertEquals(CACHES_OF_A_JDK, checkout.caches().size(), "the old ones are gone");
        assertNotEquals(before, checkout.caches());
    }

    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void aJarReplacedByAnOlderOneRunsTheOldersCodeAndATouchedOneKeepsItsCache() throws IOException {
        Path jar = checkout.jar("cli");
        Path other = disk.resolve("other.jar");
        Jars.copy(jar, other, " on Java ", " in Java ");
        Files.setLastModifiedTime(other, FileTime.from(1, TimeUnit.DAYS));
        assertPrints(" on Java ", BUILDING + RECORDING);
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        assertPrints(" in Java ", RECORDING);
        List<String> before = checkout.caches();
        Files.setLastModifiedTime(jar, FileTime.from(2, TimeUnit.DAYS));
        assertPrints(" in Java ", "");
        assertEquals(before, checkout.caches());
    }

    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void aJarChangedInPlaceRunsItsNewCodeThoughFindCannotPrintTimes() throws IOException {
        checkout.program("find", """
                case " $* " in *" -printf "*) exit 1 ;; esac
                exec /usr/bin/find "$@"
                """);
        assertPrints(" on Java ", BUILDING + RECORDING);
        assertPrints(" on Java ", "");
        Jars.copy(checkout.made("cli"), checkout.jar("cli"), " on Java ", " in Java ");
        assertPrints(" in Java ", RECORDING);
        assertPrints(" in Java ", "");
    }

    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void twoJdksHaveACacheEach() throws IOException {
        Path one = checkout.jdk("one", "JAVA_VERSION=\"25.0.3\"\nIMPLEMENTOR=\"One\"\n");
        Path two = checkout.jdk("two", "JAVA_VERSION=\"25.0.3\"\nIMPLEMENTOR=\"Two\"\n");
        assertEquals(BUILDING + RECORDING, checkout.run(one, "--version").err());
        assertEquals(RECORDING, checkout.run(two, "--version").err());
        assertEquals("", checkout.run(one, "--version").err());
        assertEquals("", checkout.run(two, "--version").err());
        assertEquals(2 * CACHES_OF_A_JDK, checkout.caches().size());
    }

    @ParameterizedTest
    @MethodSource("signals")
    void aRecordingThatIsEndedHalfwayLeavesNoCache(String signal) throws IOException {
        ProcessBuilder builder = checkout.builder(List.of(
                "setsid", "env", "--default-signal=INT", checkout.launcher().toString(), "--version"));
        try (GatunProcess process = Checkout.start(builder)) {
            Await.until(
                    "a cache is half written",
                    60,
                    () -> !checkout.names("worker.aot").isEmpty());
            process.signal(signal, true);
            assertTrue(process.await().exitCode() > 128);
        }
        for (String segment : FOLDER.names()) {
            Files.delete(FOLDER.path(segment));
        }
        assertEquals(List.of(), checkout.names("short-"));
        assertEquals(List.of(), checkout.names("worker-"));
        assertEquals(List.of(), checkout.names("coordinator-"));
        if (!signal.equals("KILL")) {
            assertEquals(List.of(), checkout.names("set-up"));
            return;
        }
        assertPrints(" on Java ", RECORDING);
        assertEquals(List.of(), checkout.names("set-up"));
        assertEquals(CACHES_OF_A_JDK, checkout.caches().size());
    }

    @Test
    void ofTwoFirstRunsAtOnceOneSetsUp() throws IOException {
        ProcessBuilder builder = checkout.builder(List.of(checkout.launcher().toString(), "--version"));
        try (GatunProcess one = Checkout.start(builder);
                GatunProcess other = Checkout.start(builder)) {
            GatunResult first = Checkout.result(one);
            GatunResult second = Checkout.result(other);
            assertEquals(0, first.exitCode(), first::toString);
            assertEquals(0, second.exitCode(), second::toString);
            assertEquals(BUILDING + RECORDING, first.err() + second.err());
        }
        assertEquals(CACHES_OF_A_JDK, checkout.caches().size());
    }

    @Test
    void aCheckoutThatCannotBeWrittenToIsDoneWithAsItIs() throws IOException, InterruptedException {
        MountNamespace.assumeAvailable();
        GatunResult result = runIn(
                "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s'".formatted(checkout.path()),
                "run",
                "sin2cos2");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("", result.err());
        assertFalse(Files.exists(checkout.launch()));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void aFullDiskMeansNoCacheAndNoFailure(String size) throws IOException, InterruptedException {
        MountNamespace.assumeAvailable();
        Files.createDirectories(checkout.launch());
        GatunResult result = runIn(tmpfs(checkout.launch(), size), "run", "sin2cos2", "--json");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(BUILDING + RECORDING + NOT_RECORDED, result.err());
        assertTrue(result.json().truth("verified"));
    }

    /** As in a container. */
    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void littleSharedMemoryKeepsNoCacheFromBeingMade() throws IOException, InterruptedException {
        MountNamespace.assumeAvailable();
        GatunResult result = runIn(tmpfs(FOLDER.path(), "64m"), "run", "sin2cos2");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(BUILDING + RECORDING, result.err());
        assertEquals(CACHES_OF_A_JDK, checkout.caches().size());
    }

    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void whereThereIsNoRoomForALongJobTheOthersHaveTheirCaches() throws IOException, InterruptedException {
        MountNamespace.assumeAvailable();
        Files.createDirectories(checkout.launch());
        String mounts = tmpfs(FOLDER.path(), "64m") + " && " + tmpfs(checkout.launch(), "100m");
        String runTwice = " && \"$@\" && \"$@\" && ls '" + checkout.launch() + "'";
        GatunResult result = runScript(mounts + runTwice, "--version");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(BUILDING + RECORDING + NOT_RECORDED_FOR_LONG_JOBS, result.err());
        assertTrue(result.out().contains("\nshort-"), result::toString);
        assertTrue(result.out().contains("\ncoordinator-"), result::toString);
        assertFalse(result.out().contains("\nworker-"), result::toString);
    }

    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void aRecordingThatFailedIsTriedAgainTheNextDayAndWhatSucceededIsKept() throws IOException {
        Path jdk = checkout.jdk("failing", "JAVA_VERSION=\"25.0.3\"\n");
        Path java = jdk.resolve("bin/java");
        String working = Files.readString(java);
        Files.writeString(
                java, working.replace("exec", "case $* in *AOTCacheOutput*/coordinator.aot*) exit 1 ;; esac\nexec"));
        checkout.program("date", "echo 2026-01-31");
        assertRecords(jdk, BUILDING + RECORDING + NOT_RECORDED);
        assertEquals(1, checkout.caches().size());
        assertEquals(1, checkout.names("short-").size());

        Files.writeString(java, working);
        assertRecords(jdk, "");
        checkout.program("date", "echo 2026-02-01");
        assertRecords(jdk, RECORDING);
        checkout.program("date", "echo 2026-02-02");
        assertRecords(jdk, "");
        assertEquals(CACHES_OF_A_JDK, checkout.caches().size());
    }

    private void assertRecords(Path jdk, String err) throws IOException {
        GatunResult result = checkout.run(jdk, "run", "sin2cos2");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(err, result.err());
    }

    private static String tmpfs(Path folder, String size) {
        return "mount -t tmpfs -o size=" + size + " tmpfs '" + folder + "'";
    }

    private GatunResult runIn(String mounts, String... arguments) throws IOException {
        return runScript(mounts + " && exec \"$@\"", arguments);
    }

    private GatunResult runScript(String script, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(MountNamespace.script(script));
        words.add(checkout.launcher().toString());
        words.addAll(List.of(arguments));
        try (GatunProcess process = Checkout.start(checkout.builder(words))) {
            return Checkout.result(process);
        }
    }

    /** The Vector API, an incubating module, would keep a worker from it. */
    @Test
    void theWorkersOfAShortJobTakeClassesThatWereLinkedAheadOfTime() throws IOException {
        assertPrints(" on Java ", BUILDING + RECORDING);
        ProcessBuilder builder =
                checkout.builder(List.of(checkout.launcher().toString(), "run", "sin2cos2", "--workers", "1"));
        builder.environment().put("GATUN_WORKER_FLAGS", "-Xlog:aot:stderr");
        try (GatunProcess process = Checkout.start(builder)) {
            GatunResult result = Checkout.result(process);
            assertEquals(0, result.exitCode(), result::toString);
            assertTrue(result.err().contains("Using AOT-linked classes: true"), result::toString);
        }
    }

    /** Each makes the workers' cache unusable, or would be the second of two flags of which a JVM takes one. */
    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void furtherFlagsOfAUsersMayMakeTheWorkersCacheUnusable() throws IOException {
        assertPrints(" on Java ", BUILDING + RECORDING);
        for (String flags : List.of(
                "-Xmx1g",
                "-Xmx40g",
                "-XX:+UseParallelGC",
                "-XX:-UseCompressedOops",
                "--add-modules java.sql",
                "-Xshare:off",
                "-XX:AOTMode=off")) {
            ProcessBuilder builder =
                    checkout.builder(List.of(checkout.launcher().toString(), "run", "sin2cos2", "--size", "1000"));
            builder.environment().put("GATUN_WORKER_FLAGS", flags);
            try (GatunProcess process = Checkout.start(builder)) {
                GatunResult result = Checkout.result(process);
                assertEquals(0, result.exitCode(), () -> flags + ": " + result);
                assertEquals("", result.err(), flags);
            }
        }
        assertEquals(CACHES_OF_A_JDK, checkout.caches().size());
    }

    private void assertPrints(String text, String err) throws IOException {
        GatunResult result = checkout.run("--version");
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.out().contains(text), result::toString);
        assertEquals(err, result.err());
    }
}
