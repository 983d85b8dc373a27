package io.gatun.bench.peers;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all peers are told.
 *
 * @param workers how many processes or threads each uses
 * @param patience how long an answer of a peer may take
 * @param python the interpreter to take; null for any that has the modules
 * @param scratch a folder for what is built and written meanwhile
 */
record Settings(int workers, Duration patience, @Nullable String python, Path scratch) {}
