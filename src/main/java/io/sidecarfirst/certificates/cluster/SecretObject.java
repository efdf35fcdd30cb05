package io.sidecarfirst.certificates.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The Secret, by way of an API server. */
final class SecretObject implements CertificateSecret {
    private static final String MANAGER = "sidecar-first";

    /** Whoever applies a Secret without data gives up the data that it owned, so this must be somebody else. */
    private static final String MAKER = "sidecar-first-create";

    private final KubernetesClient client;
    private final ObjectName name;

    SecretObject(KubernetesClient client, ObjectName name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public Optional<Stored> read() {
        Secret secret = Calls.call("reading Secret " + name, () -> resource().get());
        return Optional.ofNullable(secret)
                .map(found ->
                        new Stored(found.getMetadata().getResourceVersion(), SecretContent.parse(decoded(found))));
    }

    /**
     * By server-side apply, not by POST: there the API server knows the name, so that a role which names the Secret is
     * enough (a POST needs the right to create any Secret). And one that somebody else has made meanwhile stays as it is.
     *
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources">RBAC: create
     *     cannot be restricted by name</a>, for POST
     */
    @Override
    public void create() {
        Secret empty = named().withType("Opaque").build();
        Secret unused = Calls.call("making Secret " + name, () -> applied(empty, MAKER));
    }

    @Override
    public boolean write(Stored read, SecretContent content) {
        Map<String, String> data = new HashMap<>();
        content.data().forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value)));
        Secret secret = named().editMetadata()
                .withResourceVersion(read.version())
                .endMetadata()
                .withData(data)
                .build();
        return Calls.ifUnchanged("writing Secret " + name, () -> applied(secret, MANAGER));
    }

    private Secret applied(Secret secret, String manager) {
        return client.resource(secret).inNamespace(name.namespace()).patch(Calls.apply(manager));
    }

    private Resource<Secret> resource() {
        return client.secrets().inNamespace(name.namespace()).withName(name.name());
    }

    private SecretBuilder named() {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name.name())
                .withNamespace(name.namespace())
                .endMetadata();
    }

    private static Map<String, byte[]> decoded(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        return data;
    }
}
