package io.gatun.bench.peers.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** A peer's side of the line protocol that {@code bench/peers/peer.py} tells of, for peers that are a JVM. */
public final class PeerLoop {
    private final Service service;

    /** What a peer does. */
    public interface Service {
        /**
         * Does a work once, after what it needs for it is made, unless that is at hand from the call before.
         *
         * @throws IllegalArgumentException if it does not know the work
         * @throws InterruptedException if it is interrupted
         */
        Call call(String work, int size) throws InterruptedException;

        /**
         * Returns the array that the last call wrote.
         *
         * @throws IllegalStateException if there is none
         */
        default double[] written() {
            throw new IllegalStateException("there is no array");
        }

        /** Frees the arrays. */
        default void drop() {}
    }

    /**
     * A call that was made.
     *
     * @param result NaN if the work has none
     * @param nanos how long it took
     */
    public record Call(double result, long nanos) {}

    private PeerLoop(Service service) {
        this.service = service;
    }

    /** Answers requests until the input ends. */
    @SuppressWarnings("SystemOut") // the protocol is spoken there
    public static void serve(String about, Service service) throws IOException, InterruptedException {
        PrintStream out = System.out;
        PeerLoop loop = new PeerLoop(service);
        out.println("ready " + about);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(loop.answer(line.split(" ", -1)));
        }
    }

    private String answer(String[] request) throws InterruptedException {
        try {
            return switch (request[0]) {
                case "run" ->
                    run(
                            request[1],
                            Integer.parseInt(request[2]),
                            Integer.parseInt(request[3]),
                            Long.parseLong(request[4]) * 1_000_000);
                case "sample" -> sample(Integer.parseInt(request[1]));
                case "drop" -> {
                    service.drop();
                    yield "dropped";
                }
                default -> "error unknown request: " + String.join(" ", request);
            };
        } catch (RuntimeException | OutOfMemoryError e) {
            return "error " + e.toString().replaceAll("\\R", " ");
        }
    }

    private String run(String work, int size, int calls, long atMostNanos) throws InterruptedException {
        StringJoiner nanos = new StringJoiner(" ");
        Call call = service.call(work, size);
        long begin = System.nanoTime() - call.nanos();
        nanos.add(Long.toString(call.nanos()));
        for (int done = 1; done < calls && System.nanoTime() - begin < atMostNanos; done++) {
            call = service.call(work, size);
            nanos.add(Long.toString(call.nanos()));
        }
        return "done " + (Double.isNaN(call.result()) ? "-" : Double.toString(call.result())) + " " + nanos;
    }

    private String sample(int count) {
        double[] array = service.written();
        StringJoiner values = new StringJoiner(" ");
        for (long k = 0; k < count; k++) {
            values.add(Double.toString(array[(int) (k * (array.length - 1) / Math.max(1, count - 1))]));
        }
        return "values " + values;
    }
}
