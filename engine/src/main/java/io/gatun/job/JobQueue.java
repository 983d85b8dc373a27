package io.gatun.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a pool, run one at a time in the order in which they came, and the threads that drive them: whoever finds the
 * queue empty drives its job itself, all others leave theirs to the dispatcher, a thread that is started for the first of them.
 *
 * <p>{@code driven} is the job that has the coordinator. Whoever waits until there is none has the coordinator to itself for as
 * long as it holds the lock; the thread that drives, and the dispatcher where jobs are queued, would wait for ever.
 *
 * <p><b>Threads:</b> any. <b>Ownership:</b> it owns the coordinator, and closes it.
 */
final class JobQueue implements AutoCloseable {
    private final Coordinator coordinator;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<JobHandle> queue = new ArrayDeque<>();
    private volatile @Nullable Thread dispatcher;
    private @Nullable JobHandle driven;
    private volatile @Nullable Thread driver;
    private boolean closed;
    private boolean ended;

    JobQueue(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    /** Puts a job behind those that are waiting, and returns at once. */
    void add(JobHandle handle) {
        lock.lock();
        try {
            requireOpen();
            if (dispatcher == null) { // first: if no thread is to be had, nobody would ever run the job
                dispatcher = Thread.ofPlatform().name("gatun-pool").daemon().start(this::dispatch);
            }
            queue.addLast(handle);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Runs a job, after those that are waiting, and waits for its report. */
    JobReport run(JobHandle handle) throws InterruptedException {
        if (Thread.currentThread().isVirtual() || !tryToDrive(handle)) {
            requireAnotherThread();
            add(handle);
            return await(handle);
        }
        JobReport report;
        try {
            report = coordinator.run(handle);
        } catch (CancellationException e) {
            if (Thread.interrupted()) { // while room was reserved for what the job leaves in shared memory
                throw new InterruptedException();
            }
            throw e;
        } finally {
            release();
        }
        if (report == null) { // only close() knows the handle, and has cancelled it
            throw new CancellationException("the pool was closed");
        }
        return report;
    }

    int workers() {
        lock.lock();
        try {
            return coordinator.workers();
        } finally {
            lock.unlock();
        }
    }

    void resize(int workers) throws InterruptedException {
        requireNotDriving();
        lock.lockInterruptibly();
        try {
            while (driven != null) {
                changed.await();
            }
            requireOpen();
            coordinator.resize(workers);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more jobs, waits for those it has, or gives them up if the thread is interrupted, and closes the coordinator. */
    @Override
    public void close() {
        requireAnotherThread();
        boolean interrupted = false;
        lock.lock();
        try {
            closed = true;
            while (driven != null || !queue.isEmpty()) {
                try {
                    changed.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    giveUpAll();
                }
            }
            if (!ended) {
                ended = true; // by whichever thread comes first: the others find nothing left to wait for
                changed.signalAll(); // the dispatcher, which ends
                coordinator.close();
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void giveUpAll() {
        queue.forEach(handle -> handle.cancel(true));
        queue.clear();
        if (driven != null) {
            driven.cancel(true);
        }
    }

    private boolean tryToDrive(JobHandle handle) {
        lock.lock();
        try {
            requireOpen();
            if (driven != null || !queue.isEmpty()) {
                return false;
            }
            drive(handle);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void drive(JobHandle handle) {
        driven = handle;
        driver = Thread.currentThread();
    }

    private void release() {
        lock.lock();
        try {
            driven = null;
            driver = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private JobReport await(JobHandle handle) throws InterruptedException {
        try {
            return handle.get();
        } catch (InterruptedException e) {
            handle.cancel(true);
            awaitRelease(handle);
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("a job cannot fail so", e);
            }
        }
    }

    private void awaitRelease(JobHandle handle) {
        lock.lock();
        try {
            if (queue.remove(handle)) {
                changed.signalAll(); // whoever closes the pool may be waiting for the queue to be empty
            }
            while (driven == handle) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drives the jobs that were queued, until there will be no more. */
    private void dispatch() {
        for (JobHandle handle = next(); handle != null; handle = next()) {
            @Nullable JobReport report = null;
            @Nullable Throwable failure = null;
            try {
                report = coordinator.run(handle);
            } catch (Throwable e) {
                failure = e;
            }
            release(); // first, so that what depends on the handle may use the pool
            if (failure != null) {
                handle.completeExceptionally(failure);
            } else if (report != null) {
                handle.complete(report);
            }
        }
    }

    private @Nullable JobHandle next() {
        lock.lock();
        try {
            while (driven != null || queue.isEmpty()) {
                if (closed && queue.isEmpty()) {
                    return null;
                }
                changed.awaitUninterruptibly();
            }
            JobHandle handle = queue.removeFirst();
            drive(handle);
            return handle;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses the threads for which it would be in vain to wait until all jobs are done. */
    private void requireAnotherThread() {
        requireNotDriving();
        if (Thread.currentThread() == dispatcher) {
            throw new IllegalStateException("the thread that serves a pool's jobs cannot wait for the pool");
        }
    }

    /** Refuses the thread for which it would be in vain to wait until the job that runs is done. */
    private void requireNotDriving() {
        if (Thread.currentThread() == driver) {
            throw new IllegalStateException("the thread that drives a pool's job cannot wait for that job");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
    }
}
