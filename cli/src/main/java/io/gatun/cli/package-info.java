/**
 * The {@code gatun} command: {@link io.gatun.cli.Gatun} and a class for each subcommand. Other modules add theirs by
 * {@link io.gatun.cli.Subcommand}.
 *
 * <p>Standard output has what was asked for, and with {@code --json} one JSON object and nothing else; everything else goes to
 * standard error. Exit codes: {@link io.gatun.cli.ExitCode}.
 */
@NullMarked
package io.gatun.cli;

import org.jspecify.annotations.NullMarked;
