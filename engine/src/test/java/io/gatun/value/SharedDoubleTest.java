package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The contract of numbers, for a double. */
class SharedDoubleTest extends NumberContract<SharedDouble, Double> {
    static final Kind<SharedDouble, Double> KIND = new Kind<>(
            "float64",
            ValueLayout.JAVA_DOUBLE,
            new Kind.Making<>(
                    SharedDouble::create,
                    SharedDouble::createWithoutLock,
                    SharedDouble::attach,
                    SharedDouble::in,
                    SharedDouble::at,
                    SharedStruct::doubleField),
            new Kind.Access<>(
                    new Kind.Mode<>(SharedDouble::get, SharedDouble::set),
                    new Kind.Mode<>(SharedDouble::getPlain, SharedDouble::setPlain),
                    new Kind.Mode<>(SharedDouble::getOpaque, SharedDouble::setOpaque),
                    new Kind.Mode<>(SharedDouble::getAcquire, SharedDouble::setRelease)),
            new Kind.Exchange<>(
                    SharedDouble::compareAndSet, SharedDouble::compareAndExchange, SharedDouble::getAndSet));

    SharedDoubleTest() {
        super(
                KIND,
                new Numbers<>(
                        number -> (double) number,
                        SharedDouble::getAndAdd,
                        SharedDouble::addAndGet,
                        SharedDouble::incrementAndGet,
                        (value, function) -> value.getAndUpdate(held -> function.apply(held)),
                        (value, function) -> value.updateAndGet(held -> function.apply(held)),
                        (value, y, function) -> value.getAndAccumulate(y, (held, x) -> function.apply(held, x)),
                        (value, y, function) -> value.accumulateAndGet(y, (held, x) -> function.apply(held, x))),
                0.1,
                -0.0,
                Double.NaN,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NEGATIVE_INFINITY);
    }

    @Test
    void isComparedByItsBits() {
        double otherNaN = Double.longBitsToDouble(Double.doubleToRawLongBits(Double.NaN) + 1);
        with(Placement.OWN_SEGMENT, Double.NaN, value -> {
            assertFalse(value.compareAndSet(otherNaN, 1));
            assertTrue(value.compareAndSet(Double.NaN, 0));
            assertFalse(value.compareAndSet(-0.0, 1));
            assertTrue(value.compareAndSet(0, otherNaN));
            assertEquals(Double.doubleToRawLongBits(otherNaN), Double.doubleToRawLongBits(value.getPlain()));
        });
    }

    @Test
    void isAddedToThoughItIsNoNumber() {
        with(Placement.OWN_SEGMENT, Double.NaN, value -> {
            assertEquals(Double.NaN, value.addAndGet(1));
            assertEquals(Double.NaN, value.getAndUpdate(held -> 0.1));
            assertEquals(0.1, value.get());
            assertEquals(Double.POSITIVE_INFINITY, value.addAndGet(Double.POSITIVE_INFINITY));
        });
    }
}
