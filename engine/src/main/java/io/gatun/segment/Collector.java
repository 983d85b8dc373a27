package io.gatun.segment;

import io.gatun.posix.CrashPoint;
import io.gatun.posix.MemoryMaps;
import io.gatun.posix.MemoryMaps.Hidden;
import io.gatun.posix.Proc;
import io.gatun.segment.Collected.HiddenProcess;
import io.gatun.segment.Collected.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Removes orphans, whatever others do meanwhile.
 *
 * <p>A file that looks like an orphan is first locked, as its creator would lock it, and only then looked at again: whether it
 * still has its name, and whether anybody maps it. So a creator that is about to lock the file he has just made finds it locked
 * or nameless, and makes another; a creator that has locked it keeps it; of two collectors one gets it. Somebody who attaches
 * it at this moment has it whole, or does not find it: what is mapped stays, name or not.
 *
 * <p><b>Who cannot be looked at.</b> The mappings of other users' processes are root's to see. One of them may map an orphan
 * only if it could open it. A file of mode 0600 opens to its owner and to root. So an orphan is kept if a process that cannot
 * be looked at belongs to a user, neither root nor this one, whom the file's mode lets in or who owns it. Left out of
 * account are: root's processes, which may open anything, but to which no mode says no; this user's own that hide their
 * memory, as an ssh-agent does; and who got hold of the file before its mode was narrowed, or by a descriptor that was handed
 * to him. All of them keep the memory, should they map it after all; what they lose is its name.
 */
final class Collector {
    /** Each is held by a descriptor, while the processes are looked at once for all. */
    private static final int AT_ONCE = 200;

    private static final int OTHERS_MAY_OPEN = 077;
    private static final long ROOT = 0;

    private final boolean remove;
    private final long thisUser = Proc.thisUser();

    Collector(boolean remove) {
        this.remove = remove;
    }

    /** Collects these, as far as they still are orphans. */
    List<Collected> collect(List<SegmentInfo> orphans) {
        List<Collected> collected = new ArrayList<>();
        for (int begin = 0; begin < orphans.size(); begin += AT_ONCE) {
            collected.addAll(collectAtOnce(orphans.subList(begin, Math.min(orphans.size(), begin + AT_ONCE))));
        }
        return collected;
    }

    private List<Collected> collectAtOnce(List<SegmentInfo> orphans) {
        List<Collected> collected = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        try {
            for (SegmentInfo orphan : orphans) {
                hold(orphan).ifPresent(held::add);
            }
            MemoryMaps maps = MemoryMaps.read();
            for (Held orphan : held) {
                judge(orphan, maps).ifPresent(collected::add);
            }
        } finally {
            held.forEach(Held::close);
        }
        return collected;
    }

    /** A file that looked like an orphan, and the reason why it could not be locked, if so. */
    private record Held(
            SegmentName name, OpenFile file, @Nullable SegmentException refusal) {
        void close() {
            file.close();
        }
    }

    /** Empty if it is nobody's any more, or somebody's by now. */
    private Optional<Held> hold(SegmentInfo orphan) {
        SegmentName name = orphan.name();
        try (OpenFile found = OpenFile.find(name.path())) {
            if (!remove) {
                return Optional.of(new Held(name, found.reopen(false), null));
            }
            OpenFile file;
            try {
                file = found.reopen(true); // an exclusive lock wants a file that is open for writing
            } catch (SegmentException.PermissionDenied e) {
                return Optional.of(new Held(name, found.reopen(false), e));
            }
            if (file.tryLock()) {
                CrashPoint.ORPHAN_LOCKED.reach();
                return Optional.of(new Held(name, file, null));
            }
            file.close();
            return Optional.empty();
        } catch (SegmentException.NotFound | SegmentException.Malformed | SegmentException.PermissionDenied e) {
            return Optional.empty();
        }
    }

    private Optional<Collected> judge(Held held, MemoryMaps maps) {
        OpenFile file = held.file();
        FileFacts facts = file.facts();
        SegmentInfo info = Inspection.of(held.name(), file, maps);
        if (!info.isOrphan() || !SegmentFile.hasName(file.path(), facts.key())) {
            return Optional.empty();
        }
        List<HiddenProcess> hidden = maps.hidden().stream()
                .map(process -> new HiddenProcess(process.pid(), process.name()))
                .toList();
        Optional<Hidden> possible =
                maps.hidden().stream().filter(process -> mayMap(process, facts)).findFirst();
        Outcome outcome = remove ? Outcome.REMOVED : Outcome.REMOVABLE;
        String reason = "";
        if (held.refusal() != null) {
            reason = held.refusal().getMessage();
        } else if (possible.isPresent()) {
            reason = describe(possible.get()) + " may map it and cannot be looked at: do this as root";
        } else if (remove) {
            try {
                if (!SegmentFile.unlink(file.path(), facts.key())) {
                    return Optional.empty(); // its owner has removed it, by its name
                }
            } catch (SegmentException e) {
                reason = e.getMessage();
            }
        }
        if (!reason.isEmpty()) {
            outcome = Outcome.KEPT;
        }
        return Optional.of(new Collected(info, facts.created(), maps.processes(), hidden, outcome, reason));
    }

    private boolean mayMap(Hidden process, FileFacts facts) {
        if (process.user() == ROOT || process.user() == thisUser) {
            return false;
        }
        boolean isOwners =
                process.user() == MemoryMaps.UNKNOWN_USER ? facts.user() != thisUser : process.user() == facts.user();
        return isOwners || facts.allows(OTHERS_MAY_OPEN);
    }

    private static String describe(Hidden process) {
        return process.pid() == 0
                ? "processes that are hidden"
                : "process " + process.pid() + " (" + process.name() + ")";
    }
}
