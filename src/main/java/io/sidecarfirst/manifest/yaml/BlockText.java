package io.sidecarfirst.manifest.yaml;

/** Where in a text new lines may stand: below a node in block style, and below the comments that belong to it. */
record BlockText(String text) {

    /** Where the line starts that follows a node, given where the node ends. */
    int lineAfter(int end) {
        return endsWithBreak(end) ? end : Lines.end(text, end);
    }

    /** Whether what ends there ends with a line break: the end of a line, or block text that keeps its empty lines. */
    boolean endsWithBreak(int end) {
        return end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r');
    }

    /**
     * Comments below belong to what stands above as long as they are indented like it; at the first column they could
     * be anyone's.
     */
    int afterComments(int start, int column) {
        int place = start;
        int next;
        for (int line = start; line < text.length(); line = next) {
            next = Lines.end(text, line);
            int content = line;
            while (content < next && text.charAt(content) == ' ') {
                content++;
            }
            if (content < next && text.charAt(content) == '#' && content - line >= Math.max(column, 1)) {
                place = next;
            } else if (Lines.skipSpace(text, content, next) < next) {
                break;
            }
        }
        return place;
    }

    /** Where the first line starts that is not empty, or the text ends. */
    int afterEmptyLines(int start) {
        int line = start;
        while (line < text.length() && Lines.skipSpace(text, line, Lines.end(text, line)) == Lines.end(text, line)) {
            line = Lines.end(text, line);
        }
        return line;
    }

    /** Block text without a line break at the end of the file would get one, and mean something else. */
    boolean endsOpen(SourceNode node) {
        SourceNode last = node;
        while (!(last instanceof SourceNode.Scalar)) {
            if (last instanceof SourceNode.Mapping mapping && !mapping.flow()) {
                last = mapping.last().value();
            } else if (last instanceof SourceNode.Sequence list && !list.flow()) {
                last = list.items().get(list.items().size() - 1);
            } else {
                return false;
            }
        }
        int below = lineAfter(node.end());
        return ((SourceNode.Scalar) last).block() && below == text.length() && !endsWithBreak(below);
    }

    /** Lines with the text's own line breaks. */
    String broken(String lines) {
        String lineBreak = Lines.lineBreak(text);
        return lineBreak.equals("\n") ? lines : lines.replace("\n", lineBreak);
    }

    /** Lines for a place: behind a line without a break they take theirs along. */
    String linesAt(int at, String lines) {
        String lineBreak = Lines.lineBreak(text);
        String broken = broken(lines);
        boolean open = at > 0 && !endsWithBreak(at);
        return open ? lineBreak + broken.substring(0, broken.length() - lineBreak.length()) : broken;
    }
}
