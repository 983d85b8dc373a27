package io.gatun.collection;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentKind;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The first page of every collection's segment, which never changes once it has its name.
 *
 * @param kind what it is
 * @param byteSize the length of the file
 * @param limitBytes how much memory its elements may take, with all that they need besides
 * @param elements what the elements are: the descriptions of their codecs
 */
record CollectionHeader(CollectionKind kind, long byteSize, long limitBytes, String elements) {
    /** Changes whenever anything in a collection changes its place or meaning. */
    static final int VERSION = 1;

    private static final int MAX_TEXT = 4032;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("magic"),
                    JAVA_INT.withName("version"),
                    JAVA_INT.withName("kind"), // CollectionKind.code()
                    JAVA_LONG.withName("byteSize"),
                    JAVA_LONG.withName("limitBytes"),
                    JAVA_INT.withName("elementsLength"),
                    paddingLayout(28),
                    sequenceLayout(MAX_TEXT, JAVA_BYTE).withName("elements")) // in UTF-8
            .withName("collectionHeader");

    /** Where the locks begin, as {@code io.gatun.sync.Locks} has it too. */
    static final long END = LAYOUT.byteSize();

    private static final long MAGIC = offset("magic");
    private static final long VERSION_OFFSET = offset("version");
    private static final long KIND = offset("kind");
    private static final long BYTE_SIZE = offset("byteSize");
    private static final long LIMIT_BYTES = offset("limitBytes");
    private static final long ELEMENTS_LENGTH = offset("elementsLength");
    private static final long ELEMENTS = offset("elements");

    private static final long MAGIC_VALUE = MemorySegment.ofArray(
                    SegmentKind.COLLECTION_MAGIC.getBytes(StandardCharsets.US_ASCII))
            .get(ValueLayout.JAVA_LONG_UNALIGNED, 0);

    /**
     * Writes it to memory that nobody else sees yet.
     *
     * @throws IllegalArgumentException if what the elements are takes more than 4032 bytes to say
     */
    void writeTo(MemorySegment memory) {
        byte[] text = elements.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "what the elements are takes " + text.length + " bytes to say, " + MAX_TEXT + " at most");
        }
        memory.set(JAVA_INT, VERSION_OFFSET, VERSION);
        memory.set(JAVA_INT, KIND, kind.code());
        memory.set(JAVA_LONG, BYTE_SIZE, byteSize);
        memory.set(JAVA_LONG, LIMIT_BYTES, limitBytes);
        memory.set(JAVA_INT, ELEMENTS_LENGTH, text.length);
        MemorySegment.copy(text, 0, memory, JAVA_BYTE, ELEMENTS, text.length);
        memory.set(JAVA_LONG, MAGIC, MAGIC_VALUE);
    }

    /**
     * Reads it.
     *
     * @param memory begins as the file does; all of it, or its first page
     * @param fileSize how long the file is
     * @param path for messages
     * @throws SegmentException.Malformed if it is none, of another version, or damaged
     */
    static CollectionHeader read(MemorySegment memory, long fileSize, Path path) {
        if (memory.byteSize() < END || memory.get(JAVA_LONG, MAGIC) != MAGIC_VALUE) {
            throw new SegmentException.Malformed(path, MAGIC, "no collection of Gatun's begins here");
        }
        int version = memory.get(JAVA_INT, VERSION_OFFSET);
        if (version != VERSION) {
            throw new SegmentException.Malformed(path, VERSION_OFFSET, "version=" + version + ", known is " + VERSION);
        }
        int code = memory.get(JAVA_INT, KIND);
        CollectionKind kind = CollectionKind.ofCode(code)
                .orElseThrow(() -> new SegmentException.Malformed(path, KIND, "kind=" + code + " is none"));
        long said = memory.get(JAVA_LONG, BYTE_SIZE);
        if (said != fileSize) {
            String what = "the header says byteSize=" + said + ", the file has " + fileSize;
            throw new SegmentException.Malformed(path, BYTE_SIZE, what);
        }
        long limit = memory.get(JAVA_LONG, LIMIT_BYTES);
        int length = memory.get(JAVA_INT, ELEMENTS_LENGTH);
        if (limit <= 0 || limit > said || length < 0 || length > MAX_TEXT) {
            throw new SegmentException.Malformed(path, LIMIT_BYTES, "the sizes in the header do not fit together");
        }
        byte[] text = memory.asSlice(ELEMENTS, length).toArray(JAVA_BYTE);
        return new CollectionHeader(kind, said, limit, new String(text, StandardCharsets.UTF_8));
    }

    /**
     * Sees to it that it is what somebody attaches.
     *
     * @throws SegmentException.Malformed if it is of another kind, or has other elements
     */
    void require(CollectionKind asked, String askedElements, Path path) {
        if (kind != asked) {
            throw new SegmentException.Malformed(path, KIND, "this is a " + kind + ", no " + asked);
        }
        if (!elements.equals(askedElements)) {
            String what = "its elements are " + elements + ", those asked for are " + askedElements;
            throw new SegmentException.Malformed(path, ELEMENTS, what);
        }
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
