package io.gatun.workers;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.ElementRange;
import io.gatun.job.Job;
import io.gatun.job.Reduction;
import io.gatun.job.ResumedJob;
import io.gatun.job.RetryPolicy;
import io.gatun.job.WorkerCommand;
import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.nio.file.Files;
import java.util.List;

/** The two jobs that the processes of {@link EveryStepTest} die in, their arrays, and what must come of them. */
enum StepWork {
    /** Reads x, writes y and z, which get their names in the end, and sums up; 20 chunks of 32 blocks. */
    WRITE(20_000, 1_000),
    /** Changes x in place; four chunks of two blocks. What is saved of them takes a further segment. */
    CHANGE(131_072, 32_768);

    static final int WORKERS = 2;

    private static final List<String> OUTPUTS = List.of("y", "z");

    private final int elements;
    private final int chunk;

    StepWork(int elements, int chunk) {
        this.elements = elements;
        this.chunk = chunk;
    }

    /** Returns the command for workers that know the kernels, with these JVM flags. */
    static WorkerCommand command(String... flags) {
        return WorkerCommand.forShortJobs()
                .allowing(StepKernels.Write.class.getName())
                .allowing(StepKernels.Change.class.getName())
                .withFlags(flags);
    }

    /** Prints what a worker prints. */
    static void print(String line) {
        System.err.println(line);
    }

    /** Makes the job and its arrays, under names of their own or, the outputs, temporary ones. */
    Job create(RetryPolicy policy) {
        SharedArray x = SharedArray.create(SegmentName.of("x"), DType.FLOAT64, elements);
        for (int i = 0; i < elements; i++) {
            x.setDouble(i, before(i));
        }
        if (this == CHANGE) {
            return Job.of(StepKernels.Change.class.getName())
                    .readWrite("x", x)
                    .parameter("at", 2 * chunk + 3 * chunk / 4) // in the second block of its chunk
                    .chunk(chunk)
                    .retry(policy);
        }
        Job job = Job.of(StepKernels.Write.class.getName())
                .read("x", x)
                .parameter("at", elements / 2 + 10)
                .chunk(chunk)
                .reduce(Reduction.SUM)
                .retry(policy);
        for (String output : OUTPUTS) {
            job = job.write(output, SharedArray.create(SegmentName.temporary(), DType.FLOAT64, elements))
                    .note(
                            ResumedJob.PATH_NOTE + output,
                            SegmentName.of(output).path().toString());
        }
        return job;
    }

    /** Gives the outputs their names that have not got them yet. */
    static void publish(Job job) {
        for (String output : OUTPUTS) {
            Job.Bound bound = job.arrays().get(output);
            if (bound != null
                    && !bound.array()
                            .segment()
                            .path()
                            .equals(SegmentName.of(output).path())) {
                bound.array().segment().rename(SegmentName.of(output).path(), false);
            }
        }
    }

    /** Lets a job's arrays go, which stay where they are. */
    static void close(Job job) {
        job.arrays().values().forEach(bound -> bound.array().close());
    }

    /** Tells whether the arrays hold, under their names, what the job makes of them. */
    boolean isDone() {
        return isDoneBut(List.of());
    }

    /** Tells the same, some elements aside. */
    boolean isDoneBut(List<ElementRange> missing) {
        if (this == CHANGE) {
            return holds("x", missing, i -> 3 * before(i) + 1);
        }
        return holds("x", List.of(), StepWork::before)
                && holds("y", missing, i -> 2 * before(i))
                && holds("z", missing, i -> before(i) + 1);
    }

    /** Tells whether x holds what it held before the job, and no output has its name. */
    boolean isUntouched() {
        return holds("x", List.of(), StepWork::before)
                && OUTPUTS.stream()
                        .noneMatch(output -> Files.exists(SegmentName.of(output).path()));
    }

    /** Removes the arrays that have names. */
    static void remove() {
        for (String name : List.of("x", "y", "z")) {
            try (SharedArray array = SharedArray.attach(SegmentName.of(name), Access.READ_ONLY)) {
                array.unlink();
            } catch (SegmentException.NotFound e) {
                // it never had its name
            }
        }
    }

    private interface Expected {
        double at(long index);
    }

    private static boolean holds(String name, List<ElementRange> missing, Expected expected) {
        try (SharedArray array = SharedArray.attach(SegmentName.of(name), Access.READ_ONLY)) {
            for (long i = 0; i < array.size(); i++) {
                long index = i;
                double value = array.data().getAtIndex(JAVA_DOUBLE, i);
                if (Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(expected.at(i))
                        && missing.stream().noneMatch(range -> range.begin() <= index && index < range.end())) {
                    return false;
                }
            }
            return true;
        } catch (SegmentException.NotFound e) {
            return false;
        }
    }

    private static double before(long index) {
        return 1.0 / (1 + index % 1013); // whose sum depends on the order
    }
}
