package io.gatun.value;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.lang.foreign.StructLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many values in one segment, far apart or within one word, that two real processes change. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class ManyValuesTest {
    private static final int CELLS = 10_000;
    private static final int ROUNDS_OF_CELLS = 20;
    private static final int ROUNDS_OF_FIELDS = 50_000;

    /** Four bytes of one word, and what lies beside them. */
    private static final StructLayout FIELDS = structLayout(
            JAVA_BYTE.withName("a"),
            JAVA_BYTE.withName("b"),
            JAVA_BYTE.withName("c"),
            JAVA_BYTE.withName("d"),
            JAVA_INT.withName("e"));

    private final SegmentName name = SegmentName.random("many-");

    @Test
    void cellsThatTwoProcessesAddToHaveAllThatWasAdded() {
        try (CellSegment cells = CellSegment.create(name, CELLS);
                ChildJvm child = ChildJvm.start(Adding.class, name, "cells")) {
            child.expect("ready");
            child.send("go");
            addToCells(name);
            child.expect("added");
            for (SharedLong value : values(cells)) {
                assertEquals(2 * ROUNDS_OF_CELLS, value.get());
            }
            assertTrue(cells.unlink());
        }
    }

    @Test
    void bytesOfOneWordThatTwoProcessesAddToHaveAllThatWasAdded() {
        try (SharedStruct struct = SharedStruct.create(name, FIELDS);
                ChildJvm child = ChildJvm.start(Adding.class, name, "fields")) {
            child.expect("ready");
            child.send("go");
            addToFields(name);
            child.expect("added");
            int all = 2 * ROUNDS_OF_FIELDS;
            for (SharedByte field : bytes(struct)) {
                assertEquals((byte) all, field.get());
            }
            assertEquals(all, struct.intField("e").get());
            assertTrue(struct.unlink());
        }
    }

    /** A million of them take 128 MB: this is a tenth. */
    @Test
    void aHundredThousandCellsHaveTheirOwnContents() {
        try (CellSegment cells = CellSegment.create(name, 100_000)) {
            assertTrue(cells.unlink());
            for (int i = 0; i < cells.cells(); i++) {
                SharedLong.in(cells, i).set(i);
            }
            for (int i = 0; i < cells.cells(); i++) {
                assertEquals(i, SharedLong.in(cells, i).get());
            }
        }
    }

    private static List<SharedLong> values(CellSegment cells) {
        return IntStream.range(0, cells.cells())
                .mapToObj(i -> SharedLong.in(cells, i))
                .toList();
    }

    private static void addToCells(SegmentName name) {
        try (CellSegment cells = CellSegment.attach(name)) {
            List<SharedLong> values = values(cells);
            for (int round = 0; round < ROUNDS_OF_CELLS; round++) {
                values.forEach(SharedLong::incrementAndGet);
            }
        }
    }

    private static List<SharedByte> bytes(SharedStruct struct) {
        return List.of(struct.byteField("a"), struct.byteField("b"), struct.byteField("c"), struct.byteField("d"));
    }

    private static void addToFields(SegmentName name) {
        try (SharedStruct struct = SharedStruct.attach(name, FIELDS)) {
            List<SharedByte> bytes = bytes(struct);
            SharedInt beside = struct.intField("e");
            for (int round = 0; round < ROUNDS_OF_FIELDS; round++) {
                bytes.forEach(SharedByte::incrementAndGet);
                beside.incrementAndGet();
            }
        }
    }

    /** Adds as its parent does. */
    static final class Adding {
        private Adding() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            SegmentName name = SegmentName.of(arguments[0]);
            System.out.println("ready");
            if (System.in.read() >= 0) {
                if (arguments[1].equals("cells")) {
                    addToCells(name);
                } else {
                    addToFields(name);
                }
                System.out.println("added");
            }
        }
    }
}
