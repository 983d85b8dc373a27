package io.gatun.bench.sync;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The other of two processes, as the leader has it: one line for each call, {@code WORK COUNT CALL}, which it takes part in.
 *
 * <p><b>Crash behaviour:</b> if the leader dies it finds its input at an end, and ends, whatever it is doing.
 */
final class OtherProcess implements AutoCloseable {
    /** What it says when it has attached everything. */
    static final String READY = "ready";

    private static final long FAREWELL_SECONDS = 2;

    private final Process process;
    private final BufferedWriter requests;

    private OtherProcess(Process process) {
        this.process = process;
        this.requests = process.outputWriter();
    }

    /** Starts it and waits until it is ready. */
    static OtherProcess start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        OtherProcess other = new OtherProcess(process);
        try {
            BufferedReader answers = process.inputReader();
            String answer = answers.readLine();
            if (!READY.equals(answer)) {
                throw new IOException("the other process does not start: " + answer);
            }
            return other;
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Asks it for a part in a call.
     *
     * @throws IllegalStateException if it is gone
     */
    void ask(String work, int count, long call) {
        try {
            requests.write(work + " " + count + " " + call + "\n");
            requests.flush();
        } catch (IOException e) {
            throw new IllegalStateException("the other process is gone", e);
        }
    }

    /** Ends it: the end of its input does, or else it is killed. */
    @Override
    public void close() throws IOException {
        try {
            requests.close();
            if (process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
