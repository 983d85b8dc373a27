package io.gatun.cli.demo;

import io.gatun.collection.Codec;
import io.gatun.collection.SharedMap;
import io.gatun.collection.SharedQueue;
import io.gatun.segment.SegmentName;

/** Two processes put tasks into a queue, three take them and count them in a map; when all are done, the queue says so. */
public final class QueueDemo {
    private static final int TASKS = 500;
    /** Without arguments this is the demo; with the names of queue and map, a consumer; with that of the queue, a producer. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(QueueDemo.class, arguments, QueueDemo::play, names -> {
            if (names.length == 1) {
                produce(names[0]);
            } else {
                consume(names[0], names[1]);
            }
        });
    }

    private static void play(Stage stage) throws Exception {
        SegmentName tasks = stage.name();
        SegmentName counts = stage.name();
        try (SharedQueue<String> queue = SharedQueue.create(tasks, Codec.STRING, 20);
                SharedMap<String, Long> done = SharedMap.create(counts, Codec.STRING, Codec.LONG)) {
            for (int i = 0; i < 3; i++) {
                stage.start(tasks, counts);
            }
            stage.run(2, tasks);
            queue.join(); // until each task that was taken is done, too
            done.forEach((who, count) -> System.out.println(who + " has done " + count));
            long sum = done.values().stream().mapToLong(Long::longValue).sum();
            stage.require(sum == 2 * TASKS, sum + " were done");
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
            while (queue.take() != null) { // until it is ended
                Thread.sleep(1); // stands for what a task does
                done.merge("process " + ProcessHandle.current().pid(), 1L, Long::sum);
                queue.taskDone();
            }
        }
    }
    // @end

    private QueueDemo() {}
}
