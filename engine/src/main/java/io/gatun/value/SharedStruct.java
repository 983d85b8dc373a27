package io.gatun.value;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.function.Consumer;

/**
 * Values that belong together, in one struct with one lock.
 *
 * <p>{@snippet :
 * StructLayout point = MemoryLayout.structLayout(
 *     JAVA_INT.withName("moves"), MemoryLayout.paddingLayout(4), JAVA_DOUBLE.withName("x"), JAVA_DOUBLE.withName("y"));
 * try (SharedStruct where = SharedStruct.create(SegmentName.of("where"), point)) {
 *   SharedDouble x = where.doubleField("x"), y = where.doubleField("y");
 *   where.lock().lock();
 *   try {
 *     x.set(3);
 *     y.set(4);
 *   } finally {
 *     where.lock().unlock();
 *   }
 * }
 * }
 *
 * <p>Each field is a value like any other, changed in one step, with the lock or without; the lock is for what must be seen together.
 *
 * <p>Several processes keep statistics, as {@code gatun demo struct} shows, in fields that are
 *
 * {@snippet file=StructDemo.java region=layout}
 *
 * <p>and which each changes so:
 *
 * {@snippet file=StructDemo.java region=struct}
 *
 * <p><b>Layout:</b> the layout's members from byte 56 of the cell on; they are boolean, byte, char, int, long, float and double, each with a
 * name and aligned to its size, and padding. The segment says in its text what they are, as Python writes a NumPy type. <b>Crash
 * behaviour:</b> a process that dies with the lock may leave fields that do not belong together: who takes the lock next is told, as {@link
 * SharedLock#onOwnerDeath} says, and if nothing repairs that, the lock is unusable. <b>Threads and ownership:</b> as for all {@linkplain
 * SharedValue values}; fields end with the struct.
 */
public final class SharedStruct extends SharedValue {
    private final StructFields fields;
    private final StructLayout layout;

    private SharedStruct(Place place, StructFields fields, StructLayout layout) {
        super(place);
        this.fields = fields;
        this.layout = layout;
    }

    /** Creates a struct of zeros; otherwise as {@link #create(SegmentName, StructLayout, Consumer)}. */
    public static SharedStruct create(SegmentName name, StructLayout layout) {
        return create(name, layout, memory -> {});
    }

    /**
     * Creates a struct that has a lock.
     *
     * @param layout named value layouts in this machine's byte order, and padding
     * @param initializer gets the struct's memory, all zeros, before anybody else can see it; what it throws undoes the creation
     * @throws IllegalArgumentException if a member is another struct, an array, a union, a short or an address, has no name, or the name of
     *     another, or is not aligned; if there is none; or if they take more than 4032 bytes to name
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedStruct create(SegmentName name, StructLayout layout, Consumer<MemorySegment> initializer) {
        StructFields fields = StructFields.of(layout);
        Place place = Place.createStruct(name, fields, data -> initializer.accept(data.asSlice(0, fields.byteSize())));
        return new SharedStruct(place, fields, layout);
    }

    /**
     * Attaches a struct.
     *
     * @param layout that it was created with: the same names, types and offsets
     * @throws IllegalArgumentException as {@link #create(SegmentName, StructLayout, Consumer)}
     * @throws SegmentException.Malformed if it is none, or has another layout; the message has both
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedStruct attach(SegmentName name, StructLayout layout) {
        StructFields fields = StructFields.of(layout);
        return new SharedStruct(Place.attachStruct(name, fields), fields, layout);
    }

    /**
     * Returns the struct in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IllegalArgumentException as {@link #create(SegmentName, StructLayout, Consumer)}, or if the cell's data is smaller
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public static SharedStruct in(CellSegment cells, int cell, StructLayout layout) {
        StructFields fields = StructFields.of(layout);
        return new SharedStruct(Place.structIn(cells, cell, fields), fields, layout);
    }

    /** Returns the layout that was given. */
    public StructLayout layout() {
        return layout;
    }

    /** Returns the memory of the struct, aligned to eight bytes; it lives as long as the segment is open. */
    public MemorySegment memory() {
        return memory.asSlice(0, fields.byteSize());
    }

    /**
     * Returns a field, whose lock is the struct's; to close it does nothing.
     *
     * @throws IllegalArgumentException if there is no such field, or it is of another type
     */
    public SharedBoolean booleanField(String name) {
        return new SharedBoolean(field(name, DType.BOOL));
    }

    /**
     * Returns a field, whose lock is the struct's; to close it does nothing.
     *
     * @throws IllegalArgumentException if there is no such field, or it is of another type
     */
    public SharedByte byteField(String name) {
        return new SharedByte(field(name, DType.INT8));
    }

    /**
     * Returns a field, whose lock is the struct's; to close it does nothing.
     *
     * @throws IllegalArgumentException if there is no such field, or it is of another type
     */
    public SharedChar charField(String name) {
        return new SharedChar(field(name, DType.UINT16));
    }

    /**
     * Returns a field, whose lock is the struct's; to close it does nothing.
     *
     * @throws IllegalArgumentException if there is no such field, or it is of another type
     */
    public SharedInt intField(String name) {
        return new SharedInt(field(name, DType.INT32));
    }

    /**
     * Returns a field, whose lock is the struct's; to close it does nothing.
     *
     * @throws IllegalArgumentException if there is no such field, or it is of another type
     */
    public SharedLong longField(String name) {
        return new SharedLong(field(name, DType.INT64));
    }

    /**
     * Returns a field, whose lock is the struct's; to close it does nothing.
     *
     * @throws IllegalArgumentException if there is no such field, or it is of another type
     */
    public SharedFloat floatField(String name) {
        return new SharedFloat(field(name, DType.FLOAT32));
    }

    /**
     * Returns a field, whose lock is the struct's; to close it does nothing.
     *
     * @throws IllegalArgumentException if there is no such field, or it is of another type
     */
    public SharedDouble doubleField(String name) {
        return new SharedDouble(field(name, DType.FLOAT64));
    }

    private Place field(String name, DType type) {
        StructFields.Field field = fields.require(name, type);
        return new Place.OfField(place(), field.offset(), name + " (" + type.numpyName() + ")");
    }
}
