package io.gatun.collection;

import io.gatun.segment.SegmentName;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A fixed series of changes of a map, which a process makes in a collection, and the test in a model. */
final class Script {
    static final SegmentName NAME = SegmentName.of("gatun-test-script");
    static final int STEPS = 300;

    private Script() {}

    /** Makes one change, the same whenever it is made of the same content. */
    static void apply(Map<Long, String> map, int step) {
        Random random = new Random(step);
        long key = random.nextInt(60);
        String value = (char) ('a' + step % 26) + "=".repeat(random.nextInt(1 + random.nextInt(3000)));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> map.put(key, value);
            case 3 -> map.remove(key);
            case 4 -> map.merge(key, "+", String::concat);
            case 5 -> map.computeIfPresent(key, (k, before) -> before.length() > 100 ? null : before + value);
            case 6 -> map.replace(key, value);
            default -> {
                if (step % 50 == 49) {
                    map.clear();
                } else {
                    map.putIfAbsent(key, value);
                }
            }
        }
    }

    /** Returns the number of the first step, from one on, after which a map is this; -1 if it never is. */
    static int stepAfterWhich(Map<Long, String> found) {
        Map<Long, String> model = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            if (model.equals(found)) {
                return step;
            }
            apply(model, step);
        }
        return model.equals(found) ? STEPS : -1;
    }

    /** A process that plays it. */
    static final class Player {
        private Player() {}

        public static void main(String[] arguments) {
            try (SharedMap<Long, String> map = SharedMap.attach(NAME, Codec.LONG, Codec.STRING)) {
                for (int step = Integer.parseInt(arguments[0]); step < STEPS; step++) {
                    apply(map, step);
                }
            }
        }
    }
}
