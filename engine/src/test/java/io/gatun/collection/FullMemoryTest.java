package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.testing.SmallTmpfs;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where shared memory is full, an operation fails by a typed error, and has changed nothing. */
@Timeout(60)
class FullMemoryTest {
    @Test
    void whereThereIsNoMoreMemoryNothingHasChanged() throws IOException {
        SegmentName name = SegmentName.of("gatun-test-full");
        try (SmallTmpfs small = SmallTmpfs.mount("size=2m")) {
            System.setProperty(SegmentName.FOLDER_PROPERTY, small.folder().toString());
            try (SharedMap<Integer, String> map = SharedMap.create(name, Codec.INT, Codec.STRING)) {
                String value = "x".repeat(1000);
                int[] count = {0};
                assertThrows(SegmentException.NoSpace.class, () -> {
                    while (true) {
                        map.put(count[0], value);
                        count[0]++;
                    }
                });
                assertTrue(count[0] > 1000, "entries: " + count[0]);
                assertEquals(count[0], map.size());
                assertEquals(List.of(), SharedCollections.check(name).problems());
                map.remove(0);
                map.put(-1, value);
                map.clear();
                map.put(1, "again");
                assertEquals(1, map.size());
                map.unlink();
            }
            try (SharedList<String> list = SharedList.create(name, Codec.STRING)) {
                List<String> many = Collections.nCopies(500, "y".repeat(1000));
                assertThrows(SegmentException.NoSpace.class, () -> {
                    while (true) {
                        list.addAll(many);
                    }
                });
                assertEquals(0, list.size() % 500, "all or none");
                assertEquals(List.of(), SharedCollections.check(name).problems());
                list.unlink();
            }
            assertThrows(SegmentException.NoSpace.class, () -> SharedQueue.create(name, Codec.INT, 1000, 8 << 20));
        } finally {
            System.clearProperty(SegmentName.FOLDER_PROPERTY);
        }
    }
}
