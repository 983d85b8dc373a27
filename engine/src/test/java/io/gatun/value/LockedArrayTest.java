package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.sync.LockUnusableException;
import io.gatun.sync.OwnerDiedException;
import io.gatun.sync.Repair;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Python;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Arrays with their lock behind the elements. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // locks are looked at here, and left by who dies
class LockedArrayTest {
    private static final int ROUNDS = 20_000;

    private final SegmentName name = SegmentName.random("locked-");

    @Test
    void theLockKeepsOutOtherAttachments() {
        try (LockedArray array = LockedArray.create(name, DType.INT32, 2, 3);
                LockedArray attached = LockedArray.attach(name)) {
            assertSame(array.lock(), array.lock());
            array.lock().lock();
            assertFalse(attached.lock().tryLock());
            array.array().setLong(5, 42);
            array.lock().unlock();
            assertTrue(attached.lock().tryLock());
            assertEquals(42, attached.array().getLong(5));
            attached.lock().unlock();
            assertEquals("locked int32[2, 3] in " + name.path(), attached.toString());
            assertEquals(name.path(), attached.path());
            assertTrue(attached.unlink());
            assertFalse(array.unlink());
        }
    }

    @Test
    void twoProcessesThatTakeTheLockLoseNothing() {
        try (LockedArray array = LockedArray.create(name, DType.FLOAT64, 3);
                ChildJvm child = ChildJvm.start(Counting.class, name)) {
            child.expect("counting");
            count(array);
            child.expect("counted");
            for (int i = 0; i < 3; i++) {
                assertEquals(2 * ROUNDS, array.array().getDouble(i));
            }
            assertTrue(array.unlink());
        }
    }

    @Test
    void anyOtherProgramTakesItForAnArray() {
        try (LockedArray array = LockedArray.create(name, DType.INT64, 1000);
                SharedArray plain = SharedArray.attach(name, Access.READ_WRITE)) {
            array.array().setLong(999, 7);
            assertArrayEquals(new long[] {1000}, plain.shape());
            assertEquals(7, plain.getLong(999));
            String seen = Python.run("""
                    import numpy, sys
                    for mode in None, 'r', 'r+':
                        a = numpy.load(sys.argv[1], mmap_mode=mode)
                        print(a.dtype.name, a.shape, a.offset if mode else 4096, a[999])
                    a[998] = 8
                    """, name.path());
            assertEquals("int64 (1000,) 4096 7\n".repeat(3).strip(), seen);
            assertEquals(8, array.array().getLong(998));
            array.lock().lock();
            array.lock().unlock();
            assertTrue(array.unlink());
        }
    }

    @Test
    void theLockLiesBehindTheElementsAtTheNextMultipleOf128() {
        try (LockedArray array = LockedArray.create(name, DType.INT8, 129)) {
            long base = 4096 + 256;
            MemorySegment file = array.array().segment().memory();
            assertEquals("GATUNSYN", file.asSlice(base).getString(0).substring(0, 8));
            assertEquals(0, file.get(JAVA_LONG, base + 36864));
            array.lock().lock();
            assertTrue(file.get(JAVA_LONG, base + 36864) != 0);
            array.lock().unlock();
            assertEquals(base + 36864 + 128, file.byteSize());
            assertTrue(array.unlink());
        }
    }

    @Test
    void whoDiesWithTheLockLeavesAnArrayThatIsRepairedOrGivenUp() {
        for (boolean repaired : new boolean[] {true, false}) {
            try (LockedArray array = LockedArray.create(name, DType.INT64, 2);
                    ChildJvm child = ChildJvm.start(Tearing.class, name)) {
                child.expect("torn");
                child.killAndReap();
                assertTrue(array.unlink());
                if (repaired) {
                    array.lock().onOwnerDeath(death -> {
                        assertEquals(child.pid(), death.pid());
                        array.array().setLong(1, array.array().getLong(0));
                    });
                    array.lock().lock();
                    assertEquals(1, array.array().getLong(1));
                    array.lock().unlock();
                } else {
                    assertThrows(OwnerDiedException.class, () -> array.lock().lock());
                    assertThrows(LockUnusableException.class, () -> array.lock().lock());
                }
            }
        }
    }

