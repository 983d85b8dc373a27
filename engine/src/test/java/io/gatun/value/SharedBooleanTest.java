package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A boolean has two values only: what of the contract of values asks for three is asked here with two. */
class SharedBooleanTest extends ValueContract<SharedBoolean, Boolean> {
    static final Kind<SharedBoolean, Boolean> KIND = new Kind<>(
            "bool",
            ValueLayout.JAVA_BOOLEAN,
            new Kind.Making<>(
                    SharedBoolean::create,
                    SharedBoolean::createWithoutLock,
                    SharedBoolean::attach,
                    SharedBoolean::in,
                    SharedBoolean::at,
                    SharedStruct::booleanField),
            new Kind.Access<>(
                    new Kind.Mode<>(SharedBoolean::get, SharedBoolean::set),
                    new Kind.Mode<>(SharedBoolean::getPlain, SharedBoolean::setPlain),
                    new Kind.Mode<>(SharedBoolean::getOpaque, SharedBoolean::setOpaque),
                    new Kind.Mode<>(SharedBoolean::getAcquire, SharedBoolean::setRelease)),
            new Kind.Exchange<>(
                    SharedBoolean::compareAndSet, SharedBoolean::compareAndExchange, SharedBoolean::getAndSet));

    SharedBooleanTest() {
        super(KIND, true, false, true);
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void isTrueOrFalseAndNothingElse(Placement placement) {
        with(placement, false, value -> {
            assertTrue(value.compareAndExchange(true, true) == false);
            assertFalse(value.get());
            assertFalse(value.getAndSet(true));
            assertTrue(value.compareAndExchange(true, true));
            assertTrue(value.get());
        });
    }

    @Test
    void whateverElseSomebodyStoredIsTrue() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8, 8);
            SharedBoolean value = SharedBoolean.at(memory, 1);
            memory.set(JAVA_BYTE, 1, (byte) 0x80);
            assertTrue(value.get());
            assertFalse(value.compareAndSet(false, true));
            assertTrue(value.compareAndSet(true, true));
            assertEquals(1, memory.get(JAVA_BYTE, 1));
            memory.set(JAVA_BYTE, 1, (byte) 2);
            assertTrue(value.getAndSet(false));
            assertEquals(0, memory.get(JAVA_BYTE, 1));
        }
    }
}
