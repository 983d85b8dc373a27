package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.PrivateSegments;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PrivateSegments.class)
final class JobWorkTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 511, 512, 1023, 1024, 1025, 5000, 1 << 20})
    void resultsAreTheSumsOverAllElements(long size) {
        double sum = LongStream.range(0, size).mapToDouble(i -> i % 1024).sum();
        double dot = LongStream.range(0, size)
                .mapToDouble(i -> (double) (i % 1024) * (i % 512))
                .sum();
        assertEquals(OptionalDouble.of(sum), JobWork.SUM.expectedResult(size));
        assertEquals(OptionalDouble.of(dot), JobWork.DOT.expectedResult(size));
        assertEquals(OptionalDouble.of(size), JobWork.SIN2COS2.expectedResult(size));
    }

    @Test
    void elementsFollowTheFormulae() {
        assertEquals(1000 % 512 + 7 * 3.0 * 1000, JobWork.AXPY.expectedElement(1000, 7));
        assertEquals(1000 + 0.5 * (1000 % 512), JobWork.TRIAD.expectedElement(1000, 7));
    }

    @Test
    void wholeNumbersMustBeExact() {
        Trial sum = new Trial(JobWork.SUM, 4);
        assertDoesNotThrow(() -> ValueCheck.result(sum, OptionalDouble.of(6)));
        for (double wrong : new double[] {Math.nextUp(6.0), 0, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(PeerFailedException.class, () -> ValueCheck.result(sum, OptionalDouble.of(wrong)));
        }
        assertThrows(PeerFailedException.class, () -> ValueCheck.result(sum, OptionalDouble.empty()));
    }

    @Test
    void sinesMayBeOffByALittle() {
        Trial sines = new Trial(JobWork.SIN2COS2, 1000);
        assertDoesNotThrow(() -> ValueCheck.result(sines, OptionalDouble.of(1000 * (1 + 0x1p-49))));
        assertThrows(
                PeerFailedException.class, () -> ValueCheck.result(sines, OptionalDouble.of(1000 * (1 + 0x1p-47))));
    }

    @Test
    void aWrongElementIsNamed() {
        double[] sample = new double[ValueCheck.SAMPLED];
        Trial triad = new Trial(JobWork.TRIAD, 10_000);
        for (int k = 0; k < sample.length; k++) {
            sample[k] = JobWork.TRIAD.expectedElement(ValueCheck.index(k, sample.length, 10_000), 1);
        }
        assertDoesNotThrow(() -> ValueCheck.elements(triad, sample, 1));
        sample[999] += 1;
        PeerFailedException e = assertThrows(PeerFailedException.class, () -> ValueCheck.elements(triad, sample, 1));
        assertTrue(String.valueOf(e.getMessage()).startsWith("WRONG VALUES: element 9999 is "), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"SIN2COS2", "AXPY", "TRIAD", "SUM", "DOT"})
    void sharedInputsAreWhatPeersStartFrom(JobWork work) {
        int size = 3000;
        try (SharedInputs inputs = new SharedInputs(new Trial(work, size))) {
            assertEquals(work.label(), inputs.job().kernel());
            assertEquals(work.arrays(), inputs.job().arrays().size());
            assertEquals(
                    work.expectedResult(size).isPresent() ? 1 : 0,
                    inputs.job().reductions().size());
            inputs.job().arrays().forEach((name, bound) -> {
                double[] expected = LongStream.range(0, size)
                        .mapToDouble(i -> switch (work.label() + " " + name) {
                            case "axpy x", "triad b", "sum x", "dot x" -> i % 1024;
                            case "axpy y", "triad c", "dot y" -> i % 512;
                            default -> 0;
                        })
                        .toArray();
                double[] filled = new double[size];
                bound.array().copyTo(0, filled, 0, size);
                assertArrayEquals(expected, filled, name);
            });
            if (work.writesArray()) {
                assertEquals(ValueCheck.SAMPLED, inputs.sample(ValueCheck.SAMPLED).length);
            }
        }
    }
}
