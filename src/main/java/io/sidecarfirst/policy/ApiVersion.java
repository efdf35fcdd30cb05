package io.sidecarfirst.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions of the API that have a MutatingAdmissionPolicy of this form.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating admission
 *     policy</a>
 */
public enum ApiVersion {
    /** On from Kubernetes 1.36. */
    V1,
    /**
     * From 1.34, where the API server runs with the feature gate {@code MutatingAdmissionPolicy} and serves {@code
     * admissionregistration.k8s.io/v1beta1}.
     */
    V1BETA1;

    /** As it is written on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As it stands in an object's {@code apiVersion}. */
    public String groupVersion() {
        return "admissionregistration.k8s.io/" + id();
    }

    /** The version of that id. */
    public static Optional<ApiVersion> of(String id) {
        return Stream.of(values()).filter(version -> version.id().equals(id)).findFirst();
    }
}
