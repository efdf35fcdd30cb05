package io.sidecarfirst.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that {@code docs/metrics.md} has a line for. */
public final class DocumentedMetrics {
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\| `([a-z_]+)(?:\\{[a-z_, ]+})?` \\| (\\w+) \\| .+ \\|$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");
    private static final Pattern IN_QUERY =
            Pattern.compile("\\b(?:sidecar_first|jvm|process|apiserver)_[a-z_]+(?=[{\\[ )]|$)");

    private DocumentedMetrics() {}

    /** The types (counter, gauge, histogram, summary) by the names. */
    public static Map<String, String> types() throws IOException {
        Map<String, String> types = new TreeMap<>();
        Matcher line = LINE.matcher(Files.readString(Path.of("docs", "metrics.md")));
        while (line.find()) {
            if (types.put(line.group(1), line.group(2)) != null) {
                throw new AssertionError(line.group(1) + " has two lines");
            }
        }
        return types;
    }

    /** The types by the names in what a replica answers, in the text format. */
    public static Map<String, String> typesIn(String scraped) {
        Map<String, String> types = new TreeMap<>();
        TYPE.matcher(scraped).results().forEach(type -> types.put(type.group(1), type.group(2)));
        return types;
    }

    /** The same of those that replicas have: without the ones of API servers. */
    public static Map<String, String> typesOfReplicas() throws IOException {
        Map<String, String> types = types();
        types.keySet().removeIf(name -> name.startsWith("apiserver_"));
        return types;
    }

    /** The names of metrics in a query: of a histogram or a summary the name that they have as a whole. */
    public static List<String> namesIn(String query) throws IOException {
        Map<String, String> types = types();
        return IN_QUERY.matcher(query)
                .results()
                .map(found -> found.group())
                .map(name -> types.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", ""))
                .distinct()
                .toList();
    }
}
