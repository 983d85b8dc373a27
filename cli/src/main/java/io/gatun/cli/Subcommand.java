package io.gatun.cli;

/**
 * A subcommand of {@code gatun} that another module brings. {@link java.util.ServiceLoader} finds it on the class path, and only
 * where the name that was given is none of the command's own, or help is wanted.
 *
 * <p>The command ends with an {@link ExitCode}. A {@link picocli.CommandLine.ParameterException} that it throws is printed as one
 * line and ends it with {@link ExitCode#USAGE}.
 *
 * <p><b>Threads:</b> used by one.
 */
public interface Subcommand {
    /** Returns the name it is called by: {@code gatun NAME}. */
    String name();

    /** Returns a new object that picocli can run: one with {@code @Command}, its package open to {@code info.picocli}. */
    Object command();
}
