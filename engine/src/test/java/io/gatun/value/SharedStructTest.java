package io.gatun.value;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.sync.LockUnusableException;
import io.gatun.sync.OwnerDiedException;
import io.gatun.testing.NothingLeftBehind;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Structs: their fields, their lock, and that others attach them with the same layout only. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry") // locks are looked at here, and left by who dies
class SharedStructTest {
    static final StructLayout ALL = structLayout(
            JAVA_INT.withName("count"),
            JAVA_BYTE.withName("small"),
            JAVA_BOOLEAN.withName("ready"),
            JAVA_CHAR.withName("letter"),
            JAVA_LONG.withName("total"),
            JAVA_FLOAT.withName("share"),
            paddingLayout(4),
            JAVA_DOUBLE.withName("mean"));

    private static final StructLayout PAIR = structLayout(JAVA_INT.withName("left"), JAVA_INT.withName("right"));

    private final SegmentName name = SegmentName.random("struct-");

    @Test
    void fieldsOfEachTypeLieWhereTheLayoutSays() {
        try (SharedStruct struct = SharedStruct.create(name, ALL);
                SharedStruct attached = SharedStruct.attach(name, ALL)) {
            struct.unlink();
            struct.intField("count").set(-5);
            struct.byteField("small").set((byte) -1);
            struct.booleanField("ready").set(true);
            struct.charField("letter").set('x');
            struct.longField("total").set(Long.MIN_VALUE);
            struct.floatField("share").set(0.5f);
            struct.doubleField("mean").set(0.1);
            assertEquals(32, attached.memory().byteSize());
            assertEquals(-5, attached.memory().get(JAVA_INT, 0));
            assertEquals(-1, attached.memory().get(JAVA_BYTE, 4));
            assertEquals(1, attached.memory().get(JAVA_BYTE, 5));
            assertEquals('x', attached.memory().get(JAVA_CHAR, 6));
            assertEquals(Long.MIN_VALUE, attached.memory().get(JAVA_LONG, 8));
            assertEquals(0.5f, attached.memory().get(JAVA_FLOAT, 16));
            assertEquals(0.1, attached.memory().get(JAVA_DOUBLE, 24));
            assertEquals(0.1, attached.doubleField("mean").get());
            assertEquals(ALL, attached.layout());
        }
    }

    @Test
    void aFieldHasTheLockAndTheLifeOfItsStruct() {
        SharedStruct struct = SharedStruct.create(name, PAIR);
        SharedInt left = struct.intField("left");
        assertSame(struct.lock(), left.lock());
        assertSame(struct.lock(), struct.intField("right").lock());
        assertEquals("left (int32) in " + name.path(), left.toString());
        left.close();
        left.set(1);
        assertEquals(1, struct.intField("left").get());
        IllegalStateException refusal = assertThrows(IllegalStateException.class, left::unlink);
        assertEquals(left + " is not all that lies there: unlink the whole", refusal.getMessage());
        assertTrue(struct.unlink());
        struct.close();
        assertThrows(IllegalStateException.class, left::get);
        assertThrows(IllegalStateException.class, () -> struct.memory().get(JAVA_INT, 0));
    }

    @Test
    void whatTheInitializerWritesIsThereBeforeAnybodyAttaches() {
        try (SharedStruct struct = SharedStruct.create(name, PAIR, memory -> {
            assertFalse(Files.exists(name.path()));
            assertEquals(8, memory.byteSize());
            memory.set(JAVA_INT, 4, 42);
        })) {
            assertEquals(42, struct.intField("right").get());
            assertTrue(struct.unlink());
        }
        assertThrows(
                ArithmeticException.class,
                () -> SharedStruct.create(name, PAIR, memory -> {
                    throw new ArithmeticException();
                }));
        assertFalse(Files.exists(name.path()));
    }

