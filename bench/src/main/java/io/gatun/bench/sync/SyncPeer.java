package io.gatun.bench.sync;

import io.gatun.bench.peers.jvm.PeerLoop;
import io.gatun.segment.SegmentName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main class of the two JVMs: the leader, which speaks the peers' protocol and has started the other.
 *
 * <p><b>Ownership:</b> what lies in shared memory loses its names as soon as both have it, so that nothing of it is left however they
 * end. Until then their names begin with what whoever starts the leader has chosen, who can remove them.
 */
public final class SyncPeer {
    /** The way of {@link GatunTasks}. */
    public static final String GATUN = "gatun";

    /** The way of {@link StateTasks}. */
    public static final String STATE = "state";

    /** The way of {@link RingTasks}. */
    public static final String AGRONA = "agrona";

    /** The way of {@link ChronicleTasks}. */
    public static final String CHRONICLE = "chronicle";

    /** The way of {@link MutexTasks}. */
    public static final String MUTEX = "mutex";

    private SyncPeer() {}

    /**
     * Returns the command of the leader: a JVM with default flags, but for those that the engine needs.
     *
     * @param way one of those above
     * @param prefix how the names of its segments begin
     */
    public static List<String> command(String way, String prefix) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(flags(way));
        words.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-D" + SegmentName.FOLDER_PROPERTY + "=" + SegmentName.folder(),
                "-cp",
                System.getProperty("java.class.path"),
                SyncPeer.class.getName(),
                way,
                prefix));
        return words;
    }

    /** Returns the flags that what is used needs, as its documentation has them. */
    private static List<String> flags(String way) {
        return switch (way) {
            case AGRONA -> List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
            case CHRONICLE ->
                List.of(
                        "-Dchronicle.analytics.disable=true",
                        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
                        "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
                        "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
            default -> List.of();
        };
    }

    /** Arguments: the way, the beginning of names, and, for the other process, its side. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String way = arguments[0];
        String prefix = arguments[1];
        Side side = arguments.length == 2 ? Side.LEADER : Side.valueOf(arguments[2]);
        try (Gate gate = Gate.open(SegmentName.of(prefix + "-gate"), side);
                Tasks tasks = open(way, prefix, gate, side)) {
            if (side == Side.OTHER) {
                followUntilTheInputEnds(gate, tasks);
                return;
            }
            List<String> command = new ArrayList<>(command(way, prefix));
            command.add(Side.OTHER.name());
            try (OtherProcess other = OtherProcess.start(command)) {
                gate.unlink();
                tasks.unlink();
                PeerLoop.serve(
                        "Java " + Runtime.version() + ", two JVMs", new LeaderService(gate, tasks.byWork(), other));
            }
        }
    }

    private static Tasks open(String way, String prefix, Gate gate, Side side) {
        return switch (way) {
            case GATUN -> new GatunTasks(prefix, gate, side);
            case MUTEX -> new MutexTasks(gate, side);
            case STATE -> new StateTasks(prefix, gate, side);
            case AGRONA -> new RingTasks(SegmentName.of(prefix + "-ring").path(), gate, side);
            case CHRONICLE ->
                new ChronicleTasks(SegmentName.of(prefix + "-chronicle").path(), gate);
            default -> throw new IllegalArgumentException("no way " + way);
        };
    }

    @SuppressWarnings("SystemOut") // the leader listens there
    private static void followUntilTheInputEnds(Gate gate, Tasks tasks) throws InterruptedException {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("requests").start(() -> read(requests));
        System.out.println(OtherProcess.READY);
        while (true) {
            String[] request = requests.take().split(" ", -1);
            Task task = tasks.byWork().get(request[0]);
            if (task == null) {
                throw new IllegalStateException("no work " + request[0]);
            }
            long call = Long.parseLong(request[2]);
            gate.arrive(call);
            task.loop().run(Side.OTHER, Integer.parseInt(request[1]));
            gate.leave(call);
        }
    }

    /** Reads requests; at their end ends the process, which may be waiting for a leader that has died. */
    private static void read(BlockingQueue<String> requests) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                requests.add(line);
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(0);
    }
}
