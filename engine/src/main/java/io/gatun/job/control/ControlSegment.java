package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import io.gatun.posix.Proc;
import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The memory in which a pool's coordinator and workers meet; see the package for its order and its memory ordering.
 *
 * <p>It ends in a job area that most jobs fit into. One that does not gets a further segment, beside this one, whose name is
 * this one's and a number; it serves the pool's later jobs too.
 *
 * <p><b>Threads:</b> {@link #area} and {@link #prepareArea} are for one thread, the rest is safe. <b>Ownership:</b> the
 * coordinator creates and unlinks it, a worker attaches it.
 */
public final class ControlSegment implements AutoCloseable {
    /** Takes a job of a hundred million elements that reduces one number. */
    private static final long AREA_BYTES = 256 << 10;

    /** Further segments have multiples of this, so that a job cut into somewhat more chunks than last time needs no new one. */
    private static final long FURTHER_UNIT = 1 << 20;

    /** What a further segment has before its area, for what looks at it from outside. */
    private static final long FURTHER_AREA_OFFSET = 128;

    private static final long ROWS_OFFSET = 4096;

    /** How long the workers of a dead coordinator may take to leave. */
    private static final long LEAVING_NANOS = 1_000_000_000;

    private static final long LOOK_NANOS = 1_000_000;

    private static final long MAGIC = ByteBuffer.wrap(SegmentKind.CONTROL_MAGIC.getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();

    private final SharedSegment segment;
    private final MemorySegment memory;
    private final MemorySegment ownArea;
    private final int capacity;
    private final JobBoard board;
    private final Bell bell;
    private int lastNumber;
    private int furtherNumber;
    private @Nullable SharedSegment further;

    private ControlSegment(SharedSegment segment) {
        this.segment = segment;
        this.memory = segment.memory();
        if (!hasHeader(memory)) {
            throw new SegmentException.Malformed(segment.path(), 0, "not a control segment");
        }
        int version = memory.get(JAVA_INT, HeaderLayout.VERSION_OFFSET);
        if (version != HeaderLayout.VERSION) {
            throw new SegmentException.Malformed(
                    segment.path(), HeaderLayout.VERSION_OFFSET, "control segment of version " + version);
        }
        if (isFurtherArea(memory)) {
            throw new SegmentException.Malformed(
                    segment.path(),
                    HeaderLayout.CAPACITY,
                    "not a control segment, but a large job's area, which goes with the control segment beside it");
        }
        long byteSize = memory.get(JAVA_LONG, HeaderLayout.BYTE_SIZE);
        if (memory.byteSize() < byteSize) {
            throw new SegmentException.Malformed(
                    segment.path(), memory.byteSize(), "control segment truncated from " + byteSize + " bytes");
        }
        this.capacity = memory.get(JAVA_INT, HeaderLayout.CAPACITY);
        long areaOffset = memory.get(JAVA_LONG, HeaderLayout.AREA_OFFSET);
        if (capacity < 1 || areaOffset != areaOffset(capacity) || areaOffset > memory.byteSize()) {
            throw new SegmentException.Malformed(
                    segment.path(),
                    HeaderLayout.CAPACITY,
                    "capacity=" + capacity + " and areaOffset=" + areaOffset + " do not fit " + memory.byteSize()
                            + " bytes");
        }
        this.ownArea = memory.asSlice(areaOffset);
        MemorySegment header = memory.asSlice(0, HeaderLayout.LAYOUT.byteSize());
        this.board = new JobBoard(segment.path(), header);
        this.bell = new Bell(header);
    }

    /**
     * Creates the control segment of a pool; it has its name once it is complete.
     *
     * @param capacity the most workers the pool may have at a time
     * @throws SegmentException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     */
    public static ControlSegment create(Path path, int capacity) {
        long areaOffset = areaOffset(capacity);
        long byteSize = areaOffset + AREA_BYTES;
        return new ControlSegment(SharedSegment.create(path, byteSize, memory -> {
            memory.set(JAVA_LONG, HeaderLayout.MAGIC, MAGIC);
            memory.set(JAVA_INT, HeaderLayout.VERSION_OFFSET, HeaderLayout.VERSION);
            memory.set(JAVA_INT, HeaderLayout.CAPACITY, capacity);
            memory.set(JAVA_LONG, HeaderLayout.BYTE_SIZE, byteSize);
            memory.set(JAVA_LONG, HeaderLayout.AREA_OFFSET, areaOffset);
            setCoordinator(memory);
        }));
    }

    /**
     * Takes over the control segment of a pool whose coordinator is dead, as its coordinator: with its lock, all rows empty, and
     * what workers that came late could find withdrawn. Workers of the pool that have not left by themselves are killed.
     *
     * @throws SegmentException.NotFound if it is not there
     * @throws SegmentException.InUse if its coordinator lives, or another process takes it over
     * @throws SegmentException.Malformed if it is none, or not as it should be
     */
    public static ControlSegment takeOver(Path path) {
        ControlSegment control = attach(path);
        try {
            control.takeOver();
            return control;
        } catch (Throwable e) {
            control.close();
            throw e;
        }
    }

    private void takeOver() {
        if (segment
                .isLockedByCreator()) { // workers that have not ended yet may share the lock, of which they take note
            throw new SegmentException.InUse(path(), coordinator().pid());
        }
        endSurvivors();
        lock(); // fails if another process is here too; whoever has it may write
        CrashPoint.TAKEOVER_LOCKED.reach();
        setCoordinator(memory);
        CrashPoint.TAKEOVER_TOLD.reach();
        for (int number = 0; number < capacity; number++) {
            end(slot(number).seize(), 0); // who came just now; who comes later finds that the row is not his
        }
        lastNumber = Math.max(board.lastNumber(), bell.lastNumber());
        board.withdraw(
                lastNumber); // before any worker comes, who would take the dead coordinator's round for one to work on
        bell.reopen(lastNumber);
        for (int number = 0; number < capacity; number++) {
            slot(number).reset();
        }
    }

    /** Takes the lock, once workers of the dead coordinator that share it for a moment, which is how they learn of it, are gone. */
    private void lock() {
        long deadline = System.nanoTime() + LEAVING_NANOS;
        while (true) {
            try {
                segment.lock();
                return;
            } catch (SegmentException.InUse e) {
                if (segment.isLockedByCreator() || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** Waits for the workers of a dead coordinator, who end by themselves, and kills those that do not: stopped ones. */
    private void endSurvivors() {
        long deadline = System.nanoTime() + LEAVING_NANOS;
        for (int number = 0; number < capacity; number++) {
            end(slot(number).identity(), Math.max(0, deadline - System.nanoTime()));
        }
    }

    /** Waits until a process is gone, and kills it after some time. */
    private static void end(Proc.Identity worker, long patienceNanos) {
        long deadline = System.nanoTime() + patienceNanos;
        while (worker.pid() != 0
                && Proc.identityOf(worker.pid()).filter(worker::equals).isPresent()) {
            if (System.nanoTime() - deadline >= 0) {
                ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Returns the highest number that a round had before this process took the segment over. */
    public int lastNumber() {
        return lastNumber;
    }

    /** Tells whether the pool has a coordinator that lives, or that has just taken it over. */
    public boolean hasCoordinator() {
        return segment.isLockedByCreator();
    }

    /** Returns which process coordinates, or did. */
    public Proc.Identity coordinator() {
        return new Proc.Identity(
                memory.get(JAVA_LONG, HeaderLayout.COORDINATOR_PID),
                memory.get(JAVA_LONG, HeaderLayout.COORDINATOR_START_TIME));
    }

    private static void setCoordinator(MemorySegment memory) {
        Proc.Identity self = Proc.self();
        memory.set(JAVA_LONG, HeaderLayout.COORDINATOR_START_TIME, self.startTime());
        memory.set(JAVA_LONG, HeaderLayout.COORDINATOR_PID, self.pid());
    }

    /**
     * Attaches a pool's control segment.
     *
     * @throws SegmentException.NotFound if it is not there, yet or any more
     * @throws SegmentException.Malformed if it is none, or one of another version
     */
    public static ControlSegment attach(Path path) {
        return attach(path, Access.READ_WRITE);
    }

    /** Attaches a pool's control segment to look at it; otherwise as {@link #attach(Path)}. */
    public static ControlSegment attachForReading(Path path) {
        return attach(path, Access.READ_ONLY);
    }

    /**
     * Attaches a pool's control segment to look at it; otherwise as {@link #attach(Path)}.
     *
     * @return empty if the segment is only the area of a large job, of the pool whose control segment lies beside it
     */
    static Optional<ControlSegment> findForReading(Path path) {
        SharedSegment segment = SharedSegment.attach(path, Access.READ_ONLY);
        if (hasHeader(segment.memory()) && isFurtherArea(segment.memory())) {
            segment.close();
            return Optional.empty();
        }
        return Optional.of(open(segment));
    }

    private static ControlSegment attach(Path path, Access access) {
        ControlSegment control = open(SharedSegment.attach(path, access));
        CrashPoint.CONTROL_ATTACHED.reach();
        return control;
    }

    /** Closes the segment if it is no control segment. */
    private static ControlSegment open(SharedSegment segment) {
        try {
            return new ControlSegment(segment);
        } catch (Throwable e) {
            segment.close();
            throw e;
        }
    }

    private static boolean hasHeader(MemorySegment memory) {
        return memory.byteSize() >= HeaderLayout.LAYOUT.byteSize()
                && memory.get(JAVA_LONG, HeaderLayout.MAGIC) == MAGIC;
    }

    /** Tells it by the header, which has no more than what makes it one of a control segment. */
    private static boolean isFurtherArea(MemorySegment memory) {
        return memory.get(JAVA_LONG, HeaderLayout.BYTE_SIZE) == 0 && memory.get(JAVA_INT, HeaderLayout.CAPACITY) == 0;
    }

    private static long areaOffset(int capacity) {
        return ROWS_OFFSET + capacity * SlotLayout.LAYOUT.byteSize();
    }

    /** Returns the most workers the pool may have at a time. */
    public int capacity() {
        return capacity;
    }

    /** Returns where jobs are posted and claimed. */
    public JobBoard board() {
        return board;
    }

    /** Returns what the pool's processes wait for each other with. */
    public Bell bell() {
        return bell;
    }

    /** Returns the row of a worker. */
    public WorkerSlot slot(int worker) {
        long size = SlotLayout.LAYOUT.byteSize();
        return new WorkerSlot(memory.asSlice(ROWS_OFFSET + worker * size, size));
    }

    /**
     * Makes a job's area ready, as the coordinator: all chunks free, and the description in its place. A job that is larger
     * than all before gets a new segment.
     *
     * @param planned the job, whose area is not chosen yet
     * @return the area, with the job as it is to be posted
     * @throws SegmentException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     */
    public JobArea prepareArea(CurrentJob planned, byte[] description) {
        board.finish(); // before anything of the job before is lost
        JobArea area = area(planned.withArea(reserve(planned.areaByteSize())));
        area.ledger().clear();
        CrashPoint.AREA_CLEARED.reach();
        area.setDescription(description);
        CrashPoint.DESCRIPTION_WRITTEN.reach();
        return area;
    }

    private int reserve(long byteSize) {
        if (byteSize <= ownArea.byteSize()) {
            return 0;
        }
        if (further == null || further.byteSize() - FURTHER_AREA_OFFSET < byteSize) {
            long furtherSize = Math.ceilDiv(FURTHER_AREA_OFFSET + byteSize, FURTHER_UNIT) * FURTHER_UNIT;
            SharedSegment larger = SharedSegment.create(furtherPath(furtherNumber + 1), furtherSize, memory -> {
                memory.set(JAVA_LONG, HeaderLayout.MAGIC, MAGIC);
                memory.set(JAVA_INT, HeaderLayout.VERSION_OFFSET, HeaderLayout.VERSION);
            });
            removeFurther();
            furtherNumber++;
            further = larger;
        }
        return furtherNumber;
    }

    /**
     * Returns a job's area, attached first if need be.
     *
     * @throws SegmentException if the area's own segment cannot be attached
     * @throws SegmentException.Malformed if the job's numbers cannot be, or its area is not as large as they say
     */
    public JobArea area(CurrentJob job) {
        job.requireSound(path(), capacity);
        MemorySegment memoryOfArea = job.area() == 0 ? ownArea : further(job);
        if (job.areaByteSize() > memoryOfArea.byteSize()) {
            throw new SegmentException.Malformed(
                    path(),
                    HeaderLayout.JOB,
                    "a job that needs " + job.areaByteSize() + " bytes in an area of " + memoryOfArea.byteSize());
        }
        return new JobArea(path(), memoryOfArea, job);
    }

    private MemorySegment further(CurrentJob job) {
        if (further == null || furtherNumber != job.area()) {
            SharedSegment attached = SharedSegment.attach(
                    furtherPath(job.area()), segment.memory().isReadOnly() ? Access.READ_ONLY : Access.READ_WRITE);
            if (attached.byteSize() < FURTHER_AREA_OFFSET) {
                attached.close();
                throw new SegmentException.Malformed(attached.path(), 0, "no job area");
            }
            if (further != null) {
                further.close();
            }
            further = attached;
            furtherNumber = job.area();
        }
        return further.memory().asSlice(FURTHER_AREA_OFFSET);
    }

    /** Returns the path by which workers find it. */
    public Path path() {
        return segment.path();
    }

    /** Tells whether the segment still has its name, by which workers that start up find it. */
    public boolean hasItsName() {
        return segment.hasItsName();
    }

    /** Removes the names, as the coordinator. */
    public void unlink() {
        removeFurther();
        segment.unlink();
    }

    /** Unmaps the segment here; the coordinator thereby also lets its workers end. */
    @Override
    public void close() {
        try {
            if (further != null) {
                further.close();
            }
            bell.close();
        } finally {
            segment.close();
        }
    }

    private void removeFurther() {
        if (further != null) {
            further.unlink();
            further.close();
            further = null;
        }
    }

    private Path furtherPath(int number) {
        return segment.path().resolveSibling(segment.path().getFileName() + "." + number);
    }
}
