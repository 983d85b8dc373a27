package io.gatun.segment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the Python dictionary in an {@code .npy} header: keys are strings, values a string, a truth value or a tuple of
 * numbers. Whatever else Python may write there is refused with its place in the file.
 */
final class NpyDictionary {
    private final Path path;
    private final String text;
    private final long textOffset;
    private int at;

    private NpyDictionary(Path path, String text, long textOffset) {
        this.path = path;
        this.text = text;
        this.textOffset = textOffset;
    }

    /**
     * Parses a header's text.
     *
     * @param textOffset where in the file the text starts, for messages
     * @return values of type {@link String}, {@link Boolean} or {@code long[]}
     */
    static Map<String, Object> parse(Path path, String text, long textOffset) {
        return new NpyDictionary(path, text, textOffset).dictionary();
    }

    private Map<String, Object> dictionary() {
        Map<String, Object> entries = new HashMap<>();
        expect('{');
        while (!accept('}')) {
            String key = string();
            expect(':');
            if (entries.put(key, value()) != null) {
                throw malformed("'" + key + "' stands twice in the header");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipBlanks();
        if (at < text.length()) {
            throw malformed("text after the header's dictionary");
        }
        return entries;
    }

    private Object value() {
        skipBlanks();
        if (text.startsWith("True", at)) {
            at += 4;
            return true;
        }
        if (text.startsWith("False", at)) {
            at += 5;
            return false;
        }
        if (at < text.length() && text.charAt(at) == '(') {
            return tuple();
        }
        if (at < text.length() && text.charAt(at) == '[') {
            throw malformed("structured types are not supported");
        }
        return string();
    }

    private long[] tuple() {
        expect('(');
        List<Long> numbers = new ArrayList<>();
        while (!accept(')')) {
            numbers.add(number());
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private long number() {
        skipBlanks();
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        try {
            long number = Long.parseLong(text, start, at, 10);
            if (at < text.length() && text.charAt(at) == 'L') {
                at++; // as Python 2 wrote it
            }
            return number;
        } catch (NumberFormatException e) {
            at = start;
            throw malformed("a dimension that is no number of at most 2^63-1");
        }
    }

    private String string() {
        skipBlanks();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw malformed("a header that is no dictionary of strings, truth values and tuples");
        }
        String string = text.substring(at + 1, end);
        at = end + 1;
        return string;
    }

    private void expect(char expected) {
        if (!accept(expected)) {
            throw malformed("the header lacks a '" + expected + "'");
        }
    }

    private boolean accept(char wanted) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private SegmentException malformed(String what) {
        return new SegmentException.Malformed(path, textOffset + at, what);
    }
}
