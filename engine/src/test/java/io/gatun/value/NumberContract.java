package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a value that is a number, wherever it lies. */
abstract class NumberContract<V extends SharedValue, T> extends ValueContract<V, T> {
    private final Numbers<V, T> numbers;

    @SuppressWarnings("varargs") // read only
    @SafeVarargs
    NumberContract(Kind<V, T> kind, Numbers<V, T> numbers, T... samples) {
        super(kind, samples);
        this.numbers = numbers;
    }

    /** What numbers can do. */
    record Numbers<V, T>(
            IntFunction<T> of,
            BiFunction<V, T, T> getAndAdd,
            BiFunction<V, T, T> addAndGet,
            UnaryOperatorOf<V, T> incrementAndGet,
            BiFunction<V, UnaryOperator<T>, T> getAndUpdate,
            BiFunction<V, UnaryOperator<T>, T> updateAndGet,
            Accumulating<V, T> getAndAccumulate,
            Accumulating<V, T> accumulateAndGet) {}

    /** {@code incrementAndGet}. */
    interface UnaryOperatorOf<V, T> {
        T apply(V value);
    }

    /** {@code getAndAccumulate} and the other. */
    interface Accumulating<V, T> {
        T apply(V value, T x, BinaryOperator<T> function);
    }

    T of(int number) {
        return numbers.of().apply(number);
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void isAddedTo(Placement placement) {
        with(placement, of(5), value -> {
            assertEquals(of(5), numbers.getAndAdd().apply(value, of(3)));
            assertEquals(of(8), get(value));
            assertEquals(of(6), numbers.addAndGet().apply(value, of(-2)));
            assertEquals(of(7), numbers.incrementAndGet().apply(value));
            assertEquals(of(7), numbers.getAndAdd().apply(value, of(-27)));
            assertEquals(of(-20), get(value));
        });
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void isWhatAFunctionMakesOfIt(Placement placement) {
        UnaryOperator<T> toThirty = held -> of(30);
        with(placement, of(5), value -> {
            assertEquals(of(5), numbers.getAndUpdate().apply(value, toThirty));
            assertEquals(of(30), get(value));
            assertEquals(of(30), numbers.updateAndGet().apply(value, toThirty));
            assertEquals(of(30), numbers.getAndAccumulate().apply(value, of(7), (held, x) -> x));
            assertEquals(of(7), get(value));
            assertEquals(of(7), numbers.accumulateAndGet().apply(value, of(9), (held, x) -> held));
            assertEquals(of(7), get(value));
        });
    }

    @Test
    void aFunctionIsCalledAgainWhenAnotherComesInBetween() {
        with(Placement.OWN_SEGMENT, of(1), value -> {
            List<T> seen = new ArrayList<>();
            AtomicBoolean disturbed = new AtomicBoolean();
            UnaryOperator<T> disturbedOnce = held -> {
                seen.add(held);
                if (!disturbed.getAndSet(true)) {
                    set(value, of(50));
                }
                return of(60);
            };
            assertEquals(of(50), numbers.getAndUpdate().apply(value, disturbedOnce));
            assertEquals(List.of(of(1), of(50)), seen);
            disturbed.set(false);
            assertEquals(of(60), numbers.updateAndGet().apply(value, disturbedOnce));
            assertEquals(List.of(of(1), of(50), of(60), of(50)), seen);
        });
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void threadsThatAddLoseNothing(Placement placement) {
        with(placement, of(0), value -> {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 10_000; round++) {
                        T before = numbers.getAndAdd().apply(value, of(2));
                        T after = numbers.addAndGet().apply(value, of(-1));
                        assertNotNull(numbers.getAndAccumulate().apply(value, before, (held, x) -> held));
                        assertNotNull(numbers.accumulateAndGet().apply(value, after, (held, x) -> held));
                        assertNotNull(numbers.addAndGet().apply(value, of(-1)));
                    }
                }));
            }
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            assertEquals(of(0), get(value));
        });
    }
}
