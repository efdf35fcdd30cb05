package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.NamespaceOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which objects of a cluster are meant, where they are not named; as kubectl has it. */
final class SelectionOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private NamespaceOption namespace = new NamespaceOption();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "The objects of a KIND in all namespaces.")
    private boolean allNamespaces;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "The objects of a KIND that have these labels, such as app=web,tier!=db.")
    private @Nullable String selector;

    /**
     * What the words and files stand for.
     *
     * @throws ParameterException if nothing is to be explained, or an option does not go with the words
     */
    List<ExplainTarget> targets(List<String> words, List<String> files) {
        if (allNamespaces && namespace.isGiven()) {
            throw misuse("-A and -n exclude each other; choose one");
        }
        if (!allNamespaces && selector == null) {
            List<ExplainTarget> targets = ExplainTarget.parse(words, files);
            if (targets.isEmpty()) {
                throw misuse("say what to explain: a file, - or an object of the cluster, such as pod/web");
            }
            return targets;
        }
        String option = selector == null ? "-A" : "-l";
        if (!files.isEmpty()) {
            throw misuse(option + " is for the cluster; leave it out with -f");
        }
        if (words.isEmpty()) {
            throw misuse(option + " needs a kind: give one of " + WorkloadKind.known());
        }
        for (String word : words) {
            if (WorkloadKind.allNamed(word).isEmpty()) {
                throw misuse(option + " goes with kinds alone, no names and no files; \"" + word + "\" is none of "
                        + WorkloadKind.known());
            }
        }
        return words.stream()
                .flatMap(word -> WorkloadKind.allNamed(word).stream())
                .distinct()
                .<ExplainTarget>map(ExplainTarget.OfKind::new)
                .toList();
    }

    /**
     * The namespace of objects that are named.
     *
     * @throws io.sidecarfirst.cli.common.CommandFailure if it can be no namespace's name
     */
    String namespace(ApiServer server) {
        return namespace.of(server);
    }

    /**
     * The objects of a kind that are meant.
     *
     * @throws io.sidecarfirst.cli.common.CommandFailure if the namespace can be no namespace's name
     */
    KindListing listing(ApiServer server) {
        return new KindListing(server, allNamespaces ? null : namespace.of(server), selector);
    }

    private ParameterException misuse(String line) {
        return new ParameterException(command.commandLine(), line);
    }
}
