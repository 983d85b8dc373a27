package io.gatun.workers.kernel;

import io.gatun.workers.Kernels;
import java.util.Arrays;
import java.util.List;

/** What a worker does that was started without the Vector API. */
public final class WithoutModule {
    private WithoutModule() {}

    /** Runs a kernel as a worker does. */
    public static void main(String[] arguments) throws Exception {
        double[] ones = new double[1000];
        Arrays.fill(ones, 1);
        try (PrivateBlock block = new PrivateBlock(0, 1000, 0).with("x", ones)) {
            block.run(Kernels.named("sum", List.of()));
            System.out.println((VectorKernels.find().isEmpty() ? "no" : "some") + " vector forms; the sum is "
                    + block.partial()[0]);
        }
    }
}
