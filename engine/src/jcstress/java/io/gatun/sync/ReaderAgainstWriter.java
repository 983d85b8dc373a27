package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One wants to read and one to write what a read-write lock guards, both without waiting. */
public final class ReaderAgainstWriter {
    private ReaderAgainstWriter() {}

    /** Both of them. */
    private static final class Pair {
        private final Ground ground = new Ground();
        private final RobustLock word = new RobustLock(ground.cell(1, Party.SECOND));
        private final Readers reader = readers(Party.FIRST);
        private final Readers writer = readers(Party.SECOND);
        private final long mine = Party.SECOND.word();

        private Readers readers(Peers peers) {
            return new Readers(ground.cell(0, peers), ground.rows(peers), new RobustLock(ground.cell(1, peers)));
        }

        boolean read() {
            try {
                return reader.enter(0, false) == Readers.Outcome.READS;
            } catch (InterruptedException e) {
                throw new AssertionError("not interruptibly", e);
            }
        }

        boolean write() {
            try {
                return word.takeIfFree(mine) && writer.awaitNone(0, false);
            } catch (InterruptedException e) {
                throw new AssertionError("not interruptibly", e);
            }
        }
    }

    /** Whether each is inside. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The writer finds the reader there.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The reader finds the writer there.")
    @Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "Both are inside.")
    @Outcome(
            id = "0, 0",
            expect = Expect.FORBIDDEN,
            desc = "Each was kept out by the other: it should be the writer's.")
    @State
    public static class Inside {
        private final Pair pair = new Pair();

        @Actor
        public void reader(II_Result result) {
            result.r1 = pair.read() ? 1 : 0;
        }

        @Actor
        public void writer(II_Result result) {
            result.r2 = pair.write() ? 1 : 0;
        }
    }

    /** The writer writes two words and leaves; what the reader sees of them, -1 if it is not inside. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "The reader finds the writer there.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The reader comes first.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The reader comes when the writer has gone, and sees all.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The reader sees half of what is written.")
    @State
    public static class Seen {
        private final Pair pair = new Pair();
        private int one;
        private int two;

        @Actor
        public void reader(II_Result result) {
            boolean inside = pair.read();
            result.r1 = inside ? one : -1;
            result.r2 = inside ? two : -1;
        }

        @Actor
        public void writer() {
            if (pair.write()) {
                one = 1;
                two = 1;
            }
            pair.word.release(pair.mine);
        }
    }
}
