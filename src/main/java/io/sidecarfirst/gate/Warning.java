package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line that a person should read: the API server shows it to whoever creates the Pod.
 *
 * @param kind what it is about
 * @param text at most {@value #MAX_LENGTH} printable characters
 * @param refusal what a strict server says instead, where it denies the Pod for it, of the same length at most; else
 *     null
 * @param key the label or annotation that has no effect, where that is what it says, cut where it is long; else null
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response">
 *     What the API server does with long warnings</a>
 */
public record Warning(
        Kind kind,
        String text,
        @Nullable String refusal,
        @Nullable String key) {

    /** What a warning is about. The names are labels of a metric, so they never change. */
    public enum Kind {
        /** A sidecar was skipped, and its author may not expect it. */
        NOT_GATED("not-gated"),
        /** A gate was guessed from a declared port. */
        GUESSED_PORT("guessed-port"),
        /** An annotation asked for a gate that there is evidence against. */
        AGAINST_EVIDENCE("against-evidence"),
        /** The Pod asks for a mesh proxy that is not there yet. */
        AWAITED_MESH("awaited-mesh"),
        /** A gate container was asked for, and this Pod cannot have it. */
        NO_GATE_CONTAINER("no-gate-container"),
        /** A label or annotation is unknown, or stands where it has no effect. */
        IGNORED("ignored"),
        /** The value of an annotation cannot be used. */
        UNUSABLE("unusable");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The name in metrics. */
        public String id() {
            return id;
        }
    }

    /** Longer warnings may be cut by the API server. */
    public static final int MAX_LENGTH = 256;

    /** Of all warnings of an answer together; the API server starts to drop them at 4096 characters. */
    private static final int MAX_TOTAL = 3500;

    /** A longer value is cut: its rest would tell a reader nothing more. */
    private static final int MAX_QUOTED = 48;

    /** A longer key is cut: one that may be used is at most this long, with a container's name in it. */
    private static final int MAX_KEY = 90;

    public Warning {
        text = clip(printable(text), MAX_LENGTH);
        refusal = refusal == null ? null : clip(printable(refusal), MAX_LENGTH);
        key = key == null ? null : shorten(key);
    }

    /** Something that the Pod's author should know; never a reason to deny the Pod. */
    static Warning advice(Kind kind, String text) {
        return new Warning(kind, text, null, null);
    }

    /**
     * A label or annotation has no effect.
     *
     * @param key the whole key
     * @param why follows the key
     */
    static Warning ignored(String what, String key, String why) {
        return new Warning(Kind.IGNORED, what + " " + shorten(key) + why, null, key);
    }

    /**
     * An annotation cannot be used and counts as not set.
     *
     * @param key the whole key
     * @param value its value, where that is what is wrong; else null
     * @param why begins with its punctuation mark, such as a colon
     */
    static Warning unusable(String key, @Nullable String value, String why) {
        String annotation = "annotation " + shorten(key) + (value == null ? "" : "=" + quote(value));
        return new Warning(
                Kind.UNUSABLE,
                annotation + " cannot be used and is ignored" + why,
                annotation + " cannot be used" + why,
                key);
    }

    /** A key, safe to repeat, and cut where it is long. */
    static String shorten(String key) {
        return clip(printable(key), MAX_KEY);
    }

    /** What someone wrote, safe to repeat: quoted, on one line, and cut where it is long. */
    static String quote(String value) {
        return '"' + clip(printable(value), MAX_QUOTED) + '"';
    }

    /** The texts, as many as an answer may hold; the last line then says how many more there are. */
    public static List<String> texts(List<Warning> warnings) {
        return fitting(warnings.stream().map(Warning::text).toList());
    }

    /** What a strict server denies the Pod for, within the same limit. */
    static List<String> refusals(List<Warning> warnings) {
        return fitting(warnings.stream()
                .flatMap(warning -> Stream.ofNullable(warning.refusal()))
                .toList());
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
