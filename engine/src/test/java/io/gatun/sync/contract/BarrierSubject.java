package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedBarrier;
import java.io.Serial;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A barrier; its action, if it has one, is {@code counting} or {@code failing_once}. */
record BarrierSubject(SharedBarrier barrier) implements Subject {
    /** What an action throws. */
    private static final class ActionFailed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    static BarrierSubject create(SegmentName name, Command primitive, Counter counter) {
        return new BarrierSubject(SharedBarrier.create(name, primitive.number(0), action(primitive, counter)));
    }

    static BarrierSubject attach(SegmentName name, Command primitive, Counter counter) {
        return new BarrierSubject(SharedBarrier.attach(name, action(primitive, counter)));
    }

    private static @Nullable Runnable action(Command primitive, Counter counter) {
        if (primitive.has(1)) {
            return null;
        }
        boolean failing = primitive.arguments().get(1).equals("failing_once");
        return () -> {
            counter.count();
            if (failing && counter.counted() == 1) {
                throw new ActionFailed();
            }
        };
    }

    @Override
    public Object perform(Command command) throws InterruptedException {
        return switch (command.verb()) {
            case "wait" -> await(command);
            case "abort" -> {
                barrier.abort();
                yield OK;
            }
            case "reset" -> {
                barrier.reset();
                yield OK;
            }
            case "parties" -> barrier.parties();
            case "waiting" -> barrier.waiting();
            case "is_broken" -> barrier.isBroken();
            default -> throw command.unknown();
        };
    }

    private Object await(Command command) throws InterruptedException {
        try {
            return command.has(1) ? barrier.await(command.nanos(0), TimeUnit.NANOSECONDS) : barrier.await();
        } catch (BrokenBarrierException e) {
            return "broken";
        } catch (ActionFailed e) {
            return "action-failed";
        }
    }

    @Override
    public void unlink() {
        barrier.unlink();
    }

    @Override
    public void close() {
        barrier.close();
    }
}