    @Test
    void anArrayWithoutALockIsRefused() {
        try (SharedArray plain = SharedArray.create(name, DType.INT8, 3)) {
            SegmentException.Malformed refusal =
                    assertThrows(SegmentException.Malformed.class, () -> LockedArray.attach(name));
            assertEquals(
                    name.path() + ": an array without a lock behind its elements (at byte 4099)", refusal.getMessage());
            assertTrue(plain.unlink());
        }
        try (SharedArray other =
                SharedArray.createWithRoom(name.path(), DType.INT8, 100_000, room -> room.fill((byte) 1), 3)) {
            SegmentException.Malformed refusal =
                    assertThrows(SegmentException.Malformed.class, () -> LockedArray.attach(name));
            assertEquals(4096 + 128, refusal.byteOffset());
            assertTrue(other.unlink());
        }
        try (SharedLong value = SharedLong.create(name, 1)) {
            SegmentException.Malformed refusal =
                    assertThrows(SegmentException.Malformed.class, () -> LockedArray.attach(name));
            assertEquals(name.path() + ": not an .npy file (at byte 0)", refusal.getMessage());
            assertTrue(value.unlink());
        }
    }

    @Test
    void aShapeThatNoArrayHasIsRefusedAndNothingIsCreated() {
        assertThrows(IllegalArgumentException.class, () -> LockedArray.create(name, DType.INT8, 0));
        assertFalse(Files.exists(name.path()));
    }

    @Test
    void nothingCanBeUsedAfterClose() {
        LockedArray array = LockedArray.create(name, DType.INT8, 1);
        array.unlink();
        array.close();
        array.close();
        assertThrows(SegmentException.Closed.class, () -> array.array().data());
        assertThrows(IllegalStateException.class, () -> array.lock().lock());
        assertThrows(SegmentException.Closed.class, array::unlink);
    }

    @Test
    void theArrayMayBeClosedBeforeWhatHasItsLock() {
        try (LockedArray other = LockedArray.create(name, DType.INT8, 1)) {
            LockedArray array = LockedArray.attach(name);
            other.unlink();
            array.lock().lock();
            array.array().close();
            assertFalse(other.lock().tryLock());
            array.close();
            other.lock().onOwnerDeath(Repair.NOT_NEEDED).lock();
            other.lock().unlock();
        }
    }

    @Test
    void aCopyOnDiskIsAnArrayStill(@TempDir Path disk) throws IOException {
        Path copy = disk.resolve("copy.npy");
        try (LockedArray array = LockedArray.create(name, DType.INT16, 5)) {
            array.array().setLong(4, -3);
            Files.copy(name.path(), copy);
            assertTrue(array.unlink());
        }
        try (SharedArray array = SharedArray.attach(copy, Access.READ_ONLY)) {
            assertEquals(-3, array.getLong(4));
        }
    }

    private static void count(LockedArray array) {
        for (int round = 0; round < ROUNDS; round++) {
            array.lock().lock();
            try {
                for (int i = 0; i < 3; i++) {
                    array.array().setDouble(i, array.array().getDouble(i) + 1);
                }
            } finally {
                array.lock().unlock();
            }
        }
    }

    /** Counts as its parent does. */
    static final class Counting {
        private Counting() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            try (LockedArray array = LockedArray.attach(SegmentName.of(arguments[0]))) {
                System.out.println("counting");
                count(array);
                System.out.println("counted");
            }
        }
    }

    /** Takes the lock, does half of what it wants to, and waits to be killed. */
    static final class Tearing {
        private Tearing() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            try (LockedArray array = LockedArray.attach(SegmentName.of(arguments[0]))) {
                array.lock().lock();
                array.array().setLong(0, 1);
                System.out.println("torn");
                System.in.read();
            }
        }
    }
}
