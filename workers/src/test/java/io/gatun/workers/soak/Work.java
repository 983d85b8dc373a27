package io.gatun.workers.soak;

import io.gatun.job.Job;
import io.gatun.job.Schedule;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Something to be done: the same job some times in a row, from the same content of the array it leaves something in.
 *
 * @param name what it is
 * @param job the job
 * @param times how often it is done in a row; more than once where it changes its array in place
 * @param inPlace whether it changes its array in place, so that this has to have its first content
 * @param chunks chunk sizes to choose from, beside the one that a pool chooses
 */
record Work(String name, Job job, int times, boolean inPlace, List<Long> chunks) {
    /** Returns the job cut and shared out in some way, which must make no difference. */
    Job inSomeWay(RandomGenerator random) {
        Schedule[] schedules = Schedule.values();
        Job some = job.schedule(schedules[random.nextInt(schedules.length)]);
        int choice = random.nextInt(chunks.size() + 1);
        return choice == chunks.size() ? some : some.chunk(chunks.get(choice));
    }
}
