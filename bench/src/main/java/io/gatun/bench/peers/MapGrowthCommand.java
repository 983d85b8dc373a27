package io.gatun.bench.peers;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.collection.Codec;
import io.gatun.collection.MemoryUse;
import io.gatun.collection.SharedMap;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatun bench map-growth}: how a map grows from nothing, and what an operation takes meanwhile. */
@Command(
        name = "map-growth",
        mixinStandardHelpOptions = true,
        description = {
            "Puts entries into a map that was empty, int64 by int64, and shows how it grows: its memory, and what a put and a get take.",
            "",
            "The time of a put is that of the entries of this step; that of a get is of a million keys drawn from all there are, and, beside"
                    + " it, from the first 10,000, which stay in the processor's caches: what the map itself takes shows there. A read is one of"
                    + " eight bytes, at random in a segment of the bytes that the map uses: what the machine's memory takes, of which a get has a few."
        },
        footer = {"", "Example: gatun bench map-growth --entries 10000000"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class MapGrowthCommand implements Callable<Integer> {
    /** Small enough to fit the processor's caches; a map of which nothing is in them takes what memory takes. */
    private static final long FIRST = 156_250;

    private static final int GETS = 1_000_000;
    private static final long FEW = 10_000;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "How many in the end (default: ${DEFAULT-VALUE}).")
    private long entries;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (entries < 1) {
            throw new ParameterException(spec.commandLine(), "--entries " + entries + ": it must be at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (SharedMap<Long, Long> warm = create()) {
            measure(warm, 0, Math.min(FIRST, entries));
        }
        out.printf(
                "%14s %16s %16s %12s %10s %10s %14s %10s%n",
                "ENTRIES", "BYTES USED", "BYTES IT HAS", "BYTES/ENTRY", "PUT", "GET", "GET OF 10,000", "READ");
        double[] least = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] most = {0, 0, 0, 0};
        try (SharedMap<Long, Long> map = create()) {
            for (long done = 0, to = Math.min(FIRST, entries);
                    done < entries;
                    done = to, to = Math.min(2 * to, entries)) {
                double[] nanos = measure(map, done, to);
                MemoryUse use = map.memoryUse();
                out.println(String.format(
                        Locale.ROOT,
                        "%,14d %,16d %,16d %12.1f %7.0f ns %7.0f ns %11.0f ns %7.0f ns",
                        to,
                        use.usedBytes(),
                        use.reservedBytes(),
                        (double) use.usedBytes() / to,
                        nanos[0],
                        nanos[1],
                        nanos[2],
                        nanos[3]));
                out.flush();
                for (int i = 0; i < nanos.length; i++) {
                    least[i] = Math.min(least[i], nanos[i]);
                    most[i] = Math.max(most[i], nanos[i]);
                }
            }
        }
        out.println(String.format(
                Locale.ROOT,
                "slowest step to fastest: put %.2f, get %.2f, get of 10,000 %.2f, read %.2f",
                most[0] / least[0],
                most[1] / least[1],
                most[2] / least[2],
                most[3] / least[3]));
        out.flush();
        return 0;
    }

    private static SharedMap<Long, Long> create() {
        SharedMap<Long, Long> map = SharedMap.create(SegmentName.temporary(), Codec.LONG, Codec.LONG);
        map.unlink();
        return map;
    }

    /** Puts entries and gets some of all; returns the nanoseconds of a put, of a get, of a get of few, and of a read. */
    private static double[] measure(SharedMap<Long, Long> map, long from, long to) {
        long began = System.nanoTime();
        for (long i = from; i < to; i++) {
            map.put(i * GOLDEN, i);
        }
        double put = (System.nanoTime() - began) / (double) (to - from);
        return new double[] {
            put, get(map, to), get(map, Math.min(to, FEW)), read(map.memoryUse().usedBytes())
        };
    }

    /** Reads here and there in so much memory, each time where the value read before says, so that one waits for the other. */
    private static double read(long bytes) {
        try (SharedSegment segment = SharedSegment.create(SegmentName.temporary(), bytes)) {
            segment.unlink();
            MemorySegment memory = segment.memory().fill((byte) 1);
            SplittableRandom random = new SplittableRandom(bytes);
            long words = bytes / Long.BYTES;
            long first = memory.get(JAVA_LONG, 0);
            long value = first;
            long began = System.nanoTime();
            for (int i = 0; i < GETS; i++) {
                value = memory.getAtIndex(JAVA_LONG, Long.remainderUnsigned(random.nextLong() + value, words));
            }
            double nanos = (System.nanoTime() - began) / (double) GETS;
            if (value != first) {
                throw new IllegalStateException("WRONG VALUE: " + value);
            }
            return nanos;
        }
    }

    private static double get(SharedMap<Long, Long> map, long of) {
        SplittableRandom random = new SplittableRandom(of);
        long began = System.nanoTime();
        for (int i = 0; i < GETS; i++) {
            long key = random.nextLong(of);
            Long found = map.get(key * GOLDEN);
            if (found == null || found != key) {
                throw new IllegalStateException("WRONG VALUE: " + found + " of key " + key);
            }
        }
        return (System.nanoTime() - began) / (double) GETS;
    }
}
