package io.sidecarfirst.apiserver;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which API server a person asks, as whom, and how long they wait.
 *
 * @param kubeconfig instead of the usual one
 * @param context instead of its current one
 * @param user to ask as, instead of the kubeconfig's; needs the right to impersonate
 * @param groups of that user
 * @param timeoutSeconds for each answer; 0 for the default, which is 30
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">User
 *     impersonation</a>
 */
public record Connection(
        @Nullable Path kubeconfig,
        @Nullable String context,
        @Nullable String user,
        List<String> groups,
        int timeoutSeconds) {
    public Connection {
        groups = List.copyOf(groups);
    }
}
