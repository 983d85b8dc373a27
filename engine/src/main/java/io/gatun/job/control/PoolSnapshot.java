package io.gatun.job.control;

import io.gatun.posix.Proc;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a pool does at one moment, as its control segment tells whoever looks at it. Nothing is written for it, and it can be told also when
 * all of the pool's processes are dead.
 *
 * @param coordinatorPid which process coordinates, or did
 * @param isCoordinated whether that one lives: the kernel says so, not the pid
 * @param job the one that is not finished, if any
 * @param workers those that have come, dead ones included
 */
public record PoolSnapshot(
        SegmentName name,
        long coordinatorPid,
        boolean isCoordinated,
        Optional<JobState> job,
        List<WorkerState> workers) {
    private static final int PAGE_BYTES = 4096;

    /** A job: what it computes, and how much of that is done, in elements and in chunks. */
    public record JobState(
            String kernel, long elements, long elementsDone, long chunks, long chunksDone, long chunksLost) {}

    /**
     * A worker.
     *
     * @param row of the control segment
     * @param chunk the one it is in; -1 if none
     * @param chunksDone of the job it was last at
     * @param elementsDone in those
     * @param residentBytes the memory that it has in RAM; 0 if it is dead
     */
    public record WorkerState(
            int row, long pid, State state, long chunk, long chunksDone, long elementsDone, long residentBytes) {}

    /** What a worker does. */
    public enum State {
        /** It waits for a job, or is between two chunks. */
        IDLE,
        /** It computes a chunk. */
        AT_WORK,
        /** Somebody has stopped it, by SIGSTOP or its like. */
        STOPPED,
        /** It has died. */
        DEAD
    }

    /**
     * Looks at a pool.
     *
     * @return empty if the segment is only the area of a large job, of a pool whose control segment lies beside it
     * @throws SegmentException.NotFound if there is none of this name
     * @throws SegmentException.Malformed if it is none, or damaged
     */
    public static Optional<PoolSnapshot> of(SegmentName name) {
        try {
            Optional<ControlSegment> found = ControlSegment.findForReading(name.path());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (ControlSegment control = found.get()) {
                return Optional.of(of(name, control));
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | InternalError e) {
            throw new SegmentException.Malformed(name.path(), 0, "damaged: " + e.getMessage());
        }
    }

    private static PoolSnapshot of(SegmentName name, ControlSegment control) {
        List<WorkerState> workers = new ArrayList<>();
        for (int row = 0; row < control.capacity(); row++) {
            WorkerSlot slot = control.slot(row);
            if (slot.isAttached()) {
                workers.add(worker(row, slot));
            }
        }
        return new PoolSnapshot(
                name, control.coordinator().pid(), control.hasCoordinator(), job(control), List.copyOf(workers));
    }

    private static WorkerState worker(int row, WorkerSlot slot) {
        Proc.Identity identity = slot.identity();
        boolean lives = Proc.identityOf(identity.pid()).equals(Optional.of(identity));
        long chunk = slot.currentChunk();
        State state = lives ? chunk >= 0 ? State.AT_WORK : State.IDLE : State.DEAD;
        if (lives && isStopped(identity.pid())) {
            state = State.STOPPED;
        }
        long resident = lives ? residentBytes(identity.pid()) : 0;
        return new WorkerState(row, identity.pid(), state, chunk, slot.chunksDone(), slot.elementsDone(), resident);
    }

    private static boolean isStopped(long pid) {
        try {
            return Proc.isStopped(pid);
        } catch (RuntimeException e) {
            return false; // it has ended meanwhile
        }
    }

    private static long residentBytes(long pid) {
        try {
            String pages = Files.readString(Path.of("/proc", Long.toString(pid), "statm"));
            return Long.parseLong(pages.split(" ", 3)[1]) * PAGE_BYTES;
        } catch (IOException e) {
            return 0; // it has ended meanwhile
        }
    }

    private static Optional<JobState> job(ControlSegment control) {
        CurrentJob job = control.board().unfinished();
        if (job == null) {
            return Optional.empty();
        }
        JobArea area;
        String kernel;
        try {
            area = control.area(job);
            kernel = area.description().kernel();
        } catch (SegmentException e) {
            return Optional.empty(); // it has ended meanwhile
        }
        ChunkPlan plan = job.plan();
        long elements = 0;
        long done = 0;
        long lost = 0;
        for (long chunk = 0; chunk < plan.chunks(); chunk++) {
            if (area.ledger().isDone(chunk)) {
                done++;
                elements += plan.chunkEnd(chunk) - plan.chunkBegin(chunk);
            } else if (area.ledger().isLost(chunk)) {
                lost++;
            }
        }
        return Optional.of(new JobState(kernel, plan.elements(), elements, plan.chunks(), done, lost));
    }
}
