package io.sidecarfirst.admission;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an AdmissionReview as a tree, without the large parts that say nothing about containers: their tokens are
 * checked, but nothing is built from them. More than half of a typical review is {@code managedFields}.
 */
final class ReviewReader {
    /** Far deeper than any Pod, and shallow enough for every thread's stack. */
    private static final int MAX_DEPTH = 200;

    /**
     * Far more than any Pod: one of 2,000 containers has 200,000. Two bytes of text may be a token that takes a hundred
     * bytes of memory, so a limit on the body's size alone is not enough.
     */
    private static final long MAX_TOKENS = 400_000;

    private static final String DUPLICATE_MEMBER = "the body has an object with the same member twice";

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    // An error message must not repeat a Pod's content.
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            // Of two values nobody can know which one counts.
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectReader trees = mapper.readerFor(JsonNode.class);

    /** What is left out of a tree, by the members' names. */
    private sealed interface Pruning {
        /** Left out whole. */
        record Whole() implements Pruning {}

        /** Left out below. */
        record Below(Map<String, Pruning> members) implements Pruning {}
    }

    private static final Pruning WHOLE = new Pruning.Whole();

    private static final Pruning REVIEW = new Pruning.Below(Map.of(
            "request",
            new Pruning.Below(Map.of(
                    "userInfo", WHOLE,
                    "oldObject", WHOLE,
                    "options", WHOLE,
                    "object",
                            new Pruning.Below(Map.of(
                                    "status", WHOLE,
                                    "metadata",
                                            new Pruning.Below(Map.of("managedFields", WHOLE, "ownerReferences", WHOLE)),
                                    "spec",
                                            new Pruning.Below(Map.of(
                                                    "volumes", WHOLE, "tolerations", WHOLE, "affinity", WHOLE))))))));

    /** @throws Malformed if the bytes are not one JSON object */
    ObjectNode read(byte[] json) throws Malformed {
        try (JsonParser parser = mapper.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new Malformed(first == null ? "the body is empty" : "the body is not a JSON object");
            }
            ObjectNode review = object(parser, ((Pruning.Below) REVIEW).members());
            if (parser.nextToken() != null) {
                throw new Malformed("the body goes on after the JSON object");
            }
            return review;
        } catch (DatabindException e) {
            // The one thing that JSON may have and a tree may not. The member's name would be the body's content.
            throw new Malformed(DUPLICATE_MEMBER);
        } catch (JacksonException e) {
            throw new Malformed("the body is not valid JSON" + where(e));
        }
    }

    private JsonNode value(JsonParser parser, @Nullable Pruning pruning) throws Malformed {
        return pruning instanceof Pruning.Below below && parser.currentToken() == JsonToken.START_OBJECT
                ? object(parser, below.members())
                : trees.readTree(parser);
    }

    private ObjectNode object(JsonParser parser, Map<String, Pruning> prunings) throws Malformed {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            Pruning pruning = prunings.get(name);
            if (pruning instanceof Pruning.Whole) {
                parser.skipChildren();
            } else if (object.putIfAbsent(name, value(parser, pruning)) != null) {
                throw new Malformed(DUPLICATE_MEMBER);
            }
        }
        return object;
    }

    private static String where(JacksonException e) {
        return e instanceof StreamReadException && e.getLocation() != null
                ? " (byte " + e.getLocation().getByteOffset() + ")"
                : "";
    }

    /** Why a body cannot be read, in one line. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String problem;

        Malformed(String problem) {
            super(problem);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }
}
