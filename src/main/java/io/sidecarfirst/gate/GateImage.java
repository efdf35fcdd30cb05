package io.sidecarfirst.gate;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The image of the gate container, and how it is pulled.
 *
 * @param reference the image; by digest, if all nodes shall run the same
 * @param pullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}; null for what Kubernetes takes by the
 *     reference
 * @param pullSecrets the names of Secrets that are added to a Pod's own {@code imagePullSecrets}; one that its
 *     namespace does not have is passed over by the kubelet
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/">Images</a>
 */
public record GateImage(String reference, @Nullable String pullPolicy, List<String> pullSecrets) {
    /**
     * Registry, name, tag and digest.
     *
     * @see <a href="https://github.com/distribution/reference/blob/main/reference.go">Its grammar</a>
     */
    private static final Pattern REFERENCE =
            Pattern.compile("((\\[[0-9a-fA-F:]+]|[a-zA-Z0-9][a-zA-Z0-9.-]*)(:[0-9]+)?/)?"
                    + "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
                    + "(:[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?(@[a-z0-9]+:[0-9a-f]{32,128})?");

    private static final int LONGEST_REFERENCE = 512;

    private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

    /** @throws IllegalArgumentException for what a Pod could not have; the message names the setting */
    public GateImage {
        pullSecrets = List.copyOf(pullSecrets);
        if (reference.length() > LONGEST_REFERENCE
                || !REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException("gate-image: \"" + reference + "\" is not the name of an image");
        }
        if (pullPolicy != null && !PULL_POLICIES.contains(pullPolicy)) {
            throw new IllegalArgumentException(
                    "gate-image-pull-policy: \"" + pullPolicy + "\" is unknown; allowed: Always, IfNotPresent, Never");
        }
    }

    /**
     * The same without Secrets, for a Pod template in a file. A list there keeps Kubernetes from adding the Secrets of
     * the Pod's ServiceAccount, which the Pod's other images may need.
     *
     * @see <a
     *     href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#add-imagepullsecrets-to-a-service-account">
     *     Add ImagePullSecrets to a service account</a>
     */
    public GateImage withoutPullSecrets() {
        return new GateImage(reference, pullPolicy, List.of());
    }
}
