package io.gatun.segment;

import io.gatun.posix.CrashPoint;
import io.gatun.posix.Errno;
import io.gatun.posix.Stdio;
import io.gatun.posix.SystemCallException;
import io.gatun.posix.Unistd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The names of a segment's file: making it under one, giving it another, and removing it, always only as long as the name
 * stands for that very file. With {@link OpenFile}, the file itself, and {@link Reservation}, which gives it its room, all that
 * {@link SharedSegment} asks of Linux.
 */
final class SegmentFile {
    private static final int OWNER_ONLY = 0600;
    private static final int AS_THE_UMASK_SAYS = 0666;

    private SegmentFile() {}

    static void linkNativeCalls() {
        Unistd.link();
    }

    /**
     * Creates a file under a temporary name, locked by this process.
     *
     * <p>Between the making and the locking it looks like one that was left behind, and somebody who collects such files may
     * take it. He locks it before he removes it. So whoever has the lock while the file has its name keeps the file, and
     * this starts again with another if that is not the maker.
     *
     * @param asked what it will be called
     * @param reserved whether every page is reserved at once; otherwise there only is room for them at this moment
     * @return the file, which is locked until it is closed or the process dies
     * @throws java.util.concurrent.CancellationException as {@link Reservation#make}; there is no file then
     */
    static OpenFile create(Path asked, long byteSize, boolean reserved) {
        Reservation.requireAllowed(asked, byteSize);
        int mode = Reservation.isInSharedMemory(asked) ? OWNER_ONLY : AS_THE_UMASK_SAYS;
        while (true) {
            OpenFile file = createUnlocked(asked, byteSize, mode);
            try {
                CrashPoint.SEGMENT_CREATED.reach();
                if (file.tryLock() && hasName(file.path(), file.facts().key())) {
                    CrashPoint.SEGMENT_LOCKED.reach();
                    Reservation.make(file.descriptor(), file.path(), asked, byteSize, reserved);
                    CrashPoint.SEGMENT_RESERVED.reach();
                    return file;
                }
                discard(file); // his to remove, but he may have been about to leave it
            } catch (SystemCallException e) {
                discard(file);
                throw Failures.of(e, asked);
            } catch (Throwable e) {
                discard(file);
                throw e;
            }
        }
    }

    private static OpenFile createUnlocked(Path asked, long byteSize, int mode) {
        Path building = asked.resolveSibling(SegmentName.temporary().value());
        try {
            return OpenFile.create(building, mode);
        } catch (SystemCallException e) {
            throw Reservation.isNoSpace(e) ? Reservation.noSpace(asked, byteSize) : Failures.of(e, asked);
        }
    }

    /** Tells whether anybody has the lock that the creator of a file takes, which is not to be shared. */
    static boolean isLockedExclusively(Path path) {
        try (OpenFile found = OpenFile.find(path);
                OpenFile file = found.reopen(false)) {
            return file.isLockedExclusivelyByAnother();
        }
    }

    /** Opens a file that has a name, and takes the lock that its creator had, until it is closed. */
    static OpenFile lock(Path path, Object key) {
        try (OpenFile found = OpenFile.find(path)) {
            OpenFile file = found.reopen(true);
            if (file.facts().key().equals(key) && file.tryLock()) {
                if (hasName(path, key)) { // who locked it before may have removed it
                    return file;
                }
                file.close();
                throw new SegmentException.NotFound(path);
            }
            file.close();
            throw new SegmentException.InUse(path, 0);
        }
    }

    /** Opens a file that has a name, for reading and writing, if the name still stands for it. */
    static OpenFile open(Path path, Object key) {
        try (OpenFile found = OpenFile.find(path)) {
            OpenFile file = found.reopen(true);
            if (file.facts().key().equals(key)) {
                return file;
            }
            file.close();
            throw new SegmentException.NotFound(path);
        }
    }

    /** Removes a file that was being made, whatever state it is in. */
    static void discard(OpenFile file) {
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            throw Failures.of(e, file.path());
        } finally {
            file.close();
        }
    }

    /** Gives a file another name in the same file system, but only if its name still stands for it. */
    static void rename(Path from, Object key, Path to, boolean replace) {
        if (!identify(from).equals(key)) {
            throw new SegmentException.NotFound(from);
        }
        try {
            if (replace) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } else {
                renameWithoutReplacing(from, to);
            }
        } catch (SystemCallException e) {
            throw Failures.of(e, to);
        } catch (IOException e) {
            throw Failures.of(e, to);
        }
    }

    private static void renameWithoutReplacing(Path from, Path to) throws IOException {
        try {
            Stdio.renameWithoutReplacing(from, to);
        } catch (SystemCallException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            Files.createLink(to, from); // a file system without RENAME_NOREPLACE: two steps, the first never replaces
            try {
                Files.delete(from);
            } catch (IOException notDeleted) {
                Files.delete(to);
                throw notDeleted;
            }
        }
    }

    /** Tells whether a name stands for this file. */
    static boolean hasName(Path path, Object key) {
        try {
            return identify(path).equals(key);
        } catch (SegmentException.NotFound | SegmentException.Malformed e) {
            return false; // the name is gone, or something that is no segment has it
        }
    }

    /** Removes a name, but only one that still stands for this file. */
    static boolean unlink(Path path, Object key) {
        try {
            boolean removed = hasName(path, key) && Files.deleteIfExists(path);
            if (removed) {
                CrashPoint.SEGMENT_UNLINKED.reach();
            }
            return removed;
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    /** Returns the size of the file that has a name, in bytes; -1 if it is not this file any more. */
    static long sizeOf(Path path, Object key) {
        try {
            BasicFileAttributes attributes = attributes(path);
            return key.equals(attributes.fileKey()) ? attributes.size() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Tells which file has a name; the name must stand for a regular file. */
    private static Object identify(Path path) {
        try {
            BasicFileAttributes attributes = attributes(path);
            if (!attributes.isRegularFile()) {
                throw new SegmentException.Malformed(path, "this is no regular file");
            }
            return attributes.fileKey();
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
