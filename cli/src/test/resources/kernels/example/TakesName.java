package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the name {@code meanwhile.npy} in the working directory, as somebody else might while a job runs: by a folder. */
public final class TakesName implements Kernel {
    @Override
    public void run(Block block) throws IOException {
        Files.createDirectories(Path.of("meanwhile.npy"));
    }
}
