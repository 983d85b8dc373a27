package io.gatun.sync.contract;

import io.gatun.testing.Await;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A case: lines that say what the parties a, b, c… are told and what they are to answer.
 *
 * <pre>
 * a, b: acquire 0 = true     each is told so, one after the other, and answers
 * c, d: acquire ...          each is told so, and none has answered after a while
 * c, d ...                   none has answered yet
 * c, d: wait &               each is told so, and may have answered or not
 * c, d: acquire, wait ...    each has done all but the last, one party after the other, and not answered the last
 * a: waiting ~ 2             it is told so again and again until it answers that
 * c = true                   it answers what it was told before
 * c, d = 0, 1                they answer these, in whatever order
 * 1 of b, c, d = true        one answers that, and the others have not after a while; from here on it is the "winner",
 *                            and all that have not answered are the "rest"
 * interrupt c                its thread is interrupted
 * open = invalid             as the first line: the primitive cannot be made
 * a: parties = 3|4           one of these
 * </pre>
 *
 * <p>A party that is blocked and one that is slow look the same. So a case is written such that a slow party gives the same
 * answers, only later.
 */
final class Scenario {
    private static final long A_WHILE_MILLIS = 50;

    private final List<String> lines;

    Scenario(String text) {
        lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** Plays the case; the error names the line that was not kept to. */
    void play(World world, String primitive) {
        try (Cast cast = world.open(primitive, parties())) {
            Course course = new Course(cast);
            String opened =
                    lines.getFirst().startsWith("open = ") ? lines.getFirst().substring("open = ".length()) : "ok";
            check("open", opened, cast.opened());
            lines.stream().filter(line -> !line.startsWith("open = ")).forEach(course::play);
        }
    }

    private int parties() {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split("\\W+", -1)))
                .filter(word -> word.matches("[a-h]"))
                .mapToInt(word -> numberOf(word) + 1)
                .max()
                .orElse(0);
    }

    private static int numberOf(String party) {
        return party.charAt(0) - 'a';
    }

    private static void check(String line, String expected, String answered) {
        if (!List.of(expected.split("\\|", -1)).contains(answered)) {
            throw new AssertionError("\"" + line + "\": answered " + answered);
        }
    }

    /** One performance. */
    private static final class Course {
        private final Cast cast;
        private final SortedMap<String, CompletableFuture<String>> waiting = new TreeMap<>();
        private List<String> winners = List.of();

        Course(Cast cast) {
            this.cast = cast;
        }

        void play(String line) {
            if (line.startsWith("interrupt ")) {
                parties(line.substring("interrupt ".length())).forEach(party -> cast.interrupt(numberOf(party)));
            } else if (line.endsWith(" &")) {
                begin(line, line.substring(0, line.length() - " &".length()).split(": ", 2));
            } else if (line.endsWith(" ...")) {
                String[] told =
                        line.substring(0, line.length() - " ...".length()).split(": ", 2);
                if (told.length == 2) {
                    begin(line, told);
                }
                requireBlocked(line, told[0]);
            } else if (line.contains(" ~ ")) {
                repeat(line, line.split(": | ~ ", 3));
            } else if (line.contains(": ")) {
                perform(line, line.split(": | = ", 3));
            } else if (line.contains(" of ")) {
                some(line, line.split(" of | = ", 3));
            } else {
                answer(line, line.split(" = ", 2));
            }
        }

        private void begin(String line, String[] told) {
            List<String> commands = List.of(told[1].split(", ", -1));
            for (String party : parties(told[0])) {
                for (String command : commands.subList(0, commands.size() - 1)) {
                    join(line, cast.tell(numberOf(party), command));
                }
                waiting.put(party, cast.tell(numberOf(party), commands.getLast()));
            }
        }

        private void requireBlocked(String line, String names) {
            sleep();
            for (String party : parties(names)) {
                CompletableFuture<String> answer = waitingOf(party);
                if (answer.isDone()) {
                    throw new AssertionError("\"" + line + "\": " + party + " answered " + answer.join());
                }
            }
        }

        private void repeat(String line, String[] told) {
            for (String party : parties(told[0])) {
                Await.until(
                        "\"" + line + "\"",
                        () -> join(line, cast.tell(numberOf(party), told[1])).equals(told[2]));
            }
        }

        private void perform(String line, String[] told) {
            for (String party : parties(told[0])) {
                check(line, told[2], join(line, cast.tell(numberOf(party), told[1])));
            }
        }

        private void some(String line, String[] told) {
            int count = Integer.parseInt(told[0]);
            List<String> parties = parties(told[1]);
            Await.until("\"" + line + "\"", () -> answered(parties).size() >= count);
            sleep();
            winners = answered(parties);
            if (winners.size() != count) {
                throw new AssertionError("\"" + line + "\": answered " + winners);
            }
            winners.forEach(party -> check(line, told[2], answerOf(line, party)));
        }

        private void answer(String line, String[] told) {
            List<String> expected = List.of(told[1].split(", ", -1));
            List<String> answers = parties(told[0]).stream()
                    .map(party -> answerOf(line, party))
                    .toList();
            if (expected.size() == 1) {
                answers.forEach(answer -> check(line, told[1], answer));
            } else {
                check(
                        line,
                        expected.stream().sorted().toList().toString(),
                        answers.stream().sorted().toList().toString());
            }
        }

        private List<String> parties(String names) {
            return switch (names) {
                case "rest" -> List.copyOf(waiting.keySet());
                case "winner" -> winners;
                default -> List.of(names.split(", ", -1));
            };
        }

        private List<String> answered(List<String> parties) {
            return parties.stream().filter(party -> waitingOf(party).isDone()).toList();
        }

        private CompletableFuture<String> waitingOf(String party) {
            CompletableFuture<String> answer = waiting.get(party);
            if (answer == null) {
                throw new IllegalStateException(party + " was told nothing that it has not answered");
            }
            return answer;
        }

        private String answerOf(String line, String party) {
            String answer = join(line, waitingOf(party));
            waiting.remove(party);
            return answer;
        }

        private static String join(String line, CompletableFuture<String> answer) {
            try {
                return answer.orTimeout(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException e) {
                String why = e.getCause() instanceof TimeoutException ? "no answer" : "" + e.getCause();
                throw new AssertionError("\"" + line + "\": " + why, e);
            }
        }

        private static void sleep() {
            try {
                TimeUnit.MILLISECONDS.sleep(A_WHILE_MILLIS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
