package io.gatun.workers.kernel;

import io.gatun.job.Kernel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The built-in kernels by their names.
 *
 * <p>Without lambdas: the first ones would take a starting worker several milliseconds.
 *
 * <p><b>Threads:</b> any.
 */
public final class BuiltIn {
    private static final Map<String, WarmUp> WARM_UPS = new HashMap<>();

    private BuiltIn() {}

    /** Returns the names of all. */
    public static List<String> names() {
        return List.of("axpy", "dot", "minmax", "moments", "scale", "sin2cos2", "sum", "triad");
    }

    /** Returns a new object of a kernel, which goes over to its vector form by and by where there is one in this JVM. */
    public static Kernel named(String name) {
        Kernel scalar = scalar(name);
        synchronized (WARM_UPS) {
            WarmUp warmUp = WARM_UPS.get(name);
            if (warmUp == null) {
                VectorKernels forms = VectorKernels.find().orElse(null);
                if (forms == null) {
                    return scalar;
                }
                warmUp = new WarmUp(name, forms);
                WARM_UPS.put(name, warmUp);
            }
            return new WarmingKernel(scalar, warmUp);
        }
    }

    /**
     * Returns a new object of a kernel's scalar form.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Kernel scalar(String name) {
        return switch (name) {
            case "axpy" -> new Axpy();
            case "dot" -> new Dot();
            case "minmax" -> new MinMax();
            case "moments" -> new Moments();
            case "scale" -> new Scale();
            case "sin2cos2" -> new Sin2Cos2();
            case "sum" -> new Sum();
            case "triad" -> new Triad();
            default -> throw new IllegalArgumentException("no kernel " + name + " is built in");
        };
    }
}
