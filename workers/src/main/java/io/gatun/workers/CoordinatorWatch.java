package io.gatun.workers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Ends this process when its coordinator has gone, however that went.
 *
 * <p>The coordinator holds the kernel's lock on the control segment. A thread here waits for a share in that lock, asleep in
 * the kernel; when it gets one, nobody coordinates any more. No timeout, no signal and no pid is involved, so that neither a
 * stopped coordinator nor a reused pid can deceive it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fcntl_locking.2.html">fcntl_locking(2)</a>
 */
final class CoordinatorWatch {
    private static final int COORDINATOR_GONE = 3;

    private CoordinatorWatch() {}

    static void start(Path control) {
        Thread.ofPlatform().name("gatun-coordinator-watch").daemon().start(() -> {
            awaitItsEnd(control);
            Runtime.getRuntime().halt(COORDINATOR_GONE);
        });
    }

    private static void awaitItsEnd(Path control) {
        try (FileChannel channel = FileChannel.open(control, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.lock(0, Long.MAX_VALUE, true);
        } catch (IOException e) {
            // the segment's name is gone: so is the coordinator's interest in this process
        }
    }
}
