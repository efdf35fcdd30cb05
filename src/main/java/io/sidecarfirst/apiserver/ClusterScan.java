package io.sidecarfirst.apiserver;

import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads lists of a cluster as far as they may be read: all namespaces at once, or where that is forbidden each
 * namespace by itself. It remembers what it could not see. Not safe to share between threads.
 */
public final class ClusterScan {
    /** More names do not help a reader. */
    private static final int MOST_NAMED = 5;

    private final ApiServer server;
    private final List<String> given;
    private final Map<Gap, Set<String>> unseen = new LinkedHashMap<>();
    private final Set<String> absent = new LinkedHashSet<>();
    private @Nullable List<String> reachable;
    private boolean hiddenPods;
    private boolean sawPods;
    private boolean sawAllPods;
    private @Nullable String misunderstood;

    /**
     * What could not be read.
     *
     * @param why in a few words; may be empty
     */
    private record Gap(String what, String why) {}

    /** @param namespaces those to look at; none stands for all */
    public ClusterScan(ApiServer server, List<String> namespaces) {
        this.server = server;
        this.given = List.copyOf(namespaces);
    }

    /**
     * Reads the namespaces themselves, as far as they may be read.
     *
     * @throws ApiServerException if there is no answer
     */
    public void namespaces(Consumer<JsonNode> namespace) throws InterruptedException {
        if (given.isEmpty()) {
            List<String> names = new ArrayList<>();
            ApiServer.Answer answer = server.list("api/v1/namespaces", "", item -> {
                names.add(item.path("metadata").path("name").asString(""));
                namespace.accept(item);
            });
            if (answer.code() == HttpURLConnection.HTTP_OK) {
                reachable = names;
            } else {
                missed("the labels of namespaces", "", answer);
            }
            return;
        }
        for (String name : given) {
            ApiServer.Answer answer = server.get("api/v1/namespaces/" + name, "Namespace");
            if (answer.code() == HttpURLConnection.HTTP_OK) {
                namespace.accept(answer.body());
            } else if (answer.code() == HttpURLConnection.HTTP_NOT_FOUND) {
                absent.add(name);
            } else {
                missed("the labels of namespaces", name, answer);
            }
        }
    }

    /**
     * Reads a list. That of the Pods comes first: where a namespace's Pods may not be read, its other lists are not
     * asked for.
     *
     * @param query more parameters; may be empty
     * @throws ApiServerException if there is no answer
     */
    public void each(WorkloadKind kind, String query, Consumer<JsonNode> item) throws InterruptedException {
        if (!given.isEmpty()) {
            eachOf(given.stream().filter(name -> !absent.contains(name)).toList(), kind, query, item);
            return;
        }
        if (!(hiddenPods && kind != WorkloadKind.POD)) {
            ApiServer.Answer answer = server.list(kind.list(), query, item);
            sawAllPods |= kind == WorkloadKind.POD && answer.code() == HttpURLConnection.HTTP_OK;
            sawPods |= sawAllPods;
            // With the Pods of all namespaces seen, but not which namespaces there are, there is nothing to ask by.
            if (answer.code() != HttpURLConnection.HTTP_FORBIDDEN || (sawAllPods && reachable == null)) {
                unlessRead(kind.plural(), "", answer);
                return;
            }
        }
        eachOf(fallback(kind), kind, query, item);
    }

    /** The namespaces that are known; where they may not be listed, that of the kubeconfig. */
    private List<String> fallback(WorkloadKind kind) {
        if (reachable == null) {
            reachable = server.namespace().map(List::of).orElse(List.of());
            String lookedAt = reachable.isEmpty()
                    ? "so no namespace was looked at; name some with -n"
                    : "so only " + reachable.get(0) + " was looked at, the kubeconfig's; name others with -n";
            unseen.computeIfAbsent(
                    new Gap(
                            "which namespaces there are, and " + kind.plural() + " of all of them: forbidden, "
                                    + lookedAt,
                            ""),
                    key -> new LinkedHashSet<>());
        }
        return reachable;
    }

    private void eachOf(List<String> namespaces, WorkloadKind kind, String query, Consumer<JsonNode> item)
            throws InterruptedException {
        List<String> read = new ArrayList<>();
        for (String namespace : namespaces) {
            ApiServer.Answer answer = server.list(kind.list(namespace), query, item);
            if (answer.code() == HttpURLConnection.HTTP_OK) {
                read.add(namespace);
                sawPods |= kind == WorkloadKind.POD;
            }
            unlessRead(kind.plural(), namespace, answer);
        }
        if (kind == WorkloadKind.POD && given.isEmpty()) {
            hiddenPods = true;
            reachable = read;
        }
    }

    /** Not served is not hidden: an API server may lack a whole group. */
    private void unlessRead(String what, String namespace, ApiServer.Answer answer) {
        if (answer.code() != HttpURLConnection.HTTP_OK && answer.code() != HttpURLConnection.HTTP_NOT_FOUND) {
            missed(what, namespace, answer);
        }
    }

    private void missed(String what, String namespace, ApiServer.Answer answer) {
        boolean forbidden = answer.code() == HttpURLConnection.HTTP_FORBIDDEN;
        if (answer.code() == HttpURLConnection.HTTP_BAD_REQUEST && misunderstood == null) {
            misunderstood = answer.message();
        }
        // The reason names the namespace, by which lines that belong together would differ.
        String why = forbidden ? "forbidden" : answer.message();
        Set<String> namespaces = unseen.computeIfAbsent(new Gap(what, why), key -> new LinkedHashSet<>());
        if (!namespace.isEmpty()) {
            namespaces.add(namespace);
        }
    }

    /** Whether the Pods of any namespace could be read. */
    public boolean sawPods() {
        return sawPods;
    }

    /** What an API server said first of a question that it could not read, such as a selector; null if it read all. */
    public @Nullable String misunderstood() {
        return misunderstood;
    }

    /** The namespaces that were asked for and are not there; those that may not be read are not among them. */
    public List<String> absent() {
        return List.copyOf(absent);
    }

    /** What could not be read: a line for each reason and its namespaces. */
    public List<String> unseen() {
        Map<String, Set<String>> lines = new TreeMap<>();
        unseen.forEach((gap, namespaces) -> lines.computeIfAbsent(
                        (gap.why().isEmpty() ? "" : ": " + gap.why()) + in(namespaces), key -> new TreeSet<>())
                .add(gap.what()));
        return lines.entrySet().stream()
                .map(line -> String.join(", ", line.getValue()) + line.getKey())
                .sorted()
                .toList();
    }

    private static String in(Set<String> namespaces) {
        if (namespaces.isEmpty()) {
            return "";
        }
        int more = namespaces.size() - MOST_NAMED;
        return " (in " + namespaces.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "") + ")";
    }
}
