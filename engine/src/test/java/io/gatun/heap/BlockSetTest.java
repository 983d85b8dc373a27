package io.gatun.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks by where they begin, far beyond what an int counts. */
class BlockSetTest {
    private final BlockSet blocks = new BlockSet();

    @ParameterizedTest
    @ValueSource(longs = {0, 8, (1L << 23) - 8, 1L << 23, 1L << 31, (1L << 34) + 48, 1L << 40})
    void aBlockIsThereUntilItIsRemoved(long block) {
        blocks.add(block);
        assertEquals(1, blocks.size());
        assertFalse(blocks.remove(block + 8));
        assertFalse(blocks.remove(block - 8));
        assertTrue(blocks.remove(block));
        assertFalse(blocks.remove(block));
        assertEquals(0, blocks.size());
    }

    @Test
    void blocksThatLieAPowerOfTwoApartAreTold() {
        for (int log = 3; log < 62; log++) {
            blocks.add(1L << log);
        }
        assertEquals(59, blocks.size());
        for (int log = 3; log < 62; log++) {
            assertTrue(blocks.remove(1L << log));
        }
    }

    @Test
    void whatIsNoMultipleOfEightOrNegativeIsNoBlock() {
        blocks.add(8);
        assertFalse(blocks.remove(9));
        assertFalse(blocks.remove(-8));
        assertFalse(blocks.remove(Long.MIN_VALUE));
        assertEquals(1, blocks.size());
    }
}
