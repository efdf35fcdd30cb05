package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.InstallationReader;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
     * @param objects the first, in the API server's order: by namespace and name
     * @param count how many there are
     * @param problem why there may be more; null where these are all
     */
    record Selected(
            List<ObjectNode> objects, int count, @Nullable CommandFailure problem) {}

    /**
     * Reads the whole list, page by page, and keeps some of it.
     *
     * @param most how many objects are kept
     * @throws CommandFailure if no API server can read the selector
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    Selected read(WorkloadKind kind, int most) throws InterruptedException {
        List<ObjectNode> objects = new ArrayList<>();
        int[] count = {0};
        String path = namespace == null ? kind.list() : kind.list(namespace);
        ApiServer.Answer answer = server.list(path, query(), item -> {
            if (count[0]++ < most) {
                objects.add(kind.complete(item));
            }
        });
        return new Selected(objects, count[0], problem(kind, answer, count[0]));
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

    /** How a person gives an object of this listing by its name. */
    String text(WorkloadKind kind, ObjectNode object) {
        return kind.shortName() + "/" + object.at("/metadata/name").asString("")
                + (namespace == null ? " -n " + object.at("/metadata/namespace").asString("") : "");
    }
}
