package io.gatun.bench;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to read a million shared doubles, in four ways.
 *
 * <p>{@link #javaArray} is the baseline: the sum of a {@code double[]}. {@link #memorySegment} is the same sum through
 * {@link SharedArray#data()}, as a kernel reads; {@link #sharedArray} through {@link SharedArray#getDouble}, which looks up
 * the type at each call. {@link #copyOut} adds nothing up: it copies the elements to a {@code double[]} in bulk, which is what
 * a caller pays before the baseline's loop.
 *
 * <p>Each sum has four accumulators, in the same order. With one, every variant would take the four cycles of a dependent
 * addition for each element, and the cost of access would hide behind them. The three sums are the same bits.
 *
 * <p><b>What would be unfair:</b> more elements than the last-level cache holds, where all four measure the memory instead
 * (a million are 8 MB); to carry {@code sharedArray} over to a program that has arrays of several types in one loop, since here
 * the compiler sees one type and drops the look-up's branches; and to compare the sums with {@code copyOut} as if both did the
 * same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class SegmentAccessBenchmark {
    /** How many doubles; a multiple of four. */
    @Param("1000000")
    int elements;

    private SharedArray shared;
    private double[] values;
    private double[] target;

    /** Creates the shared array, and fills it and the Java array with the same numbers. */
    @Setup
    public void open() {
        if (elements % 4 != 0) {
            throw new IllegalArgumentException("elements=" + elements + " is no multiple of 4");
        }
        values = new Random(42).doubles(elements).toArray();
        target = new double[elements];
        shared = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, elements);
        shared.copyFrom(values, 0, 0, elements);
    }

    /** Removes the shared array. */
    @TearDown
    public void close() {
        shared.unlink();
        shared.close();
    }

    /** Sums a Java array. */
    @Benchmark
    public double javaArray() {
        double[] x = values;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < x.length; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        return (a + b) + (c + d);
    }

    /** Sums the memory of the shared array. */
    @Benchmark
    public double memorySegment() {
        MemorySegment x = shared.data();
        long size = elements;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (long i = 0; i < size; i += 4) {
            a += x.getAtIndex(JAVA_DOUBLE, i);
            b += x.getAtIndex(JAVA_DOUBLE, i + 1);
            c += x.getAtIndex(JAVA_DOUBLE, i + 2);
            d += x.getAtIndex(JAVA_DOUBLE, i + 3);
        }
        return (a + b) + (c + d);
    }

    /** Sums the shared array by its own method. */
    @Benchmark
    public double sharedArray() {
        SharedArray x = shared;
        long size = elements;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (long i = 0; i < size; i += 4) {
            a += x.getDouble(i);
            b += x.getDouble(i + 1);
            c += x.getDouble(i + 2);
            d += x.getDouble(i + 3);
        }
        return (a + b) + (c + d);
    }

    /** Copies the shared array to a Java array, always the same one. */
    @Benchmark
    public double[] copyOut() {
        shared.copyTo(0, target, 0, elements);
        return target;
    }
}
