package io.sidecarfirst.gate;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A firewall that a container of the Pod sets up, and that drops what no rule lets in, the kubelet's connections
 * included.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/iptables.8.html">iptables: -P</a>
 */
public final class Firewall {
    /** A command that makes one, as a regular expression. */
    public static final String DROPS = "iptables(-legacy|-nft)?( [^;&|]*)? (-P|--policy) INPUT DROP";

    private static final Pattern COMMAND = Pattern.compile(DROPS);

    private Firewall() {}

    /** The init container that sets one up, no later than this sidecar starts, without a rule for that port. */
    public static Optional<Container> before(Pod pod, Container sidecar, int port) {
        Pattern letIn = Pattern.compile("--dports?[ =]([0-9:]+,)*" + port + "($|[^0-9])");
        return pod.containers().stream()
                .filter(container -> container.init() && container.index() <= sidecar.index())
                .filter(container -> {
                    String command = String.join(" ", container.commandLine());
                    return COMMAND.matcher(command).find()
                            && !letIn.matcher(command).find();
                })
                .findFirst();
    }
}
