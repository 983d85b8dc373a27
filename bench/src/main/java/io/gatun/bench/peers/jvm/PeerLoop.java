package io.gatun.bench.peers.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A peer's side of the line protocol that {@code bench/peers/peer.py} tells of, for peers that are a JVM. */
final class PeerLoop {
    private final Computation computation;
    private @Nullable Prepared prepared;

    /** What a peer does. */
    @FunctionalInterface
    interface Computation {
        /**
         * Does a work once.
         *
         * @return the result; NaN if the work has none
         * @throws IllegalArgumentException if it does not know the work
         */
        double compute(String work, JavaArrays arrays);
    }

    private record Prepared(String work, JavaArrays arrays) {}

    private PeerLoop(Computation computation) {
        this.computation = computation;
    }

    /** Answers requests until the input ends. */
    @SuppressWarnings("SystemOut") // the protocol is spoken there
    static void serve(String about, Computation computation) throws IOException {
        PrintStream out = System.out;
        PeerLoop loop = new PeerLoop(computation);
        out.println("ready " + about);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(loop.answer(line.split(" ", -1)));
        }
    }

    private String answer(String[] request) {
        try {
            return switch (request[0]) {
                case "run" ->
                    run(
                            prepare(request[1], Integer.parseInt(request[2])),
                            Integer.parseInt(request[3]),
                            Long.parseLong(request[4]) * 1_000_000);
                case "sample" -> sample(Integer.parseInt(request[1]));
                case "drop" -> {
                    prepared = null;
                    yield "dropped";
                }
                default -> "error unknown request: " + String.join(" ", request);
            };
        } catch (RuntimeException | OutOfMemoryError e) {
            return "error " + e.toString().replaceAll("\\R", " ");
        }
    }

    private Prepared prepare(String work, int size) {
        Prepared ready = prepared;
        if (ready == null || !ready.work.equals(work) || ready.arrays.size() != size) {
            prepared = null; // so that the old arrays are garbage before there are new ones
            ready = new Prepared(work, JavaArrays.of(work, size));
            prepared = ready;
        }
        return ready;
    }

    private String run(Prepared ready, int calls, long atMostNanos) {
        StringJoiner nanos = new StringJoiner(" ");
        long begin = System.nanoTime();
        int done = 0;
        while (true) {
            long began = System.nanoTime();
            double result = computation.compute(ready.work, ready.arrays);
            long now = System.nanoTime();
            nanos.add(Long.toString(now - began));
            done++;
            if (done == calls || now - begin >= atMostNanos) {
                return "done " + (Double.isNaN(result) ? "-" : Double.toString(result)) + " " + nanos;
            }
        }
    }

    private String sample(int count) {
        Prepared ready = prepared;
        if (ready == null) {
            return "error there is no array";
        }
        double[] array = ready.arrays.written();
        StringJoiner values = new StringJoiner(" ");
        for (long k = 0; k < count; k++) {
            values.add(Double.toString(array[(int) (k * (array.length - 1) / Math.max(1, count - 1))]));
        }
        return "values " + values;
    }
}
