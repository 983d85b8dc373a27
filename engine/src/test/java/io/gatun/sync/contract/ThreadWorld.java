package io.gatun.sync.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Gatun's primitives, used by threads of this JVM. */
final class ThreadWorld implements World {
    private final ThreadFactory threads;
    private final boolean sharing;

    /**
     * Makes a world of threads.
     *
     * @param sharing whether all use one attachment, else each has its own
     */
    ThreadWorld(ThreadFactory threads, boolean sharing) {
        this.threads = threads;
        this.sharing = sharing;
    }

    @Override
    public Cast open(String primitive, int count) {
        AtomicReference<@Nullable Opened> shared = new AtomicReference<>();
        List<Party> parties = new ArrayList<>();
        for (int i = 0; i < Math.max(1, count); i++) {
            parties.add(new ThreadParty(threads, sharing ? shared : new AtomicReference<>()));
        }
        return new GatunCast(primitive, parties, true);
    }

    @Override
    public void close() {
        // nothing: the threads end with their case
    }
}
