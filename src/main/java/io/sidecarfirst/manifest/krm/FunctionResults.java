package io.sidecarfirst.manifest.krm;

import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was decided, as results of a KRM function: one for each sidecar, one for each warning, one for a denial.
 *
 * @see <a href="https://github.com/kubernetes-sigs/kustomize/blob/master/kyaml/fn/framework/result.go">
 *     kyaml: the fields of a result</a>
 */
public final class FunctionResults {
    private static final String PATH = "internal.config.kubernetes.io/path";
    private static final String INDEX = "internal.config.kubernetes.io/index";

    private final ResourceList list;
    private final BiFunction<Injection.Decision, Verdict, String> words;
    private final List<ObjectNode> results = new ArrayList<>();

    private FunctionResults(ResourceList list, BiFunction<Injection.Decision, Verdict, String> words) {
        this.list = list;
        this.words = words;
    }

    /**
     * The results of decisions about a list.
     *
     * @param words a verdict of a decision in words
     */
    public static List<ObjectNode> of(
            ResourceList list,
            List<Injection.Decision> decisions,
            BiFunction<Injection.Decision, Verdict, String> words) {
        FunctionResults results = new FunctionResults(list, words);
        decisions.forEach(results::add);
        return List.copyOf(results.results);
    }

    /** The result that says why a function has failed. */
    public static ObjectNode failure(String message) {
        return result("error", message);
    }

    private void add(Injection.Decision decision) {
        Workload workload = decision.workload();
        // What is refused stays as it is, whatever the verdicts say.
        if (decision.plan().denial().isEmpty()) {
            for (Verdict verdict : decision.plan().verdicts()) {
                ObjectNode result = result("info", words.apply(decision, verdict));
                describe(result, workload);
                field(result, verdict, fieldOf(workload.at()));
                file(result, workload.at());
            }
        }
        for (String text : Warning.texts(decision.plan().warnings())) {
            add(result("warning", text), workload);
        }
        decision.plan().denial().ifPresent(text -> add(result("error", text), workload));
    }

    private void add(ObjectNode result, Workload workload) {
        describe(result, workload);
        file(result, workload.at());
    }

    private static ObjectNode result(String severity, String message) {
        return JsonNodeFactory.instance.objectNode().put("message", message).put("severity", severity);
    }

    private void describe(ObjectNode result, Workload workload) {
        results.add(result);
        ObjectNode reference = result.putObject("resourceRef");
        reference.put("apiVersion", object(workload.at()).path("apiVersion").asString(""));
        reference.put("kind", workload.kind()).put("name", workload.name());
        if (workload.namespace() != null) {
            reference.put("namespace", workload.namespace());
        }
    }

    private static void field(ObjectNode result, Verdict verdict, String pod) {
        String container = pod + "spec.initContainers[" + verdict.sidecar().index() + "]";
        if (verdict instanceof Verdict.Gated gated) {
            result.putObject("field")
                    .put("path", container + ".startupProbe")
                    .set("proposedValue", gated.probe().deepCopy());
        } else {
            result.putObject("field").put("path", container);
        }
    }

    /** The file of the object, which the orchestrator has noted on it. */
    private void file(ObjectNode result, JsonPointer at) {
        JsonNode annotations = object(at).path("metadata").path("annotations");
        String path = annotations.path(PATH).asString("");
        if (!path.isEmpty()) {
            ObjectNode file = result.putObject("file").put("path", path);
            index(annotations.path(INDEX).asString("")).ifPresent(index -> file.put("index", index));
        }
    }

    private static Optional<Integer> index(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException notThere) {
            return Optional.empty();
        }
    }

    /** The item that a Pod lies in. */
    private JsonNode object(JsonPointer at) {
        return list.root().path("items").path(at.tail().getMatchingIndex());
    }

    /** The way from the item to its Pod, each step followed by a point. */
    private static String fieldOf(JsonPointer at) {
        StringBuilder path = new StringBuilder();
        for (JsonPointer step = at.tail().tail(); !step.matches(); step = step.tail()) {
            path.append(step.getMatchingProperty()).append('.');
        }
        return path.toString();
    }
}
