package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.sync.CellSegment;
import io.gatun.sync.SharedLock;
import io.gatun.sync.SyncKind;
import io.gatun.waiting.Deadline;
import io.gatun.waiting.Sleep;
import io.gatun.waiting.Spin;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that any number of processes put into and take from: {@code JoinableQueue} of Python's {@code multiprocessing}, without a pipe and a thread
 * that feeds it.
 *
 * <p>{@snippet :
 * try (SharedQueue<String> tasks = SharedQueue.attach(SegmentName.of("tasks"), Codec.STRING)) {
 *   String task = tasks.take();   // waits for one; no other process gets the same
 *   work(task);
 *   tasks.taskDone();             // join() returns when all are
 * }
 * }
 *
 * {@snippet file=QueueDemo.java region=queue}
 *
 * <p>Elements come out in the order in which they went in, each once; none is null. What is put in is copied, and what comes out is an object of its own. Two are
 * the same if their {@linkplain Codec bytes} are. {@link #drainTo(Collection, int)} and {@link #clear} are one step each; what {@link Collection} has for many elements is a step for
 * each. <b>Iterators</b> are weakly consistent: they return what was there at their beginning.
 *
 * <p><b>Room:</b> for {@code capacity} elements, and for so many bytes as the ring has, which is reserved when the queue is created: whichever is reached
 * first, the queue is full. An element takes 8 to 15 bytes besides its own, and eight are never used; one that was removed from within keeps its bytes until those before it are taken.
 *
 * <p><b>Threads:</b> any, virtual ones included, of any process. Who puts and who takes do not wait for each other, unless the queue is full or empty; those who put do,
 * one after the other, as do those who take. It is not fair. A thread that waits notices an interrupt within 20 ms. <b>Memory ordering:</b> as {@link BlockingQueue} says,
 * between processes too. <b>Ownership:</b> as a {@linkplain SharedSegment segment}'s. <b>Crash behaviour:</b> a process that is killed while it puts or takes has done so wholly or not at all, and holds nobody up for
 * longer than 20 ms. What it has taken is gone with it, and never {@linkplain #taskDone done}: {@link #join(long, TimeUnit)} tells.
 *
 * @param <E> the elements
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.JoinableQueue">multiprocessing.JoinableQueue</a>
 */
public final class SharedQueue<E> extends AbstractQueue<E> implements BlockingQueue<E>, SharedCollection {
    private static final long LEAST_RING_BYTES = 64 << 10;
    private static final long MOST_RING_BYTES = 1L << 33;
    private static final long USUAL_BYTES = 64;
    private static final long MOST_USUAL_RING_BYTES = 64 << 20;

    private final SharedSegment segment;
    private final CellSegment cells;
    private final SharedLock headLock;
    private final SharedLock tailLock;
    private final QueueRing ring;
    private final WaitWord notEmpty;
    private final WaitWord notFull;
    private final WaitWord allDone;
    private final Spin spin = new Spin();
    private final BooleanSupplier isNotEmpty;
    private final Codec<E> elements;

    private SharedQueue(SharedSegment segment, Codec<E> elements) {
        MemorySegment memory = segment.memory();
        this.segment = segment;
        this.elements = elements;
        this.ring = new QueueRing(memory);
        this.notEmpty = new WaitWord(memory, QueueLayout.NOT_EMPTY);
        this.notFull = new WaitWord(memory, QueueLayout.NOT_FULL);
        this.allDone = new WaitWord(memory, QueueLayout.ALL_DONE);
        this.isNotEmpty = () -> !ring.isEmpty();
        this.cells = CellSegment.in(segment, CollectionHeader.END, SyncKind.COLLECTION_LOCK);
        this.headLock = cells.lock(QueueLayout.HEAD_LOCK).onOwnerDeath(death -> ring.recount());
        this.tailLock = cells.lock(QueueLayout.TAIL_LOCK).onOwnerDeath(death -> ring.settleTail());
    }

    /**
     * Creates a queue with 64 bytes for each element, from 64 KiB to 64 MiB in all; otherwise as {@link #create(SegmentName, Codec, int, long)}.
     */
    public static <E> SharedQueue<E> create(SegmentName name, Codec<E> elements, int capacity) {
        long usual = Math.clamp(capacity * USUAL_BYTES, LEAST_RING_BYTES, MOST_USUAL_RING_BYTES);
        return create(name, elements, capacity, usual);
    }

    /**
     * Creates a queue without elements.
     *
     * @param capacity how many elements it has at most
     * @param limitBytes how many bytes they take at most, from 64 KiB to 8 GiB, made the next power of two if it is none
     * @throws IllegalArgumentException if either is out of range
     * @throws SegmentException as {@link SharedSegment#create(SegmentName, long)}
     */
    public static <E> SharedQueue<E> create(SegmentName name, Codec<E> elements, int capacity, long limitBytes) {
        return create(name, elements, capacity, limitBytes, 0);
    }

    /** Creates a queue whose first element has the number {@code first}, and lies as if all before it had taken a unit each. */
    static <E> SharedQueue<E> create(SegmentName name, Codec<E> elements, int capacity, long limitBytes, int first) {
        if (capacity <= 0 || limitBytes < LEAST_RING_BYTES || limitBytes > MOST_RING_BYTES) {
            throw new IllegalArgumentException("capacity=" + capacity + ", limitBytes=" + limitBytes
                    + ": it has room for one element, and for 64 KiB to 8 GiB");
        }
        long ringBytes = Long.highestOneBit(2 * limitBytes - 1);
        long byteSize = QueueLayout.RING + ringBytes;
        CollectionHeader header =
                new CollectionHeader(CollectionKind.QUEUE, byteSize, ringBytes, elements.description());
        SharedSegment segment = SharedSegment.create(name.path(), byteSize, memory -> {
            CellSegment.write(memory.asSlice(CollectionHeader.END), SyncKind.COLLECTION_LOCK, 2, Long.BYTES, "");
            memory.set(JAVA_INT, QueueLayout.CAPACITY, capacity);
            memory.set(JAVA_INT, QueueLayout.RING_UNITS, (int) (ringBytes / QueueLayout.UNIT));
            memory.set(JAVA_LONG, QueueLayout.TAIL, QueueLayout.word(first, first));
            memory.set(JAVA_LONG, QueueLayout.HEAD, QueueLayout.word(first, first));
            memory.set(JAVA_LONG, QueueLayout.SEEN_HEAD, QueueLayout.word(first, first));
            memory.set(JAVA_INT, QueueLayout.DONE, first);
            header.writeTo(memory);
        });
        try {
            return new SharedQueue<>(segment, elements);
        } catch (Throwable e) {
            try (segment) {
                segment.unlink();
            }
            throw e;
        }
    }

    /**
     * Attaches a queue.
     *
     * @throws SegmentException.Malformed if it is none, or its codec is another
     * @throws SegmentException as {@link SharedSegment#attach(SegmentName, Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static <E> SharedQueue<E> attach(SegmentName name, Codec<E> elements) {
        SharedSegment segment = SharedSegment.attach(name, Access.READ_WRITE);
        try {
            CollectionHeader header = CollectionHeader.read(segment.memory(), segment.byteSize(), segment.path());
            header.require(CollectionKind.QUEUE, elements.description(), segment.path());
            QueueCheck.requireSizes(segment.memory(), header, segment.path());
            return new SharedQueue<>(segment, elements);
        } catch (Throwable e) {
            segment.close();
            throw e;
        }
    }

    private byte[] encode(E element) {
        byte[] bytes = elements.encode(Objects.requireNonNull(element));
        if (bytes.length > ring.longest()) {
            throw new IllegalArgumentException("length=" + bytes.length + ": an element of " + path() + " has "
                    + ring.longest() + " bytes at most");
        }
        return bytes;
    }

    /**
     * Puts an element, if there is room.
     *
     * @return whether there was
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it has more bytes than the queue can ever hold
     * @throws IllegalStateException if the queue is closed
     */
    @Override
    public boolean offer(E element) {
        return tryPut(encode(element));
    }

    private boolean tryPut(byte[] bytes) {
        boolean isPut;
        tailLock.lock();
        try {
            isPut = ring.put(bytes);
        } finally {
            tailLock.unlock();
        }
        if (isPut) {
            notEmpty.wakeOne();
        }
        return isPut;
    }

    /** {@inheritDoc} Throws as {@link #offer(Object)}. */
    @Override
    public void put(E element) throws InterruptedException {
        putWithin(encode(element), Long.MAX_VALUE);
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return putWithin(encode(element), unit.toNanos(timeout));
    }

    private boolean putWithin(byte[] bytes, long limitNanos) throws InterruptedException {
        requireNotInterrupted();
        if (tryPut(bytes)) {
            return true;
        }
        Deadline deadline = Deadline.in(limitNanos);
        while (waitFor(notFull, () -> ring.hasRoom(bytes.length), deadline)) {
            if (tryPut(bytes)) {
                notFull.passOn(ring.size() < ring.capacity());
                return true;
            }
        }
        return false;
    }

    /**
     * Waits until something holds.
     *
     * @return false if it does not, and the time is over
     */
    private boolean waitFor(WaitWord word, BooleanSupplier condition, Deadline deadline) throws InterruptedException {
        if (spin.until(condition)) {
            return true;
        }
        long sleepNanos = Sleep.SHORTEST_NANOS;
        while (true) {
            int announced = word.announce();
            if (condition.getAsBoolean()) {
                return true;
            }
            long remaining = deadline.remainingNanos();
            if (remaining == 0) {
                return false;
            }
            word.sleep(announced, Math.min(sleepNanos, remaining));
            sleepNanos = Math.min(2 * sleepNanos, Sleep.LONGEST_NANOS);
            requireNotInterrupted();
        }
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /**
     * Takes the first element, if there is one.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if its bytes are no element's; it stays there, and {@link #clear} takes it away
     * @throws IllegalStateException if the queue is closed
     */
    @Override
    public @Nullable E poll() {
        if (ring.isEmpty()) {
            return null;
        }
        E taken = null;
        headLock.lock();
        try {
            QueueRing.Cursor first = ring.new Cursor(true);
            if (first.next()) {
                taken = elements.decode(first.element());
                first.take();
            }
        } finally {
            headLock.unlock();
        }
        if (taken != null) {
            notFull.wakeOne();
        }
        return taken;
    }

    /** {@inheritDoc} Throws as {@link #poll()}. */
    @Override
    public E take() throws InterruptedException {
        return Objects.requireNonNull(takeWithin(Long.MAX_VALUE), "waits for ever");
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return takeWithin(unit.toNanos(timeout));
    }

    private @Nullable E takeWithin(long limitNanos) throws InterruptedException {
        requireNotInterrupted();
        E taken = poll();
        if (taken != null) {
            return taken;
        }
        Deadline deadline = Deadline.in(limitNanos);
        while (waitFor(notEmpty, isNotEmpty, deadline)) {
            taken = poll();
            if (taken != null) {
                notEmpty.passOn(!ring.isEmpty());
                return taken;
            }
        }
        return null;
    }

    @Override
    public @Nullable E peek() {
        headLock.lock();
        try {
            QueueRing.Cursor first = ring.new Cursor(true);
            return first.next() ? elements.decode(first.element()) : null;
        } finally {
            headLock.unlock();
        }
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /** {@inheritDoc} One step for all processes. */
    @Override
    @SuppressWarnings("ReferenceEquality") // it has to be this object
    public int drainTo(Collection<? super E> target, int most) {
        Objects.requireNonNull(target);
        if (target == this) {
            throw new IllegalArgumentException(path() + " cannot be drained to itself");
        }
        List<E> taken = new ArrayList<>();
        headLock.lock();
        try {
            QueueRing.Cursor all = ring.new Cursor();
            while (taken.size() < most && all.next()) {
                taken.add(elements.decode(all.element()));
            }
            if (!taken.isEmpty()) {
                all.take();
            }
        } finally {
            headLock.unlock();
        }
        if (!taken.isEmpty()) {
            notFull.wakeAll();
        }
        target.addAll(taken);
        return taken.size();
    }

    @Override
    public void clear() {
        headLock.lock();
        try {
            ring.clear();
        } finally {
            headLock.unlock();
        }
        notFull.wakeAll();
    }

    @Override
    public int size() {
        return ring.size();
    }

    @Override
    public int remainingCapacity() {
        return ring.capacity() - ring.size();
    }

    @Override
    public Iterator<E> iterator() {
        return new QueueIterator<>(this);
    }

    /** Returns all elements at one moment, with what tells each from the others. */
    List<QueueIterator.Seen> snapshot() {
        List<QueueIterator.Seen> seen = new ArrayList<>();
        headLock.lock();
        try {
            for (QueueRing.Cursor all = ring.new Cursor(); all.next(); ) {
                seen.add(new QueueIterator.Seen(all.id(), all.element()));
            }
        } finally {
            headLock.unlock();
        }
        return seen;
    }

    /** Removes an element, if it is still there. */
    void removeById(long id) {
        boolean isFirst = false;
        headLock.lock();
        try {
            QueueRing.Cursor all = ring.new Cursor();
            for (int place = 0; all.next(); place++) {
                if (all.id() == id) {
                    isFirst = place == 0;
                    if (isFirst) {
                        all.take();
                    } else {
                        all.remove();
                    }
                    break;
                }
            }
        } finally {
            headLock.unlock();
        }
        notFull.wakeOne();
    }

    Codec<E> elementCodec() {
        return elements;
    }

    /**
     * Says that an element that was taken is done with. Those that were removed otherwise count, too.
     *
     * @throws IllegalStateException if that was said of all that were ever put
     */
    @SuppressWarnings("LockNotBeforeTry") // to take it is all that is wanted
    public void taskDone() {
        int unfinished = ring.done();
        if (unfinished < 0) {
            tailLock.lock(); // who put the element may have died before it was counted
            tailLock.unlock();
            unfinished = ring.done();
        }
        if (unfinished < 0) {
            throw new IllegalStateException("taskDone of " + path() + " was called more often than elements were put");
        }
        if (unfinished == 0) {
            allDone.wakeAll();
        }
    }

    /** Returns how many elements were put, and are not {@linkplain #taskDone done}. */
    public int unfinished() {
        return ring.unfinished();
    }

    /**
     * Waits until all elements that were put are {@linkplain #taskDone done}.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if the queue is closed
     */
    public void join() throws InterruptedException {
        join(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** As {@link #join()}, for some time at most; tells whether all are done. */
    public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
        requireNotInterrupted();
        return waitFor(allDone, () -> ring.unfinished() <= 0, Deadline.in(unit.toNanos(timeout)));
    }

    @Override
    public MemoryUse memoryUse() {
        return QueueCheck.memoryUse(segment.memory());
    }

    @Override
    public Path path() {
        return segment.path();
    }

    @Override
    public String fileId() {
        return segment.fileId();
    }

    @Override
    public boolean isClosed() {
        return segment.isClosed();
    }

    @Override
    public boolean unlink() {
        return segment.unlink();
    }

    @Override
    public void close() {
        cells.close();
    }
}
