package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.peers.TrialResult.Finished;
import io.gatun.bench.peers.TrialResult.LeftOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RoundsTest {
    private static final Trial TRIAD = new Trial(JobWork.TRIAD, 5000);
    private static final int WARM_UP = 2;

    private final List<String> turns = new ArrayList<>();

    /** A peer that computes nothing and says that it took so long. */
    private class Fake implements Peer {
        private final String name;
        private final double nanos;
        private boolean dropped;
        private int runs;

        Fake(String name, double nanos) {
            this.name = name;
            this.nanos = nanos;
        }

        @Override
        public String about() {
            return "fake " + name;
        }

        @Override
        public Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException {
            turns.add(name);
            runs++;
            return new Turn(new double[] {nanos}, OptionalDouble.empty());
        }

        @Override
        public double[] sample(int count) {
            double[] values = new double[count];
            for (int k = 0; k < count; k++) {
                values[k] = TRIAD.work().expectedElement(ValueCheck.index(k, count, TRIAD.size()), runs);
            }
            return values;
        }

        @Override
        public void drop() {
            dropped = true;
        }

        @Override
        public void close() {}
    }

    private static Map<String, Peer> peers(Fake... fakes) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        for (Fake fake : fakes) {
            peers.put(fake.name, fake);
        }
        return peers;
    }

    private static Rounds rounds(int rounds) {
        return new Rounds(rounds, Duration.ZERO, () -> {});
    }

    @Test
    void everyPeerHasOneTurnInEveryRoundInAnOrderThatChanges() throws Exception {
        TrialResult result =
                rounds(8).run(TRIAD, peers(new Fake("gatun", 1), new Fake("a", 2), new Fake("b", 4)), List.of());
        assertEquals(List.of("gatun", "gatun", "a", "a", "b", "b"), turns.subList(0, 3 * WARM_UP));
        List<List<String>> orders = new ArrayList<>();
        for (int from = 3 * WARM_UP; from < turns.size(); from += 3) {
            orders.add(turns.subList(from, from + 3));
        }
        assertEquals(8, orders.size());
        assertTrue(orders.stream().allMatch(order -> order.stream().distinct().count() == 3), orders::toString);
        assertTrue(orders.stream().map(order -> order.getFirst()).distinct().count() == 3, orders::toString);
        assertEquals(
                List.of("gatun", "a", "b"),
                result.finished().stream().map(Finished::name).toList());
    }

    @Test
    void theRatioIsOursInTheirs() throws Exception {
        TrialResult result =
                rounds(6).run(TRIAD, peers(new Fake("gatun", 30), new Fake("a", 60), new Fake("b", 10)), List.of());
        assertTrue(result.finished().get(0).ratio().isEmpty());
        assertEquals(0.5, result.finished().get(1).ratio().orElseThrow().median());
        assertEquals(3, result.finished().get(2).ratio().orElseThrow().median());
        assertEquals(6, result.finished().get(1).samples().roundNanos().length);
    }

    @Test
    void withoutGatunThereIsNoRatio() throws Exception {
        LeftOut gatun = new LeftOut("gatun", "no kernel", false);
        TrialResult result = rounds(1).run(TRIAD, peers(new Fake("a", 1)), List.of(gatun));
        assertTrue(result.finished().getFirst().ratio().isEmpty());
        assertEquals(List.of(gatun), result.leftOut());
        assertEquals(false, result.anyFailed());
    }

    @Test
    void aPeerWithWrongElementsIsReportedAndNotRanked() throws Exception {
        Fake right = new Fake("gatun", 1);
        Fake wrong = new Fake("wrong", 1) {
            @Override
            public double[] sample(int count) {
                double[] values = super.sample(count);
                values[count / 2] = Double.NaN;
                return values;
            }
        };
        TrialResult result = rounds(2).run(TRIAD, peers(right, wrong), List.of());
        assertEquals(1, result.finished().size());
        assertTrue(result.anyFailed());
        assertTrue(result.leftOut().getFirst().reason().startsWith("WRONG VALUES: element"), result::toString);
        assertTrue(right.dropped);
    }

    @Test
    void aPeerThatFailsIsLeftOutFromThenOnAndTheOthersGoOn() throws Exception {
        Fake failing = new Fake("failing", 1) {
            @Override
            public Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException {
                Turn turn = super.run(trial, calls, atMost);
                if (turns.stream().filter("failing"::equals).count() > WARM_UP + 1) {
                    throw new PeerFailedException("it died");
                }
                return turn;
            }
        };
        AtomicInteger steps = new AtomicInteger();
        TrialResult result = new Rounds(4, Duration.ZERO, steps::incrementAndGet)
                .run(TRIAD, peers(new Fake("gatun", 1), failing, new Fake("other", 1)), List.of());
        assertEquals(List.of(new LeftOut("failing", "it died", true)), result.leftOut());
        assertEquals(
                List.of("gatun", "other"),
                result.finished().stream().map(Finished::name).toList());
        assertEquals(4, result.finished().getLast().samples().roundNanos().length);
        assertEquals(WARM_UP + 2, turns.stream().filter("failing"::equals).count());
    }
}
