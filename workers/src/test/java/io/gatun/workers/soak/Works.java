package io.gatun.workers.soak;

import io.gatun.job.Job;
import io.gatun.job.Reduction;
import io.gatun.job.RetryPolicy;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** What one thread gives a pool to do, and its arrays: those of all threads have the same content. */
final class Works implements AutoCloseable {
    /** A stopped worker is noticed by this alone. */
    static final Duration CHUNK_LIMIT = Duration.ofMillis(300);

    private static final int SIZE = 1 << 20;
    private static final int SMALL = 200_000;

    private final SharedArray x = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, SIZE);
    private final SharedArray z = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, SIZE);
    private final SharedArray y = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, SIZE);
    private final SharedArray smallX = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, SMALL);
    private final SharedArray smallY = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, SMALL);
    private final List<Work> all;

    Works() {
        SplittableRandom random = new SplittableRandom(1);
        for (SharedArray input : List.of(x, z, smallX)) {
            for (long i = 0; i < input.size(); i++) {
                input.setDouble(i, random.nextDouble(-1000, 1000));
            }
        }
        all = List.of(
                work("sin2cos2", write(builtIn("sin2cos2").read("x", x)).reduce(Reduction.SUM), 4096L, 100_000L),
                work("scale", write(builtIn("scale").read("x", x)).parameter("a", 3), 4096L, 99_991L),
                work("triad", triad(), 4096L, 50_000L),
                work("sum", builtIn("sum").read("x", x).reduce(Reduction.SUM), 4096L, 100_000L),
                work("dot", builtIn("dot").read("x", x).read("y", z).reduce(Reduction.SUM), 4096L, 100_000L),
                work("moments", moments(), 4096L, 100_000L),
                inPlace("axpy", 12, axpy(x, y), 4096L, 100_000L),
                inPlace("axpy in 100,000 chunks", 1, axpy(smallX, smallY), 2L),
                work("slow scale", slowScale(), 1L, 5_000L),
                inPlace("slow affine", 3, slowAffine(), 4096L, 50_000L),
                work("wide result", wideResult(), 2L, 100L));
    }

    List<Work> all() {
        return all;
    }

    /** Gives the array that a work leaves something in the content it begins with. */
    void prepare(Work work) {
        MemorySegment array = array(work).data();
        if (work.inPlace()) {
            MemorySegment.copy(z.data(), 0, array, 0, array.byteSize());
        } else {
            array.fill((byte) 0xff); // an element that nobody writes stays NaN
        }
    }

    /** Returns the array that a work leaves something in. */
    SharedArray array(Work work) {
        return work.job().arrays().values().stream().anyMatch(bound -> bound.array() == smallY) ? smallY : y;
    }

    private Job triad() {
        return builtIn("triad").write("a", y).read("b", x).read("c", z).parameter("s", 1.5);
    }

    private Job moments() {
        return builtIn("moments")
                .read("x", x)
                .parameter("about", 0.25)
                .reduce(Reduction.SUM, Reduction.SUM, Reduction.SUM, Reduction.SUM);
    }

    private static Job axpy(SharedArray x, SharedArray y) {
        return builtIn("axpy").read("x", x).readWrite("y", y).parameter("a", 1.1);
    }

    private Job slowScale() {
        return job(SoakKernels.SlowScale.class)
                .read("x", smallX)
                .write("y", smallY)
                .parameter("a", 1.1)
                .reduce(Reduction.SUM);
    }

    private Job slowAffine() {
        return job(SoakKernels.SlowAffine.class)
                .readWrite("y", smallY)
                .parameter("a", 0.9)
                .reduce(Reduction.SUM);
    }

    /** Its partials do not fit into the control segment. */
    private static Job wideResult() {
        return job(SoakKernels.WideResult.class)
                .elements(2000)
                .parameter("width", 600)
                .reduce(Collections.nCopies(600, Reduction.SUM));
    }

    private Job write(Job job) {
        return job.write("y", y);
    }

    private static Job builtIn(String kernel) {
        return Job.of(kernel).chunkLimit(CHUNK_LIMIT).retry(RetryPolicy.ofAttempts(255));
    }

    private static Job job(Class<?> kernel) {
        return builtIn(kernel.getName());
    }

    private static Work work(String name, Job job, Long... chunks) {
        return new Work(name, job, 1, false, List.of(chunks));
    }

    private static Work inPlace(String name, int times, Job job, Long... chunks) {
        return new Work(name, job, times, true, List.of(chunks));
    }

    @Override
    public void close() {
        for (SharedArray array : List.of(x, z, y, smallX, smallY)) {
            array.unlink();
            array.close();
        }
    }
}
