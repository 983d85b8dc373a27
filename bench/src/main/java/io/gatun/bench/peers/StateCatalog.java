package io.gatun.bench.peers;

import io.gatun.bench.peers.PeerSpec.Opener;
import io.gatun.bench.sync.SyncPeer;
import io.gatun.segment.SegmentName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All peers that Gatun's values and collections are compared with, Gatun first, and how each is started. */
final class StateCatalog {
    private static final Set<StateWork> VALUES =
            EnumSet.of(StateWork.VALUE_GET, StateWork.VALUE_SET, StateWork.VALUE_INCREMENT);
    private static final Set<StateWork> MAPS = EnumSet.of(StateWork.MAP_GET, StateWork.MAP_PUT);
    private static final String JARS = "bench/target/peers";

    private final Settings settings;

    private StateCatalog(Settings settings) {
        this.settings = settings;
    }

    static List<PeerSpec> of(Settings settings) {
        StateCatalog catalog = new StateCatalog(settings);
        return List.of(
                PeerSpec.of(
                        Rounds.OURS,
                        "SharedLong, SharedMap, SharedList, SharedQueue",
                        EnumSet.allOf(StateWork.class),
                        catalog.jvm(Rounds.OURS, SyncPeer.STATE, false)),
                PeerSpec.of("value", "Python's multiprocessing.Value, with its lock", VALUES, catalog.python("value")),
                PeerSpec.of(
                        "manager",
                        "Python's multiprocessing.Manager: Value, dict, list, Queue",
                        EnumSet.complementOf(EnumSet.of(StateWork.QUEUE_IDLE)),
                        catalog.python("manager")),
                PeerSpec.of(
                        "chronicle-map",
                        "Chronicle Map in /dev/shm, made for exactly as many entries",
                        MAPS,
                        catalog.jvm("chronicle-map", SyncPeer.CHRONICLE, true)),
                PeerSpec.of(
                        "agrona",
                        "Agrona's ManyToOneRingBuffer in /dev/shm",
                        EnumSet.of(StateWork.QUEUE_IDLE),
                        catalog.jvm("agrona", SyncPeer.AGRONA, true)));
    }

    private Opener python(String way) {
        return () -> {
            List<String> words = List.of(
                    PythonInterpreter.with(settings.python()),
                    Installation.peer("state.py").toString(),
                    way);
            return PeerProcess.start(way, words, PythonInterpreter.ENVIRONMENT, settings.patience());
        };
    }

    /**
     * A JVM, which starts another like it.
     *
     * @param hasOwnJars whether what it uses is none of Gatun's libraries, and lies beside them
     */
    private Opener jvm(String name, String way, boolean hasOwnJars) {
        return () -> {
            String prefix = SegmentName.temporary().value();
            List<String> words = new ArrayList<>(SyncPeer.command(way, prefix));
            if (hasOwnJars) {
                Path jars = Installation.home().resolve(JARS);
                if (!Files.isDirectory(jars)) {
                    throw new PeerMissingException(JARS + " is not there: mvn package -pl bench -am copies it there");
                }
                int classPath = words.indexOf("-cp") + 1;
                words.set(classPath, words.get(classPath) + ":" + jars + "/*");
            }
            return SweepingPeer.start(prefix, () -> PeerProcess.start(name, words, Map.of(), settings.patience()));
        };
    }
}
