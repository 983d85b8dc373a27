package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Codecs of what is made of other things. */
class MoreCodecsTest {
    enum Color {
        RED,
        GREEN
    }

    record Point(int x, @Nullable Double y) {}

    @SuppressWarnings("ArrayRecordComponent") // what it is about
    record Shape(String name, Color color, Point at, byte[] data, boolean filled, long id) {}

    @Test
    void anEnumIsItsName() {
        Codec<Color> codec = Codec.ofEnum(Color.class);
        assertEquals("enum(RED|GREEN)", codec.description());
        assertSameAfterAll(codec, Color.GREEN);
        assertThrows(IllegalArgumentException.class, () -> codec.decode(new byte[] {'B'}));
        assertThrows(IllegalArgumentException.class, () -> codec.decode(new byte[0]));
        assertNotEquals(codec.description(), Codec.ofEnum(TimeUnit.class).description());
    }

    @Test
    void aRecordIsItsComponents() {
        Codec<Shape> codec = Codec.ofRecord(MethodHandles.lookup(), Shape.class);
        assertEquals(
                "record(name: string, color: enum(RED|GREEN), at: record(x: int32, y: float64), data: bytes, "
                        + "filled: bool, id: int64)",
                codec.description());
        Shape shape = new Shape("a", Color.RED, new Point(3, null), new byte[] {1, 0}, true, 1L << 40);
        Shape decoded = codec.decode(codec.encode(shape));
        assertEquals(shape.at(), decoded.at());
        assertArrayEquals(shape.data(), decoded.data());
        assertArrayEquals(codec.encode(shape), codec.encode(decoded));
    }

    @Test
    void bytesOfNoRecordAreRefused() {
        Codec<Point> codec = Codec.ofRecord(MethodHandles.lookup(), Point.class);
        byte[] bytes = codec.encode(new Point(1, 2.0));
        assertThrows(IllegalArgumentException.class, () -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1)));
        assertThrows(IllegalArgumentException.class, () -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
        assertThrows(IllegalArgumentException.class, () -> codec.decode(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}));
        assertThrows(IllegalArgumentException.class, () -> Codec.ofRecord(Point.class), "it is not public");
        record Odd(Thread thread) {}
        assertThrows(IllegalArgumentException.class, () -> Codec.ofRecord(MethodHandles.lookup(), Odd.class));
    }

    @Test
    void everyOtherFormOfTheSameIsRefused() {
        assertOneForm(Codec.ofRecord(MethodHandles.lookup(), Point.class), new Point(7, 2.5));
        assertOneForm(Codec.listOf(Codec.STRING), List.of("a", ""));
        assertOneForm(Codec.any(), List.of(true, 1, 2L, 0.5, "x", List.of()));
        assertOneForm(Codec.ofEnum(Color.class), Color.RED);
    }

    /** Each byte is given each value: what comes of it is refused, or has exactly these bytes. */
    private static <T> void assertOneForm(Codec<T> codec, T element) {
        byte[] bytes = codec.encode(element);
        for (int i = 0; i < bytes.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] other = bytes.clone();
                other[i] = (byte) value;
                T decoded;
                try {
                    decoded = codec.decode(other);
                } catch (IllegalArgumentException e) {
                    continue;
                }
                assertArrayEquals(other, codec.encode(decoded), "byte " + i + " as " + value);
            }
        }
    }

    @Test
    void anObjectIsCbor() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // a class has no type arguments
        Codec<Map<String, Object>> codec = (Codec) Codec.cbor(Map.class);
        byte[] bytes = codec.encode(new TreeMap<>(Map.of("b", 1, "a", List.of("x"))));
        assertEquals(Map.of("a", List.of("x"), "b", 1), codec.decode(bytes));
        assertArrayEquals(bytes, codec.encode(Map.of("a", List.of("x"), "b", 1)), "whatever the order");
        assertThrows(IllegalArgumentException.class, () -> codec.decode(new byte[] {1, 2, 3}));
        assertThrows(IllegalArgumentException.class, () -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    private static <T> void assertSameAfterAll(Codec<T> codec, T element) {
        assertEquals(element, codec.decode(codec.encode(element)));
    }
}
