package io.sidecarfirst.manifest.yaml;

/** Looks at a text line by line, where it lies: what a line is to YAML before anything is parsed. */
final class Lines {
    private Lines() {}

    /** Where the line that starts here ends, its line break included. */
    static int end(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                return i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return text.length();
    }

    /** Where the line starts that ends (its break included) here. */
    static int start(String text, int end) {
        int i = end;
        if (i > 0 && text.charAt(i - 1) == '\n') {
            i--;
        }
        if (i > 0 && text.charAt(i - 1) == '\r') {
            i--;
        }
        return startOf(text, i);
    }

    /** Where the line starts that holds the character at this offset. */
    static int startOf(String text, int offset) {
        int i = offset;
        while (i > 0 && text.charAt(i - 1) != '\n' && text.charAt(i - 1) != '\r') {
            i--;
        }
        return i;
    }

    /**
     * Whether a document marker, three times the same character and then white space or nothing, stands here.
     *
     * @see <a href="https://yaml.org/spec/1.2.2/#912-document-markers">YAML: document markers</a>
     */
    static boolean isMarker(String text, int start, char c) {
        for (int i = start; i < start + 3; i++) {
            if (i >= text.length() || text.charAt(i) != c) {
                return false;
            }
        }
        return start + 3 == text.length() || " \t\r\n".indexOf(text.charAt(start + 3)) >= 0;
    }

    /** The first character between start and end that is no white space, or end. */
    static int skipSpace(String text, int start, int end) {
        int i = start;
        while (i < end && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    /** Whether there is nothing between start and end, or only a comment. */
    static boolean isBlank(String text, int start, int end) {
        int i = skipSpace(text, start, end);
        return i == end || text.charAt(i) == '#';
    }

    /**
     * Where the comments start that stand right above a line.
     *
     * @param floor what they must be below of, such as the end of a text that may look like one
     */
    static int aboveComments(String text, int line, int floor) {
        int above = line;
        while (above > 0) {
            int previous = start(text, above);
            int content = skipSpace(text, previous, above);
            if (previous <= floor || content == above || text.charAt(content) != '#') {
                break;
            }
            above = previous;
        }
        return above;
    }

    /** Where the content of a document starts, behind directives, comments and its marker; or the text's length. */
    static int contentStart(String source) {
        boolean marked = false;
        int end;
        for (int start = 0; start < source.length(); start = end) {
            end = end(source, start);
            if (!marked && isMarker(source, start, '-')) {
                marked = true;
                if (!isBlank(source, start + 3, end)) {
                    return skipSpace(source, start + 3, end);
                }
            } else if (isMarker(source, start, '.')) {
                return source.length();
            } else if (!(isBlank(source, start, end) || (!marked && source.charAt(start) == '%'))) {
                return skipSpace(source, start, end);
            }
        }
        return source.length();
    }

    /** The line, counted from 1, on which an offset lies. */
    static int lineAt(CharSequence text, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'))) {
                line++;
            }
        }
        return line;
    }

    /** The line break that a text uses, judged by its first one. */
    static String lineBreak(String source) {
        int first = source.indexOf('\n');
        return first > 0 && source.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }
}
