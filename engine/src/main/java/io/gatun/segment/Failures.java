package io.gatun.segment;

import io.gatun.posix.Errno;
import io.gatun.posix.SystemCallException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The one place where failures of the operating system become {@link SegmentException}s. */
final class Failures {
    private Failures() {}

    static SegmentException of(SystemCallException e, Path path) {
        return switch (e.errno().orElse(Errno.EIO)) {
            case EEXIST -> new SegmentException.AlreadyExists(path);
            case ENOENT, ENOTDIR -> new SegmentException.NotFound(path);
            case EACCES, EPERM, EROFS -> new SegmentException.PermissionDenied(path, e.getMessage());
            case ELOOP -> new SegmentException.Malformed(path, 0, "a symbolic link is not followed");
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
            when other.getReason() != null -> new SegmentException.SystemFailure(path, other.getReason(), e);
            default -> new SegmentException.SystemFailure(path, e.toString(), e);
        };
    }
}
