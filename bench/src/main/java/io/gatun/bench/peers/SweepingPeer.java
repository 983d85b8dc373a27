package io.gatun.bench.peers;

import io.gatun.bench.peers.PeerSpec.Opener;
import io.gatun.segment.SegmentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A peer in another process that has segments, whose names begin all alike: what it leaves, if it is killed, is removed here.
 *
 * <p><b>Ownership:</b> the peer is this one's.
 */
final class SweepingPeer implements Peer {
    private final Peer peer;
    private final String prefix;

    private SweepingPeer(Peer peer, String prefix) {
        this.peer = peer;
        this.prefix = prefix;
    }

    /**
     * Starts a peer.
     *
     * @param prefix how the names begin that it uses, and nobody else
     */
    static SweepingPeer start(String prefix, Opener opener)
            throws PeerMissingException, PeerFailedException, InterruptedException {
        try {
            return new SweepingPeer(opener.open(), prefix);
        } catch (Throwable e) {
            sweep(prefix);
            throw e;
        }
    }

    @Override
    public String about() {
        return peer.about();
    }

    @Override
    public Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException, InterruptedException {
        return peer.run(trial, calls, atMost);
    }

    @Override
    public double[] sample(int count) throws PeerFailedException, InterruptedException {
        return peer.sample(count);
    }

    @Override
    public void drop() throws PeerFailedException, InterruptedException {
        peer.drop();
    }

    @Override
    public void close() {
        try {
            peer.close();
        } finally {
            sweep(prefix);
        }
    }

    private static void sweep(String prefix) {
        try (Stream<Path> files = Files.list(SegmentName.folder())) {
            List<Path> left = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
