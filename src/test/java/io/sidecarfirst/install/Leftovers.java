package io.sidecarfirst.install;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks through everything that a cluster holds, of every kind, for what is a release's. */
final class Leftovers {
    /** In every namespace. */
    private static final Set<String> ORDINARY = Set.of("configmaps/kube-root-ca.crt", "serviceaccounts/default");

    private final KubernetesClient client;
    private final HelmInstallation installation;

    private Leftovers(HelmInstallation installation) {
        this.client = installation.cluster().client();
        this.installation = installation;
    }

    /** What bears the release's label or has its name in its own, and all that is in its namespace; events aside. */
    static Set<String> of(HelmInstallation installation) {
        Leftovers leftovers = new Leftovers(installation);
        Set<String> found = new TreeSet<>();
        leftovers.versions().forEach(root -> leftovers.collect(root, found));
        return found;
    }

    private Stream<String> versions() {
        return Stream.concat(
                Stream.of("/api/v1"),
                stream(read("/apis").path("groups"))
                        .map(group -> "/apis/"
                                + group.at("/preferredVersion/groupVersion").asString()));
    }

    private void collect(String root, Set<String> found) {
        stream(read(root).path("resources"))
                .filter(resource -> stream(resource.path("verbs"))
                        .anyMatch(verb -> verb.asString().equals("list")))
                .map(resource -> resource.path("name").asString())
                .filter(name -> !name.equals("events"))
                .forEach(name -> stream(read(root + "/" + name).path("items"))
                        .filter(object -> isOurs(name, object))
                        .forEach(object -> found.add(
                                name + "/" + object.at("/metadata/name").asString())));
    }

    private boolean isOurs(String resource, JsonNode object) {
        String name = object.at("/metadata/name").asString();
        return object.at("/metadata/labels/app.kubernetes.io~1instance")
                        .asString("")
                        .equals(installation.release())
                || name.contains(installation.fullName())
                || (object.at("/metadata/namespace").asString("").equals(installation.namespace())
                        && !ORDINARY.contains(resource + "/" + name));
    }

    private JsonNode read(String path) {
        // Nothing there: a kind that has just gone.
        return JsonMapper.shared()
                .readTree(Optional.ofNullable(client.raw(path)).orElse("{}"));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
