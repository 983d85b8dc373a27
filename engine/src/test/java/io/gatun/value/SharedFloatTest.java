package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The contract of numbers, for a float. */
class SharedFloatTest extends NumberContract<SharedFloat, Float> {
    static final Kind<SharedFloat, Float> KIND = new Kind<>(
            "float32",
            ValueLayout.JAVA_FLOAT,
            new Kind.Making<>(
                    SharedFloat::create,
                    SharedFloat::createWithoutLock,
                    SharedFloat::attach,
                    SharedFloat::in,
                    SharedFloat::at,
                    SharedStruct::floatField),
            new Kind.Access<>(
                    new Kind.Mode<>(SharedFloat::get, SharedFloat::set),
                    new Kind.Mode<>(SharedFloat::getPlain, SharedFloat::setPlain),
                    new Kind.Mode<>(SharedFloat::getOpaque, SharedFloat::setOpaque),
                    new Kind.Mode<>(SharedFloat::getAcquire, SharedFloat::setRelease)),
            new Kind.Exchange<>(SharedFloat::compareAndSet, SharedFloat::compareAndExchange, SharedFloat::getAndSet));

    SharedFloatTest() {
        super(
                KIND,
                new Numbers<>(
                        number -> (float) number,
                        SharedFloat::getAndAdd,
                        SharedFloat::addAndGet,
                        SharedFloat::incrementAndGet,
                        (value, function) -> value.getAndUpdate(held -> function.apply((float) held)),
                        (value, function) -> value.updateAndGet(held -> function.apply((float) held)),
                        (value, y, function) ->
                                value.getAndAccumulate(y, (held, x) -> function.apply((float) held, (float) x)),
                        (value, y, function) ->
                                value.accumulateAndGet(y, (held, x) -> function.apply((float) held, (float) x))),
                0.1f,
                -0.0f,
                Float.NaN,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                Float.NEGATIVE_INFINITY);
    }

    @Test
    void isComparedByItsBits() {
        float otherNaN = Float.intBitsToFloat(Float.floatToRawIntBits(Float.NaN) + 1);
        with(Placement.OWN_SEGMENT, Float.NaN, value -> {
            assertFalse(value.compareAndSet(otherNaN, 1));
            assertTrue(value.compareAndSet(Float.NaN, 0));
            assertFalse(value.compareAndSet(-0.0f, 1));
            assertTrue(value.compareAndSet(0, otherNaN));
            assertEquals(Float.floatToRawIntBits(otherNaN), Float.floatToRawIntBits(value.getPlain()));
        });
    }

    @Test
    void isAddedToThoughItIsNoNumber() {
        with(Placement.OWN_SEGMENT, Float.NaN, value -> {
            assertEquals(Float.NaN, value.addAndGet(1));
            assertEquals(Float.NaN, value.getAndUpdate(held -> 0.1));
            assertEquals(0.1f, value.get());
            assertEquals(Float.POSITIVE_INFINITY, value.addAndGet(Float.POSITIVE_INFINITY));
        });
    }
}
