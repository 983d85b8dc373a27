package io.gatun.segment;

import io.gatun.posix.MemoryMaps;
import io.gatun.segment.SegmentInfo.ArrayInfo;
import io.gatun.segment.SegmentInfo.User;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Looking at a segment from outside: all of it by one opened file, so that it is told of one and the same. */
final class Inspection {
    private static final String PERMISSIONS = "rwxrwxrwx";

    private Inspection() {}

    /**
     * Looks at the segment that has a name.
     *
     * @param maps who maps what
     * @throws SegmentException as {@link Segments#inspect}
     */
    static SegmentInfo of(SegmentName name, MemoryMaps maps) {
        try (OpenFile found = OpenFile.find(name.path());
                OpenFile file = found.reopen(false)) {
            return of(name, file, maps);
        }
    }

    /** Looks at an opened segment; a lock that was taken by this open of the file does not count. */
    static SegmentInfo of(SegmentName name, OpenFile file, MemoryMaps maps) {
        FileFacts facts = file.facts();
        SegmentKind kind = SegmentKind.of(MemorySegment.ofArray(file.readHead(SegmentKind.MAGIC_SIZE)));
        return new SegmentInfo(
                name,
                kind,
                facts.byteSize(),
                permissions(facts.mode()),
                file.owner(),
                kind == SegmentKind.ARRAY ? arrayInfo(file, facts.byteSize()) : Optional.empty(),
                file.isLockedByAnother(),
                users(facts, file.path(), maps));
    }

    /** Nine letters, those that do not hold replaced by a dash, as {@code ls -l} writes them. */
    private static String permissions(int mode) {
        StringBuilder letters = new StringBuilder(PERMISSIONS);
        for (int i = 0; i < PERMISSIONS.length(); i++) {
            if ((mode >> (PERMISSIONS.length() - 1 - i) & 1) == 0) {
                letters.setCharAt(i, '-');
            }
        }
        return letters.toString();
    }

    private static Optional<ArrayInfo> arrayInfo(OpenFile file, long fileSize) {
        try {
            MemorySegment head = MemorySegment.ofArray(file.readHead(NpyHeader.MAX_SIZE));
            NpyHeader header = NpyHeader.read(head, fileSize, file.path());
            List<Long> shape = LongStream.of(header.shape()).boxed().toList();
            return Optional.of(new ArrayInfo(header.dtype(), shape, header.dataOffset()));
        } catch (SegmentException.Malformed e) {
            return Optional.empty();
        }
    }

    private static List<User> users(FileFacts facts, Path path, MemoryMaps maps) {
        return maps.mappersOf(facts.device(), facts.inode(), path).stream()
                .map(Inspection::user)
                .toList();
    }

    private static User user(MemoryMaps.Mapper mapper) {
        Optional<ProcessHandle.Info> info = ProcessHandle.of(mapper.pid()).map(ProcessHandle::info);
        return new User(
                mapper.pid(),
                info.flatMap(ProcessHandle.Info::startInstant),
                info.flatMap(ProcessHandle.Info::command),
                mapper.writable() ? Access.READ_WRITE : Access.READ_ONLY);
    }
}
