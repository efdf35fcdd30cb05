package io.sidecarfirst.manifest.krm;

import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.KubernetesObject;
import io.sidecarfirst.manifest.UneditedTemplate;
import io.sidecarfirst.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was decided, as results of a KRM function: one for each sidecar, one for each warning, one for a denial,
 * one for each place with sidecars that nothing is decided about.
 *
 * @see <a href="https://github.com/kubernetes-sigs/kustomize/blob/master/kyaml/fn/framework/result.go">
 *     kyaml: the fields of a result</a>
 */
public final class FunctionResults {
    private static final String PATH = "internal.config.kubernetes.io/path";
    private static final String INDEX = "internal.config.kubernetes.io/index";

    private final ResourceList list;
    private final BiFunction<Injection.Decision, Verdict, String> words;
    private final Function<Injection.Decision, Optional<String>> gateContainer;
    private final List<ObjectNode> results = new ArrayList<>();

    private FunctionResults(
            ResourceList list,
            BiFunction<Injection.Decision, Verdict, String> words,
            Function<Injection.Decision, Optional<String>> gateContainer) {
        this.list = list;
        this.words = words;
        this.gateContainer = gateContainer;
    }

    /**
     * The results for what became of the sidecars of a list.
     *
     * @param words a verdict of a decision in words
     * @param gateContainer what becomes of its gate container, in words
     * @param unedited what is said where nothing was decided
     */
    public static List<ObjectNode> of(
            ResourceList list,
            Injection.Outcome outcome,
            BiFunction<Injection.Decision, Verdict, String> words,
            Function<Injection.Decision, Optional<String>> gateContainer,
            Function<UneditedTemplate, String> unedited) {
        FunctionResults results = new FunctionResults(list, words, gateContainer);
        outcome.decisions().forEach(results::add);
        outcome.unedited()
                .forEach(template -> results.add(result("warning", unedited.apply(template)), template.object()));
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
                describe(result, workload.object());
                field(result, verdict, decision);
                file(result, workload.at());
            }
            gateContainer.apply(decision).ifPresent(text -> addGateContainer(text, decision));
        }
        for (String text : Warning.texts(decision.warnings())) {
            add(result("warning", text), workload.object());
        }
        decision.plan().denial().ifPresent(text -> add(result("error", text), workload.object()));
    }

    private void addGateContainer(String text, Injection.Decision decision) {
        Workload workload = decision.workload();
        ObjectNode result = result("info", text);
        describe(result, workload.object());
        GateContainer container = decision.plan().gateContainer();
        Optional<Patch.Add> operation = decision.gateContainerOperation();
        ObjectNode field = result.putObject("field")
                .put(
                        "path",
                        initContainer(workload, container == null ? 0 : container.index())
                                + (operation
                                                .filter(add -> add.value().isArray())
                                                .isPresent()
                                        ? ".args"
                                        : ""));
        operation.ifPresent(add -> field.set("proposedValue", add.value().deepCopy()));
        file(result, workload.at());
    }

    private static String initContainer(Workload workload, int index) {
        String pod = workload.path();
        return pod + (pod.isEmpty() ? "" : ".") + "spec.initContainers[" + index + "]";
    }

    private void add(ObjectNode result, KubernetesObject object) {
        describe(result, object);
        file(result, object.at());
    }

    private static ObjectNode result(String severity, String message) {
        return JsonNodeFactory.instance.objectNode().put("message", message).put("severity", severity);
    }

    private void describe(ObjectNode result, KubernetesObject object) {
        results.add(result);
        ObjectNode reference = result.putObject("resourceRef");
        reference.put("apiVersion", object.tree().path("apiVersion").asString(""));
        reference.put("kind", object.kind()).put("name", object.name());
        String namespace = object.namespace();
        if (namespace != null) {
            reference.put("namespace", namespace);
        }
    }

    /** Its path is one of the list that is returned, where other containers may stand before it. */
    private static void field(ObjectNode result, Verdict verdict, Injection.Decision decision) {
        String container = initContainer(decision.workload(), decision.indexAfter(verdict));
        // What a gate container asks stands in its args.
        if (verdict instanceof Verdict.Gated gated && gated.byProbe()) {
            result.putObject("field")
                    .put("path", container + ".startupProbe")
                    .set("proposedValue", gated.probe().deepCopy());
        } else {
            result.putObject("field").put("path", container);
        }
    }

    /** The file of the object, which the orchestrator has noted on it. */
    private void file(ObjectNode result, JsonPointer at) {
        JsonNode annotations = item(at).path("metadata").path("annotations");
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

    /** The item that something lies in. */
    private JsonNode item(JsonPointer at) {
        return list.root().path("items").path(at.tail().getMatchingIndex());
    }
}
