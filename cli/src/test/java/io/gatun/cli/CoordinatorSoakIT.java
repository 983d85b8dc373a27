package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands are killed at random moments of their life and finished by others, some of which are killed too, until as many have been
 * killed as the property {@code soak.coordinators} says: some unless it is set, which takes seconds; {@code mvn -Psoak verify} sets two
 * hundred.
 */
class CoordinatorSoakIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final int KILLED = 137;
    private static final int SOME_KILLS = 2;
    private static final int RESUMES_KILLED_OF = 3;
    private static final int ELEMENTS = 2_000_000;
    private static final int FEW_ELEMENTS = 200_000;
    private static final Path TABLE = GatunCommand.target().resolve("soak.txt");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    private final long kills = Long.getLong("soak.coordinators", SOME_KILLS);
    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final CoordinatorTally tally = new CoordinatorTally();

    @Test
    void whatAKilledCommandHasBegunIsFinishedByAnother() throws Exception {
        long begin = System.nanoTime();
        List<SoakedRun> runs = runs();
        while (tally.kills() < kills) {
            SoakedRun run = runs.get(random.nextInt(runs.size()));
            run.learn();
            clear();
            killOne(run);
            clear();
        }
        String table = tally.table(seed, (System.nanoTime() - begin) / 1e9);
        System.out.print(table);
        Files.writeString(TABLE, table);
        assertEquals(List.of(), tally.failures());
    }

    private List<SoakedRun> runs() {
        Path x = NpyFile.ofDoubles(disk.resolve("x.npy"), numbers(ELEMENTS, 1));
        Path y = NpyFile.ofDoubles(disk.resolve("y-before.npy"), numbers(ELEMENTS, 2));
        Path few = NpyFile.ofDoubles(disk.resolve("few-before.npy"), numbers(FEW_ELEMENTS, 3));
        String read = "--in x=" + x.getFileName();
        Path changed = disk.resolve("y.npy");
        Path slowlyChanged = disk.resolve("few.npy");
        return List.of(
                SoakedRun.withOutput(run("sin2cos2 --size 6000000 --out y=out.npy"), disk.resolve("out.npy")),
                SoakedRun.withOutput(run("sin2cos2 " + read + " --out y=shm:result"), FOLDER.path("result")),
                SoakedRun.withOutput(
                        run("scale " + read + " --param a=3 --chunk 20 --out y=out.npy"), disk.resolve("out.npy")),
                SoakedRun.inPlace(run("axpy " + read + " --in y=y.npy --param a=2"), changed, y),
                SoakedRun.inPlace(run("axpy " + read + " --in y=y.npy --param a=2 --chunk 16"), changed, y),
                SoakedRun.inPlace(run("example.SlowlyInPlace --in y=few.npy --param a=0.9"), slowlyChanged, few)
                        .ofKernel("example.SlowlyInPlace"),
                SoakedRun.inPlace(
                                run(
                                        "example.SlowlyInPlace --in y=few.npy --param a=1.1 --chunk 20000 --schedule static"),
                                slowlyChanged,
                                few)
                        .ofKernel("example.SlowlyInPlace"),
                SoakedRun.ofResult(run("dot " + read + " --in y=y-before.npy --schedule guided --chunk 4096")),
                SoakedRun.ofResult(run("moments " + read + " --param about=0.25")));
    }

    private GatunCommand run(String arguments) {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(List.of(arguments.split(" ", -1)));
        words.addAll(List.of("--workers", "2"));
        return FOLDER.gatun(words.toArray(String[]::new)).in(disk);
    }

    private static double[] numbers(int count, long seed) {
        return DoubleStream.generate(new Random(seed)::nextGaussian)
                .limit(count)
                .toArray();
    }

    private void killOne(SoakedRun run) throws InterruptedException {
        run.prepare();
        GatunResult ended;
        try (GatunProcess process = run.start()) {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(run.nanos()));
            process.kill();
            long killedNanos = System.nanoTime();
            ended = process.await();
            FOLDER.awaitNoWorkers();
            if (ended.exitCode() == KILLED) {
                tally.workersGone(System.nanoTime() - killedNanos);
            }
        }
        switch (ended.exitCode()) {
            case KILLED -> {
                tally.killed();
                finish(run);
            }
            case ExitCode.OK -> // it was faster
                tally.requireBits(run.hasTheResult(ended) && isAsAfter(run), run + ": " + ended);
            default -> tally.lost(run + ": " + ended);
        }
    }

    private void finish(SoakedRun run) throws InterruptedException {
        for (String control = control(); !control.isEmpty(); control = control()) {
            GatunCommand resume = run.resume(FOLDER, control);
            if (random.nextInt(RESUMES_KILLED_OF) == 0) {
                try (GatunProcess process = resume.start()) {
                    TimeUnit.NANOSECONDS.sleep(random.nextLong(run.nanos()));
                    process.kill();
                    GatunResult ended = process.await();
                    FOLDER.awaitNoWorkers();
                    if (ended.exitCode() == KILLED) {
                        tally.resumeKilled();
                        continue;
                    }
                    judge(run, ended);
                    return;
                }
            }
            long begin = System.nanoTime();
            GatunResult ended = resume.run();
            if (ended.exitCode() == 0) {
                tally.resumeTook(System.nanoTime() - begin);
            }
            judge(run, ended);
            return;
        }
        settle(run); // killed before there was anything to resume, or after all was done
    }

    private void judge(SoakedRun run, GatunResult resumed) {
        switch (resumed.exitCode()) {
            case ExitCode.OK -> {
                tally.resumed();
                tally.requireBits(run.hasTheResult(resumed) && isAsAfter(run), run + ": " + resumed);
            }
            case ExitCode.USAGE -> {
                tally.require(
                        resumed.errLines().size() == 1 && resumed.err().contains("nothing to resume"),
                        run + ": " + resumed);
                settle(run);
            }
            default -> tally.lost(run + ": " + resumed);
        }
    }

    private void settle(SoakedRun run) {
        switch (run.state()) {
            case BEFORE -> tally.notStarted();
            case AFTER -> tally.finishedBefore();
            case BETWEEN -> tally.requireBits(false, run + " left something unfinished, which nobody can finish");
        }
    }

    private static boolean isAsAfter(SoakedRun run) {
        return !run.hasFile() || run.state() == SoakedRun.State.AFTER;
    }

    private static String control() {
        return FOLDER.names().stream()
                .filter(name -> name.matches("gatun-pool-[0-9a-f]+"))
                .findFirst()
                .orElse("");
    }

    /** Removes what is left, as a user would, and what is beside outputs on disk. */
    private void clear() throws IOException {
        Files.deleteIfExists(FOLDER.path("result"));
        if (!FOLDER.names().isEmpty()) {
            GatunResult collected = FOLDER.gatun("gc").run();
            tally.require(
                    collected.exitCode() == 0 && FOLDER.names().isEmpty(),
                    "left behind by gc: " + FOLDER.names() + collected);
        }
        try (Stream<Path> files = Files.list(disk)) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("gatun-tmp-"))
                    .toList()) {
                tally.besideOutputs();
                Files.delete(file);
            }
        }
    }
}
