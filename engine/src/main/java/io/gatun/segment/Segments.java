package io.gatun.segment;

import io.gatun.posix.MemoryMaps;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The segments of this machine, looked at and removed from outside: none is mapped for it.
 *
 * <p><b>Threads:</b> safe. What it tells was true at some moment of the call and may not be any more; what it collects nobody
 * needed.
 */
public final class Segments {
    private Segments() {}

    /**
     * Returns the arrays, the locks and values, the collections, and the control segments in the shared memory folder that this user may read, and what a
     * killed creator left before it was any of them, by name. Files of other kinds are other programs' and left out.
     *
     * @throws SegmentException.NotFound if there is no such folder
     */
    public static List<SegmentInfo> list() {
        List<SegmentInfo> found = new ArrayList<>();
        MemoryMaps maps = MemoryMaps.read();
        Path folder = SegmentName.folder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                inspectIfPossible(file, maps)
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
     * Removes the {@linkplain #orphans orphans}, those segments that a killed process has left and nobody locks or maps. An
     * array that was kept under a name of its own is none. Each is locked, and then looked at once more, before it goes. So
     * others may create, attach and collect segments at the same time: no creator ever loses one, and nobody that
     * has attached one loses its memory.
     *
     * <p>The mappings of other users' processes are root's to see. Where such a process could have opened an orphan, by the
     * mode and the owner of its file, that is kept. Processes of another PID namespace are not seen at all; what their creator
     * has locked is.
     *
     * @param remove false to leave all of them, and tell what would be removed
     * @return the orphans, with the proof that they are some and what became of each, by name
     * @throws SegmentException.NotFound if there is no shared memory folder
     */
    public static List<Collected> collect(boolean remove) {
        return new Collector(remove).collect(orphans());
    }

    /**
     * Tells about one segment, of whatever kind.
     *
     * @throws SegmentException.NotFound if nothing has the name
     * @throws SegmentException.Malformed if the name stands for no regular file
     * @throws SegmentException.PermissionDenied if this user may not read it
     */
    public static SegmentInfo inspect(SegmentName name) {
        return Inspection.of(name, MemoryMaps.read());
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
        try (OpenFile file = OpenFile.find(name.path())) {
            return SegmentFile.unlink(file.path(), file.facts().key());
        }
    }

    private static Optional<SegmentInfo> inspectIfPossible(Path file, MemoryMaps maps) {
        try {
            return Optional.of(Inspection.of(new SegmentName(file.getFileName().toString()), maps));
        } catch (SegmentException e) {
            return Optional.empty(); // gone meanwhile, another user's, or no segment's name
        }
    }
}
