package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.terminal.Printable;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of a kind.
 *
 * @param namespace null for all namespaces
 * @param selector of their labels, as kubectl has it; null for all
 */
record KindListing(
        ApiServer server,
        @Nullable String namespace,
        @Nullable String selector) {

    /**
     * What was read.
     *
     * @param objects how many
     * @param problem why there may be more; null where these are all
     */
    record Count(int objects, @Nullable CommandFailure problem) {}

    /**
     * Reads the list, page by page.
     *
     * @param object gets each, in the API server's order: by namespace and name
     * @throws CommandFailure if no API server can read the selector
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    Count read(WorkloadKind kind, Consumer<ObjectNode> object) throws InterruptedException {
        int[] count = {0};
        String path = namespace == null ? kind.list() : kind.list(namespace);
        ApiServer.Answer answer = server.list(path, query(), item -> {
            count[0]++;
            object.accept(kind.complete(item));
        });
        return new Count(count[0], problem(kind, answer, count[0]));
    }

    private String query() {
        return selector == null ? "" : "labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    private @Nullable CommandFailure problem(WorkloadKind kind, ApiServer.Answer answer, int count)
            throws InterruptedException {
        return switch (answer.code()) {
            case HttpURLConnection.HTTP_OK ->
                count == 0 && namespace != null && InstallationReader.isAbsent(server, namespace)
                        ? new CommandFailure(ExitCode.INPUT, "there is no namespace " + namespace)
                        : null;
            case HttpURLConnection.HTTP_FORBIDDEN ->
                new CommandFailure(
                        ExitCode.INPUT,
                        "may not be listed: " + answer.message() + "; the right that is missing: " + kind.right("list")
                                + (namespace == null
                                        ? " in all namespaces; without it choose a namespace with -n"
                                        : " in namespace " + namespace));
            case HttpURLConnection.HTTP_BAD_REQUEST -> {
                if (selector == null) {
                    yield new CommandFailure(ExitCode.INPUT, answer.message());
                }
                throw new CommandFailure(ExitCode.USAGE, "no API server can read that --selector: " + answer.message());
            }
            default -> new CommandFailure(ExitCode.INPUT, answer.message());
        };
    }

    /** A sentence about a kind of which there is nothing. */
    String none(WorkloadKind kind) {
        return "no " + kind.plural() + " found"
                + (namespace == null ? " in any namespace" : " in namespace " + namespace)
                + (selector == null ? "" : " with the labels " + selector);
    }

    /** How a person names an object of this listing to this command, and to kubectl. */
    String name(WorkloadKind kind, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return name(
                kind.kind(),
                metadata.path("name").asString(""),
                namespace == null ? metadata.path("namespace").asString("") : null);
    }

    /** {@code deployment/web -n shop}; without a namespace where it is null. */
    static String name(String kind, String name, @Nullable String namespace) {
        return Printable.line(
                kind.toLowerCase(Locale.ROOT) + "/" + name + (namespace == null ? "" : " -n " + namespace));
    }
}
