package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedSemaphore;
import java.util.concurrent.TimeUnit;

/** A semaphore, with a bound or without. */
record SemaphoreSubject(SharedSemaphore semaphore) implements Subject {
    static SemaphoreSubject create(SegmentName name, Command primitive) {
        int permits = primitive.number(0);
        return new SemaphoreSubject(
                primitive.verb().equals("bounded")
                        ? SharedSemaphore.createBounded(name, permits)
                        : SharedSemaphore.create(name, permits));
    }

    static SemaphoreSubject attach(SegmentName name) {
        return new SemaphoreSubject(SharedSemaphore.attach(name));
    }

    @Override
    public Object perform(Command command) throws InterruptedException {
        return switch (command.verb()) {
            case "acquire" -> {
                if (command.has(1)) {
                    yield semaphore.tryAcquire(command.nanos(0), TimeUnit.NANOSECONDS);
                }
                semaphore.acquire();
                yield true;
            }
            case "acquire_uninterruptibly" -> {
                semaphore.acquireUninterruptibly();
                yield true;
            }
            case "try_acquire" -> semaphore.tryAcquire();
            case "release" -> release(command);
            case "value" -> semaphore.availablePermits();
            default -> throw command.unknown();
        };
    }

    private String release(Command command) {
        try {
            if (command.has(1)) {
                semaphore.release(command.number(0));
            } else {
                semaphore.release();
            }
            return OK;
        } catch (IllegalStateException e) {
            return "over-release";
        }
    }

    @Override
    public void unlink() {
        semaphore.unlink();
    }

    @Override
    public void close() {
        semaphore.close();
    }
}
