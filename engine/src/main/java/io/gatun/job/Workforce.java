package io.gatun.job;

import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.WorkerSlot;
import io.gatun.posix.CrashPoint;
import io.gatun.posix.Proc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The processes of a pool: as many as it should have, each with its row in the control segment.
 *
 * <p><b>Threads:</b> one at a time. <b>Crash behaviour:</b> that a process has ended is known by the thread of the JDK that waits for it
 * (waitpid), and told by the one that reads its standard error; it is started anew when a job needs it.
 */
final class Workforce {
    private final WorkerCommand command;
    private final Path control;
    private final Consumer<String> errorLines;
    private final List<WorkerProcess> processes = new ArrayList<>();
    private WorkerSlot[] rows = {};
    private boolean allCanWake;
    private long startedNanos;
    private long spawnedNanos;
    private volatile boolean hasNewDead;
    private volatile Runnable deathAction = () -> {};

    Workforce(WorkerCommand command, Path control, Consumer<String> errorLines) {
        this.command = command;
        this.control = control;
        this.errorLines = errorLines;
    }

    /**
     * Starts or ends processes until there are so many, the lowest numbers first.
     *
     * @throws JobException.NotEnoughMemory if the machine has not the memory for those that are missing
     */
    void resize(int workers) {
        if (workers > processes.size()) {
            requireMemory(workers - processes.size());
            startedNanos = System.nanoTime();
            try {
                while (processes.size() < workers) {
                    processes.add(start(processes.size()));
                }
            } catch (Throwable e) {
                kill(0);
                throw e;
            }
            spawnedNanos = System.nanoTime();
        } else {
            kill(workers);
        }
        allCanWake = false;
    }

    /** Binds the processes to the rows of the control segment, which may be made after they are started. */
    void bind(ControlSegment segment) {
        WorkerSlot[] bound = new WorkerSlot[processes.size()];
        for (int number = 0; number < bound.length; number++) {
            bound[number] = number < rows.length ? rows[number] : segment.slot(number);
        }
        rows = bound;
    }

    /** Starts those processes anew that have ended; tells whether there were any. */
    boolean replaceDead() {
        boolean first = true;
        for (int number = 0; number < processes.size(); number++) {
            if (!processes.get(number).isAlive()) {
                startedNanos = first ? System.nanoTime() : startedNanos;
                first = false;
                rows[number].reset();
                processes.set(number, start(number));
                allCanWake = false;
                spawnedNanos = System.nanoTime();
            }
        }
        return !first;
    }

    /** Tells, without a system call, whether a process may have ended since this was last asked. */
    boolean hasNewDead() {
        return hasNewDead;
    }

    /** Forgets those that were noticed until now, before they are looked for. */
    void noteDead() {
        hasNewDead = false;
    }

    /** Has something done by another thread whenever a process has ended. */
    void onDeath(Runnable action) {
        deathAction = action;
    }

    /** Tells, without a system call, whether a process has ended and was not started anew yet. */
    boolean anyDead() {
        for (WorkerProcess process : processes) {
            if (!process.isAlive()) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether a worker that lives may hold chunks. */
    boolean anyInside() {
        for (int number = 0; number < rows.length; number++) {
            if (rows[number].isInside() && processes.get(number).isAlive()) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return processes.size();
    }

    WorkerProcess process(int number) {
        return processes.get(number);
    }

    WorkerSlot row(int number) {
        return rows[number];
    }

    WorkerSlot[] rows() {
        return rows;
    }

    /** Tells whether each worker can wake the coordinator, so that it may sleep. */
    boolean allCanWake() {
        for (int number = 0; !allCanWake && number < rows.length; number++) {
            if (!rows[number].canWake()) {
                return false;
            }
        }
        allCanWake = true;
        return true;
    }

    boolean allAttached() {
        for (WorkerSlot row : rows) {
            if (!row.isAttached()) {
                return false;
            }
        }
        return true;
    }

    long elementsDone(CurrentJob job) {
        long done = 0;
        for (WorkerSlot row : rows) {
            done += row.hasPartIn(job) ? row.elementsDone() : 0;
        }
        return done;
    }

    /** When the first of the processes that were last started was, on {@link System#nanoTime()}'s clock. */
    long startedNanos() {
        return startedNanos;
    }

    /** When they all were. */
    long spawnedNanos() {
        return spawnedNanos;
    }

    /** Lets workers end by themselves, for as long as the command allows. */
    void awaitLeaving() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WorkerCommand.exitSeconds());
        try {
            for (WorkerProcess process : processes) {
                process.awaitUntil(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then they are not waited for
        }
    }

    /** Kills the processes from a number on, the last first, and waits until they are gone. */
    void kill(int from) {
        boolean interrupted = Thread.interrupted();
        List<WorkerProcess> leaving = processes.subList(from, processes.size());
        leaving.reversed().forEach(WorkerProcess::kill);
        for (WorkerProcess process : leaving) {
            while (true) {
                try {
                    process.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // a killed process is gone in a moment: worth waiting for
                }
            }
        }
        for (int number = from; number < rows.length && number < processes.size(); number++) {
            rows[number].reset();
        }
        leaving.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private WorkerProcess start(int number) {
        WorkerProcess process = WorkerProcess.start(command, control, number, errorLines, () -> {
            hasNewDead = true;
            deathAction.run();
        });
        CrashPoint.PROCESS_STARTED.reach();
        return process;
    }

    private static void requireMemory(int workers) {
        long available = Proc.availableMemoryBytes().orElse(Long.MAX_VALUE);
        long needed = workers * WorkerCommand.MEMORY_BYTES;
        if (needed > available) {
            throw new JobException.NotEnoughMemory(workers, needed, available, available / WorkerCommand.MEMORY_BYTES);
        }
    }
}
