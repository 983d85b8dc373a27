package io.gatun.workers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.ResumedJob;
import io.gatun.job.RetryPolicy;
import io.gatun.job.WorkerPool;
import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes whose last step is given, each a JVM of its own. */
final class StepProcess {
    /** What a process ends with that has killed itself. */
    static final int KILLED = 128 + 9;

    private static final long WATCHDOG_SECONDS = 60;

    private StepProcess() {}

    /**
     * Runs a main class until it ends.
     *
     * @param at the step at which it kills itself, as {@link CrashPoint#AT_PROPERTY} has it
     * @return its exit code
     */
    static int run(String at, Class<?> main, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-D" + SegmentName.FOLDER_PROPERTY + "=" + SegmentName.folder(),
                "-D" + CrashPoint.AT_PROPERTY + "=" + at,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(String.valueOf(argument));
        }
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertTrue(process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS), () -> main + " at " + at + " does not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Returns the flags for workers that die.
     *
     * @param at at which step; empty for none
     * @param once the file that makes it one of them; empty if each is to die that comes there
     */
    static String[] dying(String at, String once) {
        List<String> flags = new ArrayList<>();
        if (!at.isEmpty()) {
            flags.add("-D" + CrashPoint.AT_PROPERTY + "=" + at);
        }
        if (!once.isEmpty()) {
            flags.add("-D" + CrashPoint.ONCE_PROPERTY + "=" + once);
        }
        return flags.toArray(String[]::new);
    }

    /** Runs a job from the making of its arrays to the end of its pool. */
    static final class Coordinator {
        private Coordinator() {}

        /** Arguments: the job, where one of its workers dies, the file that makes it one, and whether a chunk may be lost. */
        public static void main(String[] arguments) throws Exception {
            boolean loses = Boolean.parseBoolean(arguments[3]);
            RetryPolicy policy = loses ? RetryPolicy.ofAttempts(2).finishingOthers() : RetryPolicy.DEFAULT;
            Job job = StepWork.valueOf(arguments[0]).create(policy);
            String[] flags = dying(arguments[1], loses ? "" : arguments[2]);
            try (WorkerPool pool = WorkerPool.open(StepWork.command(flags), StepWork.WORKERS, StepWork::print)) {
                pool.run(job);
                StepWork.publish(job);
            }
        }
    }

    /** Takes a job up, and all that follows. */
    static final class Resumer {
        private Resumer() {}

        /** Argument: the control segment. */
        public static void main(String[] arguments) throws Exception {
            try (ResumedJob resumed =
                    ResumedJob.open(SegmentName.of(arguments[0]), StepWork.command(), StepWork::print)) {
                resumed.run(progress -> {});
                StepWork.publish(resumed.job());
                resumed.finish();
            }
        }
    }

    /** Removes the orphans. */
    static final class Collector {
        private Collector() {}

        public static void main(String[] arguments) {
            Segments.collect(true);
        }
    }
}
