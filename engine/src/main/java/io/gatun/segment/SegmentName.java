package io.gatun.segment;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The name of a segment: that of its file in the shared memory folder, {@code /dev/shm} unless the system property
 * {@value #FOLDER_PROPERTY} names another.
 *
 * @param value the name; no slash, no NUL, no leading dot, 1 to {@value #MAX_BYTES} bytes of UTF-8
 */
public record SegmentName(String value) {
    /** The longest name, in bytes of UTF-8; it leaves room below Linux's 255. */
    public static final int MAX_BYTES = 200;

    /** How the name of everything starts that nobody is meant to keep. */
    public static final String TEMPORARY_PREFIX = "gatun-tmp-";

    /** The system property that names another folder than {@code /dev/shm}; for tests. */
    public static final String FOLDER_PROPERTY = "gatun.shm.folder";

    /**
     * Makes a name.
     *
     * @throws SegmentException.InvalidName if the value breaks one of the rules, saying which
     */
    public SegmentName {
        if (value.isEmpty()) {
            throw new SegmentException.InvalidName(value, "it is empty");
        }
        if (value.indexOf('/') >= 0) {
            throw new SegmentException.InvalidName(value, "it has a slash; a segment's name is not a path");
        }
        if (value.indexOf('\0') >= 0) {
            throw new SegmentException.InvalidName(value.replace("\0", "\\0"), "it has a NUL character");
        }
        if (value.startsWith(".")) {
            throw new SegmentException.InvalidName(value, "it starts with a dot");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new SegmentException.InvalidName(value, "it has half a surrogate pair");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new SegmentException.InvalidName(
                    value.substring(0, 20) + "…", "it has " + bytes + " bytes, " + MAX_BYTES + " at most");
        }
    }

    /**
     * Returns a segment's name.
     *
     * @throws SegmentException.InvalidName if the value breaks one of the rules, saying which
     */
    public static SegmentName of(String value) {
        return new SegmentName(value);
    }

    /**
     * Returns a name that nobody else has: the prefix and 64 random bits in hexadecimal. They are no secret: what protects a
     * segment is its mode, and that creating one never replaces another.
     *
     * @throws SegmentException.InvalidName if the prefix cannot start a name
     */
    public static SegmentName random(String prefix) {
        long bits = ThreadLocalRandom.current().nextLong()
                ^ Long.reverse(ProcessHandle.current().pid());
        return new SegmentName(prefix + HexFormat.of().toHexDigits(bits));
    }

    /** Returns a random name that marks its segment as one that nobody is meant to keep. */
    public static SegmentName temporary() {
        return random(TEMPORARY_PREFIX);
    }

    /** Returns the folder that holds all segments, {@code /dev/shm} unless {@value #FOLDER_PROPERTY} is set. */
    public static Path folder() {
        return Path.of(System.getProperty(FOLDER_PROPERTY, "/dev/shm")).toAbsolutePath();
    }

    /** Tells whether this name marks a segment that nobody is meant to keep. */
    public boolean isTemporary() {
        return value.startsWith(TEMPORARY_PREFIX);
    }

    /**
     * Returns the absolute path of the segment's file.
     *
     * @throws SegmentException.InvalidName if this process runs in a locale that has not the name's characters
     */
    public Path path() {
        try {
            return folder().resolve(value);
        } catch (InvalidPathException e) {
            throw new SegmentException.InvalidName(value, "this locale lacks its characters; use a UTF-8 one");
        }
    }

    /** Returns the name itself. */
    @Override
    public String toString() {
        return value;
    }
}
