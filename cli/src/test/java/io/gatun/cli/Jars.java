package io.gatun.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Jars whose entries are not compressed and have no times, so that texts of the same length give jars of the same size. */
final class Jars {
    private Jars() {}

    /** Writes a jar of all the files below a folder. */
    static void write(Path jar, Path folder) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(out, folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    /** Writes a copy of a jar, with a text in its classes replaced by another of the same length. */
    static void copy(Path from, Path to, String text, String replacement) throws IOException {
        if (text.length() != replacement.length()) {
            throw new IllegalArgumentException("text=" + text + ", replacement=" + replacement);
        }
        try (ZipFile jar = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : List.<ZipEntry>copyOf(Collections.list(jar.entries()))) {
                String bytes = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                put(out, entry.getName(), bytes.replace(text, replacement).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
