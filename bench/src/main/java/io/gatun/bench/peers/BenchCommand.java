package io.gatun.bench.peers;

import io.gatun.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatun bench}: what is measured on this machine, as a subcommand of {@code gatun}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Gatun on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PeersCommand.class,
            SyncCommand.class,
            ValuesCommand.class,
            CollectionsCommand.class,
            MapGrowthCommand.class,
            SweepCommand.class,
            IdleCommand.class
        },
        footer = {"", "Example: gatun bench peers --work sin2cos2"})
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class BenchCommand implements Subcommand, Runnable {
    @Spec
    private CommandSpec spec;

    /** Makes the subcommand; {@link java.util.ServiceLoader} does. */
    public BenchCommand() {}

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public Object command() {
        return this;
    }

    /** Without a subcommand there is nothing to do but to tell which there are. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
    }
}
