package io.gatun.collection.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a map does at one key, what a queue does, and what a list does at its end. */
final class Models {
    /** A map's entry: its value, if there is one. */
    static final Linearizability.Model<OptionalLong> ENTRY = new Linearizability.Model<>() {
        @Override
        public OptionalLong initial() {
            return OptionalLong.empty();
        }

        @Override
        public @Nullable OptionalLong apply(OptionalLong state, Operation did) {
            Long before = state.isPresent() ? state.getAsLong() : null;
            OptionalLong argument = OptionalLong.of(did.argument());
            return switch (did.name()) {
                case "get" -> Objects.equals(did.result(), before) ? state : null;
                case "put" -> Objects.equals(did.result(), before) ? argument : null;
                case "remove" -> Objects.equals(did.result(), before) ? OptionalLong.empty() : null;
                case "putIfAbsent" -> !Objects.equals(did.result(), before) ? null : before == null ? argument : state;
                case "add" -> {
                    long sum = (before == null ? 0 : before) + did.argument();
                    yield Objects.equals(did.result(), sum) ? OptionalLong.of(sum) : null;
                }
                default -> throw new IllegalArgumentException(did.name());
            };
        }
    };

    /** A queue of some capacity. */
    static Linearizability.Model<List<Long>> queue(int capacity) {
        return new Linearizability.Model<>() {
            @Override
            public List<Long> initial() {
                return List.of();
            }

            @Override
            public @Nullable List<Long> apply(List<Long> state, Operation did) {
                return switch (did.name()) {
                    case "offer" -> {
                        boolean isPut = state.size() < capacity;
                        yield Objects.equals(did.result(), isPut ? 1L : 0L)
                                ? (isPut ? with(state, did.argument()) : state)
                                : null;
                    }
                    case "poll" -> {
                        Long first = state.isEmpty() ? null : state.getFirst();
                        yield !Objects.equals(did.result(), first)
                                ? null
                                : first == null ? state : List.copyOf(state.subList(1, state.size()));
                    }
                    case "size" -> Objects.equals(did.result(), (long) state.size()) ? state : null;
                    default -> throw new IllegalArgumentException(did.name());
                };
            }
        };
    }

    /** A list that is added to at its end, and taken from at its beginning. */
    static final Linearizability.Model<List<Long>> LIST = new Linearizability.Model<>() {
        @Override
        public List<Long> initial() {
            return List.of();
        }

        @Override
        public @Nullable List<Long> apply(List<Long> state, Operation did) {
            return switch (did.name()) {
                case "append" -> with(state, did.argument());
                case "removeFirst" -> {
                    Long first = state.isEmpty() ? null : state.getFirst();
                    yield !Objects.equals(did.result(), first)
                            ? null
                            : first == null ? state : List.copyOf(state.subList(1, state.size()));
                }
                case "first" -> Objects.equals(did.result(), state.isEmpty() ? null : state.getFirst()) ? state : null;
                default -> throw new IllegalArgumentException(did.name());
            };
        }
    };

    private Models() {}

    private static List<Long> with(List<Long> state, long element) {
        List<Long> longer = new ArrayList<>(state);
        longer.add(element);
        return List.copyOf(longer);
    }
}
