package io.sidecarfirst.gate.options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simple commands of a shell script, as lists of words without their quotes. What a shell would work out, such as a
 * loop or the output of a command, is left as it is; variables of the container's environment are replaced, and those
 * that the script itself sets.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03">Token
 *     recognition</a>
 */
final class ShellScript {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-=]([^{}]*))?\\}|([A-Za-z_][A-Za-z0-9_]*))");

    private static final String ENDS_COMMAND = ";\n|&()`";

    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

    private final Map<String, String> variables;
    private final References references;

    /** Those that the script sets; they count from there on. */
    private final Map<String, String> assigned = new HashMap<>();

    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private ShellScript(Map<String, String> variables, References references) {
        this.variables = variables;
        this.references = references;
    }

    static List<List<String>> commands(String script, Map<String, String> variables, References references) {
        if (isOneWord(script)) {
            return List.of(List.of(script));
        }
        ShellScript reading = new ShellScript(variables, references);
        reading.read(script);
        return reading.commands;
    }

    /** Without any sign that means something to a shell. */
    private static boolean isOneWord(String script) {
        for (int i = 0; i < script.length(); i++) {
            char c = script.charAt(i);
            if (!(c >= 'a' && c <= 'z')
                    && !(c >= 'A' && c <= 'Z')
                    && !(c >= '0' && c <= '9')
                    && "=,:/.-_".indexOf(c) < 0) {
                return false;
            }
        }
        return !script.isEmpty();
    }

    private void read(String script) {
        // An apostrophe in a text that is no script has no other end: from there on, quotes are characters like others.
        boolean quotes = true;
        for (int i = 0; i < script.length(); i++) {
            char c = script.charAt(i);
            if (quotes && (c == '\'' || c == '"')) {
                int end = endOfQuote(script, i);
                quotes = end >= 0;
                if (quotes) {
                    appendQuoted(script.substring(i + 1, end), c);
                    i = end;
                }
            } else if (c == '\\' && i + 1 < script.length()) {
                i++;
                if (script.charAt(i) != '\n') {
                    append(script.charAt(i));
                }
            } else if (c == '#' && !inWord) {
                int line = script.indexOf('\n', i);
                i = (line < 0 ? script.length() : line) - 1;
            } else if (ENDS_COMMAND.indexOf(c) >= 0) {
                endCommand();
            } else if (Character.isWhitespace(c)) {
                endWord();
            } else {
                append(c);
            }
        }
        endCommand();
    }

    private static int endOfQuote(String script, int start) {
        char quote = script.charAt(start);
        for (int i = start + 1; i < script.length(); i++) {
            if (script.charAt(i) == quote) {
                return i;
            }
            if (script.charAt(i) == '\\' && quote == '"') {
                i++;
            }
        }
        return -1;
    }

    private void appendQuoted(String text, char quote) {
        word.append(quote == '"' ? text.replaceAll("\\\\\\n", "").replaceAll("\\\\([\"\\\\$`])", "$1") : text);
        inWord = true;
    }

    private void append(char c) {
        word.append(c);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(expand(word.toString()));
            word.setLength(0);
            inWord = false;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(List.copyOf(words));
            assign();
            words.clear();
        }
    }

    /** {@code A=b} alone in a command; {@code A=b program} is only that program's. */
    private void assign() {
        if (words.get(0).indexOf('=') < 0 && !words.get(0).equals("export")) {
            return;
        }
        List<String> assignments = words.get(0).equals("export") ? words.subList(1, words.size()) : words;
        List<Matcher> matchers = assignments.stream().map(ASSIGNMENT::matcher).toList();
        if (matchers.stream().allMatch(Matcher::matches)) {
            matchers.forEach(matcher -> assigned.put(matcher.group(1), matcher.group(2)));
        }
    }

    /**
     * {@code $NAME}, {@code ${NAME}} and {@code ${NAME:-default}}; a name that is not known and has no default stays.
     */
    private String expand(String text) {
        return references.replace(text, VARIABLE, found -> {
            String name = found.group(1) == null ? found.group(3) : found.group(1);
            String otherwise = found.group(2) == null ? found.group() : found.group(2);
            return assigned.getOrDefault(name, variables.getOrDefault(name, otherwise));
        });
    }
}
