package io.gatun.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads change bytes of one word. */
public final class LanesOfOneWord {
    private static final VarHandle BYTE = JAVA_BYTE.varHandle().withInvokeExactBehavior();

    private LanesOfOneWord() {}

    /** The word, of zeros, and its lanes. */
    private static final class Word {
        private final MemorySegment memory = MemorySegment.ofArray(new long[1]);

        int add(int lane, int delta) {
            return NarrowWord.getAndAdd(memory, 0, NarrowWord.shift(lane), NarrowWord.BYTE_MASK, delta);
        }

        int set(int lane, int value) {
            return NarrowWord.getAndSet(memory, 0, NarrowWord.shift(lane), NarrowWord.BYTE_MASK, value);
        }

        int compareAndExchange(int lane, int expected, int value) {
            return NarrowWord.compareAndExchange(
                    memory, 0, NarrowWord.shift(lane), NarrowWord.BYTE_MASK, expected, value);
        }

        int get(int lane) {
            return memory.get(JAVA_INT, 0) >>> NarrowWord.shift(lane) & NarrowWord.BYTE_MASK;
        }
    }

    /** Two bytes beside each other: one is added to, with a carry that must not go on; the other is exchanged. Both, in the end. */
    @JCStressTest
    @Outcome(id = "4, 7", expect = Expect.ACCEPTABLE, desc = "Both changes are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One change has undone the other, or has gone beyond its byte.")
    @State
    public static class Neighbours {
        private final Word word = new Word();

        public Neighbours() {
            word.set(0, 255);
        }

        @Actor
        public void adds() {
            word.add(0, 5);
        }

        @Actor
        public void exchanges() {
            word.set(1, 7);
        }

        @Arbiter
        public void inTheEnd(II_Result result) {
            result.r1 = word.get(0);
            result.r2 = word.get(1);
        }
    }

    /** A byte is compared and exchanged while the one beside it is stored, by a store of one byte. What was found, and both in the end. */
    @JCStressTest
    @Outcome(
            id = "0, 1, 7",
            expect = Expect.ACCEPTABLE,
            desc = "The neighbour makes no difference, and keeps what it was given.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "The exchange failed though its byte was as expected, or has undone the store.")
    @State
    public static class StoreBeside {
        private final Word word = new Word();

        @Actor
        public void exchanges(III_Result result) {
            result.r1 = word.compareAndExchange(0, 0, 1);
        }

        @Actor
        public void stores() {
            BYTE.setVolatile(word.memory, 1L, (byte) 7);
        }

        @Arbiter
        public void inTheEnd(III_Result result) {
            result.r2 = word.get(0);
            result.r3 = word.get(1);
        }
    }

    /** Both compare and exchange the same byte: what each found, and the byte in the end. */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The first came first.")
    @Outcome(id = "2, 0, 2", expect = Expect.ACCEPTABLE, desc = "The second came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both succeeded, or none.")
    @State
    public static class OneLane {
        private final Word word = new Word();

        @Actor
        public void first(III_Result result) {
            result.r1 = word.compareAndExchange(3, 0, 1);
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = word.compareAndExchange(3, 0, 2);
        }

        @Arbiter
        public void inTheEnd(III_Result result) {
            result.r3 = word.get(3);
        }
    }
}
