package io.gatun.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What Gatun's jobs and their peers are measured at. {@code bench/peers/peer.py} says what each work is to a peer.
 *
 * <p><b>Values:</b> inputs are {@code x[i] = i mod 1024} and {@code y[i] = i mod 512}. Sums and products of such whole numbers are
 * exact in any order up to 2⁵³, so that results and elements must be equal to the last bit. What is exempt from that is
 * {@link #SIN2COS2}: sines and cosines of up to 4 ulp (what glibc promises of its vector functions) make a square wrong by 2⁻⁴⁹ of
 * itself and an element by that and three roundings; and plain sums of elements so near to 1 are exact once they are past 16.
 */
enum JobWork implements Work {
    /** {@code out[i] = sin²(i) + cos²(i)}, and its sum. */
    SIN2COS2("sin2cos2", "out[i] = sin²(i) + cos²(i), and its sum", "elements", 200, 1, 1_000_000, 100_000_000),
    /** {@code y[i] += 3 x[i]}. */
    AXPY("axpy", "y[i] += 3 x[i]", "elements", 5, 2, 32 << 20),
    /** {@code out[i] = x[i] + 0.5 y[i]}. */
    TRIAD("triad", "out[i] = x[i] + 0.5 y[i]", "elements", 5, 3, 32 << 20),
    /** The sum of {@code x}. */
    SUM("sum", "the sum of x", "elements", 5, 1, 32 << 20),
    /** The sum of {@code x[i] y[i]}. */
    DOT("dot", "the sum of x[i] y[i]", "elements", 5, 2, 32 << 20),
    /** A job without work: one chunk for each worker, which is the size. */
    EMPTY("empty", "a job of one empty chunk for each worker, from submit to result", "chunks", 300, 0, 2),
    /** What a chunk costs beside its computation. */
    CHUNKS(
            "chunks",
            "processor time that a chunk of 64 elements takes beside its computation",
            "elements",
            20,
            0,
            1_000_000),
    /** Create, attach, close twice and unlink. */
    SEGMENT("segment", "create, attach, close twice and unlink a named segment", "bytes", 50, 0, 8 << 20),
    /** A whole command, from its start to its end. */
    PROCESS(
            "process",
            "sin2cos2 as a whole command with 4 processes, from its start to its end",
            "elements",
            1,
            0,
            1_000_000);

    /** The factor of {@link #AXPY}. */
    static final double A = 3.0;

    /** The factor of {@link #TRIAD}. */
    static final double S = 0.5;

    /** What the inputs are taken modulo. */
    static final int X_MODULUS = 1024;

    /** What the second inputs are taken modulo; a divisor of {@link #X_MODULUS}. */
    static final int Y_MODULUS = 512;

    private static final double SIN2COS2_TOLERANCE = 0x1p-48;

    private final String label;
    private final String about;
    private final String unit;
    private final int calls;
    private final int arrays;

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
    private final List<Long> sizes;

    JobWork(String label, String about, String unit, int calls, int arrays, long... sizes) {
        this.label = label;
        this.about = about;
        this.unit = unit;
        this.calls = calls;
        this.arrays = arrays;
        this.sizes = Arrays.stream(sizes).boxed().toList();
    }

    /** Returns the name, which is that of the kernel too. */
    @Override
    public String label() {
        return label;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public int calls() {
        return calls;
    }

    @Override
    public List<Long> sizes() {
        return sizes;
    }

    @Override
    public int arrays() {
        return arrays;
    }

    @Override
    public boolean writesArray() {
        return this == SIN2COS2 || this == AXPY || this == TRIAD;
    }

    @Override
    public double tolerance() {
        return this == SIN2COS2 || this == PROCESS ? SIN2COS2_TOLERANCE : 0;
    }

    @Override
    public OptionalDouble expectedResult(long size) {
        return switch (this) {
            case SIN2COS2, PROCESS -> OptionalDouble.of((double) size);
            case SUM -> OptionalDouble.of(sumOverElements(size, 1));
            case DOT -> OptionalDouble.of(sumOverElements(size, Y_MODULUS));
            default -> OptionalDouble.empty();
        };
    }

    @Override
    public double expectedElement(long index, long runs) {
        double x = (double) (index % X_MODULUS);
        double y = (double) (index % Y_MODULUS);
        return switch (this) {
            case SIN2COS2 -> 1;
            case AXPY -> y + runs * A * x;
            case TRIAD -> x + S * y;
            default -> throw new IllegalStateException(label + " writes no array");
        };
    }

    /** The sum of x, or with a modulus of y that of x y: whole cycles of x, and what is left. */
    private static double sumOverElements(long size, int yModulus) {
        long cycle = 0;
        long rest = 0;
        for (int i = 0; i < X_MODULUS; i++) {
            long term = (long) i * (yModulus == 1 ? 1 : i % yModulus);
            cycle += term;
            rest += i < size % X_MODULUS ? term : 0;
        }
        return (double) (Math.multiplyExact(size / X_MODULUS, cycle) + rest);
    }
}
