package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;

/** A primitive that was created or attached, and the counter that its parties share. */
record Opened(Subject subject, Counter counter) implements AutoCloseable {
    static Opened create(SegmentName name, Command primitive) {
        Counter counter = Counter.create(name);
        try {
            return new Opened(Subject.create(name, primitive, counter), counter);
        } catch (Throwable e) {
            try (counter) {
                counter.unlink();
            }
            throw e;
        }
    }

    static Opened attach(SegmentName name, Command primitive) {
        Counter counter = Counter.attach(name);
        return new Opened(Subject.attach(name, primitive, counter), counter);
    }

    /** Does something with the primitive or the counter. */
    Object perform(Command command) throws Exception {
        return switch (command.verb()) {
            case "count" -> {
                counter.count();
                yield Subject.OK;
            }
            case "counted" -> counter.counted();
            default -> subject.perform(command);
        };
    }

    void unlink() {
        subject.unlink();
        counter.unlink();
    }

    @Override
    public void close() {
        subject.close();
        counter.close();
    }
}
