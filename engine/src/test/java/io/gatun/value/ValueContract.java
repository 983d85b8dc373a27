package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.testing.NothingLeftBehind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a value of any type, wherever it lies. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // locks are looked at here, they guard nothing
abstract class ValueContract<V extends SharedValue, T> {
    /** Beyond the data of a cell of eight bytes, at a multiple of eight. */
    private static final int OFFSET = 24;

    private static final byte AROUND = 0x5A;

    final SegmentName name = SegmentName.random("value-");
    final Kind<V, T> kind;
    private final List<T> samples;

    /** {@code samples} differ from each other and from zeros; there are at least three. */
    @SuppressWarnings("varargs") // read only
    @SafeVarargs
    ValueContract(Kind<V, T> kind, T... samples) {
        this.kind = kind;
        this.samples = List.of(samples);
    }

    private T one() {
        return samples.get(0);
    }

    private T another() {
        return samples.get(1);
    }

    private T third() {
        return samples.get(2);
    }

    T get(V value) {
        return kind.access().ofVolatile().get().apply(value);
    }

    void set(V value, T content) {
        kind.access().ofVolatile().set().set(value, content);
    }

    private long byteSize() {
        return kind.layout().byteSize();
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void startsWithWhatItWasGiven(Placement placement) {
        with(placement, one(), value -> assertEquals(one(), get(value)));
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void whatIsWrittenInOneWayIsReadInAllOthers(Placement placement) {
        Kind.Access<V, T> access = kind.access();
        var modes = List.of(access.ofVolatile(), access.plain(), access.opaque(), access.acquireRelease());
        with(placement, one(), value -> {
            for (var writing : modes) {
                for (T sample : samples) {
                    writing.set().set(value, sample);
                    for (var reading : modes) {
                        assertEquals(sample, reading.get().apply(value));
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void isSetOnlyIfItIsWhatWasExpected(Placement placement) {
        Kind.Exchange<V, T> exchange = kind.exchange();
        with(placement, one(), value -> {
            assertFalse(exchange.compareAndSet().apply(value, another(), third()));
            assertEquals(one(), get(value));
            assertTrue(exchange.compareAndSet().apply(value, one(), another()));
            assertEquals(another(), get(value));
            assertTrue(exchange.compareAndSet().apply(value, another(), another()));
            assertEquals(another(), get(value));
        });
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void anExchangeTellsWhatThereWas(Placement placement) {
        Kind.Exchange<V, T> exchange = kind.exchange();
        with(placement, one(), value -> {
            assertEquals(one(), exchange.compareAndExchange().apply(value, another(), third()));
            assertEquals(one(), get(value));
            assertEquals(one(), exchange.compareAndExchange().apply(value, one(), another()));
            assertEquals(another(), get(value));
            for (T sample : samples) {
                T before = get(value);
                assertEquals(before, exchange.getAndSet().apply(value, sample));
                assertEquals(sample, get(value));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void ofManyThreadsThatExpectTheSameOneSucceeds(Placement placement) throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            AtomicInteger successes = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            with(placement, one(), value -> {
                for (int i = 0; i < 4; i++) {
                    threads.add(Thread.ofVirtual().start(() -> {
                        if (kind.exchange().compareAndSet().apply(value, one(), another())) {
                            successes.incrementAndGet();
                        }
                    }));
                }
                join(threads);
            });
            assertEquals(1, successes.get());
        }
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingBesideItIsTouched() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64, 8).fill(AROUND);
            V value = kind.making().at().at(memory, OFFSET);
            for (T sample : samples) {
                kind.access().plain().set().set(value, sample);
                set(value, another());
                assertTrue(kind.exchange().compareAndSet().apply(value, another(), sample));
                assertEquals(sample, kind.exchange().getAndSet().apply(value, third()));
                for (int i = 0; i < memory.byteSize(); i++) {
                    boolean inside = i >= OFFSET && i < OFFSET + byteSize();
                    assertTrue(inside || memory.get(JAVA_BYTE, i) == AROUND, "byte " + i);
                }
            }
        }
    }

    @Test
    void twoAttachmentsSeeOneValue() {
        try (V first = kind.making().create().apply(name, one());
                V second = kind.making().attach().apply(name)) {
            assertEquals(one(), get(second));
            set(second, another());
            assertEquals(another(), get(first));
            assertEquals(kind.numpyName() + " in " + name.path(), first.toString());
            assertEquals(name.path(), second.path());
            assertTrue(second.unlink());
            assertFalse(first.unlink());
            set(first, third());
            assertEquals(third(), get(second), "the name is gone, the memory is not");
        }
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void hasALockUnlessItWasMadeWithout(Placement placement) {
        with(placement, one(), value -> {
            if (placement.hasLock()) {
                assertSame(value.lock(), value.lock());
                value.lock().lock();
                assertTrue(value.lock().isLocked());
                set(value, another());
                value.lock().close();
                value.lock().unlock();
                assertFalse(value.lock().isLocked());
            } else {
                IllegalStateException refusal = assertThrows(IllegalStateException.class, value::lock);
                String expected = placement == Placement.GIVEN_MEMORY
                        ? kind.numpyName() + " at byte 24 of memory that was given has no lock"
                        : value + " was created without a lock";
                assertEquals(expected, refusal.getMessage());
            }
        });
    }

    @Test
    void twoAttachmentsHaveOneLock() {
        try (V first = kind.making().create().apply(name, one());
                V second = kind.making().attach().apply(name)) {
            first.unlink();
            first.lock().lock();
            assertTrue(second.lock().isLocked());
            assertFalse(second.lock().tryLock());
            first.lock().unlock();
            assertTrue(second.lock().tryLock());
            second.lock().unlock();
        }
    }

    @Test
    void whoDiesWithTheLockOfAValueLeavesNothingToRepair() {
        try (V first = kind.making().create().apply(name, one())) {
            V dying = kind.making().attach().apply(name);
            first.unlink();
            dying.lock().lock();
            dying.close();
            first.lock().lock();
            first.lock().unlock();
            assertEquals(1, first.lock().deaths());
        }
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void onlyWhatOwnsItsSegmentEndsWithClose(Placement placement) {
        with(placement, one(), value -> {
            value.close();
            value.close();
            if (placement.ownsItsSegment()) {
                assertThrows(IllegalStateException.class, () -> get(value));
                assertThrows(IllegalStateException.class, () -> set(value, one()));
                assertThrows(SegmentException.Closed.class, value::unlink);
            } else {
                assertEquals(one(), get(value));
                IllegalStateException refusal = assertThrows(IllegalStateException.class, value::unlink);
                assertEquals(value + " is not all that lies there: unlink the whole", refusal.getMessage());
            }
        });
    }

    @Test
    void aValueInGivenMemoryHasNoPath() {
        try (Arena arena = Arena.ofConfined()) {
            V value = kind.making().at().at(arena.allocate(8, 8), 0);
            IllegalStateException refusal = assertThrows(IllegalStateException.class, value::path);
            assertEquals(
                    kind.numpyName() + " at byte 0 of memory that was given has no path that is known",
                    refusal.getMessage());
        }
    }

    @Test
    void cellsHaveEachTheirValueAndLock() {
        try (CellSegment cells = CellSegment.create(name, 3)) {
            assertTrue(cells.unlink());
            V first = kind.making().in().in(cells, 0);
            V last = kind.making().in().in(cells, 2);
            set(first, one());
            set(last, another());
            assertEquals(one(), get(first));
            assertEquals(another(), get(kind.making().in().in(cells, 2)));
            assertEquals(0, cells.data(1).get(JAVA_BYTE, 0));
            last.lock().lock();
            assertTrue(cells.lock(2).isLocked());
            assertFalse(cells.lock(0).isLocked());
            last.lock().unlock();
            assertThrows(
                    IndexOutOfBoundsException.class, () -> kind.making().in().in(cells, 3));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> kind.making().in().in(cells, -1));
        }
    }

    @Test
    void aCellThatIsTooSmallIsRefused() {
        try (CellSegment cells = CellSegment.create(name, 1, (int) Math.max(3, byteSize() - 1))) {
            assertTrue(cells.unlink());
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class, () -> kind.making().in().in(cells, 0));
            assertEquals(
                    "dataBytes=" + cells.dataBytes() + " of " + cells + ": " + kind.numpyName() + " needs "
                            + Math.max(4, byteSize()),
                    refusal.getMessage());
        }
    }

    @Test
    void memoryThatDoesNotHoldItIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64, 8);
            for (long offset : new long[] {-1, 64, 65 - byteSize(), Long.MAX_VALUE, Long.MIN_VALUE}) {
                IndexOutOfBoundsException refusal = assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> kind.making().at().at(memory, offset));
                assertEquals(
                        "offset=" + offset + ": " + kind.numpyName() + " takes " + byteSize()
                                + " bytes, the memory has 64",
                        refusal.getMessage());
            }
            kind.making().at().at(memory, 64 - byteSize());
        }
    }

    @Test
    void memoryThatDoesNotKeepItsWordWholeIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64, 8);
            for (long offset = 1; offset < byteSize(); offset++) {
                long unaligned = offset;
                IllegalArgumentException refusal = assertThrows(
                        IllegalArgumentException.class, () -> kind.making().at().at(memory, unaligned));
                assertEquals(
                        "offset=" + offset + ": " + kind.numpyName() + " must be aligned to " + byteSize()
                                + " bytes, and lies at 0x"
                                + HexFormat.of().toHexDigits(memory.address() + offset),
                        refusal.getMessage());
            }
            if (byteSize() < 4) {
                MemorySegment odd = memory.asSlice(2, 4);
                for (long offset : new long[] {0, 2}) {
                    IllegalArgumentException refusal = assertThrows(
                            IllegalArgumentException.class,
                            () -> kind.making().at().at(odd, offset));
                    assertEquals(
                            "offset=" + offset + ": " + kind.numpyName()
                                    + " is exchanged within a word of 4 bytes, which must lie within the memory: it "
                                    + "would begin at byte " + (offset - 2 + offset) + " of 4",
                            refusal.getMessage());
                }
            }
        }
    }

    @Test
    void javaArraysHoldItIfTheirElementsAreAligned() {
        V value = kind.making().at().at(MemorySegment.ofArray(new long[2]), 8);
        set(value, one());
        assertTrue(kind.exchange().compareAndSet().apply(value, one(), another()));
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> kind.making().at().at(MemorySegment.ofArray(new byte[16]), 8));
        assertEquals(
                "offset=8: " + kind.numpyName()
                        + " cannot lie in a Java array of smaller elements: use a long[], or memory of an Arena",
                refusal.getMessage());
    }

    @Test
    void readOnlyMemoryIsReadAndNeverWritten() {
        MemorySegment memory = MemorySegment.ofArray(new long[1]);
        set(kind.making().at().at(memory, 0), one());
        V value = kind.making().at().at(memory.asReadOnly(), 0);
        assertEquals(one(), get(value));
        assertThrows(IllegalArgumentException.class, () -> set(value, another()));
        assertThrows(
                IllegalArgumentException.class,
                () -> kind.exchange().compareAndSet().apply(value, one(), another()));
        assertEquals(one(), get(value));
    }

    @Test
    void closedMemoryIsRefused() {
        MemorySegment memory;
        V value;
        try (Arena arena = Arena.ofShared()) {
            memory = arena.allocate(8, 8);
            value = kind.making().at().at(memory, 0);
        }
        assertThrows(IllegalStateException.class, () -> get(value));
        assertThrows(
                IllegalStateException.class,
                () -> kind.exchange().compareAndSet().apply(value, one(), another()));
        assertThrows(IllegalStateException.class, () -> kind.making().at().at(memory, 0));
    }

    @Test
    void aValueOfAnotherTypeIsNotAttached() {
        boolean isLong = kind.numpyName().equals("int64");
        try (SharedValue other = isLong ? SharedInt.create(name, 1) : SharedLong.create(name, 1)) {
            SegmentException.Malformed refusal = assertThrows(
                    SegmentException.Malformed.class,
                    () -> kind.making().attach().apply(name));
            assertEquals(
                    name.path() + ": this is a value of type " + (isLong ? "int32" : "int64") + ", not "
                            + kind.numpyName() + " (at byte 64)",
                    refusal.getMessage());
            assertTrue(other.unlink());
        }
    }

    @Test
    void cellsAreNoValueToAttach() {
        try (CellSegment cells = CellSegment.create(name, 1)) {
            SegmentException.Malformed refusal = assertThrows(
                    SegmentException.Malformed.class,
                    () -> kind.making().attach().apply(name));
            assertEquals(12, refusal.byteOffset(), refusal.getMessage());
            assertTrue(cells.unlink());
        }
        assertThrows(
                SegmentException.NotFound.class, () -> kind.making().attach().apply(name));
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        try (V first = kind.making().create().apply(name, one())) {
            assertThrows(
                    SegmentException.AlreadyExists.class,
                    () -> kind.making().create().apply(name, another()));
            assertEquals(one(), get(first));
            assertNotEquals(one(), another());
            assertTrue(first.unlink());
        }
    }

    /** Makes a value that holds {@code initial}, in one of the ways there are, and takes it down after the test. */
    void with(Placement placement, T initial, Consumer<V> test) {
        Kind.Making<V, T> making = kind.making();
        switch (placement) {
            case OWN_SEGMENT, WITHOUT_LOCK, ATTACHED -> {
                var create = placement == Placement.WITHOUT_LOCK ? making.createWithoutLock() : making.create();
                try (V value = create.apply(name, initial)) {
                    if (placement == Placement.ATTACHED) {
                        try (V attached = making.attach().apply(name)) {
                            value.unlink();
                            test.accept(attached);
                        }
                    } else {
                        making.attach().apply(name).close();
                        test.accept(unlinked(value));
                    }
                }
            }
            case CELL -> {
                try (CellSegment cells = CellSegment.create(name, 2)) {
                    cells.unlink();
                    V value = making.in().in(cells, 1);
                    set(value, initial);
                    test.accept(value);
                }
            }
            case FIELD -> {
                StructLayout layout = MemoryLayout.structLayout(
                        kind.layout().withName("before"),
                        kind.layout().withName("field"),
                        kind.layout().withName("after"));
                try (SharedStruct struct = SharedStruct.create(name, layout)) {
                    struct.unlink();
                    V value = making.field().apply(struct, "field");
                    set(value, initial);
                    test.accept(value);
                    MemorySegment zeros = MemorySegment.ofArray(new byte[(int) byteSize()]);
                    assertEquals(-1, struct.memory().asSlice(0, byteSize()).mismatch(zeros));
                    assertEquals(-1, struct.memory().asSlice(2 * byteSize()).mismatch(zeros));
                }
            }
            case GIVEN_MEMORY -> {
                try (Arena arena = Arena.ofShared()) {
                    V value = making.at().at(arena.allocate(64, 8), OFFSET);
                    set(value, initial);
                    test.accept(value);
                }
            }
        }
    }

    private V unlinked(V value) {
        value.unlink();
        return value;
    }
}
