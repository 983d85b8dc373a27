package io.gatun.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Where things lie is told in the package {@code io.gatun.collection}, and must not change without the version there. */
class HeapLayoutTest {
    @Test
    void thingsLieWhereTheDocumentationSays() {
        assertEquals(45056, HeapLayout.SEQUENCE);
        assertEquals(45184, HeapLayout.LOG_LENGTH);
        assertEquals(45192, HeapLayout.LOG_END);
        assertEquals(45312, HeapLayout.HEAP_END);
        assertEquals(45320, HeapLayout.USED_BYTES);
        assertEquals(45440, HeapLayout.ROOTS);
        assertEquals(45952, HeapLayout.LEVELS_WORD);
        assertEquals(53248, HeapLayout.HEAP);
        assertEquals(53248 + 8192, HeapLayout.log(5000));
        assertEquals(53248 + 2 * 8192, HeapLayout.fileSize(5000));
    }

    @Test
    void sizesAreInTheListsThatHaveThem() {
        assertEquals(4, Blocks.listOf(32));
        assertEquals(15, Blocks.listOf(120));
        assertEquals(16, Blocks.listOf(128));
        assertEquals(16, Blocks.listOf(135));
        assertEquals(17, Blocks.listOf(136));
        assertEquals(31, Blocks.listOf(255));
        assertEquals(32, Blocks.listOf(256));
        assertEquals(HeapLayout.LEVELS * HeapLayout.LISTS_PER_LEVEL - 1, Blocks.listOf((1L << 42) - 8));
        assertThrows(ArithmeticException.class, () -> HeapLayout.fileSize(Long.MAX_VALUE));
    }
}
