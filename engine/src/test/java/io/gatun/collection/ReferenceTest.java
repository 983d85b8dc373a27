package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A collection within a collection is the same one for all who find it there. */
@ExtendWith(NothingLeftBehind.class)
class ReferenceTest {
    private static final SegmentName OUTER = SegmentName.of("gatun-test-outer");
    private static final SegmentName INNER = SegmentName.of("gatun-test-inner");

    @Test
    void aChangeInANestedListIsSeen() {
        Codec<SharedList<Long>> lists = Codec.reference("list of int64", name -> SharedList.attach(name, Codec.LONG));
        try (SharedMap<String, SharedList<Long>> map = SharedMap.create(OUTER, Codec.STRING, lists);
                SharedList<Long> list = SharedList.create(INNER, Codec.LONG)) {
            map.put("primes", list);
            SharedList<Long> found = map.getOrDefault("primes", list);
            assertSame(found, map.get("primes"), "attached once");
            found.add(2L);
            assertEquals(List.of(2L), list);
            found.close();
            assertEquals(List.of(2L), map.get("primes"), "attached again");
            map.values().forEach(SharedList::close);
            list.unlink();
            assertThrows(SegmentException.NotFound.class, () -> map.get("primes"));
            map.unlink();
        }
    }

    @Test
    void anotherProcessChangesWhatANamespaceRefersTo() {
        try (SharedNamespace outer = SharedNamespace.create(OUTER);
                SharedList<Object> inner = SharedList.create(INNER, Codec.any())) {
            outer.set("inner", inner);
            outer.set("rate", 0.5);
            outer.set("nothing", null);
            try (ChildJvm child = ChildJvm.start(Child.class)) {
                assertEquals(0, child.awaitExit());
            }
            assertEquals(List.of("from a child", 7), inner);
            assertEquals(0.25, outer.get("rate"));
            assertEquals(Set.of("inner", "nothing", "rate"), outer.fields());
            assertTrue(outer.delete("nothing"));
            assertThrows(NoSuchElementException.class, () -> outer.get("nothing"));
            assertThrows(IllegalArgumentException.class, () -> outer.set("thread", Thread.currentThread()));
            outer.unlink();
            inner.unlink();
        }
    }

    @Test
    void onlyCollectionsOfAnythingGoIntoAnything() {
        try (SharedList<Long> list = SharedList.create(INNER, Codec.LONG)) {
            assertThrows(IllegalArgumentException.class, () -> Codec.any().encode(list));
            list.unlink();
        }
    }

    /** Changes what the parent has made. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (SharedNamespace outer = SharedNamespace.attach(OUTER)) {
                @SuppressWarnings("unchecked") // as Codec.any() says
                SharedList<Object> found = (SharedList<Object>) Objects.requireNonNull(outer.get("inner"));
                try (SharedList<Object> list = found) {
                    list.add("from a child");
                    list.add(7);
                }
                outer.update("rate", rate -> rate instanceof Double number ? number / 2 : null);
            }
        }
    }
}
