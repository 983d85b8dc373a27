package io.gatun.bench.peers;

import io.gatun.bench.peers.TrialResult.Finished;
import io.gatun.bench.peers.TrialResult.LeftOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Lets peers take turns at a trial.
 *
 * <p>Each is warmed up alone. Then, round after round, each has one turn, in an order that is drawn anew for each round, so that
 * nobody always follows the same other one. A turn is a number of calls in a row, as long as they take {@link #TURN}
 * together; its time is their median, in the trial's operations. Before each turn there is a pause: the threads of OpenMP, for one, go on looking for work
 * for some 15 ms after a call, on processors that the next peer needs.
 *
 * <p><b>Threads:</b> for one.
 *
 * @param rounds how many
 * @param warmUp how long each is warmed up; two turns at least
 * @param progress is told of each turn
 */
record Rounds(int rounds, Duration warmUp, Runnable progress) {
    /** The name of those that the others are compared with. */
    static final String OURS = "gatun";

    private static final Duration TURN = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final int WARM_UP_TURNS = 2;

    /** Drawn alike in each run: a figure that depended on the order could be looked into. */
    private static final long SEED = 42;

    /** A peer in a trial: what it did so far. */
    private static final class Entrant {
        private final String name;
        private final Peer peer;
        private final Samples samples = new Samples();
        private long runs;

        Entrant(String name, Peer peer) {
            this.name = name;
            this.peer = peer;
        }

        Turn turn(Trial trial) throws PeerFailedException, InterruptedException {
            Thread.sleep(PAUSE);
            Turn turn = peer.run(trial, trial.work().calls(), TURN);
            runs += turn.nanos().length;
            ValueCheck.result(trial, turn.result());
            return turn.perOperation(trial.work().operations(trial.size()));
        }
    }

    /** What an entrant does next. */
    @FunctionalInterface
    private interface Step {
        void take(Entrant entrant) throws PeerFailedException, InterruptedException;
    }

    /** Returns how many steps of progress a trial with so many peers takes. */
    long steps(int peers) {
        return (long) peers * (rounds + 1);
    }

    /**
     * Runs a trial.
     *
     * @param peers by name, in the order they are to be reported in
     * @param leftOut those that are known not to take part
     */
    TrialResult run(Trial trial, Map<String, Peer> peers, List<LeftOut> leftOut) throws InterruptedException {
        List<Entrant> entrants = new ArrayList<>();
        peers.forEach((name, peer) -> entrants.add(new Entrant(name, peer)));
        List<LeftOut> out = new ArrayList<>(leftOut);
        each(entrants, out, entrant -> warmUp(trial, entrant));
        Random order = new Random(SEED);
        for (int round = 0; round < rounds; round++) {
            List<Entrant> shuffled = new ArrayList<>(entrants);
            Collections.shuffle(shuffled, order);
            each(shuffled, out, entrant -> entrant.samples.add(entrant.turn(trial)));
            entrants.retainAll(shuffled);
        }
        each(entrants, out, entrant -> {
            if (trial.work().writesArray()) {
                ValueCheck.elements(trial, entrant.peer.sample(ValueCheck.SAMPLED), entrant.runs);
            }
            entrant.peer.drop();
        });
        return new TrialResult(trial, finished(entrants), out);
    }

    /** Lets each take a step, and removes those that fail. */
    private void each(List<Entrant> entrants, List<LeftOut> out, Step step) throws InterruptedException {
        for (Entrant entrant : List.copyOf(entrants)) {
            try {
                step.take(entrant);
            } catch (PeerFailedException e) {
                out.add(new LeftOut(entrant.name, String.valueOf(e.getMessage()), true));
                entrants.remove(entrant);
            }
            progress.run();
        }
    }

    private void warmUp(Trial trial, Entrant entrant) throws PeerFailedException, InterruptedException {
        long end = System.nanoTime() + warmUp.toNanos();
        for (int turns = 0; turns < WARM_UP_TURNS || System.nanoTime() < end; turns++) {
            entrant.turn(trial);
        }
    }

    private static List<Finished> finished(List<Entrant> entrants) {
        Optional<double[]> ours = entrants.stream()
                .filter(entrant -> entrant.name.equals(OURS))
                .findFirst()
                .map(entrant -> entrant.samples.roundNanos());
        return entrants.stream()
                .map(entrant -> {
                    Optional<Ratio> ratio = entrant.name.equals(OURS)
                            ? Optional.empty()
                            : ours.map(nanos -> Ratio.of(nanos, entrant.samples.roundNanos()));
                    return new Finished(entrant.name, entrant.peer.about(), entrant.samples, ratio);
                })
                .toList();
    }
}
