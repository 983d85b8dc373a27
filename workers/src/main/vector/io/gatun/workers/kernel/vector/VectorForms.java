package io.gatun.workers.kernel.vector;

import io.gatun.job.Kernel;
import io.gatun.workers.kernel.VectorKernels;

/** The provider. */
public final class VectorForms implements VectorKernels {
    /** Makes the provider. */
    public VectorForms() {}

    @Override
    public Kernel form(String name) {
        return switch (name) {
            case "axpy" -> new VectorAxpy();
            case "dot" -> new VectorDot();
            case "minmax" -> new VectorMinMax();
            case "moments" -> new VectorMoments();
            case "scale" -> new VectorScale();
            case "sin2cos2" -> new VectorSin2Cos2();
            case "sum" -> new VectorSum();
            case "triad" -> new VectorTriad();
            default -> throw new IllegalArgumentException("no kernel " + name + " has a vector form");
        };
    }
}
