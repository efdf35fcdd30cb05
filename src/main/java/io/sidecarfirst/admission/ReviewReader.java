package io.sidecarfirst.admission;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an AdmissionReview as a tree, without the large parts that say nothing about containers: they are checked, but
 * nothing is built from them. More than half of a typical review is {@code managedFields}.
 */
final class ReviewReader {
    /** Far deeper than any Pod, and shallow enough for every thread's stack. */
    private static final int MAX_DEPTH = 200;

    /**
     * Far more than any Pod: one of 2,000 containers has 200,000. Two bytes of text may be a token that takes a hundred
     * bytes of memory, so a limit on the body's size alone is not enough. A heap of less than 100 MB has room for
     * fewer.
     */
    static final long MAX_TOKENS = Math.min(400_000, Runtime.getRuntime().maxMemory() / 256);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The member's name would be the body's content. */
    private static final String DUPLICATE_MEMBER = "the body has an object with the same member twice";

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    // An error message must not repeat a Pod's content.
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectReader trees = mapper.readerFor(JsonNode.class);

    /** What is left out of a tree, by the members' names; that of a list holds for each of its objects. */
    private sealed interface Pruning {
        /** Left out whole. */
        record Whole() implements Pruning {}

        /** Left out below. */
        record Below(Map<String, Pruning> members) implements Pruning {}
    }

    private static final Pruning WHOLE = new Pruning.Whole();

    private static final Pruning.Below NOTHING = new Pruning.Below(Map.of());

    private static final Pruning CONTAINER = new Pruning.Below(Map.of(
            "terminationMessagePath", WHOLE,
            "terminationMessagePolicy", WHOLE,
            "imagePullPolicy", WHOLE));

    /** The gate container takes the resources of a main. */
    private static final Pruning INIT_CONTAINER = new Pruning.Below(Map.of(
            "resources", WHOLE,
            "terminationMessagePath", WHOLE,
            "terminationMessagePolicy", WHOLE,
            "imagePullPolicy", WHOLE));

    /** Nodes that a Pod is kept to may all run Windows. */
    private static final Pruning AFFINITY = new Pruning.Below(Map.of(
            "podAffinity", WHOLE,
            "podAntiAffinity", WHOLE,
            "nodeAffinity", new Pruning.Below(Map.of("preferredDuringSchedulingIgnoredDuringExecution", WHOLE))));

    private static final Pruning.Below REVIEW = new Pruning.Below(Map.of(
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
                                                    "volumes", WHOLE,
                                                    "tolerations", WHOLE,
                                                    "affinity", AFFINITY,
                                                    "initContainers", INIT_CONTAINER,
                                                    "containers", CONTAINER))))))));

    /**
     * @throws Malformed if the bytes are not one JSON object
     * @throws TooManyTokens if there are more than {@link #MAX_TOKENS}
     */
    ObjectNode read(byte[] json) throws Malformed, TooManyTokens {
        ObjectNode review = NODES.objectNode();
        SkippingInput input = new SkippingInput(json, MAX_DEPTH);
        try (JsonParser parser = mapper.createParser(input)) {
            try {
                JsonToken first = parser.nextToken();
                if (first != JsonToken.START_OBJECT) {
                    throw new Malformed(first == null ? "the body is empty" : "the body is not a JSON object");
                }
                readInto(review, parser, REVIEW, input);
                if (parser.nextToken() != null) {
                    throw new Malformed("the body goes on after the JSON object");
                }
                return review;
            } catch (StreamConstraintsException e) {
                if (parser.currentTokenCount() > MAX_TOKENS) {
                    throw new TooManyTokens(review);
                }
                throw e;
            }
        } catch (JacksonException e) {
            throw new Malformed("the body is not valid JSON" + where(e, input));
        }
    }

    /** Each value is put into its parent before it is filled, so that what has been read is there when reading ends. */
    private void readInto(ObjectNode object, JsonParser parser, Pruning.Below pruning, SkippingInput input)
            throws Malformed {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            Pruning ofMember = pruning.members().get(name);
            if (ofMember instanceof Pruning.Whole) {
                input.skip(parser);
                continue;
            }
            JsonNode value = begin(parser, token);
            if (object.putIfAbsent(name, value) != null) {
                // Of two values nobody can know which one counts.
                throw new Malformed(DUPLICATE_MEMBER);
            }
            readInto(value, parser, ofMember instanceof Pruning.Below below ? below : NOTHING, input);
        }
    }

    private void readInto(JsonNode value, JsonParser parser, Pruning.Below pruning, SkippingInput input)
            throws Malformed {
        if (value instanceof ObjectNode object) {
            readInto(object, parser, pruning, input);
        } else if (value instanceof ArrayNode array) {
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                JsonNode item = begin(parser, token);
                array.add(item);
                readInto(item, parser, pruning, input);
            }
        }
    }

    /** What begins with that token: an object and a list are empty as yet. */
    private JsonNode begin(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.INT
                        ? NODES.numberNode(parser.getIntValue())
                        : trees.readTree(parser);
            default -> trees.readTree(parser);
        };
    }

    private static String where(JacksonException e, SkippingInput input) {
        return e instanceof StreamReadException && e.getLocation() != null
                ? " (byte " + input.place(e.getLocation()) + ")"
                : "";
    }

    /** A body that is too much to read, valid as far as it was read. */
    static final class TooManyTokens extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ObjectNode begun;

        TooManyTokens(ObjectNode begun) {
            this.begun = begun;
        }

        String problem() {
            return "the body has more than " + MAX_TOKENS + " JSON tokens";
        }

        /** What was read of it. */
        ObjectNode begun() {
            return begun;
        }
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
