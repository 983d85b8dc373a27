package io.gatun.workers;

import io.gatun.job.control.Bell;
import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobBoard;
import io.gatun.job.control.WorkerSlot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;

/**
 * A worker's life between two jobs and in them: waits until one is published, claims chunk after chunk and computes them,
 * reports them back, and waits again, until the pool is closed.
 */
final class JobLoop {
    /** For how long arrays stay attached that no job uses: they keep shared memory that may have no name any more. */
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ControlSegment control;
    private final JobBoard board;
    private final int worker;
    private final WorkerSlot row;
    private final JobContexts contexts;
    private final boolean spins;
    private final JobBoard.Claim claim = new JobBoard.Claim();

    JobLoop(ControlSegment control, int worker, JobContexts contexts) {
        this.control = control;
        this.board = control.board();
        this.worker = worker;
        this.row = control.slot(worker);
        this.contexts = contexts;
        this.spins = worker < Runtime.getRuntime().availableProcessors() - 1; // one is the coordinator's
    }

    /** Returns when the pool is closed, or at once if it is not the coordinator's any more that has started this process. */
    void run(long coordinator) {
        if (!row.attach(coordinator)) {
            return;
        }
        int seen = 0;
        while (seen != Bell.CLOSING) {
            int published = awaitPublished(seen);
            if (published == seen) {
                contexts.idle();
            }
            seen = published;
            if (seen != Bell.CLOSING) {
                serve();
                contexts.releaseUnused(KEEP_NANOS); // also where jobs over other arrays leave no time to be idle
            }
        }
    }

    private int awaitPublished(int seen) {
        return control.bell().awaitPublished(seen, row, spins, contexts.isEmpty() ? Long.MAX_VALUE : KEEP_NANOS);
    }

    /** Claims until nothing is left; as a rule of one job, but where another is posted meanwhile, of that too. */
    private void serve() {
        row.enterRound();
        boolean claimed = board.claim(worker, claim);
        while (claimed) {
            CurrentJob job = claim.job();
            long reported = 0;
            try {
                JobContext context = contexts.of(job);
                row.enter(job, System.nanoTime()); // only now: attaching arrays is no part of the computation
                while (claimed && claim.job().number() == job.number()) {
                    if (!compute(context)) {
                        claimed = false; // nothing more before the coordinator has taken the chunk back
                        break;
                    }
                    reported += claim.end - claim.begin;
                    claimed = board.claim(worker, claim);
                }
            } catch (Throwable e) { // Errors too: the coordinator wants to know of every reason
                row.failed(job, stackTrace(e));
                reported += claim.end - claim.begin + board.stop(job);
                claimed = false;
            }
            row.leave(System.nanoTime());
            if (board.report(reported)) {
                control.bell().complete(job, row);
            }
            contexts.used();
        }
        row.leaveRound();
    }

    /** Computes what was claimed; tells whether it can be reported back: not if one of the chunks took too long. */
    private boolean compute(JobContext context) throws Exception {
        CurrentJob job = context.job();
        for (long chunk = claim.begin; chunk < claim.end && isWanted(job, chunk); chunk++) {
            if (job.isRetry() && !context.area().ledger().isFree(chunk)) {
                continue;
            }
            row.begin(chunk);
            boolean vector = context.choose();
            if (!context.run(chunk)) {
                if (row.isCancelled(chunk)) {
                    row.gaveUp(job);
                    return false;
                }
                return true; // the job is given up: what is left of the claim is reported back undone
            }
            row.done(job.plan().chunkEnd(chunk) - job.plan().chunkBegin(chunk), vector);
        }
        return true;
    }

    /** Tells whether a chunk of the last claim is to be begun: not if the job was given up before, or the round withdrawn since. */
    private boolean isWanted(CurrentJob job, long chunk) {
        return chunk == claim.begin ? !board.isStopped(job) : board.isPosted(job);
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
