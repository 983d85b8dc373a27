package io.gatun.cli;

import io.gatun.job.control.PoolSnapshot;
import io.gatun.job.control.PoolSnapshot.WorkerState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many elements a second each worker has done between two looks. */
final class TopRates {
    private final Map<String, Double> perSecond = new HashMap<>();

    /** Compares a look with the one before, if there was one. */
    TopRates(@Nullable TopSnapshot before, TopSnapshot now) {
        if (before == null) {
            return;
        }
        Map<String, Long> done = new HashMap<>();
        before.pools().forEach(pool -> pool.workers().forEach(w -> done.put(key(pool, w), w.elementsDone())));
        double seconds = (now.nanos() - before.nanos()) / 1e9;
        for (PoolSnapshot pool : now.pools()) {
            for (WorkerState worker : pool.workers()) {
                Long earlier = done.get(key(pool, worker));
                if (earlier != null && worker.state() != PoolSnapshot.State.DEAD) {
                    // one that has begun another job meanwhile counts from 0 again
                    long more =
                            worker.elementsDone() < earlier ? worker.elementsDone() : worker.elementsDone() - earlier;
                    perSecond.put(key(pool, worker), more / seconds);
                }
            }
        }
    }

    private static String key(PoolSnapshot pool, WorkerState worker) {
        return pool.name().value() + ' ' + worker.pid();
    }

    /** Returns a worker's rate; 0 if there was no look before. */
    double of(PoolSnapshot pool, WorkerState worker) {
        return perSecond.getOrDefault(key(pool, worker), 0.0);
    }

    /** Returns the rate of all of a pool's workers. */
    double of(PoolSnapshot pool) {
        return pool.workers().stream().mapToDouble(worker -> of(pool, worker)).sum();
    }
}
