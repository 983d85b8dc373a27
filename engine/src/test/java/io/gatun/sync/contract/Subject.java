package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;

/** A primitive, with its verbs: what a party of Gatun's works with. Closing it ends its use here. */
interface Subject extends AutoCloseable {
    /** What a verb answers that gives nothing back. */
    String OK = "ok";

    /**
     * Creates a primitive, of a kind and with arguments as {@code barrier 3}.
     *
     * @param counter what its predicates and actions look at
     */
    static Subject create(SegmentName name, Command primitive, Counter counter) {
        return switch (primitive.verb()) {
            case "lock", "rlock" -> LockSubject.create(name, primitive);
            case "rwlock" -> ReadWriteSubject.create(name);
            case "semaphore", "bounded" -> SemaphoreSubject.create(name, primitive);
            case "condition" -> ConditionSubject.create(name, primitive, counter);
            case "event" -> EventSubject.create(name);
            case "barrier" -> BarrierSubject.create(name, primitive, counter);
            default -> throw primitive.unknown();
        };
    }

    /** Attaches what {@link #create} has created with the same name and words. */
    static Subject attach(SegmentName name, Command primitive, Counter counter) {
        return switch (primitive.verb()) {
            case "lock", "rlock" -> LockSubject.attach(name);
            case "rwlock" -> ReadWriteSubject.attach(name);
            case "semaphore", "bounded" -> SemaphoreSubject.attach(name);
            case "condition" -> ConditionSubject.attach(name, primitive, counter);
            case "event" -> EventSubject.attach(name);
            case "barrier" -> BarrierSubject.attach(name, primitive, counter);
            default -> throw primitive.unknown();
        };
    }

    /** Does something with the primitive; what it returns, or one word for what it throws. */
    Object perform(Command command) throws Exception;

    /** Removes its name. */
    void unlink();

    @Override
    void close();
}
