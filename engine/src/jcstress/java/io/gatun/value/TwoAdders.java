package io.gatun.value;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.FFF_Result;

/** Two add to a floating-point number, which no processor does in one step, one 1 and the other 2: what each found, and the sum. */
public final class TwoAdders {
    private TwoAdders() {}

    /** A {@code double}. */
    @JCStressTest
    @Outcome(id = "0.0, 1.0, 3.0", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2.0, 0.0, 3.0", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An addition is lost.")
    @State
    public static class Doubles {
        private final SharedDouble value = SharedDouble.at(MemorySegment.ofArray(new long[1]), 0);

        @Actor
        public void first(DDD_Result result) {
            result.r1 = value.getAndAdd(1);
        }

        @Actor
        public void second(DDD_Result result) {
            result.r2 = value.getAndAdd(2);
        }

        @Arbiter
        public void sum(DDD_Result result) {
            result.r3 = value.get();
        }
    }

    /** A {@code float}. */
    @JCStressTest
    @Outcome(id = "0.0, 1.0, 3.0", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2.0, 0.0, 3.0", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An addition is lost.")
    @State
    public static class Floats {
        private final SharedFloat value = SharedFloat.at(MemorySegment.ofArray(new long[1]), 0);

        @Actor
        public void first(FFF_Result result) {
            result.r1 = value.getAndAdd(1);
        }

        @Actor
        public void second(FFF_Result result) {
            result.r2 = value.getAndAdd(2);
        }

        @Arbiter
        public void sum(FFF_Result result) {
            result.r3 = value.get();
        }
    }
}
