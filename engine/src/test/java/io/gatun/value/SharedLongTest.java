package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The contract of numbers, for a long. */
class SharedLongTest extends NumberContract<SharedLong, Long> {
    static final Kind<SharedLong, Long> KIND = new Kind<>(
            "int64",
            ValueLayout.JAVA_LONG,
            new Kind.Making<>(
                    SharedLong::create,
                    SharedLong::createWithoutLock,
                    SharedLong::attach,
                    SharedLong::in,
                    SharedLong::at,
                    SharedStruct::longField),
            new Kind.Access<>(
                    new Kind.Mode<>(SharedLong::get, SharedLong::set),
                    new Kind.Mode<>(SharedLong::getPlain, SharedLong::setPlain),
                    new Kind.Mode<>(SharedLong::getOpaque, SharedLong::setOpaque),
                    new Kind.Mode<>(SharedLong::getAcquire, SharedLong::setRelease)),
            new Kind.Exchange<>(SharedLong::compareAndSet, SharedLong::compareAndExchange, SharedLong::getAndSet));

    SharedLongTest() {
        super(
                KIND,
                new Numbers<>(
                        number -> (long) number,
                        SharedLong::getAndAdd,
                        SharedLong::addAndGet,
                        SharedLong::incrementAndGet,
                        (value, function) -> value.getAndUpdate(held -> function.apply(held)),
                        (value, function) -> value.updateAndGet(held -> function.apply(held)),
                        (value, y, function) -> value.getAndAccumulate(y, (held, x) -> function.apply(held, x)),
                        (value, y, function) -> value.accumulateAndGet(y, (held, x) -> function.apply(held, x))),
                0x0102030405060708L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                1L << 32);
    }

    @Test
    void wrapsAround() {
        with(Placement.OWN_SEGMENT, Long.MAX_VALUE, value -> {
            assertEquals(Long.MIN_VALUE, value.incrementAndGet());
            assertEquals(Long.MIN_VALUE, value.getAndAdd(-1));
            assertEquals(Long.MAX_VALUE, value.get());
        });
    }

    @Test
    void stepsByOneInFourWays() {
        with(Placement.OWN_SEGMENT, 7L, value -> {
            assertEquals(7, value.getAndIncrement());
            assertEquals(9, value.incrementAndGet());
            assertEquals(9, value.getAndDecrement());
            assertEquals(7, value.decrementAndGet());
        });
    }
}