    @Test
    void anAttachWithAnotherLayoutNamesBoth() {
        try (SharedStruct struct = SharedStruct.create(name, PAIR)) {
            for (StructLayout other : List.of(
                    structLayout(JAVA_INT.withName("left"), JAVA_INT.withName("wrong")),
                    structLayout(JAVA_INT.withName("right"), JAVA_INT.withName("left")),
                    structLayout(JAVA_INT.withName("left"), JAVA_FLOAT.withName("right")),
                    structLayout(JAVA_INT.withName("left"), JAVA_INT.withName("right"), paddingLayout(8)),
                    structLayout(JAVA_INT.withName("left"), paddingLayout(4), JAVA_INT.withName("right")))) {
                SegmentException.Malformed refusal =
                        assertThrows(SegmentException.Malformed.class, () -> SharedStruct.attach(name, other));
                assertEquals(
                        name.path()
                                + ": this is a struct of type {'names': ['left', 'right'], 'formats': ['<i4', '<i4'],"
                                + " 'offsets': [0, 4], 'itemsize': 8}, not "
                                + StructFields.of(other).text() + " (at byte 64)",
                        refusal.getMessage());
            }
            assertTrue(struct.unlink());
        }
    }

    @Test
    void aStructIsNoValueAndAValueNoStruct() {
        try (SharedStruct struct = SharedStruct.create(name, PAIR)) {
            assertThrows(SegmentException.Malformed.class, () -> SharedInt.attach(name));
            assertTrue(struct.unlink());
        }
        try (SharedInt value = SharedInt.create(name, 1)) {
            assertThrows(SegmentException.Malformed.class, () -> SharedStruct.attach(name, PAIR));
            assertTrue(value.unlink());
        }
    }

    @Test
    void aFieldThatThereIsNotOrOfAnotherTypeIsRefused() {
        try (SharedStruct struct = SharedStruct.create(name, PAIR)) {
            struct.unlink();
            IllegalArgumentException missing =
                    assertThrows(IllegalArgumentException.class, () -> struct.intField("middle"));
            assertEquals("there is no field middle in " + StructFields.of(PAIR).text(), missing.getMessage());
            IllegalArgumentException other =
                    assertThrows(IllegalArgumentException.class, () -> struct.floatField("left"));
            assertEquals("field left is of type int32, not float32", other.getMessage());
        }
    }

    @Test
    void cellsHaveEachTheirStruct() {
        try (CellSegment cells = CellSegment.create(name, 100, 32)) {
            cells.unlink();
            List<SharedStruct> structs = new ArrayList<>();
            for (int i = 0; i < cells.cells(); i++) {
                structs.add(SharedStruct.in(cells, i, ALL));
                structs.get(i).longField("total").set(i);
            }
            structs.get(7).lock().lock();
            for (int i = 0; i < cells.cells(); i++) {
                assertEquals(i, structs.get(i).longField("total").get());
                assertEquals(i == 7, cells.lock(i).isLocked());
                structs.get(i).close();
            }
            cells.lock(7).unlock();
            assertThrows(IndexOutOfBoundsException.class, () -> SharedStruct.in(cells, 100, ALL));
        }
        try (CellSegment cells = CellSegment.create(name, 1, 31)) {
            cells.unlink();
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> SharedStruct.in(cells, 0, ALL));
            String type = StructFields.of(ALL).text();
            assertEquals("dataBytes=31 of " + cells + ": " + type + " needs 32", refusal.getMessage());
        }
    }

    /** The word that a narrow field is exchanged in goes beyond the struct's end, into what its cell has left. */
    @Test
    void theLastByteOfAnOddStructIsExchangedToo() {
        StructLayout odd = structLayout(JAVA_INT.withName("x"), JAVA_BYTE.withName("last"));
        try (SharedStruct struct = SharedStruct.create(name, odd)) {
            struct.unlink();
            assertEquals(5, struct.memory().byteSize());
            assertEquals(1, struct.byteField("last").incrementAndGet());
            assertEquals(0, struct.intField("x").get());
        }
    }

    @Test
    void whoDiesWithTheLockLeavesAStructThatIsRepairedOrGivenUp() {
        for (boolean repaired : new boolean[] {true, false}) {
            try (SharedStruct struct = SharedStruct.create(name, PAIR)) {
                SharedStruct dying = SharedStruct.attach(name, PAIR);
                struct.unlink();
                dying.lock().lock();
                dying.intField("left").set(1); // and not the right one
                dying.close();
                if (repaired) {
                    struct.lock()
                            .onOwnerDeath(death -> struct.intField("right")
                                    .set(struct.intField("left").get()));
                    struct.lock().lock();
                    assertEquals(1, struct.intField("right").get());
                    struct.lock().unlock();
                } else {
                    assertThrows(OwnerDiedException.class, () -> struct.lock().lock());
                    assertThrows(
                            LockUnusableException.class, () -> struct.lock().lock());
                }
            }
        }
    }
}
