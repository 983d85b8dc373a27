package io.gatun.job;

import io.gatun.segment.DType;
import java.util.List;
import java.util.Optional;

/**
 * What a kernel wants bound to it, so that a job can be checked, and its missing arrays made, before any process starts.
 *
 * @param summary one line for a listing
 * @param arrays the arrays it knows
 * @param parameters the names of the parameters it needs
 * @param reductions how each number of its partials makes one of the result; empty for no result
 */
public record KernelSpec(String summary, List<ArraySpec> arrays, List<String> parameters, List<Reduction> reductions) {
    /** Makes a spec; the lists are copied. */
    public KernelSpec {
        arrays = List.copyOf(arrays);
        parameters = List.copyOf(parameters);
        reductions = List.copyOf(reductions);
    }

    /** The spec of a kernel that tells nothing: any arrays, any parameters, no result. */
    public static final KernelSpec UNSPECIFIED = new KernelSpec("", List.of(), List.of(), List.of());

    /**
     * An array that a kernel knows.
     *
     * @param name what the kernel calls it
     * @param dtype the type its elements must have
     * @param binding what the kernel does to it
     * @param required whether the kernel cannot do without
     */
    public record ArraySpec(String name, DType dtype, Binding binding, boolean required) {}

    /** Returns the array of a name, if the kernel knows one. */
    public Optional<ArraySpec> array(String name) {
        return arrays.stream().filter(array -> array.name().equals(name)).findFirst();
    }
}
