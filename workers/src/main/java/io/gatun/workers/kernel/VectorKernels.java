package io.gatun.workers.kernel;

import io.gatun.job.Kernel;
import java.util.Optional;

/**
 * The vector forms of the built-in kernels, which need the module {@code jdk.incubator.vector}: it is there only where the
 * JVM was started with {@code --add-modules}. No other class may refer to one that uses it.
 */
public interface VectorKernels {
    /** The module of the Vector API. */
    String MODULE = "jdk.incubator.vector";

    /** Returns the provider; empty where the module is not. */
    static Optional<VectorKernels> find() {
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            return Optional.empty();
        }
        // A named module does not read it by itself: the descriptor does not ask for an incubating module.
        VectorKernels.class.getModule().addReads(module.get());
        try {
            return Optional.of(Class.forName("io.gatun.workers.kernel.vector.VectorForms")
                    .asSubclass(VectorKernels.class)
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector forms of the built-in kernels are not on the class path", e);
        }
    }

    /**
     * Returns a new object of a kernel's vector form.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    Kernel form(String name);
}
