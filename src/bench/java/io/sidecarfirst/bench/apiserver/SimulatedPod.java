package io.sidecarfirst.bench.apiserver;

import io.fabric8.zjsonpatch.JsonPatch;
import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.DefaultAdmission;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Pod of 12 kB, with the gate that the webhook makes if it has a sidecar.
 *
 * @param number its place; a Pod that replaces another has the same
 * @param generation how many Pods were in that place before
 * @param version its resourceVersion
 * @param created in whole seconds; whatever happened in it happened then
 */
record SimulatedPod(int number, int generation, boolean hasSidecar, PodStage stage, long version, Instant created) {
    /** A ReplicaSet has so many Pods. */
    private static final int REPLICAS = 10;

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<PodStage, String> WITH_SIDECAR = templates(Body.parse("1:10k"));
    private static final Map<PodStage, String> WITHOUT = templates(Body.parse("0:10k"));

    private static Map<PodStage, String> templates(Body body) {
        ObjectNode pod = gated(body);
        ObjectNode metadata = (ObjectNode) pod.path("metadata");
        metadata.put("name", "@NAME@").put("namespace", "@NAMESPACE@").put("uid", "@UID@");
        metadata.put("resourceVersion", "@VERSION@").put("creationTimestamp", "@TIME@");
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", "checkout-@OWNER@")
                .put("uid", "@OWNER@-0000-4000-8000-000000000000")
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        Map<PodStage, String> templates = new EnumMap<>(PodStage.class);
        for (PodStage stage : PodStage.values()) {
            pod.set("status", stage.status(pod, "@TIME@"));
            if (stage != PodStage.CREATED) {
                ((ObjectNode) pod.path("spec")).put("nodeName", "node-17");
            }
            templates.put(stage, pod.toString());
        }
        return templates;
    }

    /** The Pod of a review, as it is stored after admission. */
    private static ObjectNode gated(Body body) {
        ObjectNode pod = (ObjectNode) JSON.readTree(body.bytes()).at("/request/object");
        if (!(DefaultAdmission.make().answer(body.bytes()) instanceof Outcome.Answered answered)) {
            throw new IllegalStateException("no answer to " + body);
        }
        JsonNode patch = JSON.readTree(answered.response().bytes()).at("/response/patch");
        return patch.isMissingNode() ? pod : (ObjectNode) JsonPatch.apply(JSON.readTree(patch.binaryValue()), pod);
    }

    /** Whether there is a Pod now. */
    boolean exists() {
        return stage != PodStage.ABSENT;
    }

    String name() {
        return String.format(Locale.ROOT, "checkout-%08x-%05d-%d", owner(number), number, generation);
    }

    /** The ReplicaSet of a place. */
    static int owner(int number) {
        return number / REPLICAS;
    }

    /** As an API server stores it. */
    String json() {
        String template = Objects.requireNonNull((hasSidecar ? WITH_SIDECAR : WITHOUT).get(stage));
        return template.replace("@NAME@", name())
                .replace("@NAMESPACE@", SimulatedNamespaces.of(owner(number)))
                .replace("@UID@", String.format(Locale.ROOT, "%08x-0000-4000-8000-%012x", number, generation))
                .replace("@OWNER@", String.format(Locale.ROOT, "%08x", owner(number)))
                .replace("@VERSION@", Long.toString(version))
                .replace("@TIME@", created.toString());
    }

    /** One stage on; after the last one there is none, and then another one. */
    SimulatedPod next(long newVersion, Instant now) {
        PodStage next = stage.next();
        boolean isNew = next == PodStage.CREATED;
        return new SimulatedPod(
                number, isNew ? generation + 1 : generation, hasSidecar, next, newVersion, isNew ? now : created);
    }

    SimulatedPod withVersion(long newVersion) {
        return new SimulatedPod(number, generation, hasSidecar, stage, newVersion, created);
    }
}
