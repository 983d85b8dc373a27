/** The {@code gatun} command. */
module io.gatun.cli {
    requires io.gatun.engine;
    requires io.gatun.workers;
    requires com.fasterxml.jackson.core;
    requires commons.math3;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires org.apache.commons.text;
    requires static org.jspecify;

    exports io.gatun.cli;

    uses io.gatun.cli.Subcommand;

    opens io.gatun.cli to
            info.picocli;
}
