/**
 * Programs that teach: what goes wrong when processes share memory without a word to each other, and what {@code io.gatun.sync} and
 * {@code io.gatun.value} do about it. Each is a class with a main method, to be read from its top to its bottom; {@code gatun demo}
 * runs them.
 *
 * <p>The parts between {@code @start} and {@code @end} are shown in the documentation of the classes they use, too.
 */
@NullMarked
package io.gatun.cli.demo;

import org.jspecify.annotations.NullMarked;
