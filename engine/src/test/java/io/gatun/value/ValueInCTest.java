package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.CCompiler;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program in C and this library add to the same values at the same time, by C11's and by the JDK's atomic operations; see add.c. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class ValueInCTest {
    private static final int COUNT = 2_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // once, before all
    private static Path add;

    private final SegmentName name = SegmentName.random("c-");

    @BeforeAll
    static void compile() {
        add = CCompiler.compile(ValueInCTest.class, "add.c", folder);
    }

    @Test
    void whatCAndJavaAddToALongIsAllThere() {
        try (SharedLong value = SharedLong.create(name, 1L << 40)) {
            assertEquals("1099511627776", Program.output(add, name.path(), 0));
            long here = addUntilCHasAdded(value::incrementAndGet);
            assertEquals((1L << 40) + COUNT + here, value.get());
            assertTrue(value.unlink());
        }
    }

    @Test
    void whatCAndJavaAddToAnIntIsAllThere() {
        try (SharedInt value = SharedInt.create(name, -5)) {
            assertEquals("-5", Program.output(add, name.path(), 0));
            long here = addUntilCHasAdded(value::incrementAndGet);
            assertEquals((int) (-5 + COUNT + here), value.get());
            assertTrue(value.unlink());
        }
    }

    /** Where C adds to two bytes, and Java to the word that they lie in. */
    @Test
    void whatCAndJavaAddToACharIsAllThere() {
        try (SharedChar value = SharedChar.create(name, '\u8000')) {
            assertEquals("32768", Program.output(add, name.path(), 0));
            long here = addUntilCHasAdded(() -> value.updateAndGet(held -> held + 1));
            assertEquals((char) ('\u8000' + COUNT + here), value.get());
            assertTrue(value.unlink());
        }
    }

    /** Returns how often this was called here while the program in C added its own. */
    private long addUntilCHasAdded(Callable<?> addOne) {
        CompletableFuture<String> inC = CompletableFuture.supplyAsync(() -> Program.output(add, name.path(), COUNT));
        long here = 0;
        try {
            while (!inC.isDone()) {
                addOne.call();
                here++;
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertFalse(inC.join().isEmpty());
        return here;
    }
}
