package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.job.control.JobDescription.ArrayEntry;
import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks every invariant of a control segment, from outside and without writing to it: what must hold whenever its processes are killed.
 * While they are at work some of it is between two states, so that then only its form is checked.
 *
 * @param facts what was found, a line each
 * @param problems what is not as it must be, a line each; empty if all is well
 */
public record ControlCheck(List<String> facts, List<String> problems) {
    private static final int MAX_PROBLEMS = 20;

    /**
     * Checks a control segment.
     *
     * @throws SegmentException.NotFound if there is none
     * @throws SegmentException.PermissionDenied if this user may not read it
     */
    public static ControlCheck of(Path path) {
        Checker checker = new Checker();
        try (SharedSegment segment = SharedSegment.attach(path, Access.READ_ONLY)) {
            checker.check(path, segment.memory());
        } catch (SegmentException.Malformed e) {
            checker.problems.add(e.getMessage());
        }
        return new ControlCheck(List.copyOf(checker.facts), List.copyOf(checker.problems));
    }

    /** Tells whether all is well. */
    public boolean isSound() {
        return problems.isEmpty();
    }

    private static final class Checker {
        private final List<String> facts = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        void check(Path path, MemorySegment memory) {
            try (ControlSegment control = ControlSegment.attachForReading(path)) {
                boolean isAlive = control.hasCoordinator();
                fact(String.format(
                        Locale.ROOT,
                        "coordinator: process %d, %s",
                        control.coordinator().pid(),
                        isAlive ? "which runs" : "which is dead"));
                int rows = 0;
                for (int number = 0; number < control.capacity(); number++) {
                    rows += checkRow(number, control.slot(number)) ? 1 : 0;
                }
                fact(String.format(Locale.ROOT, "workers: %d of at most %d have come", rows, control.capacity()));
                if (!isAlive) {
                    checkWords(memory);
                }
                CurrentJob job = control.board().unfinished();
                if (job == null) {
                    fact("job: none is unfinished");
                } else {
                    checkJob(control, job, isAlive);
                }
            }
        }

        private void checkWords(MemorySegment header) {
            int posted = header.get(JAVA_INT, HeaderLayout.JOB + CurrentJobLayout.NUMBER);
            long claim = header.get(JAVA_LONG, HeaderLayout.CLAIM);
            int claimed = (int) (claim >>> JobBoard.NUMBER_SHIFT);
            if (posted != 0 && posted != claimed) {
                problem(String.format(
                        Locale.ROOT, "round %d is on the board, and round %d is claimed from", posted, claimed));
            }
            int published = header.get(JAVA_INT, HeaderLayout.PUBLISHED);
            if (published != Bell.CLOSING && published > claimed) {
                problem(String.format(
                        Locale.ROOT, "round %d is published, and round %d is claimed from", published, claimed));
            }
            if (header.get(JAVA_INT, HeaderLayout.COMPLETED) > claimed) {
                problem(String.format(
                        Locale.ROOT,
                        "round %d is completed, and round %d is claimed from",
                        header.get(JAVA_INT, HeaderLayout.COMPLETED),
                        claimed));
            }
            if (header.get(JAVA_LONG, HeaderLayout.REMAINING) > JobBoard.MAX_CHUNKS) {
                problem(String.format(
                        Locale.ROOT, "remaining=%d chunks", header.get(JAVA_LONG, HeaderLayout.REMAINING)));
            }
        }

        /** Tells whether a worker has come to the row. */
        private boolean checkRow(int number, WorkerSlot row) {
            row.flaw().ifPresent(flaw -> problem(String.format(Locale.ROOT, "row %d: %s", number, flaw)));
            return row.isAttached();
        }

