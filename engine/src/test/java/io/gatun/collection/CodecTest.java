package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CodecTest {
    @Property
    void everyNumberComesBack(@ForAll int i, @ForAll long l, @ForAll double d, @ForAll boolean b) {
        assertEquals(i, roundTrip(Codec.INT, i));
        assertEquals(l, roundTrip(Codec.LONG, l));
        assertEquals(d, roundTrip(Codec.DOUBLE, d));
        assertEquals(b, roundTrip(Codec.BOOLEAN, b));
    }

    @Property
    void everyStringComesBack(@ForAll String text, @ForAll char unit) {
        assertEquals(text + unit, roundTrip(Codec.STRING, text + unit));
    }

    @Test
    void halfASurrogatePairAndTrailingZerosComeBack() {
        for (String text : new String[] {"", "\0", "a\0\0", "\ud800", "\udc00\ud800", "\ud83d\ude00"}) {
            assertEquals(text, roundTrip(Codec.STRING, text));
        }
    }

    @Test
    void whatIsNoElementIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Codec.INT.decode(new byte[3]));
        assertThrows(IllegalArgumentException.class, () -> Codec.BOOLEAN.decode(new byte[] {2}));
        assertThrows(IllegalArgumentException.class, () -> Codec.STRING.decode(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Codec.STRING.decode(new byte[] {0, (byte) 0xff}));
        assertThrows(IllegalArgumentException.class, () -> Codec.STRING.decode(new byte[] {1, 0}));
    }

    private static <T> T roundTrip(Codec<T> codec, T element) {
        return codec.decode(codec.encode(element));
    }
}
