package io.sidecarfirst.cli.policy;

import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.OutOfRange;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Difference;
import io.sidecarfirst.policy.Policy;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code policy}: the decision as a MutatingAdmissionPolicy. */
@Command(
        name = "policy",
        description =
                "Prints a MutatingAdmissionPolicy and its bindings, with which the API server itself does what the"
                        + " webhook would do, as far as CEL can: for clusters that want no server. What it cannot do"
                        + " stands in the comment at its head.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done; 2 wrong options; 5 standard output cannot be written.",
            "",
            "Examples:",
            "  sidecar-first policy | kubectl apply -f -",
            "  kubectl label namespace shop sidecar-first.io/injection=enabled",
            "  sidecar-first policy --api-version v1beta1     (Kubernetes 1.34 and 1.35)",
            "  sidecar-first policy --static > /etc/kubernetes/policies/sidecar-first.yaml",
            "  sidecar-first policy --differences"
        })
public final class PolicyCommand implements Callable<Integer> {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--api-version",
            paramLabel = "v1|v1beta1",
            defaultValue = "v1",
            description =
                    "The version of admissionregistration.k8s.io to write for. Default: v1, on from Kubernetes 1.36.")
    private String apiVersion = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = Policy.DEFAULT_NAME,
            description = "What the policy and its bindings are called. Default: ${DEFAULT-VALUE}.")
    private String name = "";

    @Option(
            names = "--static",
            description = "Write a file for manifest-based admission (Kubernetes 1.37): the API server reads it from a"
                    + " folder, and nobody can change it through the API. Names end in " + Policy.STATIC_SUFFIX
                    + ".")
    private boolean isStatic;

    @Option(names = "--differences", description = "Print only what the policy does not do as the webhook does.")
    private boolean differences;

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    @Override
    public Integer call() {
        String text = policy().text();
        if (gateOptions.settings().mode() == GateMode.CONTAINER) {
            spec.commandLine()
                    .getErr()
                    .println("sidecar-first: gate: a policy makes startupProbes only; container has no effect");
        }
        StandardOutput.print(differences ? Difference.list() : text);
        return ExitCode.OK;
    }

    private Policy policy() {
        try {
            return new Policy(gateOptions.settings(), gateOptions.programs(), version(), objectName());
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(spec, String.valueOf(e.getMessage()));
        }
    }

    private ApiVersion version() {
        ApiVersion version = ApiVersion.of(apiVersion)
                .orElseThrow(() -> OutOfRange.of(
                        spec,
                        "api-version: \"" + apiVersion + "\" is unknown; allowed: "
                                + Arrays.stream(ApiVersion.values())
                                        .map(ApiVersion::id)
                                        .collect(Collectors.joining(", "))));
        if (isStatic && version != ApiVersion.V1) {
            throw OutOfRange.of(
                    spec,
                    "api-version: files are read as " + ApiVersion.V1.id() + " only; leave out one of the two options");
        }
        return version;
    }

    private String objectName() {
        boolean isReserved = name.endsWith(Policy.STATIC_SUFFIX);
        if (isReserved && !isStatic) {
            throw OutOfRange.of(spec, "name: " + Policy.STATIC_SUFFIX + " at the end is for files; add --static");
        }
        return isReserved || !isStatic ? name : name + Policy.STATIC_SUFFIX;
    }
}
