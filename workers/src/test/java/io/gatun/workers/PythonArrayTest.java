package io.gatun.workers;

import static io.gatun.workers.WorkerPoolTest.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.Reduction;
import io.gatun.job.WorkerPool;
import io.gatun.segment.Access;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.io.BufferedReader;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Python process that has made an array, maps it all the time, and sees what a job does to it. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class PythonArrayTest {
    private static final String PROGRAM = """
            import sys, numpy
            x = numpy.lib.format.open_memmap(sys.argv[1], mode='w+', dtype='<f8', shape=(1000,))
            x[:] = numpy.arange(1000)
            print('made', flush=True)
            sys.stdin.readline()
            print(repr(float(x.sum())), repr(float(x[999])), flush=True)
            """;

    @Test
    void aJobFillsAnArrayThatPythonMadeAndHasMapped() throws Exception {
        SegmentName name = SegmentName.of("made-by-python");
        Process python = new ProcessBuilder(
                        "/usr/bin/python3", "-c", PROGRAM, name.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = python.inputReader();
                PrintWriter tell = new PrintWriter(python.outputWriter(), true)) {
            assertEquals("made", said.readLine(), "Python with NumPy is needed: apt install python3-numpy");
            try (SharedArray x = SharedArray.attach(name, Access.READ_WRITE);
                    WorkerPool pool = open(2, TestKernels.Scale.class)) {
                Job inPlace = Job.of(TestKernels.Scale.class.getName())
                        .readWrite("x", x)
                        .readWrite("y", x)
                        .parameter("a", 3)
                        .reduce(Reduction.SUM, Reduction.SUM);
                assertEquals(1_498_500.0, pool.run(inPlace).results().getFirst());
                tell.println();
                assertEquals("1498500.0 2997.0", said.readLine());
                assertTrue(x.unlink());
            }
            assertEquals(0, python.waitFor());
        } finally {
            python.destroyForcibly();
        }
    }
}
