package io.sidecarfirst.gate.options;

import io.sidecarfirst.gate.Pod;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names that a Pod's {@code hostAliases} give to a loopback address: {@code --listen=name:8080} binds to it.
 *
 * @param names where one stands for a host: before a port, behind an equals sign, or alone; null where there is none
 * @see <a href="https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/">hostAliases</a>
 */
record HostAliases(@Nullable Pattern names) {
    static final HostAliases NONE = new HostAliases(null);

    /** More are not read: a text is searched for all of them. */
    private static final int MOST = 16;

    static HostAliases of(Pod pod) {
        List<Pod.HostAlias> aliases = pod.hostAliases();
        if (aliases.isEmpty()) {
            return NONE;
        }
        List<String> names = aliases.stream()
                .filter(alias -> LoopbackAddress.isLoopback(alias.ip()))
                .flatMap(alias -> alias.names().stream())
                .filter(name -> !name.isEmpty())
                .limit(MOST)
                .toList();
        if (names.isEmpty()) {
            return NONE;
        }
        String any = names.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
        return new HostAliases(Pattern.compile(
                "(?<![\\w.-])" + any + "(?=:\\d)|(?<=[=\"'])" + any + "(?=$|[\\s,;\"'])|^" + any + "$",
                Pattern.CASE_INSENSITIVE));
    }

    /** The text with {@code localhost} in place of them. */
    String replaceIn(String text) {
        return names == null ? text : names.matcher(text).replaceAll("localhost");
    }
}
