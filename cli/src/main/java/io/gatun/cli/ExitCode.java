package io.gatun.cli;

/** What the {@code gatun} command ends with. A signal ends it with 128 and the signal's number, as usual. */
public final class ExitCode {
    /** Done; for a job whose result is known beforehand, verified. */
    public static final int OK = 0;

    /** It was begun and failed: a kernel, a worker, or the verification. */
    public static final int FAILED = 1;

    /** The command line, or something it names, cannot be used; nothing was begun. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
