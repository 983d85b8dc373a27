package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
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

    @Property
    void stringsDifferExactlyWhereTheirBytesDo(@ForAll String a, @ForAll String b) {
        assertEquals(a.equals(b), Arrays.equals(Codec.STRING.encode(a), Codec.STRING.encode(b)));
    }

    @Test
    void zerosDifferAndWhatIsNotANumberIsOne() {
        byte[] otherNaN = Codec.DOUBLE.encode(Double.longBitsToDouble(0x7ff8_0000_0000_0001L));
        assertArrayEquals(Codec.DOUBLE.encode(Double.NaN), otherNaN);
        assertFalse(Arrays.equals(Codec.DOUBLE.encode(0.0), Codec.DOUBLE.encode(-0.0)));
    }

    @Test
    void aSecondFormIsRefused() {
        byte[] otherNaN = Codec.LONG.encode(0x7ff8_0000_0000_0001L);
        assertThrows(IllegalArgumentException.class, () -> Codec.DOUBLE.decode(otherNaN));
        byte[] a = {1, 'a', 0};
        assertThrows(IllegalArgumentException.class, () -> Codec.STRING.decode(a));
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
