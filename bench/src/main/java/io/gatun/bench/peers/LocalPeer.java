package io.gatun.bench.peers;

import java.time.Duration;
import java.util.function.Function;

/** A peer in this JVM that keeps nothing between calls. */
final class LocalPeer implements Peer {
    private final String about;
    private final Function<Trial, Timing.Call> call;
    private final double times;

    private LocalPeer(String about, double times, Function<Trial, Timing.Call> call) {
        this.about = about;
        this.times = times;
        this.call = call;
    }

    static LocalPeer of(String about, Function<Trial, Timing.Call> call) {
        return new LocalPeer(about, 1, call);
    }

    /** Makes a peer whose calls each do what is to be timed many times. */
    static LocalPeer of(String about, long times, Function<Trial, Timing.Call> call) {
        return new LocalPeer(about, (double) times, call);
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException, InterruptedException {
        Turn turn = Timing.time(call.apply(trial), calls, atMost);
        double[] each = turn.nanos();
        for (int i = 0; i < each.length; i++) {
            each[i] /= times;
        }
        return new Turn(each, turn.result());
    }

    @Override
    public double[] sample(int count) throws PeerFailedException {
        throw new PeerFailedException("there is no array to look at");
    }

    @Override
    public void drop() {}

    @Override
    public void close() {}
}
