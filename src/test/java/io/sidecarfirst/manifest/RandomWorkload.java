package io.sidecarfirst.manifest;

import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random Pods and Deployments, with sidecars of all kinds. */
public final class RandomWorkload {
    private final Random random;

    public RandomWorkload(Random random) {
        this.random = random;
    }

    public ObjectNode next() {
        ObjectNode pod = pod();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (random.nextBoolean()) {
            object.put("apiVersion", "v1").put("kind", "Pod");
            object.setAll(pod);
            return object;
        }
        object.put("apiVersion", "apps/v1").put("kind", "Deployment");
        object.putObject("metadata").put("name", "web");
        object.putObject("spec").set("template", pod);
        return object;
    }

    private ObjectNode pod() {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        boolean metadataFirst = random.nextBoolean();
        if (metadataFirst) {
            metadata(pod);
        }
        ObjectNode spec = pod.putObject("spec");
        boolean mainsFirst = random.nextBoolean();
        if (mainsFirst) {
            mains(spec);
        }
        ArrayNode sidecars = spec.putArray("initContainers");
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            sidecar(sidecars.addObject(), i);
        }
        if (!mainsFirst) {
            mains(spec);
        }
        if (!metadataFirst) {
            metadata(pod);
        }
        return pod;
    }

    private static void mains(ObjectNode spec) {
        spec.putArray("containers").addObject().put("name", "app").put("image", "nginx:1.27");
    }

    private void metadata(ObjectNode pod) {
        switch (random.nextInt(7)) {
            case 0 -> {}
            case 1 -> pod.putNull("metadata");
            case 2 -> pod.putObject("metadata");
            default -> {
                ObjectNode metadata = pod.putObject("metadata").put("name", "w\ud83d\ude00b");
                if (random.nextBoolean()) {
                    metadata.putObject("labels").put("app", "web").put("tier", text());
                }
                switch (random.nextInt(4)) {
                    case 0 -> metadata.putNull("annotations");
                    case 1 -> metadata.putObject("annotations");
                    case 2 -> metadata.putObject("annotations").put("note", text());
                    default -> {}
                }
                if (random.nextBoolean()) {
                    metadata.put("generateName", "web-");
                }
            }
        }
    }

    private void sidecar(ObjectNode container, int number) {
        container.put("name", "side-" + number);
        if (random.nextBoolean()) {
            container.put("image", "envoy:1.31");
        }
        container.put("restartPolicy", "Always");
        if (random.nextInt(4) == 0) {
            container.putNull("startupProbe");
        }
        if (random.nextBoolean()) {
            container.putArray("args").add(text()).add(text());
        }
        switch (random.nextInt(4)) {
            case 0 ->
                container.putArray("ports").addObject().put("name", "http").put("containerPort", 8000 + number);
            case 1 -> {
                ObjectNode http = container.putObject("readinessProbe").putObject("httpGet");
                http.put("port", 8000 + number).put("path", "/ready");
                http.putArray("httpHeaders").addObject().put("name", "Host").put("value", text());
            }
            case 2 ->
                container
                        .putObject("readinessProbe")
                        .putObject("exec")
                        .putArray("command")
                        .add("sh")
                        .add(text());
            default -> container.putObject("resources").putObject("limits").put("cpu", 1);
        }
        if (random.nextInt(3) == 0) {
            container.put("weight", random.nextInt(9));
        }
        if (random.nextInt(3) == 0) {
            container.put("last", text());
        }
    }

    private String text() {
        return switch (random.nextInt(9)) {
            case 0 -> "plain";
            case 1 -> "it's \"quoted\"";
            case 2 -> "yes";
            case 3 -> "one\ntwo\n";
            case 4 -> "one\n\n  two";
            case 5 -> "one\ntwo\n\n\n";
            case 6 -> "# no comment";
            case 7 -> "\ud83d\ude80, {a: b} [c]";
            default -> "some words\nand more";
        };
    }
}
