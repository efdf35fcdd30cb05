package io.sidecarfirst.terminal;

import java.util.regex.Pattern;

/**
 * What a kubelet or an API server says, without what may be a secret in it, because output is pasted into tickets: of a
 * URL neither the user nor the query, of a quoted command its program, of what is named like a secret no value.
 */
public final class Redaction {
    private static final String LEFT_OUT = "...";

    private static final Pattern USER = Pattern.compile("://[^/\\s\"@]+@");

    /** To the end of a URL, which the kubelet puts in quotes. */
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s\"]+");

    private static final Pattern COMMAND = Pattern.compile("exec: \"([^\\s\"]+)\\s[^\"]*\"");

    private static final Pattern NAMED = Pattern.compile(
            "((?:password|passwd|secret|token|api-?key|signature)[=:])[^\\s\"&,;]+", Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** The text without these. */
    public static String of(String text) {
        String withoutUsers = USER.matcher(text).replaceAll("://" + LEFT_OUT + "@");
        String withoutQueries = QUERY.matcher(withoutUsers).replaceAll("?" + LEFT_OUT);
        String withoutArguments = COMMAND.matcher(withoutQueries).replaceAll("exec: \"$1 " + LEFT_OUT + "\"");
        return NAMED.matcher(withoutArguments).replaceAll("$1" + LEFT_OUT);
    }
}
