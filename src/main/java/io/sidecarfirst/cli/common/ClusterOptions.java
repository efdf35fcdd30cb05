package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.Connection;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command asks; as kubectl has them. */
public final class ClusterOptions {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smh]?)");
    private static final long MOST_SECONDS = 86_400;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig. Default: ~/.kube/config, or what $KUBECONFIG names; inside a Pod its service"
                    + " account.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context in it. Default: its current one.")
    private @Nullable String context;

    @Option(
            names = "--as",
            paramLabel = "USER",
            description = "Ask as that user, such as system:serviceaccount:shop:web; takes the right to impersonate.")
    private @Nullable String user;

    @Option(names = "--as-group", paramLabel = "GROUP", description = "A group of that user; may be repeated.")
    private List<String> groups = List.of();

    @Option(
            names = "--request-timeout",
            paramLabel = "TIME",
            description = "How long to wait for each answer: 5s, 2m, 1h, or a number of seconds. Default: 30s.")
    private @Nullable String timeout;

    /**
     * A connection to that cluster; nothing is asked of it yet.
     *
     * @throws CommandFailure if an option or the kubeconfig cannot be used
     */
    public ApiServer connect() {
        if (user == null && !groups.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--as-group needs --as: whose group it is");
        }
        try {
            return ApiServer.connect(new Connection(kubeconfig, context, user, groups, seconds()));
        } catch (ApiServerException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private int seconds() {
        if (timeout == null) {
            return 0;
        }
        Matcher time = TIME.matcher(timeout);
        long seconds = time.matches() ? Long.parseLong(time.group(1)) * unit(time.group(2)) : 0;
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--request-timeout: \"" + timeout + "\" is no time from 1s to 24h, such as 5s, 2m or 1h");
        }
        return (int) seconds;
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 1;
        };
    }
}
