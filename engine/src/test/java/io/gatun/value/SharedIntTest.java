package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The contract of numbers, for an int. */
class SharedIntTest extends NumberContract<SharedInt, Integer> {
    static final Kind<SharedInt, Integer> KIND = new Kind<>(
            "int32",
            ValueLayout.JAVA_INT,
            new Kind.Making<>(
                    SharedInt::create,
                    SharedInt::createWithoutLock,
                    SharedInt::attach,
                    SharedInt::in,
                    SharedInt::at,
                    SharedStruct::intField),
            new Kind.Access<>(
                    new Kind.Mode<>(SharedInt::get, SharedInt::set),
                    new Kind.Mode<>(SharedInt::getPlain, SharedInt::setPlain),
                    new Kind.Mode<>(SharedInt::getOpaque, SharedInt::setOpaque),
                    new Kind.Mode<>(SharedInt::getAcquire, SharedInt::setRelease)),
            new Kind.Exchange<>(SharedInt::compareAndSet, SharedInt::compareAndExchange, SharedInt::getAndSet));

    SharedIntTest() {
        super(
                KIND,
                new Numbers<>(
                        number -> number,
                        SharedInt::getAndAdd,
                        SharedInt::addAndGet,
                        SharedInt::incrementAndGet,
                        (value, function) -> value.getAndUpdate(held -> function.apply(held)),
                        (value, function) -> value.updateAndGet(held -> function.apply(held)),
                        (value, y, function) -> value.getAndAccumulate(y, (held, x) -> function.apply(held, x)),
                        (value, y, function) -> value.accumulateAndGet(y, (held, x) -> function.apply(held, x))),
                0x01020304,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                1);
    }

    @Test
    void wrapsAround() {
        with(Placement.OWN_SEGMENT, Integer.MAX_VALUE, value -> {
            assertEquals(Integer.MIN_VALUE, value.incrementAndGet());
            assertEquals(Integer.MIN_VALUE, value.getAndAdd(-1));
            assertEquals(Integer.MAX_VALUE, value.get());
        });
    }

    @Test
    void stepsByOneInFourWays() {
        with(Placement.OWN_SEGMENT, 7, value -> {
            assertEquals(7, value.getAndIncrement());
            assertEquals(9, value.incrementAndGet());
            assertEquals(9, value.getAndDecrement());
            assertEquals(7, value.decrementAndGet());
        });
    }
}
