package io.gatun.cli;

import java.util.List;

/** What a run of the command came to: its exit code (128 and the signal's number for a signal), and what it printed. */
record GatunResult(int exitCode, String out, String err) {
    List<String> errLines() {
        return err.lines().toList();
    }

    /** Returns the JSON object that standard output must be, and nothing else. */
    JsonObject json() {
        return JsonObject.parse(out);
    }
}
