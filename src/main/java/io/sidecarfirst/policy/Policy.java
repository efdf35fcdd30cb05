package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Programs;
import java.util.regex.Pattern;

/**
 * A MutatingAdmissionPolicy that decides as the gate does, and its two bindings: for namespaces that opted in, and for
 * single Pods elsewhere.
 *
 * @param settings what the policy is to decide by; {@code strict} has no effect
 * @param programs the programs that are known
 * @param apiVersion the API that the objects are written for
 * @param name of the policy and its bindings: a DNS subdomain of at most {@value #LONGEST_NAME} characters
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating admission
 *     policy</a>
 */
public record Policy(Settings settings, Programs programs, ApiVersion apiVersion, String name) {

    /** What it is called where nobody says otherwise. */
    public static final String DEFAULT_NAME = "sidecar-first";

    /**
     * How names end that only files may have: the API takes no object of such a name, and a file none of another.
     *
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/manifest-admission-control/">Manifest-based
     *     admission control</a>
     */
    public static final String STATIC_SUFFIX = ".static.k8s.io";

    private static final Template TEMPLATE = Template.read("policy.yaml");

    private static final String CANARY = "-canary";

    /** Kubernetes' 253, less what the second binding's name adds. */
    private static final int LONGEST_NAME = 253 - CANARY.length();

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    /** @throws IllegalArgumentException for a name that Kubernetes would refuse; its message starts with "name:" */
    public Policy {
        if (name.length() > LONGEST_NAME || !SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: cannot be the name of an object; allowed: a-z, 0-9, - and . inside, at most "
                            + LONGEST_NAME);
        }
    }

    /** The objects as YAML, for {@code kubectl apply} or for a file, with comments for whoever reads them. */
    public String text() {
        return TEMPLATE.fill(PolicyValues.of(this));
    }

    /** What the binding for single Pods is called. */
    String canaryName() {
        return name.endsWith(STATIC_SUFFIX)
                ? name.substring(0, name.length() - STATIC_SUFFIX.length()) + CANARY + STATIC_SUFFIX
                : name + CANARY;
    }
}
