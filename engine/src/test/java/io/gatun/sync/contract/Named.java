package io.gatun.sync.contract;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A primitive, as far as all are alike.
 *
 * @param state something that it tells about itself
 * @param use changes that
 * @param block waits, and nothing comes
 */
record Named(
        AutoCloseable primitive,
        Supplier<Path> where,
        BooleanSupplier unlinking,
        Callable<Object> state,
        Action use,
        Action block)
        implements AutoCloseable {
    /** Something that one does with it. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    Path path() {
        return where.get();
    }

    boolean unlink() {
        return unlinking.getAsBoolean();
    }

    @Override
    public void close() {
        try {
            primitive.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
