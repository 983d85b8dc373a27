package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Parties that have a primitive of Gatun's in common; the first one creates it. */
final class GatunCast implements Cast {
    private static final int PATIENCE_SECONDS = 5;

    private final List<? extends Party> parties;
    private final boolean ending;
    private final List<CompletableFuture<String>> last = new ArrayList<>();
    private final String opened;

    /**
     * Opens a primitive.
     *
     * @param ending whether the parties end with the case, else they are left to the world
     */
    GatunCast(String primitive, List<? extends Party> parties, boolean ending) {
        this.parties = parties;
        this.ending = ending;
        this.opened = open(SegmentName.random("gatun-test-contract-").path() + " " + primitive);
    }

    private String open(String where) {
        for (Party party : parties) {
            last.add(party.tell((last.isEmpty() ? "create " : "attach ") + where));
            String answer = join(last.getLast());
            if (!answer.equals(Subject.OK)) {
                return answer;
            }
        }
        return Subject.OK;
    }

    @Override
    public String opened() {
        return opened;
    }

    @Override
    public CompletableFuture<String> tell(int party, String command) {
        last.set(party, parties.get(party).tell(command));
        return last.get(party);
    }

    @Override
    public void interrupt(int party) {
        parties.get(party).interrupt();
    }

    @Override
    public void close() {
        List<Party> closing = new ArrayList<>();
        for (int i = 0; i < last.size(); i++) {
            if (comesBack(i)) {
                closing.add(parties.get(i));
            }
        }
        for (String command : List.of("close", "interrupted")) { // an interrupt is not for the next case
            closing.stream().map(party -> party.tell(command)).toList().forEach(GatunCast::join);
        }
        if (ending) {
            parties.forEach(Party::end);
        }
    }

    private boolean comesBack(int party) {
        try {
            if (!last.get(party).isDone()) {
                parties.get(party).interrupt();
            }
            last.get(party).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            parties.get(party).end();
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String join(CompletableFuture<String> answer) {
        return answer.orTimeout(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS).join();
    }
}
