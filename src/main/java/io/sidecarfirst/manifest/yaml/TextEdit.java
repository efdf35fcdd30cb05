package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a text, collected in any order and carried out at once. */
final class TextEdit {

    /** Text in the place of another, or of none. */
    private record Change(int start, int end, int column, String text) {}

    private final List<Change> changes = new ArrayList<>();

    void insert(int at, String text) {
        replace(at, at, text);
    }

    /** Lines; of those at the same place, the more indented come first, since they belong to what stands above. */
    void insertLines(int at, int column, String lines) {
        changes.add(new Change(at, at, column, lines));
    }

    void replace(int start, int end, String text) {
        changes.add(new Change(start, end, Integer.MAX_VALUE, text));
    }

    String applyTo(String source) {
        List<Change> inOrder = new ArrayList<>(changes);
        inOrder.sort(Comparator.comparingInt(Change::start)
                .thenComparing(Comparator.comparingInt(Change::column).reversed()));
        StringBuilder text = new StringBuilder(source.length());
        int done = 0;
        for (Change change : inOrder) {
            text.append(source, done, Math.max(done, change.start())).append(change.text());
            done = Math.max(done, change.end());
        }
        return text.append(source, done, source.length()).toString();
    }
}
