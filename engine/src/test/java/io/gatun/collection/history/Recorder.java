package io.gatun.collection.history;

import io.gatun.collection.Codec;
import io.gatun.collection.SharedList;
import io.gatun.collection.SharedMap;
import io.gatun.collection.SharedQueue;
import io.gatun.segment.SegmentName;
import io.gatun.value.SharedLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A process that does random things with a collection that others use, too, and then says what it did, and when. */
final class Recorder {
    static final SegmentName NAME = SegmentName.of("gatun-test-history");
    static final SegmentName START = SegmentName.of("gatun-test-history-start");
    static final int KEYS = 4;
    static final int CAPACITY = 3;

    private Recorder() {}

    /** What is done once. */
    @FunctionalInterface
    interface Deed {
        @Nullable
        Long act(String name, long key, long argument);
    }

    /** Arguments: its number, how many processes there are, what is used, how often, the seed. */
    public static void main(String[] arguments) {
        int process = Integer.parseInt(arguments[0]);
        int processes = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[3]);
        Random random = new Random(Long.parseLong(arguments[4]) * processes + process);
        List<Operation> history;
        switch (arguments[2]) {
            case "map" -> {
                try (SharedMap<Long, Long> map = SharedMap.attach(NAME, Codec.LONG, Codec.LONG)) {
                    history = record(
                            process,
                            processes,
                            count,
                            random,
                            names("get", "get", "put", "remove", "putIfAbsent", "add"),
                            (name, key, argument) -> ofMap(map, name, key, argument));
                }
            }
            case "queue" -> {
                try (SharedQueue<Long> queue = SharedQueue.attach(NAME, Codec.LONG)) {
                    history = record(
                            process,
                            processes,
                            count,
                            random,
                            names("offer", "offer", "poll", "poll"),
                            (name, key, argument) ->
                                    name.equals("poll") ? queue.poll() : Long.valueOf(queue.offer(argument) ? 1 : 0));
                }
            }
            default -> {
                try (SharedList<Long> list = SharedList.attach(NAME, Codec.LONG)) {
                    history = record(
                            process,
                            processes,
                            count,
                            random,
                            names("append", "removeFirst", "first"),
                            (name, key, argument) -> ofList(list, name, argument));
                }
            }
        }
        history.forEach(System.out::println);
    }

    private static List<String> names(String... names) {
        return List.of(names);
    }

    private static @Nullable Long ofMap(SharedMap<Long, Long> map, String name, long key, long argument) {
        return switch (name) {
            case "get" -> map.get(key);
            case "put" -> map.put(key, argument);
            case "remove" -> map.remove(key);
            case "putIfAbsent" -> map.putIfAbsent(key, argument);
            default -> map.merge(key, argument, Long::sum);
        };
    }

    private static @Nullable Long ofList(SharedList<Long> list, String name, long argument) {
        if (name.equals("append")) {
            list.add(argument);
            return null;
        }
        try {
            return name.equals("first") ? list.get(0) : list.remove(0);
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Does it at the same time as all others, and notes it. */
    private static List<Operation> record(
            int process, int processes, int count, Random random, List<String> names, Deed deed) {
        List<Operation> history = new ArrayList<>();
        try (SharedLong start = SharedLong.attach(START)) {
            start.incrementAndGet();
            while (start.get() < processes) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < count; i++) {
                String name = names.get(random.nextInt(names.size()));
                long key = names.contains("get") ? random.nextInt(KEYS) : 0;
                long argument = (long) process << 32 | i;
                long invoked = System.nanoTime();
                Long result = deed.act(name, key, argument);
                history.add(new Operation(process, name, key, argument, result, invoked, System.nanoTime()));
            }
        }
        return history;
    }
}
