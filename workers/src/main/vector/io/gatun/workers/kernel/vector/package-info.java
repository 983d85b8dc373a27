/**
 * The vector forms of the {@linkplain io.gatun.workers.kernel built-in kernels}, by the Vector API. Each gives the bits of the
 * scalar form, for every element and for every block's partial, however many lanes the processor's vectors have.
 *
 * <p>The API is an incubating module, so that these sources are compiled by themselves, and
 * {@link io.gatun.workers.kernel.VectorKernels} alone loads the classes.
 *
 * <p><b>How such code must be written</b> for HotSpot's optimizing compiler to keep vectors in registers: a loop with all its
 * vectors in one method, since a method called from it stays a call once the compiler has seen some forty vector operations;
 * vectors in local variables and never in fields, the constants too, since those in static fields are loaded for each use,
 * across two cache lines; an {@code int} for the loop's variable; and no {@link io.gatun.job.Block} in that method, whose
 * class is another one in the warm-up.
 */
@NullMarked
package io.gatun.workers.kernel.vector;

import org.jspecify.annotations.NullMarked;
