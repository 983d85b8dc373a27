package io.gatun.workers.soak;

import io.gatun.job.Job;
import io.gatun.job.JobHandle;
import io.gatun.job.JobReport;
import io.gatun.job.WorkerPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Gives a pool one work after the other, in every way in which that can be done, and looks what comes of each. */
final class Submitter {
    private static final long WATCHDOG_SECONDS = 120;

    private final WorkerPool pool;
    private final Works works;
    private final RandomGenerator random;

    /** How a job is given to a pool. */
    private enum Way {
        RUN,
        RUN_BY_A_VIRTUAL_THREAD,
        SUBMIT
    }

    Submitter(WorkerPool pool, Works works, RandomGenerator random) {
        this.pool = pool;
        this.works = works;
        this.random = random;
    }

    /** Does each work once, and returns by their names what came of them. */
    static Map<String, Outcome> outcomes(WorkerPool pool, Works works) throws Exception {
        Submitter calm = new Submitter(pool, works, RandomGenerator.of("L64X128MixRandom"));
        Map<String, Outcome> outcomes = new HashMap<>();
        for (Work work : works.all()) {
            works.prepare(work);
            List<JobReport> reports = new ArrayList<>();
            for (int time = 0; time < work.times(); time++) {
                reports.add(calm.await(work.job(), Way.values()[time % Way.values().length]));
            }
            outcomes.put(work.name(), Outcome.of(reports, works.array(work)));
        }
        return outcomes;
    }

    /** Does random works, until there are enough or one hangs, and compares what comes of them. */
    void run(Map<String, Outcome> expected, Tally tally, BooleanSupplier isEnough) {
        while (!isEnough.getAsBoolean() && !tally.hasHung()) {
            Work work = works.all().get(random.nextInt(works.all().size()));
            try {
                works.prepare(work);
                List<JobReport> reports = new ArrayList<>();
                for (int time = 0; time < work.times(); time++) {
                    Way way = Way.values()[random.nextInt(Way.values().length)];
                    JobReport report = await(work.inSomeWay(random), way);
                    tally.done(report);
                    reports.add(report);
                }
                Outcome outcome = Outcome.of(reports, works.array(work));
                if (!outcome.equals(expected.get(work.name()))) {
                    tally.wrong(work.name() + ": " + reports);
                }
            } catch (TimeoutException e) {
                tally.hung(work.name());
            } catch (Exception e) {
                tally.lost(work.name() + ": " + e);
            }
        }
    }

    private JobReport await(Job job, Way way) throws Exception {
        FutureTask<JobReport> task = new FutureTask<>(() -> way == Way.SUBMIT ? submit(job) : pool.run(job));
        Thread thread = (way == Way.RUN ? Thread.ofPlatform().daemon() : Thread.ofVirtual()).start(task);
        try {
            return task.get(WATCHDOG_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        }
    }

    private JobReport submit(Job job) throws Exception {
        JobHandle handle = pool.submit(job);
        try {
            return handle.get();
        } finally {
            handle.cancel(true); // for a watchdog that interrupts this
        }
    }
}
