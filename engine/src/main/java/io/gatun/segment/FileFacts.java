package io.gatun.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What the kernel knows about a file.
 *
 * @param key what tells it from all others that exist at the same time
 * @param mode its type and permissions
 * @param user the number of its owner
 * @param links how many names it has
 * @param created when it was made, or last changed where the file system does not tell
 * @see <a href="https://man7.org/linux/man-pages/man7/inode.7.html">inode(7)</a>
 */
record FileFacts(Object key, long device, long inode, long byteSize, int mode, long user, int links, Instant created) {

    private static final String ASKED = "unix:fileKey,dev,ino,size,mode,uid,nlink,creationTime";
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    /**
     * Asks about the regular file that has a name.
     *
     * @throws SegmentException.NotFound if nothing has the name
     * @throws SegmentException.Malformed if something else has it
     */
    static FileFacts ofName(Path path) {
        FileFacts facts = read(path, path, LinkOption.NOFOLLOW_LINKS);
        facts.requireRegular(path);
        return facts;
    }

    /** Asks about what a descriptor stands for; {@code path} is for messages. */
    static FileFacts ofDescriptor(Path descriptor, Path path) {
        return read(descriptor, path);
    }

    private static FileFacts read(Path asked, Path path, LinkOption... options) {
        try {
            Map<String, Object> facts = Files.readAttributes(asked, ASKED, options);
            return new FileFacts(
                    get(facts, "fileKey"),
                    number(facts, "dev"),
                    number(facts, "ino"),
                    number(facts, "size"),
                    (int) number(facts, "mode"),
                    number(facts, "uid"),
                    (int) number(facts, "nlink"),
                    ((FileTime) get(facts, "creationTime")).toInstant());
        } catch (
                NoSuchFileException e) { // which a worker that is up early sees again and again: no more than is needed
            throw new SegmentException.NotFound(path);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    private static long number(Map<String, Object> facts, String name) {
        return ((Number) get(facts, name)).longValue();
    }

    private static Object get(Map<String, Object> facts, String name) {
        return Objects.requireNonNull(facts.get(name), name);
    }

    /** Tells whether one of these permissions is granted. */
    boolean allows(int permissions) {
        return (mode & permissions) != 0;
    }

    /**
     * Says what it is, if it is no regular file.
     *
     * @throws SegmentException.Malformed then
     */
    void requireRegular(Path path) {
        String what = switch (mode & TYPE) {
            case REGULAR -> "";
            case 0040000 -> "a folder: name a file in it";
            case 0120000 -> "a symbolic link, which is not followed: name the file itself";
            case 0010000 -> "a FIFO, no regular file: write what comes out of it into a file first";
            case 0140000 -> "a socket, no regular file";
            default -> "a device, no regular file: write what comes out of it into a file first";
        };
        if (!what.isEmpty()) {
            throw new SegmentException.Malformed(path, "this is " + what);
        }
    }
}
