package io.gatun.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to create, attach, close and unlink a segment of 8 MB, each by itself, beside the same with a
 * {@link FileChannel} alone.
 *
 * <table class="striped">
 * <caption>What is timed</caption>
 * <thead><tr><th>benchmark</th><th>work</th></tr></thead>
 * <tbody>
 * <tr><td>{@link #create}</td><td>a file under a temporary name, locked, all pages reserved (the kernel clears them), mapped,
 *     renamed to its name</td></tr>
 * <tr><td>{@link #createRawSparse}</td><td>a file under its name, mapped. <b>Not the same work:</b> it has no pages. They are
 *     paid for at their first touch, and where memory is short that touch fails</td></tr>
 * <tr><td>{@link #createRawFilled}</td><td>a file under its name, written with zeros, mapped: it has its pages. Still without
 *     lock and rename, so that others may see it half made</td></tr>
 * <tr><td>{@link #attach}, {@link #attachRaw}</td><td>a segment that exists, opened and mapped, no page touched;
 *     {@code attach} looks before and after that the name stands for the same regular file</td></tr>
 * <tr><td>{@link #close}, {@link #closeRaw}</td><td>the end of a mapping with each page read once, so that there is something
 *     to unmap</td></tr>
 * <tr><td>{@link #unlink}, {@link #unlinkRaw}</td><td>the removal of a name, while the segment is mapped, so that the kernel
 *     keeps the pages; {@code unlink} looks first that the name still stands for this segment</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>What would be unfair:</b> to hold {@code create} against {@code createRawSparse} without the cost of touching pages; to
 * read {@code close} as the cost in a busy process, since here no other thread runs and closing a shared arena stops them
 * all; or {@code unlink} as that of giving the pages back, which the last unmapping does. What is done between the timed calls
 * is not in the figures, but JMH reads the clock around each call for that, which is in them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SegmentLifeBenchmark {
    /** The size of each segment. */
    static final int BYTES = 8 << 20;

    private static final int PAGE = 4096;

    /** Direct, so that a write copies once: into the page. */
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20);

    /** A file mapped by the JDK alone: the baseline's counterpart of a segment. */
    private static final class RawMapping implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory;

        RawMapping(FileChannel channel) throws IOException {
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, arena);
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    /** A name that is free before each call, and again after it. */
    @State(Scope.Thread)
    public static class Nothing {
        final SegmentName name = SegmentName.temporary();
        private @Nullable SharedSegment created;
        private @Nullable RawMapping raw;

        /** Removes what the call made. */
        @TearDown(Level.Invocation)
        public void remove() throws IOException {
            if (created != null) {
                created.close();
                created = null;
            }
            if (raw != null) {
                raw.close();
                raw = null;
            }
            Files.deleteIfExists(name.path());
        }
    }

    /** A segment that exists, created once. */
    @State(Scope.Thread)
    public static class Existing {
        final SegmentName name = SegmentName.temporary();
        long touched;
        private @Nullable SharedSegment owned;
        private @Nullable SharedSegment attached;
        private @Nullable RawMapping raw;

        /** Creates the segment. */
        @Setup(Level.Trial)
        public void create() {
            owned = SharedSegment.create(name, BYTES);
        }

        /** Unmaps what the call mapped. */
        @TearDown(Level.Invocation)
        public void unmap() {
            if (attached != null) {
                attached.close();
                attached = null;
            }
            if (raw != null) {
                raw.close();
                raw = null;
            }
        }

        /** Removes the segment. */
        @TearDown(Level.Trial)
        public void remove() {
            if (owned != null) {
                owned.unlink();
                owned.close();
            }
        }
    }

    /** A segment attached before each call, each page read. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls attach first
    public static class Attached extends Existing {
        private SharedSegment segment;

        /** Attaches the segment. */
        @Setup(Level.Invocation)
        public void attach() {
            segment = SharedSegment.attach(name, Access.READ_WRITE);
            touched = touch(segment.memory());
        }
    }

    /** A file mapped before each call, each page read. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls map first
    public static class Mapped extends Existing {
        private RawMapping mapping;

        /** Maps the file. */
        @Setup(Level.Invocation)
        public void map() throws IOException {
            try (FileChannel channel = openFile(name.path())) {
                mapping = new RawMapping(channel);
            }
            touched = touch(mapping.memory);
        }
    }

    /** A segment created before each call, that nobody else maps, and a file mapped likewise. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls create first
    public static class Named {
        final SegmentName name = SegmentName.temporary();
        private SharedSegment segment;
        private RawMapping raw;

        /** Creates the segment, and maps its file once more. */
        @Setup(Level.Invocation)
        public void create() throws IOException {
            segment = SharedSegment.create(name, BYTES);
            try (FileChannel channel = openFile(name.path())) {
                raw = new RawMapping(channel);
            }
        }

        /** Unmaps both. */
        @TearDown(Level.Invocation)
        public void remove() {
            segment.close();
            raw.close();
        }
    }

    /** Creates a segment. */
    @Benchmark
    public MemorySegment create(Nothing nothing) {
        SharedSegment created = SharedSegment.create(nothing.name, BYTES);
        nothing.created = created;
        return created.memory();
    }

    /** Creates a file without pages and maps it. */
    @Benchmark
    public MemorySegment createRawSparse(Nothing nothing) throws IOException {
        try (FileChannel channel = createFile(nothing.name.path())) {
            RawMapping raw = new RawMapping(channel);
            nothing.raw = raw;
            return raw.memory;
        }
    }

    /** Creates a file, gives it its pages by writing zeros, and maps it. */
    @Benchmark
    public MemorySegment createRawFilled(Nothing nothing) throws IOException {
        try (FileChannel channel = createFile(nothing.name.path())) {
            ByteBuffer zeros = ZEROS.duplicate();
            while (channel.position() < BYTES) {
                channel.write(zeros.clear());
            }
            RawMapping raw = new RawMapping(channel);
            nothing.raw = raw;
            return raw.memory;
        }
    }

    /** Attaches a segment. */
    @Benchmark
    public MemorySegment attach(Existing existing) {
        SharedSegment attached = SharedSegment.attach(existing.name, Access.READ_WRITE);
        existing.attached = attached;
        return attached.memory();
    }

    /** Opens and maps a file. */
    @Benchmark
    public MemorySegment attachRaw(Existing existing) throws IOException {
        try (FileChannel channel = openFile(existing.name.path())) {
            RawMapping raw = new RawMapping(channel);
            existing.raw = raw;
            return raw.memory;
        }
    }

    /** Closes an attached segment. */
    @Benchmark
    public void close(Attached attached) {
        attached.segment.close();
    }

    /** Closes the arena of a mapped file. */
    @Benchmark
    public void closeRaw(Mapped mapped) {
        mapped.mapping.close();
    }

    /** Unlinks a segment. */
    @Benchmark
    public boolean unlink(Named named) {
        return named.segment.unlink();
    }

    /** Deletes the file of a segment. */
    @Benchmark
    public void unlinkRaw(Named named) throws IOException {
        Files.delete(named.name.path());
    }

    private static FileChannel createFile(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileChannel openFile(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Reads each page; the sum is for the caller to keep, or the compiler would drop the reads. */
    private static long touch(MemorySegment memory) {
        long sum = 0;
        for (long offset = 0; offset < memory.byteSize(); offset += PAGE) {
            sum += memory.get(JAVA_BYTE, offset);
        }
        return sum;
    }
}
