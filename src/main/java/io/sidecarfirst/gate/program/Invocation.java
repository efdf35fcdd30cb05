package io.sidecarfirst.gate.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program and how it is called, behind what starts it: {@code exec}, {@code tini --}, {@code env A=b}, {@code python -m}.
 *
 * @param program the base name of the executable
 * @param subcommand its first argument that is no option; null where there is none
 */
record Invocation(String program, @Nullable String subcommand) {
    /** Programs that start another, which follows. */
    private static final Set<String> STARTERS =
            Set.of("exec", "env", "tini", "dumb-init", "nohup", "sudo", "nice", "catatonit", "command", "time", "npx", "bunx");

    /** The same with one word more: a user or a verb. */
    private static final Set<String> STARTERS_WITH_WORD = Set.of("gosu", "su-exec", "setpriv", "poetry", "uv", "pipenv", "bundle");

    static Optional<Invocation> of(List<String> words) {
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i);
            String base = word.substring(word.lastIndexOf('/') + 1);
            if (STARTERS.contains(base) || word.startsWith("-") || word.matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
                i++;
            } else if (STARTERS_WITH_WORD.contains(base)) {
                i += 2;
            } else if (base.matches("python[0-9.]*|node") && i + 1 < words.size()) {
                i++;
            } else {
                return Optional.of(new Invocation(base, subcommand(words, i + 1)));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String subcommand(List<String> words, int from) {
        return words.stream()
                .skip(from)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse(null);
    }
}
