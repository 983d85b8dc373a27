package io.gatun.bench.peers;

import io.gatun.bench.peers.PeerSpec.Opener;
import io.gatun.bench.sync.SyncPeer;
import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All peers that Gatun's locks, values and events are compared with, Gatun first, and how each is started. */
final class SyncCatalog {
    private static final Set<SyncWork> LOCKS = EnumSet.of(SyncWork.LOCK_UNCONTENDED, SyncWork.LOCK_CONTENDED);
    private static final Set<SyncWork> ADDITIONS = EnumSet.of(SyncWork.LOCKED_INCREMENT, SyncWork.LOCKED_INCREMENT_TWO);
    private static final Set<SyncWork> HAND_OFFS = EnumSet.of(SyncWork.HAND_OFF_EVENT, SyncWork.HAND_OFF_CONDITION);

    /** How often {@code SharedEvent} looks before it sleeps. */
    private static final String SPINS = "200";

    private final Settings settings;

    private SyncCatalog(Settings settings) {
        this.settings = settings;
    }

    static List<PeerSpec> of(Settings settings) {
        SyncCatalog catalog = new SyncCatalog(settings);
        return List.of(
                PeerSpec.of(
                        Rounds.OURS,
                        "SharedLock, SharedLong, SharedEvent, SharedCondition",
                        EnumSet.allOf(SyncWork.class),
                        catalog.jvm(Rounds.OURS, SyncPeer.GATUN)),
                PeerSpec.of(
                        "c-robust-mutex",
                        "C, glibc's robust process-shared mutex",
                        and(LOCKS, ADDITIONS),
                        catalog.c("robust-mutex")),
                PeerSpec.of(
                        "c-mutex",
                        "C, glibc's process-shared mutex, which is for ever lost with its owner",
                        LOCKS,
                        catalog.c("mutex")),
                PeerSpec.of(
                        "ffm-robust-mutex",
                        "Java, glibc's robust process-shared mutex through the FFM API",
                        LOCKS,
                        catalog.jvm("ffm-robust-mutex", SyncPeer.MUTEX)),
                PeerSpec.of(
                        "c-atomic",
                        "C, atomic_fetch_add",
                        EnumSet.of(SyncWork.ATOMIC_ADD, SyncWork.ATOMIC_ADD_TWO),
                        catalog.c("atomic")),
                PeerSpec.of("c-futex", "C, two words and futex(2)", HAND_OFFS, catalog.c("futex")),
                PeerSpec.of(
                        "c-futex-spin",
                        "C, the same, with a spin as long as SharedEvent's before it sleeps",
                        HAND_OFFS,
                        catalog.c("futex-spin", SPINS)),
                PeerSpec.of(
                        "c-condition",
                        "C, a process-shared condition variable with a robust mutex",
                        EnumSet.of(SyncWork.HAND_OFF_CONDITION),
                        catalog.c("condition")),
                PeerSpec.of(
                        "python",
                        "Python's multiprocessing: Value with its lock, Event, Condition",
                        and(ADDITIONS, HAND_OFFS),
                        catalog::python));
    }

    private Opener c(String... arguments) {
        return () -> {
            Path program = CProgram.build(
                    Installation.peer("sync.c"),
                    settings.scratch(),
                    List.of("-O2", "-std=gnu11", "-pthread"),
                    List.of());
            List<String> words = new ArrayList<>(List.of(program.toString()));
            words.addAll(List.of(arguments));
            return PeerProcess.start("c-" + arguments[0], words, Map.of(), settings.patience());
        };
    }

    private Peer python() throws PeerMissingException, PeerFailedException, InterruptedException {
        List<String> words = List.of(
                PythonInterpreter.with(settings.python()),
                Installation.peer("sync.py").toString());
        return PeerProcess.start("python", words, PythonInterpreter.ENVIRONMENT, settings.patience());
    }

    /** A JVM with default flags, which starts another like it. */
    private Opener jvm(String name, String way) {
        return () -> {
            String prefix = SegmentName.temporary().value();
            List<String> words = SyncPeer.command(way, prefix);
            return SweepingPeer.start(prefix, () -> PeerProcess.start(name, words, Map.of(), settings.patience()));
        };
    }

    private static Set<SyncWork> and(Set<SyncWork> works, Set<SyncWork> further) {
        Set<SyncWork> all = EnumSet.copyOf(works);
        all.addAll(further);
        return all;
    }
}
