package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;

/**
 * One line that a person should read: the API server shows it to whoever creates the Pod.
 *
 * @param text at most {@value #MAX_LENGTH} printable characters
 * @param kind whether a strict server refuses the Pod for it
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response">what
 *     the API server does with long warnings</a>
 */
public record Warning(String text, Kind kind) {

    /** What a warning is about. */
    public enum Kind {
        /** Something that its author should know; never a reason to refuse the Pod. */
        ADVICE,
        /** An annotation whose value cannot be used: a strict server refuses the Pod. */
        UNUSABLE_ANNOTATION
    }

    /** Longer warnings may be cut by the API server. */
    public static final int MAX_LENGTH = 256;

    /** All warnings of an answer together; the API server starts to drop them at 4096 characters. */
    private static final int MAX_TOTAL = 3500;

    /** A value longer than this says nothing more by its rest. */
    private static final int MAX_QUOTED = 48;

    public Warning {
        text = clip(printable(text), MAX_LENGTH);
    }

    static Warning advice(String text) {
        return new Warning(text, Kind.ADVICE);
    }

    static Warning unusable(String text) {
        return new Warning(text, Kind.UNUSABLE_ANNOTATION);
    }

    /** What someone wrote, safe to repeat: quoted, on one line, and cut where it is long. */
    static String quote(String value) {
        return '"' + clip(printable(value), MAX_QUOTED) + '"';
    }

    /** The texts, as many as an answer may hold; a last line counts the rest. */
    public static List<String> texts(List<Warning> warnings) {
        List<String> texts = new ArrayList<>(warnings.size());
        int total = 0;
        for (Warning warning : warnings) {
            total += warning.text().length();
            if (total > MAX_TOTAL) {
                texts.add((warnings.size() - texts.size()) + " more warnings left out");
                break;
            }
            texts.add(warning.text());
        }
        return texts;
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
