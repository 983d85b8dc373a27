package io.gatun.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import io.gatun.waiting.Sleep;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * Who waits for a condition, in the order in which they came: a place for each thread, with a word that it sleeps on.
 *
 * <p>Places are taken, signalled and left with the condition's lock held; only that a place is signalled is looked at without. So a signal goes
 * to the ones that wait, no more and no fewer. A place of a dead process is passed over; one that was signalled and then died
 * {@linkplain #passOnOfDead has its signal passed on}.
 *
 * <p><b>Threads:</b> one at a time, with the lock held, where nothing else is said.
 */
final class WaitQueue {
    /** How many threads can wait for one condition at a time. */
    static final int PLACES = 1024;

    private static final StructLayout PLACE = MemoryLayout.structLayout(
                    JAVA_INT.withName("state"), // the futex
                    JAVA_INT.withName("owner"), // as in the low half of a lock's word
                    JAVA_LONG.withName("ticket")) // smaller came earlier
            .withName("place");

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("nextTicket"),
                    JAVA_INT.withName("used"), // all places from here on were never taken
                    paddingLayout(52),
                    sequenceLayout(PLACES, PLACE).withName("places"))
            .withName("queue");

    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final long NEXT_TICKET = offset("nextTicket");
    private static final long USED = offset("used");
    private static final long FIRST_PLACE = offset("places");
    private static final long STATE = PLACE.byteOffset(PathElement.groupElement("state"));
    private static final long OWNER = PLACE.byteOffset(PathElement.groupElement("owner"));
    private static final long TICKET = PLACE.byteOffset(PathElement.groupElement("ticket"));

    private static final int FREE = 0;
    private static final int WAITING = 1;
    private static final int SIGNALLED = 2;

    private final MemorySegment data;
    private final Peers self;

    /**
     * Makes the queue that lies in a cell's data.
     *
     * @param data all zeros at first, {@link #LAYOUT} of them
     */
    WaitQueue(MemorySegment data, Peers self) {
        this.data = data;
        this.self = self;
    }

    /**
     * Takes a place at the end.
     *
     * @return the place; -1 if all are taken
     */
    int enter() {
        int used = used();
        for (int place = 0; place < PLACES; place++) {
            if (place >= used || state(place) == FREE) {
                return take(place);
            }
        }
        for (int place = 0;
                place < PLACES;
                place++) { // not those signalled: what the dead got is to be passed on first
            if (state(place) == WAITING && !self.isAlive(owner(place))) {
                return take(place);
            }
        }
        return -1;
    }

    private int take(int place) {
        long ticket = data.get(JAVA_LONG, NEXT_TICKET);
        data.set(JAVA_LONG, NEXT_TICKET, ticket + 1);
        data.set(JAVA_LONG, at(place) + TICKET, ticket);
        data.set(JAVA_INT, at(place) + OWNER, self.low());
        data.set(JAVA_INT, USED, Math.max(used(), place + 1));
        INT.setRelease(data, at(place) + STATE, WAITING);
        return place;
    }

    /** Leaves a place; tells whether it was signalled. */
    boolean leave(int place) {
        boolean signalled = isSignalled(place);
        INT.setRelease(data, at(place) + STATE, FREE);
        return signalled;
    }

    /** Tells whether a place is signalled, without the lock. */
    boolean isSignalled(int place) {
        return state(place) == SIGNALLED;
    }

    /** Sleeps until a place is signalled, at most for some time, without the lock. */
    void sleep(int place, long nanos) {
        Sleep.whileEqual(data, at(place) + STATE, WAITING, nanos);
    }

    /** Signals up to so many of those that wait, the first first, and notes whom to wake. */
    void signal(int count, Wakes wakes) {
        for (int i = 0; i < count; i++) {
            int first = first();
            if (first < 0) {
                return;
            }
            INT.setRelease(data, at(first) + STATE, SIGNALLED);
            CrashPoint.CONDITION_SIGNALLED.reach();
            wakes.add(data, at(first) + STATE);
        }
    }

    /** Tells, without the lock, whether a process has died that was signalled and has not come to act upon it. */
    boolean hasDeadSignalled() {
        int used = used();
        for (int place = 0; place < used; place++) {
            if (isSignalled(place) && !self.isAlive(owner(place))) {
                return true;
            }
        }
        return false;
    }

    /** Returns, without the lock, how many threads wait, of processes that live. */
    int waiting() {
        int waiting = 0;
        int used = used();
        for (int place = 0; place < used; place++) {
            waiting += state(place) == WAITING && self.isAlive(owner(place)) ? 1 : 0;
        }
        return waiting;
    }

    /** Gives the signals of those who died to others that wait; who dies meanwhile has given one twice rather than not at all. */
    void passOnOfDead(Wakes wakes) {
        int used = used();
        for (int place = 0; place < used; place++) {
            if (isSignalled(place) && !self.isAlive(owner(place))) {
                signal(1, wakes);
                INT.setRelease(data, at(place) + STATE, FREE);
            }
        }
    }

    /** Returns the place of the living thread that has waited for the longest, -1 if none waits. */
    private int first() {
        while (true) {
            int first = -1;
            int used = used();
            for (int place = 0; place < used; place++) {
                if (state(place) == WAITING && (first < 0 || ticket(place) < ticket(first))) {
                    first = place;
                }
            }
            if (first < 0 || self.isAlive(owner(first))) {
                return first;
            }
            INT.setRelease(data, at(first) + STATE, FREE);
        }
    }

    private int used() {
        return Math.clamp((int) INT.getAcquire(data, USED), 0, PLACES);
    }

    private int state(int place) {
        return (int) INT.getAcquire(data, at(place) + STATE);
    }

    private int owner(int place) {
        return data.get(JAVA_INT, at(place) + OWNER);
    }

    private long ticket(int place) {
        return data.get(JAVA_LONG, at(place) + TICKET);
    }

    private static long at(int place) {
        return FIRST_PLACE + place * PLACE.byteSize();
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
