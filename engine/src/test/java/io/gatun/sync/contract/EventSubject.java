package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.LockInfo;
import io.gatun.sync.Locks;
import io.gatun.sync.SharedEvent;
import java.util.concurrent.TimeUnit;

/** An event. */
record EventSubject(SharedEvent event) implements Subject {
    static EventSubject create(SegmentName name) {
        return new EventSubject(SharedEvent.create(name));
    }

    static EventSubject attach(SegmentName name) {
        return new EventSubject(SharedEvent.attach(name));
    }

    @Override
    public Object perform(Command command) throws InterruptedException {
        return switch (command.verb()) {
            case "wait" -> {
                if (command.has(1)) {
                    yield event.await(command.nanos(0), TimeUnit.NANOSECONDS);
                }
                event.await();
                yield true;
            }
            case "set" -> {
                event.set();
                yield OK;
            }
            case "clear" -> {
                event.clear();
                yield OK;
            }
            case "is_set" -> event.isSet();
            case "waiters" ->
                Locks.list().stream()
                        .filter(lock -> lock.segment().path().equals(event.path()))
                        .mapToInt(LockInfo::waiters)
                        .sum();
            default -> throw command.unknown();
        };
    }

    @Override
    public void unlink() {
        event.unlink();
    }

    @Override
    public void close() {
        event.close();
    }
}
