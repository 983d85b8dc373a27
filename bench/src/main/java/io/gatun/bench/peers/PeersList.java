package io.gatun.bench.peers;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints which works and peers there are, and whether this machine has them. */
final class PeersList {
    private PeersList() {}

    static void print(PrintWriter out, PeerSession session, List<PeerSpec> specs, List<Trial> trials)
            throws InterruptedException {
        out.println("works");
        for (Trial trial : trials) {
            out.printf(
                    Locale.ROOT,
                    "  %-16s %,d %s: %s%n",
                    trial.work().label(),
                    trial.size(),
                    trial.work().unit(),
                    trial.work().about());
        }
        out.println("peers");
        for (PeerSpec spec : specs) {
            out.printf("  %-16s %s (%s)%n", spec.name(), spec.summary(), works(spec));
            out.printf("  %-16s   %s%n", "", availability(session, spec));
            out.flush();
        }
    }

    private static String availability(PeerSession session, PeerSpec spec) throws InterruptedException {
        try {
            return session.opened(spec).about();
        } catch (PeerMissingException e) {
            return "left out: " + e.getMessage();
        } catch (PeerFailedException e) {
            return "FAILED: " + e.getMessage();
        }
    }

    private static String works(PeerSpec spec) {
        return spec.works().stream().map(Work::label).collect(Collectors.joining(", "));
    }
}
