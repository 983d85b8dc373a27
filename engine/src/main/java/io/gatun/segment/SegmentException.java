package io.gatun.segment;

import java.io.Serial;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * What can go wrong with a segment for reasons outside the program; the set is closed.
 *
 * <p>The message is one line: what happened, to what, and what to do. Misuse by the program itself is an
 * {@link IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public abstract sealed class SegmentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    SegmentException(String message) {
        super(message);
    }

    SegmentException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns one line: what happened, to what, and what to do. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The name is taken. */
    public static final class AlreadyExists extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        AlreadyExists(Path path) {
            super(path + " exists already: choose another name, or remove it first");
        }
    }

    /** Nothing has this name. */
    public static final class NotFound extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** Makes one for a path. */
        public NotFound(Path path) {
            super(path + " does not exist");
        }
    }

    /** There is no room; nothing was written. */
    public static final class NoSpace extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final long neededBytes;
        private final long availableBytes;

        NoSpace(Path path, long neededBytes, long availableBytes) {
            super(String.format(
                    Locale.ROOT,
                    "%s needs %,d bytes, %,d are available: free some, or make it smaller",
                    path,
                    neededBytes,
                    availableBytes));
            this.neededBytes = neededBytes;
            this.availableBytes = availableBytes;
        }

        /** Returns the size of the segment that was asked for. */
        public long neededBytes() {
            return neededBytes;
        }

        /** Returns what the file system, or the machine's memory behind it, could give at that moment. */
        public long availableBytes() {
            return availableBytes;
        }
    }

    /** The operating system does not let this user do it. */
    public static final class PermissionDenied extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        PermissionDenied(Path path, String why) {
            super(path + ": permission denied (" + why + ")");
        }
    }

    /** The text cannot be a segment's name. */
    public static final class InvalidName extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        InvalidName(String name, String rule) {
            super("\"" + name + "\" cannot name a segment: " + rule);
        }
    }

    /** The file is not what it was taken for, or is damaged. */
    public static final class Malformed extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final long byteOffset;

        /** Makes the exception of a file that shows {@code what} at an offset. */
        public Malformed(Path path, long byteOffset, String what) {
            super(path + ": " + what + " (at byte " + byteOffset + ")");
            this.byteOffset = byteOffset;
        }

        /** What it is instead of a file shows at no byte of it. */
        Malformed(Path path, String what) {
            super(path + ": " + what);
            this.byteOffset = 0;
        }

        /** Returns where in the file it shows, counted from 0. */
        public long byteOffset() {
            return byteOffset;
        }
    }

    /** Another process has what only one may have at a time. */
    public static final class InUse extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** Makes the exception of a segment that a process coordinates; 0 if it is not known which. */
        public InUse(Path path, long pid) {
            super(path + " is in use by " + (pid == 0 ? "another process" : "process " + pid) + ": wait for its end");
        }
    }

    /** The file in shared memory is another user's, or may be changed by one. */
    public static final class NotTrusted extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotTrusted(Path path, String why) {
            super(path + " " + why);
        }
    }

    /** Somebody has made the file shorter than it was. */
    public static final class Truncated extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final long bytesThen;
        private final long bytesNow;

        Truncated(Path path, long bytesThen, long bytesNow) {
            super(String.format(
                    Locale.ROOT,
                    "%s was truncated while it was in use: it had %,d bytes and has %,d now; write such a file anew under "
                            + "another name, and rename it",
                    path,
                    bytesThen,
                    bytesNow));
            this.bytesThen = bytesThen;
            this.bytesNow = bytesNow;
        }

        /** Returns the size that the file had. */
        public long bytesThen() {
            return bytesThen;
        }

        /** Returns the size that was left of it. */
        public long bytesNow() {
            return bytesNow;
        }
    }

    /** A limit of this process, or of what a process may have, does not allow it; nothing was written. */
    public static final class LimitReached extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ResourceLimit limit;

        LimitReached(ResourceLimit limit, Path path, String what) {
            super(path + " " + what);
            this.limit = limit;
        }

        /** Returns which limit it was. */
        public ResourceLimit limit() {
            return limit;
        }
    }

    /** The segment was closed here. */
    public static final class Closed extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** Makes one for a path. */
        public Closed(Path path) {
            super(path + " is closed in this process: attach it again");
        }
    }

    /** The operating system failed in a way that none of the others names. */
    public static final class SystemFailure extends SegmentException {
        @Serial
        private static final long serialVersionUID = 1L;

        SystemFailure(Path path, String what, Throwable cause) {
            super(path + ": " + what, cause);
        }
    }
}
