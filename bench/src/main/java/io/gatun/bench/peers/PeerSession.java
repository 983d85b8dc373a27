package io.gatun.bench.peers;

import io.gatun.bench.peers.TrialResult.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The peers of one run: each is started when the first trial needs it, and lives until the end.
 *
 * <p><b>Threads:</b> for one. <b>Ownership:</b> {@link #close()} ends all of them. One that failed is ended at once, and started anew
 * for the next trial.
 */
final class PeerSession implements AutoCloseable {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    private final List<PeerSpec> specs;
    private final Map<PeerSpec, Peer> open = new LinkedHashMap<>();
    private final Map<PeerSpec, String> missing = new LinkedHashMap<>();

    PeerSession(List<PeerSpec> specs) {
        this.specs = List.copyOf(specs);
    }

    /** Returns how many peers may take part in a trial. */
    int entrants(Trial trial) {
        return (int) specs.stream()
                .filter(spec -> spec.works().contains(trial.work()))
                .count();
    }

    /** Runs a trial with all peers that can take part. */
    TrialResult run(Trial trial, Rounds rounds) throws InterruptedException {
        Map<String, Peer> peers = new LinkedHashMap<>();
        List<LeftOut> leftOut = new ArrayList<>();
        Optional<String> noMemory = memoryLacking(trial);
        for (PeerSpec spec : specs) {
            if (!spec.works().contains(trial.work())) {
                continue;
            }
            Optional<String> refusal =
                    noMemory.isPresent() ? noMemory : spec.refusal().apply(trial);
            if (refusal.isPresent()) {
                leftOut.add(new LeftOut(spec.name(), refusal.get(), false));
                continue;
            }
            try {
                peers.put(spec.name(), opened(spec));
            } catch (PeerMissingException e) {
                leftOut.add(new LeftOut(spec.name(), String.valueOf(e.getMessage()), false));
            } catch (PeerFailedException e) {
                leftOut.add(new LeftOut(spec.name(), String.valueOf(e.getMessage()), true));
            }
        }
        TrialResult result = rounds.run(trial, peers, leftOut);
        for (LeftOut failed : result.leftOut()) {
            @Nullable Peer peer = peers.get(failed.name());
            if (peer != null) {
                open.values().remove(peer);
                peer.close();
            }
        }
        return result;
    }

    /** Starts a peer, or returns it if it is running. */
    Peer opened(PeerSpec spec) throws PeerMissingException, PeerFailedException, InterruptedException {
        @Nullable Peer peer = open.get(spec);
        if (peer != null) {
            return peer;
        }
        @Nullable String reason = missing.get(spec);
        if (reason != null) {
            throw new PeerMissingException(reason);
        }
        try {
            Peer started = spec.opener().open();
            open.put(spec, started);
            return started;
        } catch (PeerMissingException e) {
            missing.put(spec, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @Override
    public void close() {
        open.values().forEach(Peer::close);
        open.clear();
    }

    /** All peers keep their arrays from their first turn to their last; a machine that began to swap would measure its disk. */
    private Optional<String> memoryLacking(Trial trial) {
        long needed = trial.bytes() * entrants(trial);
        long available = availableMemory();
        return needed <= available
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the peers' arrays take %,d MB together, %,d MB are free; see --size and --peer",
                        needed >> 20,
                        available >> 20));
    }

    private static long availableMemory() {
        try {
            return Files.readAllLines(MEMORY).stream()
                    .filter(line -> line.startsWith(AVAILABLE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
