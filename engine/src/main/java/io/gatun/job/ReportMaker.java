package io.gatun.job;

import io.gatun.job.control.ChunkPlan;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.Ledger;
import io.gatun.job.control.WorkerSlot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a job's report of what it has left in shared memory: partials, ledger and the workers' rows. */
final class ReportMaker {
    private final JobHandle handle;
    private final Workforce workers;
    private final JobArea area;
    private final ChunkPlan plan;
    private final CurrentJob lastRound;
    private final Times times;
    private final @Nullable Recovery recovery;

    /** When the processes began to be started that were there at the job's beginning, when they all were, and when it was posted. */
    record Times(long startedNanos, long spawnedNanos, long postedNanos) {}

    ReportMaker(
            JobHandle handle,
            Workforce workers,
            JobArea area,
            CurrentJob lastRound,
            Times times,
            @Nullable Recovery recovery) {
        this.handle = handle;
        this.workers = workers;
        this.area = area;
        this.plan = area.job().plan();
        this.lastRound = lastRound;
        this.times = times;
        this.recovery = recovery;
    }

    /**
     * Makes the report; times are the workers' own, since when this process noticed depends on when it looked.
     *
     * @param fresh whether the workers were started for this job
     */
    JobReport report(boolean fresh) {
        List<Double> results = reduce();
        long nowNanos = System.nanoTime();
        long firstBegan = recovery == null
                ? nowNanos
                : Math.min(nowNanos, recovery.shares().firstBeganNanos());
        long lastDone = recovery == null
                ? times.postedNanos
                : Math.max(times.postedNanos, recovery.shares().lastDoneNanos());
        for (int number = 0; number < workers.size(); number++) {
            WorkerSlot row = workers.row(number);
            if (row.hasPartIn(lastRound)) {
                firstBegan = Math.min(firstBegan, row.beganNanos());
                lastDone = Math.max(lastDone, row.lastDoneNanos());
            }
        }
        long startNanos = fresh ? times.spawnedNanos : times.postedNanos;
        JobReport.Phases phases = new JobReport.Phases(
                fresh ? 0 : times.postedNanos - handle.submittedNanos(),
                fresh ? times.spawnedNanos - times.startedNanos : 0,
                firstBegan - startNanos,
                lastDone - firstBegan,
                nowNanos - lastDone);
        return new JobReport(
                handle.job().kernel(),
                plan.elements(),
                plan.chunks(),
                plan.chunkElements(),
                area.job().schedule(),
                results,
                phases,
                recovery == null ? perWorker() : perWorkerOfAllRounds(recovery),
                recovery == null ? List.of() : recovery.failures(),
                recovery == null ? List.of() : recovery.missing());
    }

    private List<JobReport.WorkerReport> perWorker() {
        List<JobReport.WorkerReport> perWorker = new ArrayList<>(workers.size());
        for (int number = 0; number < workers.size(); number++) {
            WorkerSlot row = workers.row(number);
            long pid = workers.process(number).pid();
            perWorker.add(
                    row.hasPartIn(lastRound)
                            ? new JobReport.WorkerReport(
                                    number,
                                    pid,
                                    row.elementsDone(),
                                    row.vectorElements(),
                                    row.chunksDone(),
                                    row.lastDoneNanos() - row.beganNanos())
                            : new JobReport.WorkerReport(number, pid, 0, 0, 0, 0));
        }
        return perWorker;
    }

    /** A worker that died may have been about to count the chunk it had done; the ledger knows better. */
    private List<JobReport.WorkerReport> perWorkerOfAllRounds(Recovery rounds) {
        rounds.shares().add(workers, lastRound);
        long[] chunks = new long[workers.size()];
        long[] elements = new long[workers.size()];
        Ledger ledger = area.ledger();
        for (long chunk = 0; chunk < plan.chunks(); chunk++) {
            if (ledger.isDone(chunk) && ledger.owner(chunk) < chunks.length) {
                chunks[ledger.owner(chunk)]++;
                elements[ledger.owner(chunk)] += plan.chunkEnd(chunk) - plan.chunkBegin(chunk);
            }
        }
        List<JobReport.WorkerReport> perWorker = new ArrayList<>(workers.size());
        for (int number = 0; number < workers.size(); number++) {
            perWorker.add(new JobReport.WorkerReport(
                    number,
                    workers.process(number).pid(),
                    elements[number],
                    Math.min(elements[number], rounds.shares().vectorElements(number)),
                    chunks[number],
                    rounds.shares().computeNanos(number)));
        }
        return perWorker;
    }

    private List<Double> reduce() {
        int width = area.job().partialWidth();
        if (width == 0) {
            return List.of();
        }
        boolean isWhole = recovery == null || recovery.missing().isEmpty();
        Double[] results = new Double[width];
        for (int position = 0; position < width; position++) {
            Reduction.Accumulator accumulator =
                    new Reduction.Accumulator(handle.job().reductions().get(position));
            for (long block = 0; block < plan.blocks(); block++) {
                if (isWhole || area.ledger().isDone(plan.blockBegin(block) / plan.chunkElements())) {
                    accumulator.add(area.partial(block, position));
                }
            }
            results[position] = accumulator.result();
        }
        return List.of(results);
    }
}
