package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.WellKnown;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A MutatingAdmissionPolicy that decides as the gate does, and its two bindings: for namespaces that opted in, and for single
 * Pods elsewhere.
 *
 * @param settings what the policy is to decide by; {@code strict} has no effect
 * @param apiVersion the API that the objects are written for
 * @param name of the policy and its bindings: a DNS subdomain of at most {@value #LONGEST_NAME} characters
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating admission
 *     policy</a>
 */
public record Policy(Settings settings, ApiVersion apiVersion, String name) {

    /** What it is called where nobody says otherwise. */
    public static final String DEFAULT_NAME = "sidecar-first";

    private static final String CANARY = "-canary";

    /** Kubernetes' 253, less what the second binding's name adds. */
    private static final int LONGEST_NAME = 253 - CANARY.length();

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    /** @throws IllegalArgumentException for a name that Kubernetes would refuse; the message begins with {@code name:} */
    public Policy {
        if (name.length() > LONGEST_NAME || !SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: cannot be the name of an object; allowed: a-z, 0-9, - and . inside, at most "
                            + LONGEST_NAME);
        }
    }

    /** The objects as YAML for {@code kubectl apply}, with comments for whoever reads them. */
    public String text() {
        return Head.of(this)
                + Cel.of(
                        """
                        apiVersion: ${apiVersion}
                        kind: MutatingAdmissionPolicy
                        metadata:
                          name: ${name}
                          labels:
                            app.kubernetes.io/name: sidecar-first
                        spec:
                          # An expression that fails leaves the Pod as it is.
                          failurePolicy: Ignore
                          # Again where a webhook changed the Pod after this.
                          reinvocationPolicy: IfNeeded
                          matchConstraints:
                            matchPolicy: Equivalent
                            resourceRules:
                            - apiGroups: [""]
                              apiVersions: [v1]
                              operations: [CREATE]
                              resources: [pods]
                              scope: Namespaced
                          matchConditions:
                          # The picture of a static Pod: nothing can be changed there. Pods without sidecars do match, because
                          # a policy that did not match at first is not evaluated again when a webhook has added one.
                          - name: no-mirror-pod
                            expression: "!('${mirror}' in object.metadata.?annotations.orValue({}))"
                          variables:
                        ${variables}  mutations:
                          # Adds only: a startupProbe to each sidecar that is gated, and the status annotation.
                          - patchType: JSONPatch
                            jsonPatch:
                              expression: |-
                        ${mutation}---
                        # For namespaces that opted in; a Pod's label opts it out.
                        apiVersion: ${apiVersion}
                        kind: MutatingAdmissionPolicyBinding
                        metadata:
                          name: ${name}
                          labels:
                            app.kubernetes.io/name: sidecar-first
                        spec:
                          policyName: ${name}
                          matchResources:
                            namespaceSelector:
                              matchLabels:
                                ${label}: ${enabled}
                        ${never}    objectSelector:
                              matchExpressions:
                              - key: ${label}
                                operator: NotIn
                                values: [${disabled}]
                        ---
                        # For single labelled Pods in namespaces that did not opt in.
                        apiVersion: ${apiVersion}
                        kind: MutatingAdmissionPolicyBinding
                        metadata:
                          name: ${plain}${canary}
                          labels:
                            app.kubernetes.io/name: sidecar-first
                        spec:
                          policyName: ${name}
                          matchResources:
                            namespaceSelector:
                        ${never}      - key: ${label}
                                operator: NotIn
                                values: [${enabled}]
                            objectSelector:
                              matchLabels:
                                ${label}: ${enabled}
                        """,
                        "apiVersion",
                        apiVersion.inFull(),
                        "name",
                        scalar(name),
                        "plain",
                        name,
                        "mirror",
                        WellKnown.MIRROR_ANNOTATION,
                        "variables",
                        variables(settings).map(Policy::text).collect(Collectors.joining()),
                        "mutation",
                        Mutation.expression().indent(10),
                        "label",
                        WellKnown.INJECTION_LABEL,
                        "enabled",
                        WellKnown.ENABLED,
                        "disabled",
                        WellKnown.DISABLED,
                        "never",
                        """
                        matchExpressions:
                        - key: kubernetes.io/metadata.name
                          operator: NotIn
                          values: [kube-system]
                        """.indent(6),
                        "canary",
                        CANARY);
    }

    /** In the order of their use. */
    private static Stream<Variable> variables(Settings settings) {
        return Stream.of(
                        AnnotationVariables.variables(),
                        SidecarVariables.variables(),
                        CandidateVariables.variables(),
                        MeshVariables.variables(),
                        LoopbackVariables.variables(settings.loopbackImages()),
                        VerdictVariables.variables(),
                        TimingVariables.variables(settings),
                        StatusVariables.variables())
                .flatMap(List::stream);
    }

    private static String text(Variable variable) {
        return Comment.of("  # ", "  # ", variable.comment())
                + "  - name: " + variable.name() + "\n    expression: |-\n"
                + variable.expression().indent(6);
    }

    /** A name as YAML takes it for a string: 123, 1e3, on and null are none. */
    private static String scalar(String name) {
        return name.matches("[0-9].*|true|false|null|yes|no|on|off|y|n") ? '"' + name + '"' : name;
    }
}
