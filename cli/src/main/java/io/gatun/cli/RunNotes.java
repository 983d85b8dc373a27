package io.gatun.cli;

import io.gatun.job.Job;
import io.gatun.job.ResumedJob;
import java.nio.file.Path;
import java.util.Map;

/** What {@code gatun run} leaves with its job for {@code gatun resume}, should it be killed: where outputs are to go. */
final class RunNotes {
    /** The key of the note that there is if outputs that exist are replaced. */
    static final String FORCE = "force";

    private RunNotes() {}

    static Job leave(Job job, Map<String, Path> kept, boolean force) {
        Job noted = job;
        for (Map.Entry<String, Path> output : kept.entrySet()) {
            noted = noted.note(
                    ResumedJob.PATH_NOTE + output.getKey(), output.getValue().toString());
        }
        return force ? noted.note(FORCE, "") : noted;
    }
}
