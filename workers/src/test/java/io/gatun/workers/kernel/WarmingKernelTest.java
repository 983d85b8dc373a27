package io.gatun.workers.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gatun.job.Kernel;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WarmingKernelTest {
    private final double[] x = Numbers.mixed(1000, 42, false);

    @Test
    void beginsScalarAndGoesOverToTheVectorFormWithTheSameBits() throws Exception {
        WarmingKernel kernel = assertInstanceOf(WarmingKernel.class, BuiltIn.named("sum"));
        assertFalse(kernel.choose());
        double[] before = sum(kernel);
        kernel.idle();
        while (!kernel.choose()) {
            LockSupport.parkNanos(1_000_000); // leaves the processor to the compiler; the watchdog is above
        }
        assertArrayEquals(before, sum(kernel));
    }

    @Test
    void aKernelAtWorkWarmsUpByItself() throws Exception {
        WarmingKernel kernel = assertInstanceOf(WarmingKernel.class, BuiltIn.named("dot"));
        while (!kernel.choose()) {
            sum(kernel);
        }
    }

    @Test
    void tellsTheSpecOfTheScalarForm() {
        Kernel scalar = BuiltIn.scalar("sum");
        assertSame(scalar.spec(), BuiltIn.named("sum").spec());
    }

    private double[] sum(Kernel kernel) throws Exception {
        try (PrivateBlock block = new PrivateBlock(0, 1000, 0).with("x", x).with("y", x)) {
            return block.run(kernel).partial();
        }
    }
}
