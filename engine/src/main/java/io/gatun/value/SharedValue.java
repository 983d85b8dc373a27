package io.gatun.value;

import io.gatun.segment.SegmentException;
import io.gatun.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * What all values have in common: where they lie, how long, and what guards them.
 *
 * <table class="striped">
 * <caption>Where a value may lie</caption>
 * <thead><tr><th>made by</th><th>where it lies</th><th>{@link #lock}</th><th>{@link #close}</th></tr></thead>
 * <tbody>
 * <tr><td>{@code create}, {@code attach}</td><td>in a segment of its own</td><td>its own</td><td>ends its use here</td></tr>
 * <tr><td>{@code createWithoutLock}, {@code attach}</td><td>in a segment of its own</td><td>throws</td><td>ends its use here</td></tr>
 * <tr><td>{@code in}</td><td>in a cell of a {@link io.gatun.sync.CellSegment}</td><td>the cell's</td><td>does nothing</td></tr>
 * <tr><td>{@code at}</td><td>in memory that is given</td><td>throws</td><td>does nothing</td></tr>
 * <tr><td>{@link SharedStruct}</td><td>in a field of it</td><td>the struct's</td><td>does nothing</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Reading and writing.</b> Methods have the names and the memory ordering of those of {@code java.util.concurrent.atomic}, and what holds
 * there among threads holds here among the threads of all processes: {@code get} and {@code set} are volatile, as {@code
 * memory_order_seq_cst} is in C11, {@code Plain}, {@code Opaque}, {@code Acquire} and {@code Release} are weaker, as {@link
 * java.lang.invoke.VarHandle} tells, and what reads and writes in one step is volatile. No access blocks, takes the lock, or looks whether
 * somebody has it: the lock is for what takes several steps. All accesses throw {@link IllegalStateException} when the value is closed, and
 * those that write {@link IllegalArgumentException} if the memory is read-only.
 *
 * <p><b>Threads:</b> any, virtual ones included. <b>Ownership:</b> as a {@linkplain io.gatun.segment.SharedSegment segment}'s:
 * {@code close} ends the use here, {@link #unlink} removes the name. <b>Layout:</b> the value's bytes lie at byte 56 of its cell, as the {@linkplain
 * io.gatun.value package} tells. <b>Crash behaviour:</b> a value is written whole or not at all, and keeps what it has whoever dies. Hence a
 * value's lock goes on when its owner has died ({@link io.gatun.sync.Repair#NOT_NEEDED}), unless {@link SharedLock#onOwnerDeath} says something
 * else.
 */
public abstract sealed class SharedValue implements AutoCloseable
        permits NarrowValue, SharedDouble, SharedFloat, SharedInt, SharedLong, SharedStruct {
    /** What every access goes to: fields of the object itself, so that an access costs what the handle's does. */
    final MemorySegment memory;

    final long offset;
    private final Place place;

    SharedValue(Place place) {
        this.memory = place.memory();
        this.offset = place.offset();
        this.place = place;
    }

    Place place() {
        return place;
    }

    /**
     * Returns the lock for what takes more than one access; the same object at each call. It is not reentrant, and to close it does nothing.
     *
     * @throws IllegalStateException if the value has none
     */
    public SharedLock lock() {
        return place.lock();
    }

    /**
     * Returns the path of the segment that the value lies in.
     *
     * @throws IllegalStateException if it lies in memory that was given
     */
    public Path path() {
        return place.path();
    }

    /**
     * Removes the name of the value's segment; otherwise as {@link io.gatun.segment.SharedSegment#unlink}.
     *
     * @return whether this call removed it
     * @throws IllegalStateException if the segment is not the value's own
     * @throws SegmentException.Closed if the value is closed
     */
    public boolean unlink() {
        return place.unlink();
    }

    /**
     * Ends the use of the value here; does nothing the second time, nor for a value that lies in something else, which is closed by
     * itself. If its lock is held here, that counts as its owner's death.
     */
    @Override
    public void close() {
        place.close();
    }

    /** Returns the type and the place, for messages. */
    @Override
    public String toString() {
        return place.toString();
    }
}
