package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line that a person should read: the API server shows it to whoever creates the Pod.
 *
 * @param text at most {@value #MAX_LENGTH} printable characters
 * @param refusal what a strict server says instead, where it refuses the Pod for it; as long at most
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response">what
 *     the API server does with long warnings</a>
 */
public record Warning(String text, Optional<String> refusal) {

    /** Longer warnings may be cut by the API server. */
    public static final int MAX_LENGTH = 256;

    /** All warnings of an answer together; the API server starts to drop them at 4096 characters. */
    private static final int MAX_TOTAL = 3500;

    /** A value longer than this says nothing more by its rest. */
    private static final int MAX_QUOTED = 48;

    public Warning {
        text = clip(printable(text), MAX_LENGTH);
        refusal = refusal.map(line -> clip(printable(line), MAX_LENGTH));
    }

    /** Something that its author should know; never a reason to refuse the Pod. */
    static Warning advice(String text) {
        return new Warning(text, Optional.empty());
    }

    /**
     * Of an annotation that counts as not set.
     *
     * @param annotation the key, and the value where that is what is wrong
     * @param why begins with the mark that sets it off, such as a colon
     */
    static Warning unusable(String annotation, String why) {
        return new Warning(
                annotation + " cannot be used and is ignored" + why, Optional.of(annotation + " cannot be used" + why));
    }

    /** What someone wrote, safe to repeat: quoted, on one line, and cut where it is long. */
    static String quote(String value) {
        return '"' + clip(printable(value), MAX_QUOTED) + '"';
    }

    /** The texts, as many as an answer may hold; a last line counts the rest. */
    public static List<String> texts(List<Warning> warnings) {
        return fitting(warnings.stream().map(Warning::text).toList());
    }

    /** What a strict server refuses the Pod for, in the same number. */
    static List<String> refusals(List<Warning> warnings) {
        return fitting(
                warnings.stream().flatMap(warning -> warning.refusal().stream()).toList());
    }

    private static List<String> fitting(List<String> lines) {
        List<String> fitting = new ArrayList<>(lines.size());
        int total = 0;
        for (String line : lines) {
            total += line.length();
            if (total > MAX_TOTAL) {
                fitting.add((lines.size() - fitting.size()) + " more warnings left out");
                break;
            }
            fitting.add(line);
        }
        return fitting;
    }

    /** HTTP headers carry the warnings, so only printable ASCII is safe on every client's screen. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), MAX_LENGTH + 1));
        text.codePoints().limit(MAX_LENGTH + 1L).forEach(c -> printable.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return printable.toString();
    }

    private static String clip(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }
}
