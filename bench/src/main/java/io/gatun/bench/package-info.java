/**
 * JMH benchmarks: {@link io.gatun.bench.SegmentLifeBenchmark} times what happens to a whole segment,
 * {@link io.gatun.bench.SegmentAccessBenchmark} what it costs to read elements, {@link io.gatun.bench.Sin2Cos2Benchmark} the
 * kernel of the main job without its processes, {@link io.gatun.bench.SyncBenchmark} what locks and values cost that nobody else wants.
 *
 * <p>After {@code mvn package}, from the root of the project:
 * {@snippet lang=shell :
 * java -cp 'bench/target/lib/*' org.openjdk.jmh.Main            # all; a pattern picks some
 * java -cp 'bench/target/lib/*' org.openjdk.jmh.Main -wi 5 -i 10 -f 3 SegmentAccess
 * }
 *
 * <p>The defaults (two seconds of warm-up, three of measurement, one JVM) are for a look; a figure to publish wants more JVMs
 * and an otherwise idle machine. Each benchmark runs in a JVM of its own, in which the compiler sees one type, one array and
 * one caller: a program that mixes them gets no better figures than these, and may get worse ones. Whole jobs are compared with
 * other ways to do them by {@link io.gatun.bench.peers}.
 */
@NullMarked
package io.gatun.bench;

import org.jspecify.annotations.NullMarked;
