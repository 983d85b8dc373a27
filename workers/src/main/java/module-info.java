/**
 * What runs in a worker process: its {@linkplain io.gatun.workers.WorkerMain main class}, the loop over chunks, and the
 * {@linkplain io.gatun.workers.kernel built-in kernels}.
 */
module io.gatun.workers {
    requires transitive io.gatun.engine;
    requires static transitive org.jspecify;

    exports io.gatun.workers;
    exports io.gatun.workers.kernel;
}
