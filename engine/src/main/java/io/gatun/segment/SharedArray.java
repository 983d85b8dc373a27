package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * A typed array of any number of dimensions that processes share; its file is a valid {@code .npy}.
 *
 * <p>{@snippet :
 * try (SharedArray a = SharedArray.create(SegmentName.of("grid"), DType.FLOAT64, 1000, 2000)) {
 *   a.setDouble(a.index(3, 5), 0.5);
 * }   // in Python: numpy.load('/dev/shm/grid', mmap_mode='r+')[3, 5]
 * }
 *
 * <p>Elements lie in C order: the last dimension varies fastest. Methods that take an {@code index} count elements in that
 * order from 0; {@link #index(long...)} computes it. For a loop over many elements take {@link #data()} and use its access
 * methods: those here look up the type at each call.
 *
 * <p><b>Threads and ownership:</b> as for {@link SharedSegment}; element access is plain, ordered only by what its users do.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the .npy format</a>
 */
public final class SharedArray implements AutoCloseable {
    /** What the room behind the elements starts at a multiple of, in bytes: two cache lines, so that nothing shares one with it. */
    static final long ROOM_ALIGNMENT = 128;

    private final SharedSegment segment;
    private final NpyHeader header;
    private final MemorySegment data;

    private SharedArray(SharedSegment segment) {
        this.segment = segment;
        this.header = NpyHeader.read(segment.memory(), segment.byteSize(), segment.path());
        this.data = segment.memory()
                .asSlice(
                        header.dataOffset(),
                        NpyHeader.elements(header.shape()) * header.dtype().byteSize());
    }

    /** Creates an array of zeros in the shared memory folder; otherwise as {@link #create(Path, DType, long...)}. */
    public static SharedArray create(SegmentName name, DType dtype, long... shape) {
        return create(name.path(), dtype, shape);
    }

    /**
     * Creates an array of zeros whose elements start at byte 4096 of the file.
     *
     * @param path where; the folder must exist, the file must not
     * @param shape the length of each dimension, each positive; none for a single element
     * @throws IllegalArgumentException if a dimension is not positive, or the array would be beyond 2⁶³ bytes
     * @throws SegmentException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     * @throws CancellationException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     */
    public static SharedArray create(Path path, DType dtype, long... shape) {
        long byteSize = fileSize(dtype, shape);
        return own(SharedSegment.create(path, byteSize, memory -> NpyHeader.write(memory, dtype, shape)));
    }

    /**
     * Creates an array of zeros whose pages somebody else touches first, so that they lie in the memory that is near to the
     * processor of whoever does: see {@link io.gatun.job.WorkerPool#create}.
     *
     * @param firstTouch gets the array, whose name is a temporary one yet, and lets all or some of its pages be touched; what
     *     is left is reserved after that. What it throws undoes the creation
     * @throws IllegalArgumentException as {@link #create(Path, DType, long...)}
     * @throws SegmentException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     * @throws CancellationException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     */
    public static SharedArray create(Path path, DType dtype, Consumer<SharedArray> firstTouch, long... shape) {
        long byteSize = fileSize(dtype, shape);
        return own(SharedSegment.create(path, byteSize, false, segment -> {
            NpyHeader.write(segment.memory(), dtype, shape);
            firstTouch.accept(new SharedArray(segment));
        }));
    }

    /**
     * Creates an array of zeros with room behind its elements for something else, which {@link #room()} returns. Programs that read
     * {@code .npy} files do not look there, NumPy among them.
     *
     * @param roomBytes how many bytes there are behind the elements, from a multiple of {@value #ROOM_ALIGNMENT} on
     * @param initializer gets the room, all zeros, before anybody else can see the array; what it throws undoes the creation
     * @throws IllegalArgumentException as {@link #create(Path, DType, long...)}, or if {@code roomBytes} is not positive
     * @throws SegmentException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     * @throws CancellationException as {@link SharedSegment#create(Path, long, java.util.function.Consumer)}
     */
    public static SharedArray createWithRoom(
            Path path, DType dtype, long roomBytes, Consumer<MemorySegment> initializer, long... shape) {
        long end = fileSize(dtype, shape);
        long base = roomBase(end);
        if (roomBytes <= 0 || base < end || base > Long.MAX_VALUE - roomBytes) {
            throw new IllegalArgumentException("roomBytes=" + roomBytes + " behind " + end + " bytes");
        }
        return own(SharedSegment.create(path, base + roomBytes, memory -> {
            NpyHeader.write(memory, dtype, shape);
            initializer.accept(memory.asSlice(base));
        }));
    }

    /** Attaches an array of the shared memory folder, of this user's; otherwise as {@link #attach(Path, Access, Trust)}. */
    public static SharedArray attach(SegmentName name, Access access) {
        return attach(name.path(), access);
    }

    /**
     * Attaches an array; in the shared memory folder one of this user's, and of nobody else's. Otherwise as
     * {@link #attach(Path, Access, Trust)}.
     */
    public static SharedArray attach(Path path, Access access) {
        return attach(path, access, Trust.THIS_USER);
    }

    /**
     * Attaches an array that exists: one made here, or any {@code .npy} of version 1, 2 or 3, in shared memory or on disk.
     *
     * @param trust whose files are attached, if it lies in the shared memory folder
     * @throws SegmentException.Malformed if it is none, or is big-endian, in Fortran order, of an unsupported type,
     *     unaligned, empty or truncated
     * @throws SegmentException as {@link SharedSegment#attach(Path, Access, Trust)}
     */
    public static SharedArray attach(Path path, Access access, Trust trust) {
        return own(SharedSegment.attach(path, access, trust));
    }

    /**
     * Returns the size of the file that an array takes, in bytes.
     *
     * @throws IllegalArgumentException if a dimension is not positive, or the size would be beyond 2⁶³-1
     */
    public static long fileSize(DType dtype, long... shape) {
        for (long dimension : shape) {
            if (dimension <= 0) {
                throw new IllegalArgumentException("shape=" + Arrays.toString(shape) + ": a dimension is not positive");
            }
        }
        try {
            long bytes = Math.multiplyExact(NpyHeader.elements(shape), dtype.byteSize());
            return Math.addExact(NpyHeader.DATA_OFFSET, bytes);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("shape=" + Arrays.toString(shape) + ": beyond 2^63 bytes", e);
        }
    }

    private static long roomBase(long elementsEnd) {
        return (elementsEnd + ROOM_ALIGNMENT - 1) & -ROOM_ALIGNMENT; // negative beyond 2^63
    }

    private static SharedArray own(SharedSegment segment) {
        try {
            try {
                return new SharedArray(segment);
            } catch (InternalError e) { // what reading past the end of a truncated file is
                segment.requireWhole();
                throw e;
            }
        } catch (Throwable e) {
            segment.close();
            throw e;
        }
    }

    /** Returns the type of the elements. */
    public DType dtype() {
        return header.dtype();
    }

    /** Returns the length of each dimension, in a new array. */
    public long[] shape() {
        return header.shape().clone();
    }

    /** Returns the number of elements, that is, the product of the shape. */
    public long size() {
        return data.byteSize() / dtype().byteSize();
    }

    /** Returns where in the file the elements start, in bytes. */
    public long dataOffset() {
        return header.dataOffset();
    }

    /**
     * Returns the memory of the elements, without the header, aligned to the element's size. It lives as long as the segment
     * is open.
     *
     * @throws SegmentException.Closed if the array is closed
     */
    public MemorySegment data() {
        Objects.requireNonNull(segment.memory()); // throws when closed
        return data;
    }

    /**
     * Returns the memory behind the elements, from a multiple of {@value #ROOM_ALIGNMENT} bytes from the start of the file to its end:
     * what {@link #createWithRoom} has made. Empty where there is none.
     *
     * @throws SegmentException.Closed if the array is closed
     */
    public MemorySegment room() {
        MemorySegment memory = segment.memory();
        return memory.asSlice(Math.min(roomBase(dataOffset() + data.byteSize()), memory.byteSize()));
    }

    /**
     * Returns the elements for being changed by several threads and processes at once.
     *
     * @throws SegmentException.Closed if the array is closed
     */
    public AtomicElements atomics() {
        return new AtomicElements(this);
    }

    /** Returns the segment the array lies in: its name, and renaming and prefaulting it. */
    public SharedSegment segment() {
        return segment;
    }

    /**
     * Returns the index of an element in C order.
     *
     * @throws IllegalArgumentException if the number of coordinates is not that of the dimensions
     * @throws IndexOutOfBoundsException if a coordinate is outside its dimension
     */
    public long index(long... coordinates) {
        long[] shape = header.shape();
        if (coordinates.length != shape.length) {
            throw new IllegalArgumentException(
                    "coordinates=" + Arrays.toString(coordinates) + " for shape=" + Arrays.toString(shape));
        }
        long index = 0;
        for (int d = 0; d < shape.length; d++) {
            index = index * shape[d] + Objects.checkIndex(coordinates[d], shape[d]);
        }
        return index;
    }

    /**
     * Returns an element of a floating-point array.
     *
     * @throws IllegalStateException if the elements are not floating-point numbers
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double getDouble(long index) {
        return switch (dtype()) {
            case FLOAT64 -> data.getAtIndex(JAVA_DOUBLE, checked(index));
            case FLOAT32 -> data.getAtIndex(JAVA_FLOAT, checked(index));
            default -> throw wrongType("getDouble");
        };
    }

    /**
     * Stores an element of a floating-point array, rounded to its type.
     *
     * @throws IllegalStateException if the elements are not floating-point numbers
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setDouble(long index, double value) {
        switch (dtype()) {
            case FLOAT64 -> data.setAtIndex(JAVA_DOUBLE, checked(index), value);
            case FLOAT32 -> data.setAtIndex(JAVA_FLOAT, checked(index), (float) value);
            default -> throw wrongType("setDouble");
        }
    }

    /**
     * Returns an element of an integer or truth-value array; {@link DType#UINT64} as the {@code long} of the same bits.
     *
     * @throws IllegalStateException if the elements are floating-point numbers
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long getLong(long index) {
        return switch (dtype()) {
            case INT8 -> data.getAtIndex(JAVA_BYTE, checked(index));
            case UINT8, BOOL -> Byte.toUnsignedLong(data.getAtIndex(JAVA_BYTE, checked(index)));
            case INT16 -> data.getAtIndex(JAVA_SHORT, checked(index));
            case UINT16 -> Short.toUnsignedLong(data.getAtIndex(JAVA_SHORT, checked(index)));
            case INT32 -> data.getAtIndex(JAVA_INT, checked(index));
            case UINT32 -> Integer.toUnsignedLong(data.getAtIndex(JAVA_INT, checked(index)));
            case INT64, UINT64 -> data.getAtIndex(JAVA_LONG, checked(index));
            case FLOAT32, FLOAT64 -> throw wrongType("getLong");
        };
    }

    /**
     * Stores an element of an integer or truth-value array.
     *
     * @throws IllegalStateException if the elements are floating-point numbers
     * @throws IllegalArgumentException if the type cannot hold the value
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setLong(long index, long value) {
        if (dtype().isFloating()) {
            throw wrongType("setLong");
        }
        dtype().requireHolds(value);
        switch (dtype().byteSize()) {
            case 1 -> data.setAtIndex(JAVA_BYTE, checked(index), (byte) value);
            case 2 -> data.setAtIndex(JAVA_SHORT, checked(index), (short) value);
            case 4 -> data.setAtIndex(JAVA_INT, checked(index), (int) value);
            default -> data.setAtIndex(JAVA_LONG, checked(index), value);
        }
    }

    /**
     * Copies elements from a Java array into this one, bit by bit.
     *
     * @param source an array of the primitive type with the same size and kind: {@code byte[]} for the types of one byte,
     *     {@code short[]}, {@code int[]}, {@code long[]}, {@code float[]} or {@code double[]}
     * @param sourceIndex the first element to copy, in {@code source}
     * @param index where it goes, in this array
     * @throws IllegalArgumentException if {@code source} is of another type
     * @throws IndexOutOfBoundsException if either range is outside its array
     */
    public void copyFrom(Object source, int sourceIndex, long index, int count) {
        MemorySegment.copy(source, sourceIndex, data(), layoutOf(source), byteOffset(index, count), count);
    }

    /** Copies elements of this array into a Java array; otherwise as {@link #copyFrom}. */
    public void copyTo(long index, Object target, int targetIndex, int count) {
        MemorySegment.copy(data(), layoutOf(target), byteOffset(index, count), target, targetIndex, count);
    }

    /**
     * Returns a buffer over the elements, little-endian, read-only if the array is. It is usable as long as the array is open.
     *
     * @throws IllegalStateException if the elements take more than 2³¹-1 bytes; {@link #data()} has no such limit
     */
    public ByteBuffer asByteBuffer() {
        if (data().byteSize() > Integer.MAX_VALUE) {
            throw new IllegalStateException("byteSize=" + data.byteSize() + " is beyond a ByteBuffer: use data()");
        }
        return data.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As {@link SharedSegment#unlink()}. */
    public boolean unlink() {
        return segment.unlink();
    }

    /** As {@link SharedSegment#close()}. */
    @Override
    public void close() {
        segment.close();
    }

    /** Returns type, shape and path, for messages. */
    @Override
    public String toString() {
        return dtype().numpyName() + Arrays.toString(header.shape()) + " in " + segment.path();
    }

    /** The JDK's own check lets an index pass whose offset in bytes overflows to one inside. */
    private long checked(long index) {
        return Objects.checkIndex(index, size());
    }

    private long byteOffset(long index, int count) {
        Objects.checkFromIndexSize(index, count, size());
        return index * dtype().byteSize();
    }

    private ValueLayout layoutOf(Object javaArray) {
        ValueLayout layout = dtype().layout();
        if (javaArray.getClass().getComponentType() != layout.carrier()) {
            throw new IllegalArgumentException(
                    javaArray.getClass().getSimpleName() + " for elements of type " + dtype().numpyName());
        }
        return layout;
    }

    private IllegalStateException wrongType(String method) {
        return new IllegalStateException(method + " on elements of type " + dtype().numpyName());
    }
}
