package io.gatun.segment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be told about a segment from outside, at one moment.
 *
 * @param name the segment's name
 * @param kind what its first bytes say it is
 * @param byteSize the size of its file
 * @param mode its permissions, as {@code ls -l} writes them, for instance {@code rw-------}
 * @param owner the user it belongs to
 * @param array its type and shape, if it is an array that can be attached
 * @param locked whether a process holds a lock on it: its creator, as long as that lives and has it open
 * @param users the processes that map it; those of other users are seen by root only
 */
public record SegmentInfo(
        SegmentName name,
        SegmentKind kind,
        long byteSize,
        String mode,
        String owner,
        Optional<ArrayInfo> array,
        boolean locked,
        List<User> users) {

    /**
     * The type and shape of an array.
     *
     * @param dtype the type of its elements
     * @param shape the length of each dimension
     * @param dataOffset where in the file the elements start, in bytes
     */
    public record ArrayInfo(DType dtype, List<Long> shape, long dataOffset) {}

    /**
     * A process that maps a segment.
     *
     * @param pid its process id, to be read together with {@code startTime}: ids are used again
     * @param startTime when it started, if the operating system tells
     * @param command the program it runs, if the operating system tells
     * @param access what it may do to the memory
     */
    public record User(long pid, Optional<Instant> startTime, Optional<String> command, Access access) {}

    /** Tells whether somebody locks or maps this segment. */
    public boolean isInUse() {
        return locked || !users.isEmpty();
    }

    /**
     * Tells whether nobody needs this segment any more: it is a temporary or a control segment, and nobody locks or maps it.
     * What was kept under a name of its own is never an orphan.
     */
    public boolean isOrphan() {
        return (name.isTemporary() || kind == SegmentKind.CONTROL) && !isInUse();
    }
}
