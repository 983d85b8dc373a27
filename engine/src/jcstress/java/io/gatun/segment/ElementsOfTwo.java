package io.gatun.segment;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two change elements of one array. */
public final class ElementsOfTwo {
    private static final long HEADER = 8;

    private ElementsOfTwo() {}

    private static AtomicElements elements(DType type, int size) {
        return new AtomicElements(MemorySegment.ofArray(new long[2]), HEADER, size, type);
    }

    /** Elements of two bytes beside each other: one is added to, the other compared and set. Whether that was so, and both in the end. */
    @JCStressTest
    @Outcome(id = "1, -3, 7", expect = Expect.ACCEPTABLE, desc = "Both changes are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One has undone the other, or made it fail.")
    @State
    public static class Neighbours {
        private final AtomicElements elements = elements(DType.INT16, 2);

        @Actor
        public void adds() {
            elements.getAndAddLong(0, -3);
        }

        @Actor
        public void compares(III_Result result) {
            result.r1 = elements.compareAndSetLong(1, 0, 7) ? 1 : 0;
        }

        @Arbiter
        public void inTheEnd(III_Result result) {
            result.r2 = (int) elements.getLongVolatile(0);
            result.r3 = (int) elements.getLongVolatile(1);
        }
    }

    /** One element of four bytes, to which one adds 1 and the other 2: what each found, and the sum. */
    @JCStressTest
    @Outcome(id = "0.0, 1.0, 3.0", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2.0, 0.0, 3.0", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An addition is lost.")
    @State
    public static class Adders {
        private final AtomicElements elements = elements(DType.FLOAT32, 1);

        @Actor
        public void first(DDD_Result result) {
            result.r1 = elements.getAndAddDouble(0, 1);
        }

        @Actor
        public void second(DDD_Result result) {
            result.r2 = elements.getAndAddDouble(0, 2);
        }

        @Arbiter
        public void sum(DDD_Result result) {
            result.r3 = elements.getDoubleVolatile(0);
        }
    }

    /** One stores an element of eight bytes and then one of one; what another sees of the second, and then of the first. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Neither store is seen.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The first store is seen.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both are seen.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The second store is seen before the first.")
    @State
    public static class InOrder {
        private final AtomicElements first = elements(DType.INT64, 1);
        private final AtomicElements second = elements(DType.INT8, 4);

        @Actor
        public void writer() {
            first.setLongVolatile(0, 1);
            second.setLongVolatile(3, 1);
        }

        @Actor
        public void reader(II_Result result) {
            result.r1 = (int) second.getLongVolatile(3);
            result.r2 = (int) first.getLongVolatile(0);
        }
    }
}
