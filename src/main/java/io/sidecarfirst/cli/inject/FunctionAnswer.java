package io.sidecarfirst.cli.inject;

import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.krm.FunctionConfigException;
import io.sidecarfirst.manifest.krm.FunctionResults;
import io.sidecarfirst.manifest.krm.ResourceList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * What {@code inject} answers as a KRM function: a list in any case. What is wrong stands in its results, too.
 *
 * @param result the list with its results, and what was decided
 * @param problem why nothing was decided; null where it was
 */
record FunctionAnswer(Injection.Result result, @Nullable CommandFailure problem) {

    static FunctionAnswer of(Manifest manifest, ResourceList list, CommandLine inject) {
        try {
            Injection injection = new Injection(FunctionOptions.gate(inject, list.settings()));
            return list.fault()
                    .map(fault -> failed(manifest, list, ExitCode.INPUT, fault))
                    .orElseGet(() -> injected(manifest, list, injection));
        } catch (FunctionConfigException e) {
            return failed(manifest, list, ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static FunctionAnswer injected(Manifest manifest, ResourceList list, Injection injection) {
        Injection.Result result = injection.into(
                manifest,
                outcome -> list.additions(FunctionResults.of(
                        list, outcome, Decisions::inWords, Decisions::gateContainer, Decisions::inWords)));
        return new FunctionAnswer(result, null);
    }

    private static FunctionAnswer failed(Manifest manifest, ResourceList list, int code, String problem) {
        Manifest.Edited answer = manifest.add(document -> list.additions(List.of(FunctionResults.failure(problem))));
        return new FunctionAnswer(
                new Injection.Result(answer.manifest(), Injection.Outcome.NOTHING, answer.notices()),
                new CommandFailure(code, problem));
    }
}
