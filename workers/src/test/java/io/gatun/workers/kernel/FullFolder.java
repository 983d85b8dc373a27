package io.gatun.workers.kernel;

/** What a warm-up does whose file finds no room in {@code java.io.tmpdir}. */
public final class FullFolder {
    private FullFolder() {}

    /** Warms a kernel up, waits until that has ended, and tells how. */
    public static void main(String[] arguments) throws Exception {
        WarmUp warmUp = new WarmUp("sum", VectorKernels.find().orElseThrow());
        warmUp.begin();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("warm-up of sum")) {
                thread.join();
            }
        }
        System.out.println(warmUp.isDone() ? "vector" : "stays scalar");
    }
}
