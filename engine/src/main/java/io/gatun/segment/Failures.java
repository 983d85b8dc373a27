package io.gatun.segment;

import io.gatun.posix.Errno;
import io.gatun.posix.SystemCallException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** The one place where failures of the operating system become {@link SegmentException}s. */
final class Failures {
    /** The JVM unmaps something itself between the failure and the count. */
    private static final long MAPPINGS_TOLD_LATE = 64;

    private Failures() {}

    static SegmentException of(SystemCallException e, Path path) {
        return switch (e.errno().orElse(Errno.EIO)) {
            case EEXIST -> new SegmentException.AlreadyExists(path);
            case ENOENT, ENOTDIR -> new SegmentException.NotFound(path);
            case EACCES, EPERM, EROFS -> new SegmentException.PermissionDenied(path, e.getMessage());
            case ELOOP -> new SegmentException.Malformed(path, 0, "a symbolic link is not followed");
            case EMFILE, ENFILE -> tooManyFiles(path);
            case ENAMETOOLONG -> new SegmentException.InvalidName(path.toString(), "it is too long");
            default -> new SegmentException.SystemFailure(path, e.getMessage(), e);
        };
    }

    static SegmentException of(IOException e, Path path) {
        return switch (e) {
            case FileAlreadyExistsException exists -> new SegmentException.AlreadyExists(path);
            case NoSuchFileException missing -> new SegmentException.NotFound(path);
            case AccessDeniedException denied ->
                new SegmentException.PermissionDenied(path, "as user " + System.getProperty("user.name"));
            case FileSystemException other
            when "Read-only file system".equals(other.getReason()) ->
                new SegmentException.PermissionDenied(path, "read-only file system");
            case FileSystemException other
            when String.valueOf(other.getReason()).startsWith("Too many open files") -> tooManyFiles(path);
            case FileSystemException other
            when other.getReason() != null -> new SegmentException.SystemFailure(path, other.getReason(), e);
            default -> new SegmentException.SystemFailure(path, e.toString(), e);
        };
    }

    /** Maps take address space and are counted; for either the JDK only says that it is out of memory. */
    static SegmentException ofMapping(IOException e, Path path, long byteSize) {
        if (e.getCause() instanceof OutOfMemoryError) {
            long space = ResourceLimit.ADDRESS_SPACE.available().orElse(Long.MAX_VALUE);
            if (byteSize > space) {
                return limitReached(ResourceLimit.ADDRESS_SPACE, path, byteSize, space);
            }
            if (ResourceLimit.MAPPINGS.available().orElse(Long.MAX_VALUE) < MAPPINGS_TOLD_LATE) {
                return limitReached(ResourceLimit.MAPPINGS, path, byteSize, 0);
            }
        }
        return of(e, path);
    }

    static SegmentException limitReached(ResourceLimit limit, Path path, long needed, long available) {
        String set = limit.describe();
        String what = switch (limit) {
            case FILE_SIZE ->
                "needs %,d bytes, a file of this process may have %,d (%s): raise that, or make it smaller";
            case ADDRESS_SPACE ->
                "needs %,d bytes of address space, this process may have %,d more (%s): raise that, or make it smaller";
            case OPEN_FILES -> "cannot be opened: there are too many open files (%3$s): close some, or raise that";
            case MAPPINGS ->
                "cannot be mapped: this process has as many mappings as it may (%3$s): close some, or raise that";
            case PROCESSES -> "needs more threads than this user may have (%3$s): end some, or raise that";
        };
        return new SegmentException.LimitReached(limit, path, String.format(Locale.ROOT, what, needed, available, set));
    }

    private static SegmentException tooManyFiles(Path path) {
        return limitReached(ResourceLimit.OPEN_FILES, path, 1, 0);
    }
}
