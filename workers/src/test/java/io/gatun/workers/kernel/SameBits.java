package io.gatun.workers.kernel;

import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec.ArraySpec;
import java.util.ArrayList;
import java.util.List;

/** Runs both forms of every built-in kernel over the same numbers; needs no JUnit, so that it can be a child's main class. */
public final class SameBits {
    private static final int[] BEGINS = {0, 1, 8, 13};
    private static final long LONG_BLOCK = 10_001;

    private SameBits() {}

    /** Ends with 1 where bits differ. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(check() + " elements and partials agree");
    }

    /** Returns how many numbers were compared; throws where two differ. */
    static long check() throws Exception {
        VectorKernels forms = VectorKernels.find().orElseThrow();
        long compared = 0;
        for (String name : BuiltIn.names()) {
            Kernel vector = forms.form(name);
            Kernel scalar = BuiltIn.scalar(name);
            for (boolean special : new boolean[] {false, true}) {
                for (long length : lengths()) {
                    for (int begin : BEGINS) {
                        compared += compare(name, scalar, vector, begin, begin + length, special);
                    }
                }
            }
        }
        return compared;
    }

    /** Every length that leaves a rest after vectors of up to 16 lanes, two at a time; and some of many vectors. */
    private static List<Long> lengths() {
        List<Long> lengths = new ArrayList<>();
        for (long length = 0; length <= 2 * 16 + 1; length++) {
            lengths.add(length);
        }
        lengths.addAll(List.of(511L, 512L, 513L, 4096L, 4099L, LONG_BLOCK));
        return lengths;
    }

    private static long compare(String name, Kernel scalar, Kernel vector, long begin, long end, boolean special)
            throws Exception {
        List<ArraySpec> arrays = scalar.spec().arrays();
        boolean optional = arrays.stream().anyMatch(array -> !array.required());
        long compared = 0;
        for (boolean all : optional ? new boolean[] {true, false} : new boolean[] {true}) {
            try (PrivateBlock expected = new PrivateBlock(begin, end, 1 / 3.0);
                    PrivateBlock actual = new PrivateBlock(begin, end, 1 / 3.0)) {
                for (ArraySpec array : arrays) {
                    if (all || array.required()) {
                        double[] numbers =
                                Numbers.mixed((int) end + 5, end + array.name().hashCode(), special);
                        expected.with(array.name(), numbers);
                        actual.with(array.name(), numbers);
                    }
                }
                scalar.run(expected);
                vector.run(actual);
                String what = name + " of " + begin + " to " + end + (special ? ", special" : "");
                compared += same(what + ", partial", expected.partial(), actual.partial());
                for (ArraySpec array : arrays) {
                    if (expected.has(array.name())) {
                        compared += same(
                                what + ", array " + array.name(),
                                expected.array(array.name()),
                                actual.array(array.name()));
                    }
                }
            }
        }
        return compared;
    }

    /** Every bit but those that tell one NaN from another. */
    private static int same(String what, double[] expected, double[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": " + actual.length + " numbers for " + expected.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
                throw new AssertionError(what + ": " + actual[i] + " for " + expected[i] + " at " + i);
            }
        }
        return expected.length;
    }
}
