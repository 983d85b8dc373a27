package io.gatun.cli.demo;

import io.gatun.collection.Codec;
import io.gatun.collection.SharedMap;
import io.gatun.collection.SharedQueue;
import io.gatun.segment.SegmentName;
import java.util.Map;
import java.util.TreeMap;

/** Two processes put tasks into a queue, three take them and count them in a map; when all are done, the queue says so. */
public final class QueueDemo {
    private static final int PRODUCERS = 2;
    private static final int CONSUMERS = 3;
    private static final int TASKS = 500;
    private static final int CAPACITY = 20;
    private static final String END = "";

    /** Without arguments this is the demo; with the names of queue and map, one of its processes. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(QueueDemo.class, arguments, QueueDemo::play, QueueDemo::work);
    }

    private static void play(Stage stage) throws Exception {
        SegmentName tasks = stage.name();
        SegmentName counts = stage.name();
        try (SharedQueue<String> queue = SharedQueue.create(tasks, Codec.STRING, CAPACITY);
                SharedMap<String, Long> done = SharedMap.create(counts, Codec.STRING, Codec.LONG)) {
            Process[] consumers = new Process[CONSUMERS];
            for (int i = 0; i < CONSUMERS; i++) {
                consumers[i] = stage.start(tasks, counts);
            }
            stage.run(PRODUCERS, tasks);
            queue.join(); // until each task that was taken is done, too
            for (int i = 0; i < CONSUMERS; i++) {
                queue.put(END);
            }
            for (Process consumer : consumers) {
                stage.require(consumer.waitFor() == 0, "a consumer has failed");
            }
            Map<String, Long> each = new TreeMap<>(done);
            long sum = each.values().stream().mapToLong(Long::longValue).sum();
            each.forEach((who, count) -> System.out.println(who + " has done " + count + " tasks"));
            System.out.println("all together " + sum + " of " + PRODUCERS * TASKS);
            stage.require(sum == PRODUCERS * TASKS, sum + " were done, not " + PRODUCERS * TASKS);
        }
    }

    private static void work(SegmentName... shared) throws Exception {
        if (shared.length == 1) {
            produce(shared[0]);
        } else {
            consume(shared[0], shared[1]);
        }
    }

    // @start region=queue
    private static void produce(SegmentName tasks) throws InterruptedException {
        try (SharedQueue<String> queue = SharedQueue.attach(tasks, Codec.STRING)) {
            for (int task = 0; task < TASKS; task++) {
                queue.put("task " + task); // waits while the queue is full
            }
        }
    }

    private static void consume(SegmentName tasks, SegmentName counts) throws InterruptedException {
        try (SharedQueue<String> queue = SharedQueue.attach(tasks, Codec.STRING);
                SharedMap<String, Long> done = SharedMap.attach(counts, Codec.STRING, Codec.LONG)) {
            String self = "process " + ProcessHandle.current().pid();
            for (String task = queue.take(); !task.equals(END); task = queue.take()) {
                Thread.sleep(1); // stands for what a task does
                done.merge(self, 1L, Long::sum);
                queue.taskDone();
            }
            queue.taskDone();
        }
    }
    // @end

    private QueueDemo() {}
}
