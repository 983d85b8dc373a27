package io.gatun.workers;

import static io.gatun.workers.StepWork.CHANGE;
import static io.gatun.workers.StepWork.WRITE;

import io.gatun.posix.CrashPoint;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who dies at which step in {@link EveryStepTest}, and what must be left then. Steps are as {@link CrashPoint#AT_PROPERTY} has them. */
final class StepTables {
    private static final String AT_WORK = "KERNEL_AT_WORK";

    private StepTables() {}

    /** What a coordinator that dies leaves of its job. */
    enum Left {
        /** No pool that has a name: nobody has been told of the job. */
        NO_POOL,
        /** A pool, and no job that had begun: its arrays are untouched. */
        NOTHING_BEGUN,
        /** A job to be taken up. */
        A_JOB,
        /** A job to be taken up, but for the chunk that is given up. */
        A_JOB_WITHOUT_A_CHUNK,
        /** A pool, and a job that needs nobody: its arrays are as they should be. */
        ALL_DONE,
        /** The same without a pool. */
        NO_POOL_AND_ALL_DONE
    }

    /**
     * A coordinator's last step.
     *
     * @param deadWorker where one of its workers died before; empty for nowhere
     */
    record Last(StepWork work, String at, Left left, String deadWorker) {
        boolean loses() {
            return left == Left.A_JOB_WITHOUT_A_CHUNK;
        }

        @Override
        public String toString() {
            return at + " in " + work + (deadWorker.isEmpty() ? "" : ", a worker died at " + deadWorker);
        }
    }

    /** A worker's last step, and the jobs in which one comes there; none if that is at its start. */
    record OfWorker(CrashPoint at, Set<StepWork> works) {
        @Override
        public String toString() {
            return at.name();
        }
    }

    static List<Last> ofCoordinators() {
        return List.of(
                // The control segment; x, y and z were made before.
                last(WRITE, "SEGMENT_CREATED:4", Left.NO_POOL),
                last(WRITE, "SEGMENT_LOCKED:4", Left.NO_POOL),
                last(WRITE, "SEGMENT_RESERVED:4", Left.NO_POOL),
                last(WRITE, "SEGMENT_MAPPED:4", Left.NO_POOL),
                last(WRITE, "SEGMENT_INITIALIZED:4", Left.NO_POOL),
                last(WRITE, "SEGMENT_NAMED:4", Left.NOTHING_BEGUN),
                last(WRITE, "PROCESS_STARTED:1", Left.NO_POOL),
                last(WRITE, "PROCESS_STARTED:2", Left.NO_POOL),
                // The further segment.
                last(CHANGE, "SEGMENT_INITIALIZED:3", Left.NOTHING_BEGUN),
                last(CHANGE, "SEGMENT_NAMED:3", Left.NOTHING_BEGUN),
                // The job begins.
                last(CHANGE, "AREA_CLEARED", Left.NOTHING_BEGUN),
                last(WRITE, "DESCRIPTION_WRITTEN", Left.NOTHING_BEGUN),
                last(CHANGE, "BOARD_CLOSED", Left.NOTHING_BEGUN),
                last(WRITE, "NUMBERS_WRITTEN", Left.NOTHING_BEGUN),
                last(CHANGE, "BEGIN_WRITTEN", Left.NOTHING_BEGUN),
                last(CHANGE, "JOB_BEGUN", Left.A_JOB),
                last(WRITE, "ROUND_POSTED", Left.A_JOB),
                last(CHANGE, "ROUND_OPENED", Left.A_JOB),
                last(WRITE, "ROUND_PUBLISHED", Left.A_JOB),
                last(CHANGE, "ROUND_PUBLISHED", Left.A_JOB),
                // A worker dies.
                afterDeath(WRITE, "ROUND_HIDDEN", Left.A_JOB),
                afterDeath(CHANGE, "ROUND_WITHDRAWN", Left.A_JOB),
                afterDeath(CHANGE, "BLOCK_RESTORED", Left.A_JOB),
                afterDeath(CHANGE, "BLOCK_MARKED", Left.A_JOB),
                afterDeath(WRITE, "CHUNK_FREED", Left.A_JOB),
                afterDeath(CHANGE, "CHUNK_FREED", Left.A_JOB),
                afterDeath(CHANGE, "ROW_RESET", Left.A_JOB),
                afterDeath(CHANGE, "PROCESS_STARTED:3", Left.A_JOB),
                afterDeath(CHANGE, "NUMBERS_WRITTEN:2", Left.A_JOB),
                afterDeath(WRITE, "ROUND_POSTED:2", Left.A_JOB),
                afterDeath(CHANGE, "ROUND_PUBLISHED:2", Left.A_JOB),
                afterDeath(WRITE, "CHUNK_LOST", Left.A_JOB_WITHOUT_A_CHUNK),
                // The job ends.
                last(WRITE, "JOB_COMPLETED", Left.A_JOB),
                afterDeath(CHANGE, "JOB_COMPLETED", Left.A_JOB),
                last(WRITE, "JOB_REDUCED", Left.A_JOB),
                last(WRITE, "SEGMENT_RENAMED:1", Left.A_JOB),
                last(WRITE, "SEGMENT_RENAMED:2", Left.A_JOB),
                last(WRITE, "JOB_FINISHED:2", Left.ALL_DONE), // the first says that there was no job before
                last(CHANGE, "SEGMENT_UNLINKED:1", Left.ALL_DONE),
                last(CHANGE, "SEGMENT_UNLINKED:2", Left.NO_POOL_AND_ALL_DONE));
    }

    static List<OfWorker> ofWorkers() {
        Set<StepWork> both = EnumSet.allOf(StepWork.class);
        Set<StepWork> atItsStart = EnumSet.noneOf(StepWork.class);
        return List.of(
                new OfWorker(CrashPoint.CONTROL_ATTACHED, atItsStart),
                new OfWorker(CrashPoint.WORKER_ATTACHED, atItsStart),
                new OfWorker(CrashPoint.WORKER_INSIDE, both),
                new OfWorker(CrashPoint.CHUNKS_TAKEN, both),
                new OfWorker(CrashPoint.UNDO_BEGUN, EnumSet.of(CHANGE)),
                new OfWorker(CrashPoint.UNDO_COPIED, EnumSet.of(CHANGE)),
                new OfWorker(CrashPoint.UNDO_SAVED, EnumSet.of(CHANGE)),
                new OfWorker(CrashPoint.CHUNK_CLAIMED, both),
                new OfWorker(CrashPoint.KERNEL_AT_WORK, both),
                new OfWorker(CrashPoint.PARTIAL_WRITTEN, EnumSet.of(WRITE)),
                new OfWorker(CrashPoint.CHUNK_DONE, both),
                new OfWorker(CrashPoint.CHUNK_COUNTED, both),
                new OfWorker(CrashPoint.CHUNKS_REPORTED, both),
                new OfWorker(CrashPoint.ROUND_COMPLETED, both),
                new OfWorker(CrashPoint.WORKER_LEFT, both));
    }

    /** Those of processes that take a job up, one after the other: each gets a step further than the one before. */
    static List<String> ofResumers() {
        return List.of(
                "CONTROL_ATTACHED",
                "TAKEOVER_LOCKED",
                "TAKEOVER_TOLD",
                "ROUND_HIDDEN",
                "ROUND_WITHDRAWN",
                "ROW_RESET:1",
                "ROW_RESET:100",
                "PROCESS_STARTED:1",
                "PROCESS_STARTED:2",
                "BLOCK_RESTORED",
                "BLOCK_MARKED",
                "CHUNK_FREED",
                "BOARD_CLOSED",
                "NUMBERS_WRITTEN",
                "ROUND_POSTED",
                "ROUND_OPENED",
                "ROUND_PUBLISHED",
                "JOB_COMPLETED",
                "JOB_REDUCED");
    }

    static List<String> ofCollectors() {
        return List.of("ORPHAN_LOCKED:1", "ORPHAN_LOCKED:2", "SEGMENT_UNLINKED");
    }

    /** Of workers all of which die, each as soon as it has done a little: the more of them, the further the job gets. */
    static Stream<Object[]> ofWorkersAllOfWhichDie() {
        Stream<Object[]> writing = Stream.of(
                        "CHUNK_CLAIMED:2",
                        "PARTIAL_WRITTEN:40", // more than a chunk has
                        "CHUNK_DONE",
                        "CHUNK_COUNTED",
                        "CHUNKS_REPORTED",
                        "WORKER_LEFT")
                .map(at -> new Object[] {WRITE, at});
        Stream<Object[]> changing = Stream.of(
                        "UNDO_BEGUN:2", "UNDO_COPIED:2", "UNDO_SAVED:2", "CHUNK_CLAIMED:2", "CHUNK_DONE", "WORKER_LEFT")
                .map(at -> new Object[] {CHANGE, at});
        return Stream.concat(writing, changing);
    }

    /** All steps that are somebody's last; those of locks are the engine's EveryStepOfSyncTest's. */
    static Set<String> all() {
        return Stream.of(
                        ofCoordinators().stream().map(Last::at),
                        ofWorkers().stream().map(OfWorker::toString),
                        ofResumers().stream(),
                        ofCollectors().stream())
                .flatMap(steps -> steps)
                .map(step -> step.split(":", 2)[0])
                .collect(Collectors.toSet());
    }

    private static Last last(StepWork work, String at, Left left) {
        return new Last(work, at, left, "");
    }

    private static Last afterDeath(StepWork work, String at, Left left) {
        return new Last(work, at, left, AT_WORK);
    }
}
