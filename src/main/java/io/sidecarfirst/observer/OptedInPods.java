package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.installation.AdmissionObjects;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.observed.Timestamp;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which Pods are opted in now: by the selectors of the live webhook configuration, and the labels of the namespaces.
 * Safe to share between threads.
 */
final class OptedInPods implements ListWatch.Sink<OptedInPods.Namespace> {
    private static final String CONFIGURATIONS = "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/";

    /** The conditions of the chart. A Pod that others leave out was not missed; which, cannot be told here. */
    private static final Set<String> CONDITIONS = Set.of("no-mirror-pod", "has-ungated-sidecar");

    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private volatile Selection selection = new Selection(null, Answer.UNKNOWN, false);

    /** Whether a Pod is opted in now. */
    enum Answer {
        YES,
        NO,
        /** No: there is no webhook configuration. */
        NO_WEBHOOK,
        /** What tells it could not be read yet. */
        UNKNOWN
    }

    /**
     * What is kept of a namespace.
     *
     * @param labelledBy when the label of the chart had the value that it has, at the latest; null if that is not known
     */
    record Namespace(
            String uid,
            String name,
            Map<String, String> labels,
            @Nullable Instant labelledBy) {
        Namespace {
            labels = Map.copyOf(labels);
        }

        static Optional<Namespace> of(JsonNode object) {
            JsonNode metadata = object.path("metadata");
            return Optional.of(new Namespace(
                    metadata.path("uid").asString(""),
                    metadata.path("name").asString("").intern(),
                    OptIn.labels(metadata),
                    labelledBy(metadata).orElse(null)));
        }

        /**
         * Who has set a label to its value owns it, since the last time that they changed anything of theirs or before.
         *
         * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">Field
         *     management</a>
         */
        private static Optional<Instant> labelledBy(JsonNode metadata) {
            return metadata.path("managedFields")
                    .valueStream()
                    .filter(owner -> owner.path("fieldsV1")
                            .path("f:metadata")
                            .path("f:labels")
                            .has("f:" + WellKnown.INJECTION_LABEL))
                    .flatMap(owner -> Timestamp.parse(owner.path("time")).stream())
                    .min(Instant::compareTo);
        }

        /** The same, with what was known before of when it was labelled. */
        Namespace after(Namespace earlier) {
            boolean isSame = uid.equals(earlier.uid)
                    && Objects.equals(
                            labels.get(WellKnown.INJECTION_LABEL), earlier.labels.get(WellKnown.INJECTION_LABEL));
            return isSame ? new Namespace(uid, name, labels, earlier.labelledBy) : this;
        }
    }

    /** @param otherwise the answer where there is nothing that opts in */
    private record Selection(@Nullable OptIn optIn, Answer otherwise, boolean hasMoreConditions) {}

    /**
     * Reads the configuration again.
     *
     * @param name of the MutatingWebhookConfiguration; null where it is not known: the labels of the chart count then
     * @throws ApiServerException if there is no answer
     */
    void read(ApiServer server, @Nullable String name) throws InterruptedException {
        if (name == null) {
            selection = of(List.of());
            return;
        }
        ApiServer.Answer answer = server.get(CONFIGURATIONS + ApiServer.segment(name), "MutatingWebhookConfiguration");
        if (answer.code() == HttpURLConnection.HTTP_OK) {
            selection = of(List.of(answer.body()));
        } else if (answer.code() == HttpURLConnection.HTTP_NOT_FOUND) {
            // Nobody decides: no Pod was missed.
            selection = new Selection(null, Answer.NO_WEBHOOK, false);
        } else {
            throw new ApiServerException("reading MutatingWebhookConfiguration " + name + ": " + answer.message());
        }
    }

    private static Selection of(List<JsonNode> configurations) {
        boolean more = configurations.stream()
                .flatMap(configuration -> configuration.path("webhooks").valueStream())
                .flatMap(webhook -> webhook.path("matchConditions").valueStream())
                .anyMatch(
                        condition -> !CONDITIONS.contains(condition.path("name").asString("")));
        return new Selection(
                OptIn.of(new AdmissionObjects(configurations, List.of(), List.of(), new Installation.Nothing())),
                Answer.UNKNOWN,
                more);
    }

    /** Whether a Pod is opted in, as far as is known. */
    boolean contains(ObservedPod pod) {
        return ask(pod) == Answer.YES;
    }

    /** The same, and why not. */
    Answer ask(ObservedPod pod) {
        Selection now = selection;
        Namespace namespace = namespaces.get(pod.namespace());
        if (now.optIn() == null) {
            return now.otherwise();
        }
        if (namespace == null) {
            return Answer.UNKNOWN;
        }
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        ObjectNode own = metadata.putObject("labels");
        pod.labels().forEach(own::put);
        return switch (now.optIn().of(pod.namespace(), namespace.labels(), metadata)) {
            case YES -> Answer.YES;
            case NO -> Answer.NO;
            case UNKNOWN -> Answer.UNKNOWN;
        };
    }

    /**
     * What holds a Pod's mains back by a label of its namespace, if one says it.
     *
     * @param metadata the Pod's own
     */
    Optional<GateMode> mode(String name, JsonNode metadata) {
        OptIn optIn = selection.optIn();
        Namespace namespace = namespaces.get(name);
        return optIn == null || namespace == null
                ? Optional.empty()
                : optIn.mode(name, namespace.labels(), metadata);
    }

    /** Whether one should have been decided on: it was opted in when it was created, as far as that can be told. */
    boolean isExpected(ObservedPod pod) {
        return !selection.hasMoreConditions() && contains(pod) && !isOlderThanLabel(pod);
    }

    private boolean isOlderThanLabel(ObservedPod pod) {
        Namespace namespace = namespaces.get(pod.namespace());
        return namespace != null
                && namespace.labelledBy() != null
                && pod.created().isBefore(namespace.labelledBy())
                && !WellKnown.ENABLED.equals(pod.labels().get(WellKnown.INJECTION_LABEL));
    }

    @Override
    public void replace(List<Namespace> all) {
        namespaces.keySet().retainAll(all.stream().map(Namespace::name).collect(Collectors.toSet()));
        all.forEach(this::put);
    }

    @Override
    public void put(Namespace namespace) {
        namespaces.merge(namespace.name(), namespace, (earlier, now) -> now.after(earlier));
    }

    @Override
    public void remove(String uid) {
        namespaces.values().removeIf(namespace -> namespace.uid().equals(uid));
    }
}
