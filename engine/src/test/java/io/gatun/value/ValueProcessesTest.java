package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two real processes and one value: nothing is lost, and nothing is seen too early. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class ValueProcessesTest {
    private static final int ROUNDS = 100_000;

    private final SegmentName name = SegmentName.random("shared-");

    /** The types that can be added to, and how; with CHAR, which takes a function for it. */
    enum Type {
        INT,
        LONG,
        LONG_WITHOUT_LOCK,
        FLOAT,
        DOUBLE,
        BYTE,
        CHAR;

        SharedValue create(SegmentName name) {
            return switch (this) {
                case INT -> SharedInt.create(name, 0);
                case LONG -> SharedLong.create(name, 0);
                case LONG_WITHOUT_LOCK -> SharedLong.createWithoutLock(name, 0);
                case FLOAT -> SharedFloat.create(name, 0);
                case DOUBLE -> SharedDouble.create(name, 0);
                case BYTE -> SharedByte.create(name, (byte) 0);
                case CHAR -> SharedChar.create(name, '\0');
            };
        }

        void add(SegmentName name) {
            switch (this) {
                case INT -> repeat(SharedInt.attach(name), SharedInt::incrementAndGet);
                case LONG, LONG_WITHOUT_LOCK -> repeat(SharedLong.attach(name), value -> value.getAndAdd(1));
                case FLOAT -> repeat(SharedFloat.attach(name), value -> value.addAndGet(1));
                case DOUBLE -> repeat(SharedDouble.attach(name), value -> value.accumulateAndGet(1, Double::sum));
                case BYTE -> repeat(SharedByte.attach(name), SharedByte::incrementAndGet);
                case CHAR -> repeat(SharedChar.attach(name), value -> value.updateAndGet(held -> held + 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void whatTwoProcessesAddIsAllThere(Type type) {
        try (SharedValue value = type.create(name);
                ChildJvm child = ChildJvm.start(Adding.class, name, type)) {
            child.expect("ready");
            child.send("go");
            type.add(name);
            child.expect("added");
            int all = 2 * ROUNDS;
            switch (value) {
                case SharedInt sum -> assertEquals(all, sum.get());
                case SharedLong sum -> assertEquals(all, sum.get());
                case SharedFloat sum -> assertEquals(all, sum.get());
                case SharedDouble sum -> assertEquals(all, sum.get());
                case SharedByte sum -> assertEquals((byte) all, sum.get());
                case SharedChar sum -> assertEquals((char) all, sum.get());
                case SharedBoolean _, SharedStruct _ -> throw new AssertionError(value);
            }
            assertTrue(value.unlink());
        }
    }

    @Test
    void whatTwoProcessesAddInTwoStepsIsAllThereUnderTheLock() {
        try (SharedLong value = SharedLong.create(name, 0);
                ChildJvm child = ChildJvm.start(AddingUnderTheLock.class, name)) {
            child.expect("ready");
            child.send("go");
            addUnderTheLock(value);
            child.expect("added");
            assertEquals(2 * ROUNDS, value.get());
            assertTrue(value.unlink());
        }
    }

    @Test
    void nobodySeesAValueBeforeItHasWhatItWasCreatedWith() {
        try (ChildJvm child = ChildJvm.start(Creating.class, name)) {
            child.expect("creating");
            int attached = 0;
            for (int tries = 0; attached < 200; tries++) {
                try (SharedDouble value = SharedDouble.attach(name)) {
                    assertEquals(0.1, value.get());
                    attached++;
                } catch (SegmentException.NotFound e) {
                    assertTrue(tries < 10_000_000, "it is hardly ever there");
                }
            }
            child.send("end");
            assertEquals(0, child.awaitExit());
        }
    }

    @Test
    void theLockOfAValueOutlivesItsOwner() {
        try (SharedLong value = SharedLong.create(name, 5);
                ChildJvm child = ChildJvm.start(Holding.class, name)) {
            child.expect("holding");
            assertTrue(value.lock().isLocked());
            child.killAndReap();
            value.lock().lock();
            try {
                assertEquals(6, value.get());
                assertEquals(child.pid(), value.lock().lastDeath().orElseThrow().pid());
            } finally {
                value.lock().unlock();
            }
            assertTrue(value.unlink());
        }
    }

    /** One step of the work on a value. */
    private interface Step<V> {
        Object take(V value);
    }

    private static <V extends SharedValue> void repeat(V attached, Step<V> step) {
        try (attached) {
            for (int round = 0; round < ROUNDS; round++) {
                step.take(attached);
            }
        }
    }

    private static void addUnderTheLock(SharedLong value) {
        for (int round = 0; round < ROUNDS; round++) {
            value.lock().lock();
            try {
                value.setPlain(value.getPlain() + 1);
            } finally {
                value.lock().unlock();
            }
        }
    }

    /** Adds as its parent does. */
    static final class Adding {
        private Adding() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            System.out.println("ready");
            if (System.in.read() >= 0) {
                Type.valueOf(arguments[1]).add(SegmentName.of(arguments[0]));
                System.out.println("added");
            }
        }
    }

    /** The same under the lock. */
    static final class AddingUnderTheLock {
        private AddingUnderTheLock() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            try (SharedLong value = SharedLong.attach(SegmentName.of(arguments[0]))) {
                System.out.println("ready");
                if (System.in.read() >= 0) {
                    addUnderTheLock(value);
                    System.out.println("added");
                }
            }
        }
    }

    /** Creates a value and unlinks it, again and again until told to end. */
    static final class Creating {
        private Creating() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            System.out.println("creating");
            while (System.in.available() == 0) {
                try (SharedDouble value = SharedDouble.create(SegmentName.of(arguments[0]), 0.1)) {
                    LockSupport.parkNanos(20_000);
                    value.unlink();
                }
            }
        }
    }

    /** Takes the lock and waits to be killed. */
    static final class Holding {
        private Holding() {}

        @SuppressWarnings({"SystemOut", "LockNotBeforeTry"}) // the parent reads it, and kills this
        public static void main(String[] arguments) throws IOException {
            try (SharedLong value = SharedLong.attach(SegmentName.of(arguments[0]))) {
                value.lock().lock();
                value.incrementAndGet();
                System.out.println("holding");
                System.in.read();
            }
        }
    }
}
