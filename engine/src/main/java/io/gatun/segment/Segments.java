package io.gatun.segment;

import io.gatun.posix.Fcntl;
import io.gatun.posix.Proc;
import io.gatun.posix.SystemCallException;
import io.gatun.posix.Unistd;
import io.gatun.segment.SegmentInfo.ArrayInfo;
import io.gatun.segment.SegmentInfo.User;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The segments of this machine, looked at and removed from outside: none is mapped for it.
 *
 * <p><b>Threads:</b> safe. What it tells was true at some moment of the call and may not be any more.
 */
public final class Segments {
    private Segments() {}

    /**
     * Returns the arrays and control segments in the shared memory folder that this user may read, and what a killed creator
     * left before it was either, by name. Files of other kinds are other programs' and left out.
     *
     * @throws SegmentException.NotFound if there is no such folder
     */
    public static List<SegmentInfo> list() {
        List<SegmentInfo> found = new ArrayList<>();
        Path folder = SegmentName.folder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                inspectIfPossible(file)
                        .filter(info ->
                                info.kind() != SegmentKind.OTHER || info.name().isTemporary())
                        .ifPresent(found::add);
            }
        } catch (DirectoryIteratorException e) {
            throw Failures.of(Objects.requireNonNull(e.getCause()), folder);
        } catch (IOException e) {
            throw Failures.of(e, folder);
        }
        found.sort(Comparator.comparing(info -> info.name().value()));
        return List.copyOf(found);
    }

    /** Returns those of {@link #list()} that nobody needs any more: see {@link SegmentInfo#isOrphan()}. */
    public static List<SegmentInfo> orphans() {
        return list().stream().filter(SegmentInfo::isOrphan).toList();
    }

    /**
     * Tells about one segment, of whatever kind.
     *
     * @throws SegmentException.NotFound if nothing has the name
     * @throws SegmentException.Malformed if the name stands for no regular file
     * @throws SegmentException.PermissionDenied if this user may not read it
     */
    public static SegmentInfo inspect(SegmentName name) {
        Path path = name.path();
        SegmentFile.identify(path);
        PosixFileAttributes attributes = attributes(path);
        SegmentKind kind = SegmentKind.of(MemorySegment.ofArray(SegmentFile.readHead(path, SegmentKind.MAGIC_SIZE)));
        return new SegmentInfo(
                name,
                kind,
                attributes.size(),
                PosixFilePermissions.toString(attributes.permissions()),
                attributes.owner().getName(),
                kind == SegmentKind.ARRAY ? arrayInfo(attributes.size(), path) : Optional.empty(),
                isLocked(path),
                users(path));
    }

    /**
     * Removes a segment's name, of whatever kind and in whatever state it is. Those attached keep their memory.
     *
     * @return whether this call removed it; false if somebody else was quicker
     * @throws SegmentException.NotFound if nothing has the name
     * @throws SegmentException.Malformed if the name stands for no regular file
     * @throws SegmentException.PermissionDenied if this user may not remove it
     */
    public static boolean unlink(SegmentName name) {
        Path path = name.path();
        return SegmentFile.unlink(path, SegmentFile.identify(path).key());
    }

    private static Optional<SegmentInfo> inspectIfPossible(Path file) {
        try {
            return Optional.of(inspect(new SegmentName(file.getFileName().toString())));
        } catch (SegmentException e) {
            return Optional.empty(); // gone meanwhile, another user's, or no segment's name
        }
    }

    private static PosixFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    private static Optional<ArrayInfo> arrayInfo(long fileSize, Path path) {
        try {
            MemorySegment head = MemorySegment.ofArray(SegmentFile.readHead(path, NpyHeader.MAX_SIZE));
            NpyHeader header = NpyHeader.read(head, fileSize, path);
            List<Long> shape = LongStream.of(header.shape()).boxed().toList();
            return Optional.of(new ArrayInfo(header.dtype(), shape, header.dataOffset()));
        } catch (SegmentException.Malformed e) {
            return Optional.empty();
        }
    }

    private static List<User> users(Path path) {
        long inode;
        try {
            inode = ((Number) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue();
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
        return Proc.mappersOf(inode, path).stream().map(Segments::user).toList();
    }

    private static User user(Proc.Mapper mapper) {
        Optional<ProcessHandle.Info> info = ProcessHandle.of(mapper.pid()).map(ProcessHandle::info);
        return new User(
                mapper.pid(),
                info.flatMap(ProcessHandle.Info::startInstant),
                info.flatMap(ProcessHandle.Info::command),
                mapper.writable() ? Access.READ_WRITE : Access.READ_ONLY);
    }

    /** A lock of this process counts too: it belongs to another open of the file than the one made here. */
    private static boolean isLocked(Path path) {
        int fd;
        try {
            fd = Fcntl.open(path, false);
        } catch (SystemCallException e) {
            throw Failures.of(e, path);
        }
        try {
            return Fcntl.isLockedByAnother(fd);
        } finally {
            Unistd.close(fd);
        }
    }
}
