package io.gatun.workers.soak;

import io.gatun.job.JobReport;
import io.gatun.job.WorkerFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happened in a soak. <b>Threads:</b> safe. */
final class Tally {
    private final Map<Long, Shot> shots = new HashMap<>();
    private final List<Shot> unreplaced = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> hung = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private long jobs;
    private long retries;
    private long slow;

    /** Notes a signal that is about to be sent. */
    synchronized void sending(Shot shot) {
        shots.put(shot.pid(), shot);
        unreplaced.add(shot);
    }

    /** Notes that a signal did nothing. */
    synchronized void missed(Shot shot) {
        shots.remove(shot.pid());
        unreplaced.remove(shot);
    }

    /** Notes that a process has ended by a signal. */
    synchronized void ended(Shot shot) {
        shot.ended();
    }

    /** Notes what became of one job. */
    synchronized void done(JobReport report) {
        jobs++;
        for (WorkerFailure failure : report.failures()) {
            retries += failure.elements().isPresent() ? 1 : 0;
            Shot shot = shots.get(failure.pid());
            if (shot == null) {
                unexplained(failure);
            } else if (failure.exitCode().isPresent()) { // otherwise it left a chunk, and was stopped later
                shot.reported(failure.noticedNanos(), failure.givenBackNanos());
            }
        }
    }

    /** A busy machine keeps a worker from its processor for longer than the limit now and then; all else would be a defect. */
    private void unexplained(WorkerFailure failure) {
        if (failure.reason().startsWith("took longer")) {
            slow++;
        } else {
            unexplained.add(failure.toString());
        }
    }

    /** Looks which processes have come in place of those that ended. */
    synchronized void lookForSuccessors(Workers workers) {
        unreplaced.removeIf(shot -> {
            if (workers.pid(shot.worker()).filter(pid -> pid != shot.pid()).isPresent()) {
                shot.replaced();
            }
            return shot.isReplaced();
        });
    }

    /** Expects no other process for a number, since the pool gets smaller. */
    synchronized void expectNoSuccessorsFrom(int number) {
        unreplaced.removeIf(shot -> shot.worker() >= number);
    }

    /** Notes a job that failed. */
    synchronized void lost(String what) {
        lost.add(what);
    }

    /** Notes a result or an array with other bits. */
    synchronized void wrong(String what) {
        wrong.add(what);
    }

    /** Notes a job that its watchdog gave up. */
    synchronized void hung(String what) {
        hung.add(what);
    }

    /** Returns how many processes have ended by a signal. */
    synchronized long kills() {
        return shots.values().stream().filter(Shot::hasEnded).count();
    }

    synchronized boolean hasHung() {
        return !hung.isEmpty();
    }

    /** Returns the signals that ended a process. */
    synchronized List<Shot> hits() {
        return shots.values().stream().filter(Shot::hasEnded).toList();
    }

    synchronized long jobs() {
        return jobs;
    }

    synchronized long retries() {
        return retries;
    }

    /** Returns how often a worker was ended by the limit that no signal had stopped. */
    synchronized long slow() {
        return slow;
    }

    synchronized List<String> lost() {
        return List.copyOf(lost);
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    synchronized List<String> hung() {
        return List.copyOf(hung);
    }

    /** Returns the ends of workers that nobody here has caused. */
    synchronized List<String> unexplained() {
        return List.copyOf(unexplained);
    }
}
