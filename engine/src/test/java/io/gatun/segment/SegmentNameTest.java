package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may name a segment, and where the name leads. */
@ExtendWith(NothingLeftBehind.class)
class SegmentNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "grid.npy", "with blank", "größe", "-", "a..b", "a\\b", "𝒜"})
    void ordinaryFileNamesAreNames(String value) {
        assertEquals(value, SegmentName.of(value).value());
        assertEquals(value, SegmentName.of(value).toString());
    }

    @Test
    void anEmptyNameIsRefused() {
        assertEquals("\"\" cannot name a segment: it is empty", refusalOf(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a/b", "a/", "../a"})
    void aNameIsNoPath(String value) {
        assertEquals(
                "\"" + value + "\" cannot name a segment: it has a slash; a segment's name is not a path",
                refusalOf(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", ".hidden"})
    void aLeadingDotIsRefused(String value) {
        assertEquals("\"" + value + "\" cannot name a segment: it starts with a dot", refusalOf(value));
    }

    @Test
    void aNulIsRefusedAndShownReadably() {
        assertEquals("\"a\\0b\" cannot name a segment: it has a NUL character", refusalOf("a\0b"));
    }

    @Test
    void theLengthIsCountedInBytesOfUtf8() {
        assertEquals(200, SegmentName.of("a".repeat(200)).value().length());
        assertEquals(100, SegmentName.of("ü".repeat(100)).value().length());
        assertTrue(refusalOf("a".repeat(201)).endsWith("it has 201 bytes, 200 at most"));
        assertTrue(refusalOf("ü".repeat(100) + "a").endsWith("it has 201 bytes, 200 at most"));
        assertTrue(refusalOf("€".repeat(67)).endsWith("it has 201 bytes, 200 at most"));
    }

    /** Half a surrogate pair has no UTF-8, so that no file can be called so. */
    @Test
    void aNameWithoutUtf8IsRefused() {
        refusalOf("a\ud835");
    }

    @Test
    void randomNamesDiffer() {
        Set<SegmentName> names =
                IntStream.range(0, 1000).mapToObj(i -> SegmentName.random("x-")).collect(Collectors.toSet());
        assertEquals(1000, names.size());
        assertTrue(names.stream().allMatch(name -> name.value().matches("x-[0-9a-f]{16}")));
    }

    @Test
    void aPrefixThatCannotStartANameIsRefused() {
        assertThrows(SegmentException.InvalidName.class, () -> SegmentName.random("a/"));
        assertThrows(SegmentException.InvalidName.class, () -> SegmentName.random("a".repeat(185)));
        assertEquals(200, SegmentName.random("a".repeat(184)).value().length());
    }

    @Test
    void temporaryNamesAreMarkedAsSuch() {
        assertTrue(SegmentName.temporary().isTemporary());
        assertTrue(SegmentName.of("gatun-tmp-").isTemporary());
        assertFalse(SegmentName.of("gatun-tm").isTemporary());
        assertFalse(SegmentName.of("my-gatun-tmp-1").isTemporary());
    }

    @Test
    void theFolderIsTheOneTheSystemPropertyNames() {
        assertEquals(NothingLeftBehind.folder(), SegmentName.folder());
        assertEquals(
                NothingLeftBehind.folder().resolve("grid"),
                SegmentName.of("grid").path());
    }

    @Test
    void withoutThePropertyTheFolderIsThatOfLinux() {
        String mine = System.clearProperty(SegmentName.FOLDER_PROPERTY);
        try {
            assertEquals(Path.of("/dev/shm/grid"), SegmentName.of("grid").path());
        } finally {
            System.setProperty(SegmentName.FOLDER_PROPERTY, mine);
        }
    }

    private static String refusalOf(String value) {
        return assertThrows(SegmentException.InvalidName.class, () -> SegmentName.of(value))
                .getMessage();
    }
}
