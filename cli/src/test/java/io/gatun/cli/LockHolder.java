package io.gatun.cli;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that takes a lock and holds it until it is killed; it says so on its standard error. */
final class LockHolder {
    private LockHolder() {}

    /** Starts one, on the jars of the command. */
    static GatunProcess start(Path shm, String lock) throws IOException {
        String classPath = GatunCommand.LIB + "/*:" + GatunCommand.target().resolve("test-classes");
        return new GatunProcess(new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + SegmentName.FOLDER_PROPERTY + "=" + shm,
                "-cp",
                classPath,
                LockHolder.class.getName(),
                lock)));
    }

    @SuppressWarnings({"SystemOut", "LockNotBeforeTry"}) // the parent reads it; and it never releases
    public static void main(String[] arguments) throws InterruptedException {
        try (SharedLock lock = SharedLock.attach(SegmentName.of(arguments[0]))) {
            System.err.println("attached");
            lock.lock();
            System.err.println("holds it as thread " + Thread.currentThread().threadId());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
