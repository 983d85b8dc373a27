package io.gatun.collection.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a recorded history can be explained by one operation after the other, each at some moment between its beginning and its end.
 *
 * <p>It tries: of the operations that began before any that is left ended, each that the model answers as it was answered may have been first, and so on; what it
 * has tried in vain, which operations and which state, it does not try again (Lowe's improvement of Wing and Gong's algorithm).
 *
 * @see <a href="https://doi.org/10.1006/jpdc.1993.1015">Wing, Gong: Testing and verifying concurrent objects, 1993</a>
 * @see <a href="https://doi.org/10.1002/cpe.3928">Lowe: Testing for linearizability, 2017</a>
 */
final class Linearizability {
    private Linearizability() {}

    /** What a collection is to do, one operation after the other. States are values: equal if nothing tells them apart. */
    interface Model<S> {
        /** Returns the state at the beginning. */
        S initial();

        /** Returns the state after an operation, or null if it would have answered otherwise. */
        @org.jspecify.annotations.Nullable
        S apply(S state, Operation operation);
    }

    /** Judges a history whose keys have nothing to do with each other, each for itself; returns those that cannot be explained. */
    static <S> List<Long> unexplainedKeys(List<Operation> history, Model<S> model) {
        Map<Long, List<Operation>> byKey = history.stream().collect(Collectors.groupingBy(Operation::key));
        return byKey.entrySet().stream()
                .filter(each -> !isExplained(each.getValue(), model))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Judges a history. */
    static <S> boolean isExplained(List<Operation> history, Model<S> model) {
        List<Operation> sorted = new ArrayList<>(history);
        sorted.sort(Comparator.comparingLong(Operation::invoked));
        return new Search<>(sorted, model).succeeds();
    }

    private static final class Search<S> {
        private final List<Operation> history;
        private final Model<S> model;
        private final Set<Tried<S>> tried = new HashSet<>();

        /** What has been explained so far, and the state then. */
        private record Tried<S>(BitSet explained, S state) {}

        /** One that was chosen as the next, and what there was before it. */
        private record Step<S>(int chosen, S before) {}

        Search(List<Operation> history, Model<S> model) {
            this.history = history;
            this.model = model;
        }

        boolean succeeds() {
            List<Step<S>> steps = new ArrayList<>();
            BitSet explained = new BitSet();
            S state = model.initial();
            while (explained.cardinality() < history.size()) {
                int next = nextCandidate(explained, state);
                if (next >= 0) {
                    steps.add(new Step<>(next, state));
                    explained.set(next);
                    state = Objects.requireNonNull(model.apply(state, history.get(next)));
                    tried.add(new Tried<>((BitSet) explained.clone(), state));
                } else if (steps.isEmpty()) {
                    return false;
                } else {
                    Step<S> last = steps.removeLast();
                    explained.clear(last.chosen());
                    state = last.before();
                }
            }
            return true;
        }

        /** Returns one that may come next, and leads to what was not tried, the one that ended first; -1 if there is none. */
        private int nextCandidate(BitSet explained, S state) {
            List<Integer> candidates = new ArrayList<>();
            long firstEnd = Long.MAX_VALUE;
            for (int i = explained.nextClearBit(0); i < history.size(); i = explained.nextClearBit(i + 1)) {
                if (history.get(i).invoked() > firstEnd) {
                    break; // another had ended before this and all later ones began
                }
                firstEnd = Math.min(firstEnd, history.get(i).returned());
                candidates.add(i);
            }
            candidates.sort(Comparator.comparingLong(i -> history.get(i).returned()));
            for (int candidate : candidates) {
                S after = model.apply(state, history.get(candidate));
                if (after != null) {
                    BitSet then = (BitSet) explained.clone();
                    then.set(candidate);
                    if (!tried.contains(new Tried<>(then, after))) {
                        return candidate;
                    }
                }
            }
            return -1;
        }
    }
}
