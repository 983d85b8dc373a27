package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.PrivateSegments;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PrivateSegments.class)
final class SyncWorkTest {
    @Test
    void twoProcessesCountTwiceAndMakeARoundTripTogether() {
        assertEquals(OptionalDouble.of(7), SyncWork.LOCKED_INCREMENT.expectedResult(7));
        assertEquals(OptionalDouble.of(14), SyncWork.LOCKED_INCREMENT_TWO.expectedResult(7));
        assertEquals(OptionalDouble.of(7), SyncWork.HAND_OFF_EVENT.expectedResult(7));
    }

    @Test
    void onlyThePeersThatAreAimedAtHaveTargets() {
        assertEquals(OptionalDouble.of(1.0), SyncWork.LOCK_UNCONTENDED.target("c-robust-mutex"));
        assertEquals(OptionalDouble.empty(), SyncWork.LOCK_UNCONTENDED.target("c-mutex"));
        assertEquals(OptionalDouble.empty(), JobWork.SUM.target("numpy"));
    }

    @Test
    void aTurnIsReportedByTheOperation() {
        Turn turn = new Turn(new double[] {700, 1400}, OptionalDouble.of(14));
        assertArrayEquals(new double[] {50, 100}, turn.perOperation(14).nanos());
        assertEquals(OptionalDouble.of(14), turn.perOperation(14).result());
    }

    @Test
    void whatAPeerLeavesIsSwept() throws Exception {
        String prefix = SegmentName.temporary().value();
        Path left = SegmentName.of(prefix + "-lock").path();
        Path others = SegmentName.of("kept").path();
        Files.createFile(others);
        assertThrows(
                PeerFailedException.class,
                () -> SweepingPeer.start(prefix, () -> {
                    SharedSegment.create(SegmentName.of(prefix + "-lock"), 8).close();
                    throw new PeerFailedException("killed");
                }));
        assertTrue(Files.notExists(left));
        assertTrue(Files.exists(others));
        Files.delete(others);
    }
}
