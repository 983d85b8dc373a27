package io.gatun.segment;

import io.gatun.posix.Proc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file, mapped whole: which one it is, and where.
 *
 * <p><b>How a name is attached.</b> Whoever may write to the folder can put anything under any name, at any time: between a
 * look at the name and the opening of it, too. Two ways are safe from that. {@link OpenFile} holds what has the name by a
 * descriptor, looks at that, and maps that. It needs a native call, the first of which costs a cold JVM 20 ms, and a worker
 * that has but a few milliseconds of work needs no other. So it is used where it must be, and otherwise the name is looked
 * at, opened, mapped, and looked at again. In shared memory that is as safe where nobody else can take the name away from the
 * file: it is this user's, and the folder lets only owners rename and remove (it has the sticky bit, as {@code /dev/shm}), or
 * nobody else write at all. Should this user himself remove it in between, and another put a FIFO there, that is opened for
 * reading and writing, which does not wait; and what is mapped then is found to be another file. On disk others may have any
 * rights, and users name what they trust.
 */
record FileMapping(Path path, Object key, MemorySegment memory, Arena arena) {
    private static final int OWNER_MAY_WRITE = 0200;
    private static final int OTHERS_MAY_WRITE = 022;
    private static final int STICKY = 01000;

    /** What is left to the JVM, which ends where it cannot have another: it needs some hundreds. */
    private static final int MAPPINGS_OF_THE_JVM = 4096;

    /** Fewer are never refused; more are rare, and asking what the limit is costs a little. */
    private static final int FEW_MAPPINGS = 8192;

    private static final AtomicInteger MAPPED = new AtomicInteger();

    /** Finds, judges and maps the file that has a name; fails as {@link SharedSegment#attach(Path, Access, Trust)}. */
    static FileMapping attach(Path path, Access access, Trust trust) {
        boolean shared = Reservation.isInSharedMemory(path);
        while (true) {
            FileFacts before = FileFacts.ofName(path);
            if (shared) {
                trust.require(before, path);
                if (!keepsItsName(before, path)) {
                    return attachByDescriptor(path, access, trust);
                }
            }
            FileMapping mapping;
            try {
                mapping = map(path, path, before, access, shared || access == Access.READ_WRITE);
            } catch (SegmentException.Truncated e) {
                FileFacts now = FileFacts.ofName(path);
                if (now.key().equals(before.key()) && now.byteSize() < before.byteSize()) {
                    throw e;
                }
                continue; // something shorter was there for a moment: look again
            }
            try {
                FileFacts after = FileFacts.ofName(path);
                if (after.key().equals(before.key())) {
                    if (shared) {
                        trust.require(after, path);
                    }
                    return mapping; // what was mapped is what was looked at
                }
                mapping.unmap(); // replaced in between: look again
            } catch (Throwable e) {
                mapping.unmap();
                throw e;
            }
        }
    }

    private static boolean keepsItsName(FileFacts file, Path path) {
        Path parent = path.getParent();
        FileFacts folder = FileFacts.ofDescriptor(parent == null ? path : parent, path);
        return file.user() == Proc.thisUser()
                && file.allows(OWNER_MAY_WRITE)
                && (folder.allows(STICKY) || !folder.allows(OTHERS_MAY_WRITE));
    }

    private static FileMapping attachByDescriptor(Path path, Access access, Trust trust) {
        try (OpenFile file = OpenFile.find(path)) {
            trust.require(file.facts(), path);
            return of(file, access);
        }
    }

    /** Maps an opened file. */
    static FileMapping of(OpenFile file, Access access) {
        return map(file.reachedBy(), file.path(), file.facts(), access, access == Access.READ_WRITE);
    }

    private static FileMapping map(
            Path reachedBy, Path path, FileFacts facts, Access access, boolean openedForWriting) {
        if (facts.byteSize() == 0) {
            throw new SegmentException.Malformed(path, 0, "the file is empty");
        }
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.READ));
        if (openedForWriting) {
            options.add(StandardOpenOption.WRITE);
        }
        if (reachedBy.equals(path)) {
            options.add(LinkOption.NOFOLLOW_LINKS); // a descriptor's path is a link
        }
        requireMapping(path);
        @SuppressWarnings("MustBeClosed") // by whoever gets it, or below
        Arena arena = Arena.ofShared();
        try {
            MemorySegment memory = mapUninterrupted(reachedBy, path, options, access, facts.byteSize(), arena);
            return new FileMapping(path, facts.key(), memory, arena);
        } catch (Throwable e) {
            MAPPED.decrementAndGet();
            arena.close();
            throw e;
        }
    }

    /** Counts a mapping more, or refuses it. */
    private static void requireMapping(Path path) {
        int mapped = MAPPED.incrementAndGet();
        if (mapped > FEW_MAPPINGS
                && mapped > ResourceLimit.MAPPINGS.value().orElse(Long.MAX_VALUE) - MAPPINGS_OF_THE_JVM) {
            MAPPED.decrementAndGet();
            throw Failures.limitReached(ResourceLimit.MAPPINGS, path, 1, 0);
        }
    }

    /**
     * Ends the mapping.
     *
     * @throws IllegalStateException if a native call is using the memory at this moment; it stays mapped then
     */
    void unmap() {
        arena.close();
        MAPPED.decrementAndGet();
    }

    /**
     * An interrupted thread may map too: the JDK's channels would close under it, so that its interrupt is put by for the
     * moment.
     */
    private static MemorySegment mapUninterrupted(
            Path reachedBy, Path path, Set<OpenOption> options, Access access, long byteSize, Arena arena) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(reachedBy, options)) {
                    long now = channel.size(); // a writable mapping past the end would lengthen the file
                    if (now < byteSize) {
                        throw new SegmentException.Truncated(path, byteSize, now);
                    }
                    return channel.map(mode(access), 0, byteSize, arena);
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted();
                }
            }
        } catch (IOException e) {
            throw Failures.ofMapping(e, path, byteSize);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FileChannel.MapMode mode(Access access) {
        return access == Access.READ_WRITE ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
    }
}
