package io.sidecarfirst.cli.inject;

import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.krm.FunctionConfigException;
import io.sidecarfirst.manifest.krm.FunctionResults;
import io.sidecarfirst.manifest.krm.ResourceList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What {@code inject} answers as a KRM function: a list in any case. What is wrong stands in its results, too.
 *
 * @param result the list with its results, and what was decided
 * @param problem why nothing was decided
 */
record FunctionAnswer(Injection.Result result, Optional<CommandFailure> problem) {

    static FunctionAnswer of(Manifest manifest, ResourceList list, CommandLine inject) {
        try {
            Injection injection = new Injection(FunctionOptions.gate(inject, list.settings()));
            return list.fault()
                    .map(fault -> failed(manifest, ExitCode.INPUT, fault))
                    .orElseGet(() -> injected(manifest, list, injection));
        } catch (FunctionConfigException e) {
            return failed(manifest, ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static FunctionAnswer injected(Manifest manifest, ResourceList list, Injection injection) {
        Injection.Result injected = injection.into(manifest);
        Manifest.Rewritten answer = ResourceList.withResults(
                injected.text(), FunctionResults.of(list, injected.decisions(), Decisions::inWords));
        return new FunctionAnswer(
                new Injection.Result(
                        answer.text(),
                        injected.decisions(),
                        Stream.concat(injected.notices().stream(), answer.notices().stream())
                                .toList()),
                Optional.empty());
    }

    private static FunctionAnswer failed(Manifest manifest, int code, String problem) {
        Manifest.Rewritten answer =
                ResourceList.withResults(manifest.text(), List.of(FunctionResults.failure(problem)));
        return new FunctionAnswer(
                new Injection.Result(answer.text(), List.of(), answer.notices()),
                Optional.of(new CommandFailure(code, problem)));
    }
}
