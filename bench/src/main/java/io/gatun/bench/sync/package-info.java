/**
 * Gatun's side of {@code gatun bench sync}, and that of a mutex of glibc's that is called from Java: the main class of two JVMs, which do
 * each work together. {@code bench/peers/sync.c} is the same in C.
 */
@NullMarked
package io.gatun.bench.sync;

import org.jspecify.annotations.NullMarked;
