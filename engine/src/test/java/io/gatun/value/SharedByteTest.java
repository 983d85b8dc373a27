package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The contract of numbers, for a byte. */
class SharedByteTest extends NumberContract<SharedByte, Byte> {
    static final Kind<SharedByte, Byte> KIND = new Kind<>(
            "int8",
            ValueLayout.JAVA_BYTE,
            new Kind.Making<>(
                    SharedByte::create,
                    SharedByte::createWithoutLock,
                    SharedByte::attach,
                    SharedByte::in,
                    SharedByte::at,
                    SharedStruct::byteField),
            new Kind.Access<>(
                    new Kind.Mode<>(SharedByte::get, SharedByte::set),
                    new Kind.Mode<>(SharedByte::getPlain, SharedByte::setPlain),
                    new Kind.Mode<>(SharedByte::getOpaque, SharedByte::setOpaque),
                    new Kind.Mode<>(SharedByte::getAcquire, SharedByte::setRelease)),
            new Kind.Exchange<>(SharedByte::compareAndSet, SharedByte::compareAndExchange, SharedByte::getAndSet));

    SharedByteTest() {
        super(
                KIND,
                new Numbers<>(
                        number -> (byte) number,
                        SharedByte::getAndAdd,
                        SharedByte::addAndGet,
                        SharedByte::incrementAndGet,
                        (value, function) -> value.getAndUpdate(held -> function.apply((byte) held)),
                        (value, function) -> value.updateAndGet(held -> function.apply((byte) held)),
                        (value, y, function) ->
                                value.getAndAccumulate(y, (held, x) -> function.apply((byte) held, (byte) x)),
                        (value, y, function) ->
                                value.accumulateAndGet(y, (held, x) -> function.apply((byte) held, (byte) x))),
                (byte) 1,
                (byte) -1,
                Byte.MIN_VALUE,
                Byte.MAX_VALUE);
    }

    @Test
    void wrapsAround() {
        with(Placement.OWN_SEGMENT, Byte.MAX_VALUE, value -> {
            assertEquals(Byte.MIN_VALUE, value.incrementAndGet());
            assertEquals(Byte.MIN_VALUE, value.getAndAdd((byte) -1));
            assertEquals(Byte.MAX_VALUE, value.get());
        });
    }

    @Test
    void ofAFunctionsResultTheLowBitsCount() {
        with(Placement.OWN_SEGMENT, (byte) 1, value -> {
            assertEquals((byte) -1, value.updateAndGet(held -> 0x1FF));
            assertEquals((byte) -1, value.get());
        });
    }
}
