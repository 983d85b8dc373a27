/** JMH benchmarks of Gatun, and {@code gatun bench}, which measures it beside what its users would take instead. */
module io.gatun.bench {
    requires io.gatun.engine;
    requires io.gatun.workers;
    requires io.gatun.cli;
    requires com.fasterxml.jackson.core;
    requires commons.math3;
    requires info.picocli;
    requires jmh.core;
    requires me.tongfei.progressbar;
    requires static chronicle.map; // in processes of their own
    requires static org.agrona;
    requires static org.jspecify;

    exports io.gatun.bench.peers to
            io.gatun.workers;

    opens io.gatun.bench.peers to
            info.picocli;

    provides io.gatun.cli.Subcommand with
            io.gatun.bench.peers.BenchCommand;
}
