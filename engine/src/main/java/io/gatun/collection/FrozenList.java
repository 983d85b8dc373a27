package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list that is made once, and that nobody changes: {@code ShareableList} of Python's {@code multiprocessing}, which can be read by any number of processes, with no
 * lock, and gives back every string and byte string exactly.
 *
 * <p>{@snippet :
 * try (FrozenList<Object> row = FrozenList.create(SegmentName.of("row"), Codec.any(), List.of("temperature\0", 21.5, true))) {
 *   row.get(1);   // 21.5, for whoever attaches "row"
 * }
 * }
 *
 * <p>Each {@code get} makes an object of its own. Null is an element where the codec has it, as {@link Codec#any()} does.
 *
 * <p><b>Layout,</b> for whoever reads it in another language; numbers are little-endian:
 *
 * <table class="striped">
 * <caption>A frozen list</caption>
 * <thead><tr><th>offset</th><th>type</th><th>what</th></tr></thead>
 * <tbody>
 * <tr><td>0</td><td>8 bytes</td><td>{@code GATUNCOL}</td></tr>
 * <tr><td>8</td><td>int32</td><td>version, 1</td></tr>
 * <tr><td>12</td><td>int32</td><td>kind, 6</td></tr>
 * <tr><td>32</td><td>int32</td><td>length of what the elements are</td></tr>
 * <tr><td>64</td><td>UTF-8</td><td>what the elements are: the description of the codec</td></tr>
 * <tr><td>4096</td><td>int64</td><td>how many elements, <i>n</i></td></tr>
 * <tr><td>4104</td><td><i>n</i> + 1 int64</td><td>where each begins, and where the last ends</td></tr>
 * <tr><td>4112 + 8 <i>n</i></td><td>bytes</td><td>the elements, as the codec has them</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Threads:</b> any. <b>Ownership and crash behaviour:</b> as a {@linkplain SharedSegment segment}'s; it appears complete, in one step.
 *
 * @param <E> the elements
 * @see <a href="https://docs.python.org/3/library/multiprocessing.shared_memory.html#multiprocessing.shared_memory.ShareableList">ShareableList</a>
 */
public final class FrozenList<E extends @Nullable Object> extends AbstractList<E>
        implements RandomAccess, SharedCollection {
    private final SharedSegment segment;
    private final MemorySegment memory;
    private final Codec<E> elements;
    private final int size;

    private FrozenList(SharedSegment segment, Codec<E> elements) {
        this.segment = segment;
        this.memory = segment.memory();
        this.elements = elements;
        this.size = (int) FrozenLayout.count(memory);
    }

    /**
     * Creates a list of what another has.
     *
     * @throws IllegalArgumentException if an element cannot be encoded
     * @throws SegmentException as {@link SharedSegment#create(SegmentName, long)}
     */
    public static <E extends @Nullable Object> FrozenList<E> create(
            SegmentName name, Codec<E> elements, List<? extends E> content) {
        List<byte[]> encoded = new ArrayList<>(content.size());
        long byteSize = 0;
        for (E element : content) {
            byte[] bytes = elements.encode(element);
            encoded.add(bytes);
            byteSize += bytes.length;
        }
        long total = FrozenLayout.bytes(encoded.size()) + byteSize;
        CollectionHeader header =
                new CollectionHeader(CollectionKind.FROZEN_LIST, total, total, elements.description());
        SharedSegment segment = SharedSegment.create(name.path(), total, memory -> {
            memory.set(JAVA_LONG, FrozenLayout.COUNT, encoded.size());
            long at = FrozenLayout.bytes(encoded.size());
            for (int i = 0; i < encoded.size(); i++) {
                byte[] bytes = encoded.get(i);
                memory.set(JAVA_LONG, FrozenLayout.OFFSETS + (long) i * Long.BYTES, at);
                MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, bytes.length);
                at += bytes.length;
            }
            memory.set(JAVA_LONG, FrozenLayout.OFFSETS + (long) encoded.size() * Long.BYTES, at);
            header.writeTo(memory);
        });
        return new FrozenList<>(segment, elements);
    }

    /**
     * Attaches a list, to be read.
     *
     * @throws SegmentException.Malformed if it is none, or its codec is another
     * @throws SegmentException as {@link SharedSegment#attach(SegmentName, Access)}
     */
    public static <E extends @Nullable Object> FrozenList<E> attach(SegmentName name, Codec<E> elements) {
        SharedSegment segment = SharedSegment.attach(name, Access.READ_ONLY);
        try {
            CollectionHeader header = CollectionHeader.read(segment.memory(), segment.byteSize(), segment.path());
            header.require(CollectionKind.FROZEN_LIST, elements.description(), segment.path());
            FrozenLayout.requireSizes(segment.memory(), header, segment.path());
            return new FrozenList<>(segment, elements);
        } catch (Throwable e) {
            segment.close();
            throw e;
        }
    }

    /**
     * Returns an element, a new object.
     *
     * @throws IndexOutOfBoundsException if there is no such place
     * @throws SegmentException.Malformed if the file is damaged there
     * @throws IllegalStateException if the list is closed
     */
    @Override
    public E get(int index) {
        Objects.checkIndex(index, size);
        long begin = FrozenLayout.offset(memory, index);
        long end = FrozenLayout.offset(memory, index + 1L);
        if (begin < FrozenLayout.bytes(size) || end < begin || end > memory.byteSize()) {
            String what = "element " + index + " lies from " + begin + " to " + end;
            throw new SegmentException.Malformed(path(), FrozenLayout.OFFSETS + (long) index * Long.BYTES, what);
        }
        return elements.decode(memory.asSlice(begin, end - begin).toArray(JAVA_BYTE));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public MemoryUse memoryUse() {
        return FrozenLayout.memoryUse(memory);
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
        segment.close();
    }
}
