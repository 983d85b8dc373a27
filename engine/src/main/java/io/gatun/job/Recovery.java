package io.gatun.job;

import io.gatun.job.control.ChunkPlan;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.JobDescription;
import io.gatun.job.control.Ledger;
import io.gatun.job.control.Undo;
import io.gatun.job.control.WorkerSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a job whose workers ended or held it up: each failure, what is done all the same, and what is given up for good. It
 * works on the job's area, from which others learn of it if this process dies too: whatever it does can be done a second time.
 *
 * <p><b>Threads:</b> the one that drives the job, between two rounds, when no worker is inside.
 */
final class Recovery {
    /** A process that ends so often in a row before it has come would do so for ever. */
    private static final int MAX_FAILED_STARTS = 3;

    /**
     * And so would those that end on the way to their first chunk, as they attach the arrays or make the kernel, while nothing gets done.
     * More of them, for somebody who kills at random hits many there.
     */
    private static final int MAX_DEATHS_ON_THE_WAY = 10;

    private final Job job;
    private final JobArea area;
    private final ChunkPlan plan;
    private final JobDescription description;
    private final Workforce workers;
    private final List<WorkerFailure> failures = new ArrayList<>();
    private final Map<Integer, Integer> failedStarts = new HashMap<>();
    private final Map<Integer, Integer> deathsOnTheWay = new HashMap<>();
    private final List<ElementRange> missing = new ArrayList<>();
    private final Shares shares;
    private CurrentJob round;
    private long elementsDone;
    private boolean isAllDone;
    private int reported;

    Recovery(Job job, JobArea area, Workforce workers) {
        this.job = job;
        this.area = area;
        this.plan = area.job().plan();
        this.description = JobDescription.of(job);
        this.workers = workers;
        this.round = area.job();
        this.shares = new Shares(workers.size());
    }

    /**
     * Sees to it that a failure is the kernel's own: an array that was cut off ends any worker that comes to the place.
     *
     * @throws io.gatun.segment.SegmentException.Truncated if a job's array is shorter by now than when it was attached
     */
    static void requireWholeArrays(Job job) {
        job.arrays().values().forEach(bound -> bound.array().segment().requireWhole());
    }

    /**
     * Notes who ended, or left a chunk, in a round.
     *
     * @throws JobException if the job cannot go on
     */
    void note(CurrentJob ended, long noticedNanos) throws InterruptedException {
        requireWholeArrays(job);
        shares.add(workers, ended);
        reported = failures.size();
        Map<Integer, Long> chunks = claimedChunks();
        for (int number = 0; number < workers.size(); number++) {
            WorkerProcess process = workers.process(number);
            boolean isDead = !process.isAlive();
            if (isDead || workers.row(number).hasGivenUp(ended)) {
                Optional<Long> chunk = Optional.ofNullable(chunks.get(number));
                WorkerFailure failure = failure(number, isDead, chunk, noticedNanos);
                failures.add(failure);
                requireHope(failure, chunk.isPresent());
            }
        }
    }

    /**
     * Gives back what is claimed and not done, its arrays as they were.
     *
     * @return the chunks that have used up their attempts
     */
    List<ElementRange> giveBack() {
        List<Undo.Saved> saved = saved();
        List<ElementRange> exhausted = new ArrayList<>();
        Ledger ledger = area.ledger();
        long doneBefore = elementsDone;
        elementsDone = 0;
        isAllDone = true;
        missing.clear();
        for (long chunk = 0; chunk < plan.chunks(); chunk++) {
            if (ledger.isClaimed(chunk)) {
                area.giveBack(chunk, saved);
                if (ledger.attempts(chunk) >= job.retryPolicy().attempts()
                        && !failuresOf(range(chunk)).isEmpty()) {
                    exhausted.add(range(chunk));
                }
            }
            if (ledger.isDone(chunk)) {
                elementsDone += plan.chunkEnd(chunk) - plan.chunkBegin(chunk);
            } else if (ledger.isLost(chunk)) {
                missing.add(range(chunk)); // perhaps by a coordinator before this one
            } else {
                isAllDone = false;
            }
        }
        if (elementsDone > doneBefore) {
            deathsOnTheWay.clear();
        }
        return exhausted;
    }

    /**
     * Gives a chunk up that has used up its attempts.
     *
     * @param smallest the smallest part of it that is known to fail
     * @throws JobException.ChunkFailed unless the policy says that the others are to be finished
     */
    void giveUp(ElementRange chunk, ElementRange smallest) {
        if (!job.retryPolicy().finishesOthers()) {
            throw new JobException.ChunkFailed(
                    job.kernel(),
                    chunk,
                    smallest.equals(chunk) ? Optional.empty() : Optional.of(smallest),
                    failuresOf(chunk));
        }
        area.ledger().lost(chunk.begin() / plan.chunkElements());
        missing.add(chunk);
        isAllDone = true;
        for (long other = 0; other < plan.chunks() && isAllDone; other++) {
            isAllDone = area.ledger().isDone(other) || area.ledger().isLost(other);
        }
    }

