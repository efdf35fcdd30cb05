package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.options.LoopbackAddress;
import io.sidecarfirst.gate.options.OptionWords;
import io.sidecarfirst.gate.options.Options;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sidecar that is told of a port of a container which starts later: a reverse proxy of its main, an exporter of its
 * metrics, a queue before it.
 *
 * <p>Reads {@code command}, {@code args}, {@code env} and the command of an {@code exec} check for addresses in the Pod and
 * port numbers, and the {@code ports} and probes of the containers that start later. Such a sidecar may be ready only when
 * the other one answers, and may not even open its own port before; a gate would then wait for what waits for it. The mains
 * do not need it to start. Ports that the sidecar or an earlier one declares are not the other's.
 *
 * @see <a href="https://docs.dapr.io/operations/resiliency/health-checks/sidecar-health/">Dapr: sidecar health</a>, which
 *     includes that of the app's channel
 */
final class ClientOfLaterContainer implements Veto {
    /** More of a text is not read: it would take too long for one Pod. */
    private static final int LONGEST = 1 << 16;

    /** An address in the Pod: a loopback host, no host at all, or one that only the kubelet knows, before a port. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<![A-Za-z0-9._:\\]-])(\\[[0-9A-Fa-f:.]{2,64}]|\\$[({][A-Za-z0-9_.]+[)}]|[A-Za-z0-9._-]{0,64}):(\\d{1,5})(?![A-Za-z0-9.:])");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        if (!context.pod().portOwners().hasLater(context.sidecar())) {
            return Optional.empty();
        }
        Stream<String> checks = candidate.handlers().stream().flatMap(handler -> handler.command().stream());
        Options options = Options.of(context.sidecar());
        return Stream.of(
                        checks.flatMap(text -> inText(context, text, "check")),
                        options.texts().stream().flatMap(text -> inText(context, text.value(), text.origin())),
                        options.all().stream().flatMap(option -> inPort(context, option)))
                .flatMap(found -> found)
                .findFirst();
    }

    private static Stream<Objection> inText(SidecarContext context, String text, String origin) {
        if (text.indexOf(':') < 0) {
            return Stream.empty();
        }
        Matcher address = ADDRESS.matcher(text.substring(0, Math.min(text.length(), LONGEST)));
        Stream.Builder<Objection> objections = Stream.builder();
        while (address.find()) {
            String host = address.group(1);
            if (host.isEmpty() || host.startsWith("$") || LoopbackAddress.isLoopback(host)) {
                objection(context, Integer.parseInt(address.group(2)), origin).ifPresent(objections::add);
            }
        }
        return objections.build();
    }

    /** A number alone counts where the option's name says that it is a port, or another program's. */
    private static Stream<Objection> inPort(SidecarContext context, Options.Option option) {
        return NUMBER.matcher(option.value()).matches() && option.hasWord(OptionWords.PORT_OF_OTHERS)
                ? objection(context, Integer.parseInt(option.value()), option.describe()).stream()
                : Stream.empty();
    }

    private static Optional<Objection> objection(SidecarContext context, int port, String origin) {
        if (context.pod().portOwners().declaredBy(context.sidecar(), port)) {
            return Optional.empty();
        }
        return context.pod()
                .portOwners()
                .laterThan(context.sidecar(), port)
                .map((Container owner) -> Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its " + origin + " names port " + port + " of container " + owner.name()
                                + ", which starts only after it and may be what it waits for"));
    }
}
