package io.sidecarfirst.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.zjsonpatch.JsonPatch;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as the API server reads it: strictly. */
public record Answer(JsonNode response) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Checks what every answer to the review with this uid must have. */
    public static Answer to(String uid, String json) {
        JsonNode review = JSON.readTree(json);
        assertThat(review.propertyNames()).containsExactlyInAnyOrder("apiVersion", "kind", "response");
        assertThat(review.path("apiVersion").stringValue()).isEqualTo("admission.k8s.io/v1");
        assertThat(review.path("kind").stringValue()).isEqualTo("AdmissionReview");
        JsonNode response = review.path("response");
        assertThat(response.path("uid").stringValue()).isEqualTo(uid);
        assertThat(response.path("allowed").isBoolean()).isTrue();
        assertThat(response.has("patch")).isEqualTo(response.has("patchType"));
        if (response.has("patchType")) {
            assertThat(response.path("patchType").stringValue()).isEqualTo("JSONPatch");
        }
        return new Answer(response);
    }

    public boolean allowed() {
        return response.path("allowed").booleanValue();
    }

    public boolean hasPatch() {
        return response.has("patch");
    }

    /** The Pod with the patch applied by somebody else's JSON Patch. */
    public JsonNode patched(JsonNode pod) {
        try {
            return hasPatch()
                    ? JsonPatch.apply(JSON.readTree(response.path("patch").binaryValue()), pod)
                    : pod;
        } catch (JacksonException e) {
            throw new AssertionError("the patch is not JSON", e);
        }
    }

    public List<String> warnings() {
        return response.path("warnings")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    public JsonNode auditAnnotations() {
        return response.path("auditAnnotations");
    }

    public Optional<String> denial() {
        return allowed()
                ? Optional.empty()
                : Optional.of(response.path("status").path("message").stringValue());
    }
}
