package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The {@link Bell}: a job is published while a worker goes to sleep. Whether the poster sees that it sleeps, and whether the
 * worker sees that there is something to do. Each writes its own word and then reads the other's (Dekker).
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The worker is asleep, and is woken.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The worker sees the job and does not go to sleep.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both at once: a wake-up that nobody needed.")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The wake-up is lost: the worker sleeps, and nobody wakes it.")
@State
public class PublishAgainstSleep {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment header = Board.header();
    private final WorkerSlot row = Board.row();

    @Actor
    public void poster(II_Result result) {
        INT.setVolatile(header, HeaderLayout.PUBLISHED, 1);
        VarHandle.fullFence();
        result.r1 = row.isAsleep() ? 1 : 0;
    }

    @Actor
    public void worker(II_Result result) {
        row.setAsleep(true);
        result.r2 = (int) INT.getVolatile(header, HeaderLayout.PUBLISHED);
    }
}
