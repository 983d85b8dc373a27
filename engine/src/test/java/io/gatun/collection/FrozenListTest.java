package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Python;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A list that is made once gives back all that was put in, exactly. */
@ExtendWith(NothingLeftBehind.class)
class FrozenListTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-frozen");

    @Test
    @SuppressWarnings("NullAway") // Codec.any() has null
    void everyStringAndByteStringComesBackExactly() {
        List<@Nullable Object> content = new ArrayList<>(Arrays.asList(
                null,
                true,
                1,
                2L,
                0.5,
                Double.NaN,
                -0.0,
                "",
                "\0",
                "trailing\0\0",
                "half \ud800 a pair",
                "π",
                Arrays.asList(1, null, "a")));
        List<byte[]> bytes = List.of(new byte[0], new byte[] {0}, new byte[] {1, 0, 0}, new byte[100_000]);
        try (FrozenList<@Nullable Object> list = mixed(content, bytes)) {
            try (FrozenList<Object> attached = FrozenList.attach(NAME, Codec.any())) {
                assertEquals(content, attached.subList(0, content.size()));
                for (int i = 0; i < bytes.size(); i++) {
                    assertArrayEquals(bytes.get(i), (byte[]) attached.get(content.size() + i));
                }
                assertEquals(
                        content.size() + bytes.size(),
                        SharedCollections.inspect(NAME).size());
                assertEquals(List.of(), SharedCollections.check(NAME).problems());
                assertThrows(UnsupportedOperationException.class, () -> attached.set(0, "x"));
            }
            list.unlink();
        }
    }

    @SuppressWarnings({"NullAway", "unchecked"}) // Codec.any() has null
    private static FrozenList<@Nullable Object> mixed(List<@Nullable Object> content, List<byte[]> bytes) {
        List<@Nullable Object> all = new ArrayList<>(content);
        all.addAll(bytes);
        return (FrozenList<@Nullable Object>) (FrozenList<?>) FrozenList.create(NAME, Codec.any(), all);
    }

    @Test
    void randomStringsComeBackExactly() {
        Random random = new Random(11);
        List<String> content = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(12), 0, 0x10000).forEach(unit -> text.append((char) unit));
            content.add(text.toString());
        }
        try (FrozenList<String> list = FrozenList.create(NAME, Codec.STRING, content)) {
            assertEquals(content, list);
            list.unlink();
        }
    }

    @Test
    void pythonReadsItByItsLayout() {
        try (FrozenList<Double> list = FrozenList.create(NAME, Codec.DOUBLE, List.of(1.5, -2.25, 1e300))) {
            String said = Python.run("""
                    import struct, sys
                    data = open(sys.argv[1], 'rb').read()
                    assert data[:8] == b'GATUNCOL' and struct.unpack_from('<ii', data, 8) == (1, 6)
                    length, = struct.unpack_from('<i', data, 32)
                    n, = struct.unpack_from('<q', data, 4096)
                    at = struct.unpack_from('<%dq' % (n + 1), data, 4104)
                    print(data[64:64 + length].decode(), [struct.unpack('<d', data[a:b])[0] for a, b in zip(at, at[1:])])
                    """, NAME.path().toString());
            assertEquals("float64 [1.5, -2.25, 1e+300]", said.strip());
            list.unlink();
        }
    }

    @Test
    void aDamagedOneIsRefusedAndTold() {
        try (FrozenList<String> list = FrozenList.create(NAME, Codec.STRING, List.of("a", "b"));
                SharedSegment segment = SharedSegment.attach(NAME, Access.READ_WRITE)) {
            segment.memory().set(ValueLayout.JAVA_LONG, FrozenLayout.OFFSETS + Long.BYTES, 1L << 40);
            assertThrows(SegmentException.Malformed.class, () -> list.get(0));
            assertEquals(1, SharedCollections.check(NAME).problems().size());
            segment.memory().set(ValueLayout.JAVA_LONG, FrozenLayout.COUNT, 1L << 20);
            assertThrows(SegmentException.Malformed.class, () -> FrozenList.attach(NAME, Codec.STRING));
            list.unlink();
        }
    }
}
