package io.gatun.workers;

import io.gatun.job.Kernel;
import io.gatun.job.WorkerPool;
import io.gatun.workers.kernel.BuiltIn;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kernels there are: the built-in ones by their names, others by the names of their classes. */
public final class Kernels {
    private Kernels() {}

    /** Returns a new object of each built-in kernel, by name. */
    public static SortedMap<String, Kernel> builtIn() {
        SortedMap<String, Kernel> kernels = new TreeMap<>();
        for (String name : BuiltIn.names()) {
            kernels.put(name, BuiltIn.named(name));
        }
        return kernels;
    }

    /**
     * Returns a new object of a kernel.
     *
     * @param name a built-in kernel's name, or the name of a class on this process's class path
     * @param allowed the names of the classes that may be loaded for it
     * @throws IllegalArgumentException if it is neither built in nor allowed, or the class is no kernel with a public
     *     constructor without parameters
     */
    public static Kernel named(String name, List<String> allowed) {
        if (BuiltIn.names().contains(name)) {
            return BuiltIn.named(name);
        }
        if (name.equals(WorkerPool.FIRST_TOUCH)) {
            return new FirstTouch();
        }
        if (!allowed.contains(name)) {
            throw new IllegalArgumentException(
                    "kernel " + name + " is neither built in nor allowed by the command line");
        }
        return load(name, Kernels.class.getClassLoader());
    }

    /**
     * Returns a new object of a kernel class.
     *
     * @throws IllegalArgumentException if the loader finds no such class, which a {@link ClassNotFoundException} as the cause
     *     tells, or the class is no kernel with a public constructor without parameters
     */
    public static Kernel load(String className, @Nullable ClassLoader loader) {
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(Kernel.class)
                    .getConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("no class " + className + " is on the class path", e);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(
                    "class " + className + " does not implement " + Kernel.class.getName(), e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the constructor of kernel " + className + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "kernel " + className + " is not a public class with a public constructor without parameters", e);
        }
    }
}
