package io.sidecarfirst.manifest;

import io.sidecarfirst.manifest.yaml.ManifestException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Text inside a value that is itself a manifest or a template of one: a patch of kustomize, the values of a chart, the
 * ConfigMap of an injector.
 */
final class EmbeddedText {
    private static final String KEY = "restartPolicy";

    /** As in YAML and JSON, the latter also with its quotes escaped. */
    private static final Pattern ALWAYS = Pattern.compile(KEY + "[\\\\\"']*\\s*:\\s*[\\\\\"']*Always\\b");

    /** As an operation of a JSON patch has it: its path ends so. */
    private static final Pattern PATCHED = Pattern.compile("initContainers/[^/\\s]+/" + KEY + "\\b");

    private static final Pattern ACTION = Pattern.compile("\\{\\{.*?}}");

    private EmbeddedText() {}

    /** Whether there is a native sidecar in it. */
    static boolean hasSidecar(String text) {
        if (!text.contains(KEY)
                || !(ALWAYS.matcher(text).find() || PATCHED.matcher(text).find())) {
            return false;
        }
        try {
            for (JsonNode tree : Manifest.parse(text).trees()) {
                Workloads workloads = Workloads.in(tree);
                if (!workloads.unedited().isEmpty()
                        || workloads.found().stream().anyMatch(TemplateSearch::hasSidecar)) {
                    return true;
                }
            }
            return false;
        } catch (ManifestException notYaml) {
            return hasSidecarByIndentation(text);
        }
    }

    /** In a template of YAML that is no YAML yet: whether one stands below a key like {@code initContainers}. */
    private static boolean hasSidecarByIndentation(String text) {
        int list = Integer.MAX_VALUE;
        boolean isBegun = false;
        for (String line : text.lines().toList()) {
            String content = ACTION.matcher(line).replaceAll("").strip();
            int indentation = line.length() - line.stripLeading().length();
            if (content.isEmpty() || content.startsWith("#") || content.startsWith("{{")) {
                continue;
            }
            // Right after the key another one, "containers", is the other branch of a template's condition.
            if (isBegun && (indentation < list || (indentation == list && !content.startsWith("-")))) {
                list = Integer.MAX_VALUE;
            }
            isBegun = true;
            if (content.matches("(- )?[\"']?\\w*[iI]nitContainers[\"']?\\s*:.*")) {
                list = indentation;
                isBegun = false;
            }
            if (list != Integer.MAX_VALUE && ALWAYS.matcher(content).find()) {
                return true;
            }
        }
        return false;
    }
}
