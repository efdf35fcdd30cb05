package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One object of an API server, read and written by a loop that goes on whatever happens: a problem is one line that
 * says what was tried.
 *
 * @param path without the first slash
 * @param what the object is called in messages, for example {@code Secret default/tls}
 */
record ReconciledObject(ApiServer server, String path, String what) {
    /** A call to an API server. */
    private interface Call {
        ApiServer.Answer make() throws InterruptedException;
    }

    /** Empty if there is no such object. */
    Optional<JsonNode> read() {
        ApiServer.Answer answer = answer("reading ", () -> server.get(path));
        if (answer.code() == HttpURLConnection.HTTP_NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(succeeded("reading ", answer).body());
    }

    /** Makes it by server-side apply, and does nothing to the fields of others if it is there. */
    void make(JsonNode object, String manager) {
        var unused = succeeded("making ", answer("making ", () -> server.apply(path, object, manager)));
    }

    /** Writes by server-side apply; false if the object is no longer of the resourceVersion that the fields name. */
    boolean applyIfUnchanged(JsonNode fields, String manager) {
        return isUnchanged("writing ", () -> server.apply(path, fields, manager));
    }

    /**
     * Writes by JSON Patch; false if the object is no longer of the resourceVersion that the patch writes.
     *
     * @param field what is written, for messages
     */
    boolean patchIfUnchanged(String field, ArrayNode operations, String manager) {
        return isUnchanged("writing the " + field + " of ", () -> server.patch(path, operations, manager));
    }

    private boolean isUnchanged(String doing, Call call) {
        ApiServer.Answer answer = answer(doing, call);
        if (answer.code() == HttpURLConnection.HTTP_CONFLICT) {
            return false;
        }
        var unused = succeeded(doing, answer);
        return true;
    }

    private ApiServer.Answer answer(String doing, Call call) {
        try {
            return call.make();
        } catch (ApiServerException e) {
            throw problem(doing, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem(doing, "interrupted", e);
        }
    }

    private ApiServer.Answer succeeded(String doing, ApiServer.Answer answer) {
        if (answer.code() < HttpURLConnection.HTTP_MULT_CHOICE) {
            return answer;
        }
        throw problem(doing, answer.refusal(), null);
    }

    private ApiServerException problem(String doing, String why, @Nullable Exception cause) {
        return new ApiServerException(doing + what + ": " + why, cause);
    }
}
