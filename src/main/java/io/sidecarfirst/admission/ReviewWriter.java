package io.sidecarfirst.admission;

import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Warning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Writes the AdmissionReview that answers a request. */
final class ReviewWriter {
    static final String API_VERSION = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    private final JsonMapper mapper = JsonMapper.shared();

    /** Allowed as it is. */
    Response allowed(String uid) {
        return write(uid, true, response -> {});
    }

    /** Allowed, with a patch where there is one: {@code patch} and {@code patchType} are both there or neither. */
    Response allowed(String uid, Patch patch, List<Warning> warnings, Map<String, String> auditAnnotations) {
        return write(uid, true, response -> {
            if (!patch.isEmpty()) {
                response.writeStringProperty("patchType", "JSONPatch");
                response.writeName("patch");
                response.writeBinary(patch.toJson().toString().getBytes(StandardCharsets.UTF_8));
            }
            writeWarnings(response, warnings);
            if (!auditAnnotations.isEmpty()) {
                response.writeObjectPropertyStart("auditAnnotations");
                auditAnnotations.forEach((name, entry) -> response.writeStringProperty(whole(name), entry));
                response.writeEndObject();
            }
        });
    }

    /** Refused; the message reaches whoever creates the Pod. */
    Response denied(String uid, String message, List<Warning> warnings) {
        return write(uid, false, response -> {
            response.writeObjectPropertyStart("status");
            response.writeStringProperty("status", "Failure");
            response.writeStringProperty("message", message);
            response.writeStringProperty("reason", "Invalid");
            response.writeNumberProperty("code", 422);
            response.writeEndObject();
            writeWarnings(response, warnings);
        });
    }

    /** Half a character, as a container's name may have it, is no name to a strict reader of JSON. */
    private static String whole(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void writeWarnings(JsonGenerator response, List<Warning> warnings) {
        if (!warnings.isEmpty()) {
            response.writeArrayPropertyStart("warnings");
            Warning.texts(warnings).forEach(response::writeString);
            response.writeEndArray();
        }
    }

    private interface Content {
        void write(JsonGenerator response);
    }

    private Response write(String uid, boolean allowed, Content content) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(512);
        try (JsonGenerator generator = mapper.createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeStringProperty("apiVersion", API_VERSION);
            generator.writeStringProperty("kind", KIND);
            generator.writeObjectPropertyStart("response");
            generator.writeStringProperty("uid", uid);
            generator.writeBooleanProperty("allowed", allowed);
            content.write(generator);
            generator.writeEndObject();
            generator.writeEndObject();
        }
        return new Response(bytes.toByteArray());
    }
}
