package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.release.Fingerprint;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Events. An Event's name follows from what it is about, so that one that is said again, by another replica too,
 * is the same one with a higher count.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>
 */
final class EventRecorder {
    private static final String COMPONENT = "sidecar-first";
    private static final int MAX_NAME = 253;

    private final ApiServer server;
    private final InstantSource clock;
    private final String instance;

    /** @param instance who reports, such as the name of a Pod */
    EventRecorder(ApiServer server, InstantSource clock, String instance) {
        this.server = server;
        this.clock = clock;
        this.instance = instance;
    }

    /** What Events of ours are about. Their names are part of what people filter by, so they never change. */
    enum Reason {
        /** The mains wait on a gate for longer than a threshold. */
        GateWaiting("Warning"),
        /** The check of a gate cannot be made. */
        GateErrored("Warning"),
        /** A gate was given up. */
        GateReleased("Warning"),
        /** A gate was given up, and the Pod that waits has to be replaced by a person; or it was not given up. */
        GateNotReleased("Warning"),
        /** The gate container has not waited for a sidecar any longer. */
        GateGivenUp("Warning"),
        /** A sidecar was not gated, with a warning. */
        SidecarSkipped("Warning"),
        /** Nothing was decided on a sidecar. */
        SidecarMissed("Warning");

        private final String type;

        Reason(String type) {
            this.type = type;
        }
    }

    /** What became of an Event. */
    enum Outcome {
        /** It was not there before. */
        NEW,
        /** It was there. */
        REPEATED,
        /** It may not be written, or has nowhere to be: the namespace goes. */
        REFUSED
    }

    /** The object that an Event is on. */
    record Subject(String apiVersion, String kind, String namespace, String name, String uid) {
        static Subject of(ObservedPod pod) {
            return new Subject("v1", "Pod", pod.namespace(), pod.name(), pod.uid());
        }

        static Subject of(ObservedPod.Controller controller, String namespace) {
            return new Subject(
                    controller.apiVersion(), controller.kind(), namespace, controller.name(), controller.uid());
        }
    }

    /**
     * Writes one.
     *
     * @param about what tells it from others of the same object and reason, such as a sidecar's name
     * @param message of at most {@value EventText#MAX_LENGTH} characters
     * @throws ApiServerException if there is no answer, or the API server cannot take it now
     */
    Outcome record(Subject subject, Reason reason, String about, String message) throws InterruptedException {
        Outcome outcome = recordOnce(subject, reason, about, message);
        if (outcome != Outcome.REPEATED) {
            return outcome;
        }
        String path = list(subject) + "/" + ApiServer.segment(name(subject, reason, about));
        ApiServer.Answer there = server.get(path);
        return there.code() == HttpURLConnection.HTTP_OK
                ? outcome(server.patch(path, again(there.body(), message), COMPONENT), Outcome.REPEATED)
                : outcome(there, Outcome.REPEATED);
    }

    /** The same of what never changes: one that is there is left as it is. */
    Outcome recordOnce(Subject subject, Reason reason, String about, String message) throws InterruptedException {
        ApiServer.Answer made =
                server.create(list(subject), event(subject, name(subject, reason, about), reason, message));
        return made.code() == HttpURLConnection.HTTP_CONFLICT ? Outcome.REPEATED : outcome(made, Outcome.NEW);
    }

    private static String list(Subject subject) {
        return "api/v1/namespaces/" + ApiServer.segment(subject.namespace()) + "/events";
    }

    private static Outcome outcome(ApiServer.Answer answer, Outcome success) {
        if (answer.code() < HttpURLConnection.HTTP_MULT_CHOICE) {
            return success;
        }
        // Too many requests, or an API server in need: the next time.
        if (answer.code() == 429 || answer.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
            throw new ApiServerException("writing an Event: " + answer.message());
        }
        return Outcome.REFUSED;
    }

    private ArrayNode again(JsonNode there, String message) {
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        add(operations, "/message").put("value", message);
        add(operations, "/lastTimestamp").put("value", now());
        add(operations, "/count").put("value", Math.max(1, there.path("count").asInt(1)) + 1);
        return operations;
    }

    private static ObjectNode add(ArrayNode operations, String path) {
        return operations.addObject().put("op", "add").put("path", path);
    }

    private ObjectNode event(Subject subject, String name, Reason reason, String message) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", name).put("namespace", subject.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", subject.apiVersion())
                .put("kind", subject.kind())
                .put("namespace", subject.namespace())
                .put("name", subject.name())
                .put("uid", subject.uid());
        event.put("reason", reason.name()).put("message", message).put("type", reason.type);
        event.putObject("source").put("component", COMPONENT);
        event.put("reportingComponent", COMPONENT).put("reportingInstance", instance);
        event.put("firstTimestamp", now()).put("lastTimestamp", now()).put("count", 1);
        return event;
    }

    private String now() {
        Instant now = clock.instant();
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String name(Subject subject, Reason reason, String about) {
        String hash = Fingerprint.digits(subject.uid() + "/" + reason + "/" + about);
        int room = MAX_NAME - 1 - hash.length();
        String start = subject.name().length() <= room
                ? subject.name()
                : subject.name().substring(0, room).replaceFirst("[.-]+$", "");
        return start + "." + hash;
    }
}
