package io.sidecarfirst.manifest;

/**
 * What stands around the content of a YAML document and outlives a rewrite of it: marker, directives and comments above,
 * the comments and the end marker below.
 *
 * @param head ends with a line break, or is empty
 */
record DocumentFrame(String head, String tail) {

    /** Where the content starts, or the text's length where there is none. */
    static int contentStart(String source) {
        boolean marked = false;
        int end;
        for (int start = 0; start < source.length(); start = end) {
            end = Lines.end(source, start);
            if (!marked && Lines.isMarker(source, start, '-')) {
                marked = true;
                if (!Lines.isBlank(source, start + 3, end)) {
                    return Lines.skipSpace(source, start + 3, end);
                }
            } else if (Lines.isMarker(source, start, '.')) {
                return source.length();
            } else if (!(Lines.isBlank(source, start, end) || (!marked && source.charAt(start) == '%'))) {
                return Lines.skipSpace(source, start, end);
            }
        }
        return source.length();
    }

    static DocumentFrame of(String source) {
        int content = contentStart(source);
        return new DocumentFrame(head(source, content), source.substring(tailStart(source, content)));
    }

    private static String head(String source, int content) {
        int lineStart = Lines.startOf(source, content);
        // "--- {a: b}" or "--- !!map": the marker stays, what follows it is written anew.
        return Lines.isMarker(source, lineStart, '-')
                ? source.substring(0, lineStart) + "---" + lineBreak(source)
                : source.substring(0, lineStart);
    }

    /** Only comments at the first column are surely comments: an indented one may be text of a block scalar. */
    private static int tailStart(String source, int content) {
        int tail = source.length();
        while (tail > content) {
            int start = Lines.start(source, tail);
            boolean outside = source.charAt(start) == '#'
                    || Lines.isMarker(source, start, '.')
                    || Lines.skipSpace(source, start, tail) == tail;
            if (start <= content || !outside) {
                break;
            }
            tail = start;
        }
        return tail;
    }

    /** The line break that a text uses, judged by its first one. */
    static String lineBreak(String source) {
        int first = source.indexOf('\n');
        return first > 0 && source.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }
}
