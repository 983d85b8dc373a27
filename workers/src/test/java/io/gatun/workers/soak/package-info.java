/**
 * A pool whose workers are killed at random, for as long as one likes, while it does jobs of all kinds: nothing may be lost. Begin with
 * {@code WorkerSoakTest}.
 */
@NullMarked
package io.gatun.workers.soak;

import org.jspecify.annotations.NullMarked;
