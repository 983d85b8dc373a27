package io.gatun.workers.soak;

import io.gatun.posix.Proc;
import io.gatun.workers.soak.Workers.Worker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Sends signals to random workers at random moments: to those at work, to those that sleep, and to those that are still coming up.
 *
 * <p>A worker that is about to be ended by a smaller pool is left alone, or nobody could tell who ended it. And no number is killed twice
 * in a row before its process has come, since a job rightly gives up at the third time.
 */
final class Killer {
    private static final long MEAN_PAUSE_NANOS = 200_000_000;
    private static final long LOOK_MICROS = 200;
    private static final int STOPS_OF_FOUR = 1;
    private static final int COMING_UP_OF = 5;

    private final Workers workers;
    private final Tally tally;
    private final RandomGenerator random;
    private final Set<Long> stopped = new HashSet<>();
    private final Map<Integer, Integer> early = new HashMap<>();
    private int safeFrom;

    Killer(Workers workers, Tally tally, RandomGenerator random, int poolSize) {
        this.workers = workers;
        this.tally = tally;
        this.random = random;
        this.safeFrom = poolSize;
    }

    /** Leaves workers alone from a number on, for the pool is about to end them. */
    synchronized void spareFrom(int number) {
        safeFrom = Math.min(safeFrom, number);
        tally.expectNoSuccessorsFrom(number);
    }

    /** Takes all workers of a pool for its targets. */
    synchronized void spareNone(int poolSize) {
        safeFrom = poolSize;
    }

    /** Goes on until there is a reason to end. */
    void run(BooleanSupplier isOver) {
        try {
            while (!isOver.getAsBoolean()) {
                long nanos = (long) (MEAN_PAUSE_NANOS * -Math.log(1 - random.nextDouble()));
                TimeUnit.NANOSECONDS.sleep(Math.min(nanos, 8 * MEAN_PAUSE_NANOS));
                shoot();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void shoot() throws InterruptedException {
        Shot shot;
        synchronized (this) {
            List<Worker> targets = workers.all().stream()
                    .filter(worker -> worker.number() < safeFrom)
                    .filter(worker -> !stopped.contains(worker.pid()))
                    .filter(worker -> workers.hasCome(worker) || early.getOrDefault(worker.number(), 0) < 1)
                    .toList();
            List<Worker> ready = targets.stream().filter(workers::hasCome).toList();
            if (random.nextInt(COMING_UP_OF) != 0) { // otherwise hardly any had come before it is killed again
                targets = ready;
            }
            if (targets.isEmpty()) {
                return;
            }
            Worker target = targets.get(random.nextInt(targets.size()));
            early.merge(target.number(), 1, (before, one) -> before + one);
            if (ready.contains(target)) {
                early.remove(target.number());
            }
            shot = new Shot(target.number(), target.pid(), signal());
            tally.sending(shot);
            if (!shot.signal().sendTo(shot.pid())) {
                tally.missed(shot);
                return;
            }
        }
        if (shot.signal() == Signal.STOP) {
            stopped.add(shot.pid());
        } else if (isGone(shot.pid())) {
            tally.ended(shot);
        } else {
            tally.missed(shot);
        }
    }

    private Signal signal() {
        int four = random.nextInt(4);
        return four < STOPS_OF_FOUR ? Signal.STOP : four == STOPS_OF_FOUR ? Signal.TERM : Signal.KILL;
    }

    /** A process is gone when it can do no more, though its parent may not have been told yet. */
    private static boolean isGone(long pid) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Proc.identityOf(pid).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MICROSECONDS.sleep(LOOK_MICROS);
        }
        return true;
    }
}
