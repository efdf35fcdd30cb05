package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The firewalls that containers of a Pod set up, and that drop what no rule lets in, the kubelet's connections
 * included. Looked for once for a Pod.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/iptables.8.html">iptables: -P</a>
 */
public final class Firewall {
    /** A command that makes one, as a regular expression. */
    public static final String DROPS = "iptables(-legacy|-nft)?( [^;&|]*)? (-P|--policy) INPUT DROP";

    private static final Pattern COMMAND = Pattern.compile(DROPS);

    private final List<Dropping> all;

    /** An init container with its whole command. */
    private record Dropping(Container container, String command) {}

    private Firewall(Pod pod) {
        all = pod.containers().stream()
                .filter(Container::init)
                .map(container -> new Dropping(container, String.join(" ", container.commandLine())))
                .filter(dropping -> COMMAND.matcher(dropping.command()).find())
                .toList();
    }

    public static Firewall of(Pod pod) {
        return pod.derived(Firewall.class, Firewall::new);
    }

    /** The init container that sets one up, no later than this sidecar starts, without a rule for that port. */
    public Optional<Container> against(Container sidecar, int port) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Pattern letIn = Pattern.compile("--dports?[ =]([0-9:]+,)*" + port + "($|[^0-9])");
        return all.stream()
                .filter(dropping -> dropping.container().index() <= sidecar.index()
                        && !letIn.matcher(dropping.command()).find())
                .map(Dropping::container)
                .findFirst();
    }
}
