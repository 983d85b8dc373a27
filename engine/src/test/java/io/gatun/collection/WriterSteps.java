package io.gatun.collection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The steps of a writer, one of several that share a map, a list and a queue: each changes one of the three, in the map and the list only what is its own. So what
 * is its own is known for each number of steps, whatever the others do.
 */
final class WriterSteps {
    static final int WRITERS = 3;

    private static final int KINDS = 3;
    private static final int KEYS = 40;
    private static final int ID_SHIFT = 40;

    private WriterSteps() {}

    static boolean isOfMap(long step) {
        return step % KINDS == 0;
    }

    static boolean isOfList(long step) {
        return step % KINDS == 1;
    }

    /** Tells whose a key or an element is. */
    static int owner(long element) {
        return (int) (element >> ID_SHIFT);
    }

    static long own(int id, long number) {
        return (long) id << ID_SHIFT | number;
    }

    /** Changes the writer's part of the map. */
    static void changeMap(Map<Long, String> map, int id, long step) {
        Random random = new Random(step * WRITERS + id);
        long key = own(id, random.nextInt(KEYS));
        String value = step + "=".repeat(random.nextInt(1 + random.nextInt(1000)));
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> map.put(key, value);
            case 3 -> map.remove(key);
            case 4 -> map.merge(key, "+", String::concat);
            default -> map.computeIfPresent(key, (k, before) -> before.length() > 200 ? null : before + value);
        }
    }

    /** Of its steps with the list, a writer adds a number in two, and removes its first one in the third. */
    static void changeList(List<Long> list, int id, long step) {
        long turn = step / KINDS;
        if (turn % 3 < 2) {
            list.add(own(id, added(turn)));
        } else {
            list.remove((Object) own(id, turn / 3));
        }
    }

    private static long added(long turn) {
        return 2 * (turn / 3) + Math.min(turn % 3, 2);
    }

    /** Returns the writer's part of the list before a step. */
    static List<Long> ownOfList(int id, long step) {
        long turns = (step + 1) / KINDS; // those before it that were of the list
        List<Long> own = new ArrayList<>();
        for (long number = turns / 3; number < added(turns); number++) {
            own.add(own(id, number));
        }
        return own;
    }

    /** Returns the writer's part of the map before a step, from what it was before an earlier one. */
    static Map<Long, String> ownOfMap(Map<Long, String> before, int id, long from, long to) {
        Map<Long, String> model = new HashMap<>(before);
        for (long step = from; step < to; step++) {
            if (isOfMap(step)) {
                changeMap(model, id, step);
            }
        }
        return model;
    }
}
