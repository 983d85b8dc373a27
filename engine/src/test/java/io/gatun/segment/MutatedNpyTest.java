package io.gatun.segment;

import static io.gatun.segment.NpyBytes.dictionary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged headers are refused, or read as something that fits the file; nothing else ever comes out. */
@Timeout(60)
class MutatedNpyTest {
    private static final int MUTATIONS = 2_000;
    private static final String ALPHABET = "{}()[]'\":,0123456789 \n\0TrueFalse<>|=ifubc-+.L\\\u00ff";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noMutationOfAHeaderDoesMoreThanBeingRefused(int major) {
        byte[] good = NpyBytes.of(dictionary("<f8", "False", "(2, 3, 4)"), 192)
                .withVersion(major, 0)
                .padded()
                .bytes();
        Random random = new Random(20260101 + major);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            read += isReadSensibly(mutated(good, random)) ? 1 : 0;
        }
        assertTrue(read > 0 && read < MUTATIONS, "both happen: " + read + " were read");
    }

    @Test
    void everyTruncationOfAFileIsRefused() {
        byte[] good =
                NpyBytes.of(dictionary("|u1", "False", "(7,)"), 7).padded().bytes();
        for (int length = 0; length < good.length; length++) {
            assertEquals(false, isReadSensibly(Arrays.copyOf(good, length)), "length=" + length);
        }
        assertTrue(isReadSensibly(good));
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] file = random.nextInt(10) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int change = random.nextInt(8); change >= 0 && file.length > 0; change--) {
            int at = random.nextInt(Math.min(file.length, 96));
            file[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return file;
    }

    private static boolean isReadSensibly(byte[] file) {
        NpyHeader header;
        try {
            header = NpyBytes.read(file);
        } catch (SegmentException.Malformed e) {
            assertTrue(e.byteOffset() >= 0 && e.byteOffset() <= file.length, e::getMessage);
            return false;
        }
        long bytes = NpyHeader.elements(header.shape()) * header.dtype().byteSize();
        assertTrue(bytes > 0 && header.dataOffset() + bytes <= file.length, header::toString);
        return true;
    }
}
