package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;

/** A program whose parties are virtual threads that share an attachment; {@link ChildWorld} tells them what to do. */
final class VirtualThreads {
    private static final World WORLD = new ThreadWorld(Thread.ofVirtual().factory(), true);

    private VirtualThreads() {}

    public static void main(String[] arguments) {
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        Cast cast = open(lines.nextLine().split(" ", 2)[1]);
        say("open", cast.opened());
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ", 2);
            switch (words[0]) {
                case "open" -> {
                    cast = open(words[1]);
                    say("open", cast.opened());
                }
                case "close" -> {
                    cast.close();
                    say("close", Subject.OK);
                }
                case "interrupt" -> cast.interrupt(numberOf(words[1]));
                default -> {
                    CompletableFuture<Void> _ =
                            cast.tell(numberOf(words[0]), words[1]).thenAccept(answer -> say(words[0], answer));
                }
            }
        }
        System.exit(0); // the parent has ended: so do those that wait
    }

    /** Opens {@code 3 barrier 3 in FOLDER}. */
    private static Cast open(String line) {
        String[] what = line.split(" in ", 2);
        String[] count = what[0].split(" ", 2);
        System.setProperty(SegmentName.FOLDER_PROPERTY, what[1]);
        return WORLD.open(count[1], Integer.parseInt(count[0]));
    }

    private static int numberOf(String party) {
        return party.charAt(0) - 'a';
    }

    @SuppressWarnings("SystemOut") // the parent reads it
    private static void say(String who, String answer) {
        System.out.println(who + " " + answer);
    }
}
