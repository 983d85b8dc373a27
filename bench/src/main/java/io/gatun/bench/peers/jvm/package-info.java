/**
 * The peers of Gatun that are written in Java, each the main class of a JVM of its own with the flags that a JVM has by default.
 */
@NullMarked
package io.gatun.bench.peers.jvm;

import org.jspecify.annotations.NullMarked;