    /** Notes that the chunks given back can be claimed again. */
    void givenBack(long nanos) {
        for (int i = reported; i < failures.size(); i++) {
            failures.set(i, failures.get(i).givenBack(nanos));
        }
    }

    /** Notes which round is on the board. */
    void posted(CurrentJob next) {
        round = next;
    }

    /** Returns the last round that was on the board. */
    CurrentJob round() {
        return round;
    }

    /** Tells whether all chunks are done or given up for good. */
    boolean isAllDone() {
        return isAllDone;
    }

    /** Returns how many elements were done before the round that is on the board. */
    long elementsDone() {
        return elementsDone;
    }

    List<WorkerFailure> failures() {
        return List.copyOf(failures);
    }

    List<ElementRange> missing() {
        return List.copyOf(missing);
    }

    Shares shares() {
        return shares;
    }

    private WorkerFailure failure(int number, boolean isDead, Optional<Long> chunk, long noticedNanos)
            throws InterruptedException {
        WorkerProcess process = workers.process(number);
        String tooLong = "took longer than " + job.chunkLimitNanos() / 1e9 + " s";
        String reason = !isDead
                ? tooLong + " and left the chunk"
                : process.wasKilledAsHung() ? tooLong + " and was killed" : "ended with " + process.describeEnd();
        return new WorkerFailure(
                number,
                process.pid(),
                reason,
                isDead ? OptionalInt.of(process.exitCode()) : OptionalInt.empty(),
                isDead ? process.errorFile() : Optional.empty(),
                isDead ? process.lastLines() : "",
                chunk.map(this::range),
                chunk.map(claimed -> area.ledger().attempts(claimed)).orElse(0),
                isDead ? Math.max(noticedNanos, process.endedNanos()) : noticedNanos,
                0);
    }

    /** Throws if there is no use in going on. */
    private void requireHope(WorkerFailure failure, boolean hadAChunk) {
        if (hadAChunk && !description.isRetryable()) {
            throw new JobException.WorkerDied(
                    failure,
                    job.retryPolicy().attempts() == 1
                            ? ""
                            : ", and what it changed in place cannot be restored: the arrays are not of the job's size");
        }
        WorkerSlot row = workers.row(failure.worker());
        if (!row.isAttached()) {
            int starts = failedStarts.merge(failure.worker(), 1, Integer::sum);
            boolean endedItself = failure.exitCode().orElse(0) <= 128;
            if (endedItself || starts == MAX_FAILED_STARTS) {
                throw new JobException.WorkerDied(failure, "");
            }
        } else {
            failedStarts.remove(failure.worker());
            requireHopeOnTheWay(failure, !hadAChunk && row.isInside());
        }
    }

    private void requireHopeOnTheWay(WorkerFailure failure, boolean wasOnTheWay) {
        if (wasOnTheWay && deathsOnTheWay.merge(failure.worker(), 1, Integer::sum) == MAX_DEATHS_ON_THE_WAY) {
            throw new JobException.WorkerDied(
                    failure, ", as did the %d in its place before it".formatted(MAX_DEATHS_ON_THE_WAY - 1));
        }
    }

    private Map<Integer, Long> claimedChunks() {
        Map<Integer, Long> chunks = new HashMap<>();
        for (long chunk = 0; chunk < plan.chunks(); chunk++) {
            if (area.ledger().isClaimed(chunk)) {
                chunks.put(area.ledger().owner(chunk), chunk);
            }
        }
        return chunks;
    }

    private List<WorkerFailure> failuresOf(ElementRange chunk) {
        return failures.stream()
                .filter(failure -> failure.elements().filter(chunk::equals).isPresent())
                .toList();
    }

    private ElementRange range(long chunk) {
        return new ElementRange(plan.chunkBegin(chunk), plan.chunkEnd(chunk));
    }

    private List<Undo.Saved> saved() {
        List<Undo.Saved> saved = new ArrayList<>();
        for (JobDescription.ArrayEntry entry : description.arrays()) {
            if (entry.savedBytes() > 0) {
                Job.Bound bound = Objects.requireNonNull(job.arrays().get(entry.name()));
                saved.add(new Undo.Saved(bound.array().data(), entry.savedBytes()));
            }
        }
        return saved;
    }
}
