package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Schedule;
import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one claimer after the other gets; {@link ContendedBoardTest} has several at a time. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class JobBoardTest {
    private static final int WORKERS = 3;

    private ControlSegment control;
    private JobBoard board;

    @BeforeEach
    void create() {
        control = ControlSegment.create(
                io.gatun.segment.SegmentName.random("gatun-test-board-").path(), WORKERS);
        board = control.board();
    }

    @AfterEach
    void remove() {
        control.unlink();
        control.close();
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void eachChunkIsClaimedOnceForAnyNumberOfChunks(Schedule schedule) {
        int number = 0;
        for (int chunks = 1; chunks < 100; chunks++) {
            board.post(job(++number, chunks, schedule));
            int[] claims = new int[chunks];
            JobBoard.Claim[] claim = {new JobBoard.Claim(), new JobBoard.Claim(), new JobBoard.Claim()};
            boolean any = true;
            while (any) {
                any = false;
                for (int worker = 0; worker < WORKERS; worker++) {
                    if (board.claim(worker, claim[worker])) {
                        any = true;
                        for (long chunk = claim[worker].begin; chunk < claim[worker].end; chunk++) {
                            claims[(int) chunk]++;
                        }
                    }
                }
            }
            for (int chunk = 0; chunk < chunks; chunk++) {
                assertEquals(1, claims[chunk], "claims of chunk " + chunk + " of " + chunks);
            }
        }
    }

    @Test
    void slicesLieOneBehindTheOtherAndDifferByAtMostOneChunk() {
        for (int chunks = 1; chunks < 20; chunks++) {
            board.post(job(chunks, chunks, Schedule.STATIC));
            long next = 0;
            for (int worker = 0; worker < WORKERS; worker++) {
                JobBoard.Claim claim = new JobBoard.Claim();
                if (board.claim(worker, claim)) {
                    assertEquals(next, claim.begin);
                    long size = claim.end - claim.begin;
                    assertTrue(size == chunks / WORKERS || size == chunks / WORKERS + 1, () -> size + " chunks");
                    next = claim.end;
                }
                assertFalse(board.claim(worker, claim), "a second slice");
            }
            assertEquals(chunks, next);
            assertFalse(board.claim(WORKERS, new JobBoard.Claim()), "a slice for a worker the job does not count");
        }
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void aClaimerThatSleptThroughSomeJobsGetsChunksOfTheOneOnTheBoard(Schedule schedule) {
        JobBoard.Claim stale = new JobBoard.Claim();
        board.post(job(1, 1_000_000, Schedule.GUIDED));
        assertTrue(board.claim(0, stale));
        board.post(job(2, 10, Schedule.DYNAMIC));
        board.post(job(3, 2, schedule));
        assertTrue(board.claim(0, stale));
        assertEquals(3, stale.job().number());
        assertEquals(schedule, stale.job().schedule());
        assertTrue(stale.begin >= 0 && stale.end <= 2, () -> stale.begin + " to " + stale.end);
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void aBoardThatIsNewOrClearedGivesNothing(Schedule schedule) {
        assertFalse(board.claim(0, new JobBoard.Claim()));
        board.post(job(1, 10, schedule));
        JobBoard.Claim claim = new JobBoard.Claim();
        assertTrue(board.claim(0, claim));
        board.clear();
        assertFalse(board.claim(0, claim));
        assertFalse(board.claim(1, new JobBoard.Claim()));
    }

    @Test
    void whatIsStoppedIsNobodysAndTheSecondToStopGetsNothing() {
        CurrentJob job = job(1, 10, Schedule.DYNAMIC);
        board.post(job);
        JobBoard.Claim claim = new JobBoard.Claim();
        assertTrue(board.claim(0, claim));
        assertFalse(board.isStopped(job));
        long held = claim.end - claim.begin;
        assertEquals(10 - held, board.stop(job));
        assertEquals(0, board.stop(job));
        assertTrue(board.isStopped(job));
        assertFalse(board.claim(0, claim));
        assertFalse(board.report(10 - held), "a chunk is held still");
        assertTrue(board.report(held));
    }

    @Test
    void aJobThatIsOverIsNotStoppedInPlaceOfTheNext() {
        CurrentJob over = job(1, 10, Schedule.DYNAMIC);
        board.post(over);
        CurrentJob next = job(2, 10, Schedule.DYNAMIC);
        board.post(next);
        assertEquals(0, board.stop(over));
        assertFalse(board.isStopped(next));
        assertTrue(board.claim(0, new JobBoard.Claim()));
    }

    @Test
    void onlyWhoReportsTheLastChunkCompletesAJob() {
        board.post(job(1, 10, Schedule.DYNAMIC));
        assertFalse(board.report(9));
        assertTrue(board.report(1));
        assertFalse(board.report(0), "who took nothing, too late, would complete the job a second time");
    }

    @Test
    void aProbeDoesNotTakeThePlaceOfTheJobThatWasBegun() {
        CurrentJob job = job(1, 10, Schedule.STATIC);
        board.post(job);
        board.post(job.probe(2, 3, 4));
        assertEquals(job, board.unfinished());
    }

    @Test
    void claimsThatComeTooLateDoNoHarmToTheNextJob() {
        JobBoard.Claim claim = new JobBoard.Claim();
        board.post(job(1, 1, Schedule.DYNAMIC));
        assertTrue(board.claim(0, claim));
        for (int i = 0; i < 100_000; i++) {
            assertFalse(board.claim(0, claim));
        }
        board.post(job(2, 3, Schedule.DYNAMIC));
        for (int chunk = 0; chunk < 3; chunk++) {
            assertTrue(board.claim(0, claim));
            assertEquals(chunk, claim.begin);
            assertEquals(chunk + 1, claim.end);
        }
        assertFalse(board.claim(0, claim));
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void theLargestJobWithTheLargestNumberIsClaimedToItsEnd(Schedule schedule) {
        board.post(job(Integer.MAX_VALUE, JobBoard.MAX_CHUNKS, schedule));
        JobBoard.Claim claim = new JobBoard.Claim();
        long expectedBegin = 0;
        for (int worker = 0; worker < WORKERS; worker++) {
            assertTrue(board.claim(worker, claim));
            assertEquals(Integer.MAX_VALUE, claim.job().number());
            assertEquals(expectedBegin, claim.begin);
            expectedBegin = claim.end;
            if (schedule == Schedule.STATIC) {
                claim = new JobBoard.Claim();
            }
        }
        if (schedule == Schedule.STATIC) {
            assertEquals(JobBoard.MAX_CHUNKS, expectedBegin);
        } else {
            assertEquals(JobBoard.MAX_CHUNKS - expectedBegin, board.stop(claim.job()));
        }
        board.post(job(1, 1, schedule));
        assertTrue(board.claim(0, claim));
        assertEquals(1, claim.job().number());
    }

    static CurrentJob job(int number, long chunks, Schedule schedule) {
        return new CurrentJob(number, new ChunkPlan(chunks, 1, 1), schedule, WORKERS, 0, 1, 0, 0);
    }
}