        private void checkJob(ControlSegment control, CurrentJob job, boolean isAlive) {
            JobArea area;
            JobDescription description;
            try {
                area = control.area(job);
                description = area.description();
            } catch (SegmentException e) {
                problem(String.format(Locale.ROOT, "job: %s", e.getMessage()));
                return;
            }
            fact(String.format(
                    Locale.ROOT,
                    "job: %s over %,d elements in %,d chunks",
                    description.kernel(),
                    job.plan().elements(),
                    job.plan().chunks()));
            if (description.savedBytes() != job.savedBytes()) {
                problem(String.format(
                        Locale.ROOT,
                        "job: savedBytes=%d, its arrays have %d",
                        job.savedBytes(),
                        description.savedBytes()));
            }
            checkLedger(area, isAlive);
            if (!isAlive) {
                description.arrays().forEach(this::checkArray);
            }
        }

        private void checkLedger(JobArea area, boolean isAlive) {
            Ledger ledger = area.ledger();
            CurrentJob job = area.job();
            ChunkPlan plan = job.plan();
            long done = 0;
            long claimed = 0;
            long lost = 0;
            for (long chunk = 0; chunk < plan.chunks(); chunk++) {
                done += ledger.isDone(chunk) ? 1 : 0;
                lost += ledger.isLost(chunk) ? 1 : 0;
                if (ledger.isClaimed(chunk)) {
                    claimed++;
                    checkClaimed(area, chunk, isAlive);
                } else if (ledger.isDone(chunk)) {
                    checkOwner(ledger, job, chunk);
                } else if (ledger.isFree(chunk)
                        && ledger.blocksDone(chunk) * plan.blockElements()
                                >= plan.chunkEnd(chunk) - plan.chunkBegin(chunk)) {
                    problem(String.format(Locale.ROOT, "chunk %d is free, and all its blocks are done", chunk));
                }
            }
            fact(String.format(
                    Locale.ROOT,
                    "chunks: %,d done, %,d claimed, %,d lost, %,d free",
                    done,
                    claimed,
                    lost,
                    plan.chunks() - done - claimed - lost));
            if (claimed > job.workers()) {
                problem(String.format(Locale.ROOT, "%d chunks are claimed by %d workers", claimed, job.workers()));
            }
        }

        private void checkClaimed(JobArea area, long chunk, boolean isAlive) {
            Ledger ledger = area.ledger();
            ChunkPlan plan = area.job().plan();
            if (!checkOwner(ledger, area.job(), chunk) || isAlive || area.job().savedBytes() == 0) {
                return;
            }
            long block = area.undo(ledger.owner(chunk)).block();
            if (plan.blockBegin(block) < plan.chunkBegin(chunk) || plan.blockBegin(block) >= plan.chunkEnd(chunk)) {
                problem(String.format(
                        Locale.ROOT,
                        "chunk %d is claimed by worker %d, which has saved block %d",
                        chunk,
                        ledger.owner(chunk),
                        block));
            }
        }

        private boolean checkOwner(Ledger ledger, CurrentJob job, long chunk) {
            if (ledger.owner(chunk) < job.workers() && ledger.attempts(chunk) > 0) {
                return true;
            }
            problem(String.format(
                    Locale.ROOT,
                    "chunk %d: worker %d of %d, %d attempts",
                    chunk,
                    ledger.owner(chunk),
                    job.workers(),
                    ledger.attempts(chunk)));
            return false;
        }

        private void checkArray(ArrayEntry array) {
            Optional<String> missing = Optional.empty();
            try (SharedSegment segment = SharedSegment.attach(array.path(), Access.READ_ONLY)) {
                if (!segment.fileId().equals(array.fileId())) {
                    missing = Optional.of("another file has its name");
                }
            } catch (SegmentException e) {
                missing = Optional.of(e.getMessage());
            }
            missing.ifPresentOrElse(
                    why -> fact(
                            String.format(Locale.ROOT, "array %s: not where the job had it (%s)", array.name(), why)),
                    () -> fact(String.format(Locale.ROOT, "array %s: %s", array.name(), array.path())));
        }

        private void fact(String line) {
            facts.add(line);
        }

        private void problem(String line) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(line);
            } else if (problems.size() == MAX_PROBLEMS) {
                problems.add("and more");
            }
        }
    }
}
