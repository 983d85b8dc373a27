package example;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** y = factor * x, without a spec: whatever the command line binds. */
public final class Scale implements Kernel {
    @Override
    public void run(Block block) {
        var x = block.read("x");
        var y = block.write("y");
        double factor = block.parameter("factor");
        for (long i = block.begin(); i < block.end(); i++) {
            y.setAtIndex(JAVA_DOUBLE, i, factor * x.getAtIndex(JAVA_DOUBLE, i));
        }
    }
}
