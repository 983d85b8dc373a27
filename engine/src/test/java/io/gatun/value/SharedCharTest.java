package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The contract of values, for a char. */
class SharedCharTest extends ValueContract<SharedChar, Character> {
    static final Kind<SharedChar, Character> KIND = new Kind<>(
            "uint16",
            ValueLayout.JAVA_CHAR,
            new Kind.Making<>(
                    SharedChar::create,
                    SharedChar::createWithoutLock,
                    SharedChar::attach,
                    SharedChar::in,
                    SharedChar::at,
                    SharedStruct::charField),
            new Kind.Access<>(
                    new Kind.Mode<>(SharedChar::get, SharedChar::set),
                    new Kind.Mode<>(SharedChar::getPlain, SharedChar::setPlain),
                    new Kind.Mode<>(SharedChar::getOpaque, SharedChar::setOpaque),
                    new Kind.Mode<>(SharedChar::getAcquire, SharedChar::setRelease)),
            new Kind.Exchange<>(SharedChar::compareAndSet, SharedChar::compareAndExchange, SharedChar::getAndSet));

    SharedCharTest() {
        super(KIND, 'x', Character.MAX_VALUE, '\u0100', '\u8000');
    }

    @Test
    void isWhatAFunctionMakesOfIt() {
        with(Placement.OWN_SEGMENT, 'a', value -> {
            assertEquals('a', value.getAndUpdate(held -> held + 1));
            assertEquals('c', value.updateAndGet(held -> held + 1));
            assertEquals('\u0001', value.updateAndGet(held -> 0x10001));
            assertEquals('\u0001', value.get());
        });
    }

    @Test
    void aFunctionIsCalledAgainWhenAnotherComesInBetween() {
        with(Placement.OWN_SEGMENT, 'a', value -> {
            assertEquals('x', value.getAndUpdate(held -> {
                if (held == 'a') {
                    value.set('x');
                }
                return 'b';
            }));
            assertEquals('b', value.get());
        });
    }
}
