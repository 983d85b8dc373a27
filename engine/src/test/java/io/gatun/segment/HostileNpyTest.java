package io.gatun.segment;

import static io.gatun.segment.NpyBytes.dictionary;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.Bounded;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Any bytes are refused as malformed, or read as an array that fits the file; nothing else ever comes out, at once and without
 * allocating more than some multiple of the file.
 */
class HostileNpyTest {
    private static final String ALPHABET = "{}()[]'\":,0123456789 \n\0TrueFalse<>|=ifubc-+.L\\\u00ff";

    /** A change to a file: bytes are taken out at a place, and others put in. */
    record Edit(int at, int taken, String put) {
        byte[] applyTo(byte[] file) {
            String text = new String(file, ISO_8859_1);
            int from = Math.min(at, text.length());
            int to = Math.min(from + taken, text.length());
            return (text.substring(0, from) + put + text.substring(to)).getBytes(ISO_8859_1);
        }
    }

    @Property
    @StatisticsReport(onFailureOnly = true)
    void anEditedFileIsRefusedOrRead(@ForAll("files") byte[] file, @ForAll("edits") List<Edit> edits) {
        byte[] edited = file;
        for (Edit edit : edits) {
            edited = edit.applyTo(edited);
        }
        boolean read = isRead(edited);
        Statistics.label("read").collect(read).coverage(both -> {
            both.check(true).count(count -> count > 0);
            both.check(false).count(count -> count > 0);
        });
    }

    @Property
    void aTruncatedFileIsRefused(@ForAll("files") byte[] file, @ForAll("places") int lost) {
        assertTrue(isRead(file));
        assertFalse(isRead(Arrays.copyOf(file, file.length - 1 - lost % file.length)));
    }

    @Property
    void whateverFollowsTheMagicIsRefusedOrRead(
            @ForAll byte[] bytes, @ForAll boolean known, @ForAll("versions") int major) {
        byte[] file = NpyBytes.of("", bytes.length).withVersion(major, 0).bytes();
        int kept = known ? file.length - bytes.length : 6;
        System.arraycopy(bytes, 0, file, kept, bytes.length);
        isRead(Arrays.copyOf(file, kept + bytes.length));
    }

    @Property
    void anyBytesAreRefused(@ForAll byte[] bytes) {
        assertFalse(isRead(bytes));
    }

    @Property
    void anyLengthOfTheTextIsRefusedOrRead(
            @ForAll("files") byte[] file, @ForAll("lengths") long length, @ForAll("versions") int major) {
        file[6] = (byte) major;
        for (int i = 0; i < (major == 1 ? 2 : 4); i++) {
            file[8 + i] = (byte) (length >>> (8 * i));
        }
        isRead(file);
    }

    @Property
    void anyShapeIsRefusedOrRead(
            @ForAll("shapes") List<Long> shape, @ForAll DType dtype, @ForAll("versions") int major) {
        String text = shape.stream().map(d -> d + ",").collect(Collectors.joining("", "(", ")"));
        isRead(NpyBytes.of(dictionary(dtype.descr(), "False", text), 64)
                .withVersion(major, 0)
                .padded()
                .bytes());
    }

    @Property
    void anyTextOfPythonIsRefusedOrRead(@ForAll("texts") String text, @ForAll("versions") int major) {
        isRead(NpyBytes.of(text, 64).withVersion(major, 0).padded().bytes());
    }

    /** The longest text that is read, in the form that costs the most. */
    @Example
    void aMebibyteOfDimensionsCostsNoMoreThanAMultipleOfIt() {
        String dimensions = "1,".repeat((1 << 19) - 100);
        NpyBytes file = NpyBytes.of(dictionary("|u1", "False", "(" + dimensions + ")"), 1);
        assertTrue(isRead(file.withVersion(2, 0).padded().bytes()));
    }

    private static boolean isRead(byte[] file) {
        long maxBytes = 64L * file.length + (4 << 20); // what a class that is loaded meanwhile takes, too
        NpyHeader header;
        try {
            header = Bounded.get(maxBytes, () -> NpyBytes.read(file));
        } catch (SegmentException.Malformed e) {
            assertTrue(e.byteOffset() >= 0 && e.byteOffset() <= file.length, e::getMessage);
            return false;
        }
        long bytes = NpyHeader.elements(header.shape()) * header.dtype().byteSize();
        assertTrue(bytes > 0 && header.dataOffset() + bytes <= file.length, header::toString);
        return true;
    }

    /** Whole files, of each version, padded as NumPy does and not a byte longer than they promise. */
    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<List<Long>> shapes = Arbitraries.longs().between(1, 5).list().ofMaxSize(4);
        return Combinators.combine(versions(), Arbitraries.of(DType.class), shapes)
                .as((major, dtype, shape) -> {
                    long size = shape.stream().reduce(1L, Math::multiplyExact) * dtype.byteSize();
                    String text = shape.stream().map(d -> d + ",").collect(Collectors.joining(" ", "(", ")"));
                    return NpyBytes.of(dictionary(dtype.descr(), "False", text), (int) size)
                            .withVersion(major, 0)
                            .padded()
                            .bytes();
                });
    }

    @Provide
    Arbitrary<Integer> versions() {
        return Arbitraries.integers().between(1, 3);
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 1 << 16);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> put = Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(4),
                Arbitraries.strings().withChars(ALPHABET.toCharArray()).ofMaxLength(8));
        Arbitrary<Edit> edit = Combinators.combine(
                        Arbitraries.integers().between(0, 128),
                        Arbitraries.integers().between(0, 8),
                        put)
                .as(Edit::new);
        Arbitrary<Edit> inPlace = edit.map(e -> new Edit(e.at(), e.put().length(), e.put()));
        return Arbitraries.oneOf(edit, inPlace).list().ofMaxSize(6).withoutEdgeCases();
    }

    @Provide
    Arbitrary<Long> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 300),
                Arbitraries.longs().between(0, 0xffff_ffffL),
                Arbitraries.of(0xffffL, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL));
    }

    @Provide
    Arbitrary<List<Long>> shapes() {
        Arbitrary<Long> dimension = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 8),
                Arbitraries.longs(),
                Arbitraries.of(1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, -1L));
        return dimension.list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "(",
                        ")",
                        "[",
                        ",",
                        ":",
                        "'",
                        "\"",
                        " ",
                        "\n",
                        "True",
                        "False",
                        "None",
                        "L",
                        "0",
                        "1",
                        "-1",
                        "9223372036854775807",
                        "9223372036854775808",
                        "'descr'",
                        "'fortran_order'",
                        "'shape'",
                        "'<f8'",
                        "'|u1'",
                        "'>i4'",
                        "'descr': '<f8'",
                        "'fortran_order': False",
                        "'shape': (2, 3)",
                        "'shape': ()",
                        "\\",
                        "\0",
                        "\u00ff",
                        "\u00b2")
                .list()
                .ofMaxSize(20)
                .map(tokens -> String.join("", tokens));
    }
}
