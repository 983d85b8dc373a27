package io.gatun.bench.peers;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where Gatun's sources lie, from which this program was built: the launcher and the peers' programs are there. */
final class Installation {
    private static final String PEERS = "bench/peers";

    private Installation() {}

    /**
     * Returns the folder that has {@code gatun} and {@code bench/peers}: one of those that this class's jar lies in, or the working
     * directory.
     *
     * @throws PeerMissingException if none has
     */
    static Path home() throws PeerMissingException {
        return Stream.concat(
                        Stream.iterate(ownJar(), path -> path != null, Path::getParent),
                        Stream.of(Path.of("").toAbsolutePath()))
                .filter(folder -> Files.isRegularFile(folder.resolve(PEERS).resolve("peer.py")))
                .findFirst()
                .orElseThrow(() -> new PeerMissingException(
                        "the peers' programs are in " + PEERS + " of Gatun's sources: run it there"));
    }

    /** Returns a peer's program. */
    static Path peer(String file) throws PeerMissingException {
        return home().resolve(PEERS).resolve(file);
    }

    private static Path ownJar() {
        try {
            return Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
