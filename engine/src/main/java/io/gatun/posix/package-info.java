/**
 * Every call Gatun makes into the operating system that the JDK has no method for.
 *
 * <p>Read {@link io.gatun.posix.Syscall} first: one method handle on libc's {@code syscall} serves all of them, because a
 * handle costs some 20 ms to link in a cold JVM and each further signature 8 to 20 more. Around it stands one class per C
 * header, with the header's names: {@link io.gatun.posix.Fcntl}, {@link io.gatun.posix.Futex}, {@link io.gatun.posix.Sched},
 * {@code Signal}, {@link io.gatun.posix.Stdio}, {@link io.gatun.posix.SysMman} and {@link io.gatun.posix.Unistd}. Numbers
 * that differ between processors are tabled in {@link io.gatun.posix.SyscallNumber}; a failed call becomes a
 * {@link io.gatun.posix.SystemCallException} in one place.
 *
 * <p>{@link io.gatun.posix.Proc} and {@link io.gatun.posix.MemoryMaps} make no calls: they read what the kernel tells in files, of
 * processes, their limits and their mappings, and of memory, where a {@code Cgroup} may leave this process less than the
 * machine has.
 *
 * <p>{@link io.gatun.posix.CrashPoint} names the steps between two stores, system calls or renames at which a process may be gone the
 * next moment. Told so, a process kills itself at one of them; a test does that for each.
 *
 * <p>This is the only package that calls restricted methods, and it is exported to nobody.
 */
@NullMarked
package io.gatun.posix;

import org.jspecify.annotations.NullMarked;
