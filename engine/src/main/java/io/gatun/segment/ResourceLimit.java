package io.gatun.segment;

import io.gatun.posix.Proc;
import java.util.OptionalLong;

/**
 * What the operating system allows a process besides memory: its limits, as a shell's {@code ulimit} sets them.
 *
 * <p>All are read from {@code /proc} at each call; what cannot be read limits nothing.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
public enum ResourceLimit {
    /** The largest file that this process may make, in bytes; each segment is one. */
    FILE_SIZE("Max file size", "ulimit -f"),
    /** The address space of this process, in bytes: all that it maps, whether it is in memory or not. */
    ADDRESS_SPACE("Max address space", "ulimit -v"),
    /** The descriptors that this process may have open. */
    OPEN_FILES("Max open files", "ulimit -n"),
    /** The threads that all processes of this user may have; it does not hold for root. */
    PROCESSES("Max processes", "ulimit -u"),
    /** The mappings that a process may have. */
    MAPPINGS("", "sysctl vm.max_map_count");

    private static final long ENOUGH_LEFT = 4096;

    private final String name;
    private final String setBy;

    ResourceLimit(String name, String setBy) {
        this.name = name;
        this.setBy = setBy;
    }

    /** Returns the limit; empty if there is none. */
    public OptionalLong value() {
        return this == MAPPINGS ? Proc.maxMappings() : Proc.limit(name);
    }

    /** Returns what is left of the limit at this moment, roughly where there is plenty; empty if there is no limit. */
    public OptionalLong available() {
        OptionalLong value = value();
        if (value.isEmpty()) {
            return value;
        }
        long limit = value.getAsLong();
        OptionalLong used = switch (this) {
            case FILE_SIZE -> OptionalLong.of(0);
            case ADDRESS_SPACE -> Proc.addressSpaceBytes();
            case OPEN_FILES -> OptionalLong.of(Proc.openDescriptors());
            case PROCESSES -> Proc.threadsOfThisUser(limit - ENOUGH_LEFT);
            case MAPPINGS -> OptionalLong.of(Proc.mappings());
        };
        return used.isEmpty() ? used : OptionalLong.of(Math.max(0, limit - used.getAsLong()));
    }

    /** Returns by what it is set, as a shell has it: {@code ulimit -f} for one. */
    public String setBy() {
        return setBy;
    }

    /** Returns the limit's number and by what it is set, for messages: {@code ulimit -n 64} for one. */
    String describe() {
        OptionalLong value = value();
        if (value.isEmpty()) {
            return setBy;
        }
        boolean inKilobytes = this == FILE_SIZE || this == ADDRESS_SPACE;
        return setBy + " " + (inKilobytes ? value.getAsLong() / 1024 : value.getAsLong());
    }
}
