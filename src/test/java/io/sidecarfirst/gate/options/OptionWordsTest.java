package io.sidecarfirst.gate.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Yaml;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The word lists, word by word: each word has the effect that its list is for. */
class OptionWordsTest {
    private static Options options(String sidecar) {
        Container container = Yaml.podWithSidecar(sidecar).sidecars().get(0);
        return Options.of(container);
    }

    private static List<Boolean> on(int port, String sidecar) {
        return Listener.on(port, options(sidecar)).stream()
                .map(Listener::loopback)
                .toList();
    }

    private static List<Boolean> onNoPort(int port, String sidecar) {
        return Listener.onNoPort(port, options(sidecar)).stream()
                .map(Listener::loopback)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstream",
                "upstreams",
                "target",
                "targets",
                "backend",
                "backends",
                "forward",
                "remote",
                "connect",
                "dest",
                "destination",
                "origin",
                "peer",
                "peers",
                "proxy",
                "url",
                "uri",
                "dsn",
                "client",
                "broker",
                "brokers",
                "scrape",
                "to",
                "db",
                "database",
                "redis",
                "collector",
                "exporter",
                "seed",
                "seeds",
                "join",
                "localstack",
                "public",
                "external",
                "healthcheck"
            })
    void aWordOfConnecting(String word) {
        assertThat(OptionWords.CONNECTING).contains(word);
        assertThat(on(80, "args: [--" + word + "=127.0.0.1:80]")).isEmpty();
        assertThat(on(80, "args: [--a-" + word + "-b=127.0.0.1:80]")).isEmpty();
        assertThat(on(80, "args: [--" + word + "x=127.0.0.1:80]")).containsExactly(true);
        assertThat(on(80, "args: [--" + word + "-listen=127.0.0.1:80]")).containsExactly(true);
    }

    @Test
    void aWordOfClientsThatIsListenedOn() {
        assertThat(OptionWords.LISTENED_HOSTS).contains("otel-exporter-prometheus-host");
        String variables = "env: [{name: OTEL_EXPORTER_%1$s_HOST, value: localhost},"
                + " {name: OTEL_EXPORTER_%1$s_PORT, value: '9464'}]";
        assertThat(on(9464, variables.formatted("PROMETHEUS"))).containsExactly(true);
        assertThat(on(9464, variables.formatted("OTLP"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"advertise", "advertised", "announce", "allowed"})
    void aWordOfAdvertising(String word) {
        assertThat(OptionWords.ADVERTISING).contains(word);
        assertThat(on(80, "args: [--" + word + "-listen=127.0.0.1:80]")).isEmpty();
        assertThat(on(80, "args: [--" + word + "x-listen=127.0.0.1:80]")).containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint", "endpoints"})
    void aWordOfEither(String word) {
        assertThat(OptionWords.EITHER).contains(word);
        assertThat(on(80, "args: [--" + word + "=127.0.0.1:80]")).containsExactly(true);
        assertThat(on(80, "args: [--" + word + "=127.0.0.1:81]")).isEmpty();
        assertThat(on(80, "args: [--" + word + "=0.0.0.0:80]")).isEmpty();
        assertThat(on(80, "args: [--" + word + "-listen=0.0.0.0:80]")).containsExactly(false);
        assertThat(onNoPort(80, "args: [--" + word + "-bind-host=127.0.0.1]")).containsExactly(true);
        assertThat(onNoPort(80, "args: [--" + word + "-web-host=127.0.0.1]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skip-networking",
                "local-only",
                "localhost-only",
                "loopback-only",
                "listen-localhost",
                "bind-localhost"
            })
    void aSwitchThatKeepsOthersOut(String name) {
        assertThat(OptionWords.LOCAL_SWITCHES).contains(name);
        assertThat(options("args: [--" + name + "]").keptLocal()).contains("flag --" + name);
        assertThat(options("args: [--" + name.replace('-', '_') + "=1]").keptLocal())
                .isPresent();
        assertThat(options("env: [{name: C, value: \"[a]\\n" + name + "\\n\"}]").keptLocal())
                .contains("variable C");
        assertThat(options("args: [--" + name + "x]").keptLocal()).isEmpty();
        for (String off : OptionWords.OFF) {
            assertThat(options("args: [--" + name + "=" + off + "]").keptLocal())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"non-local", "bind-all", "bind-ip-all", "listen-all"})
    void aSwitchThatLetsOthersIn(String name) {
        assertThat(OptionWords.REMOTE_SWITCHES).contains(name);
        assertThat(options("args: [--a-" + name + "-b]").keptLocal()).isEmpty();
        assertThat(options("args: [--a-" + name + "-b=true]").keptLocal()).isEmpty();
        assertThat(options("args: [--a-" + name + "x=false]").keptLocal()).isEmpty();
        for (String off : List.of("0", "False", "off", "no")) {
            assertThat(options("args: [--a-" + name + "-b=" + off + "]").keptLocal())
                    .isPresent();
            assertThat(options("env: [{name: C, value: \"a: 1\\n" + name + ": " + off + "\\n\"}]")
                            .keptLocal())
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listen",
                "listener",
                "listeners",
                "bind",
                "binds",
                "serve",
                "receiver",
                "receivers",
                "kestrel",
                "laddr",
                "debugging"
            })
    void aWordOfListening(String word) {
        assertThat(OptionWords.LISTENING).contains(word);
        assertThat(on(80, "args: [--upstream-" + word + "=127.0.0.1:80]")).containsExactly(true);
        assertThat(on(80, "args: ['--" + word + "=http://127.0.0.1:80/x']")).containsExactly(true);
        assertThat(on(80, "args: ['--x" + word + "=http://127.0.0.1:80/x']")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"address", "addr", "listen", "listener", "bind", "serve"})
    void aWordOfAnAddress(String word) {
        assertThat(OptionWords.ADDRESS).contains(word);
        assertThat(on(80, "args: ['--" + word + "=http://127.0.0.1:80']")).containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urls", "aspnetcore-urls", "dotnet-urls", "host"})
    void aNameOfUrlsThatAreListenedOn(String name) {
        assertThat(OptionWords.LISTENED_URLS).contains(name);
        assertThat(on(80, "args: ['--" + name + "=http://127.0.0.1:80']")).containsExactly(true);
        assertThat(on(80, "args: ['--x-" + name + "=http://127.0.0.1:80']")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "-b", "-h", "-H", "-i", "-l", "-L", "-o", "-S"})
    void aShortFlagOfAHost(String flag) {
        assertThat(OptionWords.SHORT_HOSTS).contains(flag);
        assertThat(onNoPort(80, "args: [" + flag + ", 127.0.0.1]")).containsExactly(true);
        assertThat(onNoPort(80, "args: [" + flag + ", web]")).isEmpty();
        assertThat(onNoPort(80, "args: [-z, 127.0.0.1]")).isEmpty();
        assertThat(on(80, "args: [" + flag + ", 'tcp://127.0.0.1:80']")).containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http-",
                "https-",
                "grpc-",
                "server-",
                "web-",
                "api-",
                "app-",
                "admin-",
                "health-",
                "metrics-",
                "listen-",
                "bind-"
            })
    void aPrefixOfItsOwn(String prefix) {
        assertThat(OptionWords.OWN_PREFIXES).contains(prefix.replaceAll("-$", ""));
        String name = prefix.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
        String pair = "env: [{name: " + name + "HOST, value: 0.0.0.0}, {name: " + name + "PORT, value: '80'}]";
        assertThat(on(80, pair)).containsExactly(false);
        assertThat(on(80, pair.replace("name: ", "name: MY_"))).isEmpty();
        // On loopback and with the sidecar's own port it counts, whoever it is about.
        assertThat(on(80, pair.replace("name: ", "name: MY_").replace("0.0.0.0", "127.0.0.1")))
                .containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "http-", "https-", "grpc-", "tcp-", "server-", "web-", "api-", "app-", "service-", "main-"})
    void aPrefixOfTheWholeProgram(String prefix) {
        assertThat(OptionWords.WHOLE_PROGRAM).contains(prefix.replaceAll("-$", ""));
        assertThat(onNoPort(80, "args: [--" + prefix + "host=127.0.0.1]")).containsExactly(true);
        assertThat(onNoPort(80, "args: [--x" + prefix + "host=127.0.0.1]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "grpc", "server", "web", "node", "network", "ip", "port", "rpc"})
    void aWordBeforeAHostOfTheProgram(String word) {
        assertThat(OptionWords.PROGRAM_HOSTS).contains(word);
        assertThat(onNoPort(80, "args: [--a-" + word + "-host=127.0.0.1]")).containsExactly(true);
        assertThat(onNoPort(80, "args: [--a-" + word + "-host=0.0.0.0]")).isEmpty();
        assertThat(onNoPort(80, "args: [--a-" + word + "x-host=127.0.0.1]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics", "metric", "prometheus", "admin", "management", "mgmt", "health", "healthz", "probe",
                "probes", "debug", "pprof", "status", "telemetry", "monitor", "monitoring", "cluster", "gossip",
                "raft", "control", "udp", "dns", "statsd", "outbound", "diagnostic", "mysqlx"
            })
    void aWordOfAPart(String word) {
        assertThat(OptionWords.PARTS).contains(word);
        assertThat(onNoPort(80, "args: [--a-" + word + "-bind-address=127.0.0.1]"))
                .isEmpty();
        assertThat(onNoPort(80, "args: [--a-" + word + "x-bind-address=127.0.0.1]"))
                .containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "printf"})
    void aProgramThatPrints(String program) {
        assertThat(OptionWords.PRINTING_PROGRAMS).contains(program);
        assertThat(onNoPort(80, "command: [sh, -c, \"" + program + " 'bind 127.0.0.1' > /c; serve /c\"]"))
                .containsExactly(true);
        assertThat(onNoPort(80, "command: [sh, -c, \"" + program + " --host 0.0.0.0; serve --host 127.0.0.1\"]"))
                .contains(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exporters",
                "exporter",
                "upstream",
                "upstreams",
                "target",
                "targets",
                "backend",
                "backends",
                "forward",
                "remote",
                "connect",
                "destination",
                "peer",
                "peers",
                "broker",
                "brokers",
                "scrape",
                "url",
                "uri",
                "dsn",
                "database",
                "join",
                "trusted",
                "allow",
                "allowed",
                "deny"
            })
    void aWordOfOthersInConfigurations(String word) {
        assertThat(OptionWords.OTHERS_IN_CONFIGURATIONS).contains(word);
        String config = "env: [{name: C, value: \"a: 1\\n%s: 127.0.0.1:80\\n\"}]";
        assertThat(on(80, config.formatted(word))).isEmpty();
        assertThat(on(80, config.formatted("x" + word))).containsExactly(true);
        assertThat(on(80, config.formatted(word + ":\\n  address"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "ports", "upstream", "target", "backend", "forward", "destination"})
    void aWordOfANumberThatIsAPort(String word) {
        assertThat(OptionWords.PORT_OF_OTHERS).contains(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export",
                "exports",
                "import",
                "imports",
                "report",
                "reports",
                "support",
                "transport",
                "viewport",
                "passport"
            })
    void aWordThatOnlyEndsAsAPort(String word) {
        assertThat(OptionWords.NOT_PORTS).contains(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl",
                "wget",
                "nc",
                "ncat",
                "netcat",
                "grpcurl",
                "grpc_health_probe",
                "grpc-health-probe",
                "pg_isready",
                "psql",
                "mysql",
                "mysqladmin",
                "mongo",
                "mongosh",
                "redis-cli",
                "etcdctl",
                "wait-for",
                "wait-for-it",
                "wait-for-it.sh",
                "dockerize"
            })
    void aProgramThatOnlyConnects(String program) {
        assertThat(OptionWords.CLIENT_PROGRAMS).contains(program);
        assertThat(on(80, "command: [/usr/bin/" + program + ", '127.0.0.1:80']"))
                .isEmpty();
        assertThat(on(80, "command: [sh, -c, 'until " + program + " 127.0.0.1:80; do sleep 1; done']"))
                .isEmpty();
        assertThat(on(80, "command: [sh, -c, \"set -e\\n" + program + " 127.0.0.1:80\\nserver\\n\"]"))
                .isEmpty();
        assertThat(on(80, "command: [x" + program + ", '127.0.0.1:80']")).containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consul-http-addr", "consul-grpc-addr", "nomad-addr"})
    void aVariableOfAClient(String name) {
        assertThat(OptionWords.CLIENT_VARIABLES).contains(name);
        String variable = "env: [{name: %s, value: '127.0.0.1:80'}]";
        String spelling = name.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
        assertThat(on(80, variable.formatted(spelling))).isEmpty();
        assertThat(on(80, variable.formatted("X" + spelling))).containsExactly(true);
    }

    private static List<Integer> told(String sidecar) {
        return ToldPort.of(options(sidecar)).stream().map(ToldPort::number).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "server", "web", "listen", "bind", "serve"})
    void aWordOfTheMainListener(String word) {
        assertThat(OptionWords.MAIN_LISTENERS).contains(word);
        assertThat(told("args: [--" + word + "-port=81]")).containsExactly(81);
        assertThat(told("args: [--" + word + "-address=:81]")).containsExactly(81);
        assertThat(told("args: [--x" + word + "-port=81]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aspnetcore",
                "dotnet",
                "quarkus",
                "micronaut",
                "streamlit",
                "gradio",
                "uvicorn",
                "nitro",
                "flask-run",
                "kc",
                "gf"
            })
    void aFramework(String word) {
        assertThat(OptionWords.FRAMEWORKS).contains(word);
        String variable = "env: [{name: %s_HTTP_PORT, value: '81'}]";
        String prefix = word.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
        assertThat(told(variable.formatted(prefix))).containsExactly(81);
        assertThat(told(variable.formatted("X" + prefix))).isEmpty();
    }

    /** Each word stands in a test above: whoever adds one comes by here. */
    @Test
    void noListHasMoreWordsThanAreTested() {
        assertThat(Stream.of(
                                OptionWords.CONNECTING,
                                OptionWords.ADVERTISING,
                                OptionWords.LISTENED_HOSTS,
                                OptionWords.EITHER,
                                OptionWords.CLIENT_VARIABLES,
                                OptionWords.MAIN_LISTENERS,
                                OptionWords.FRAMEWORKS,
                                OptionWords.LOCAL_SWITCHES,
                                OptionWords.REMOTE_SWITCHES,
                                OptionWords.OFF,
                                OptionWords.LISTENING,
                                OptionWords.ADDRESS,
                                OptionWords.LISTENED_URLS,
                                OptionWords.SHORT_HOSTS,
                                OptionWords.OWN_PREFIXES,
                                OptionWords.WHOLE_PROGRAM,
                                OptionWords.PROGRAM_HOSTS,
                                OptionWords.PARTS,
                                OptionWords.OTHERS_IN_CONFIGURATIONS,
                                OptionWords.PORT_OF_OTHERS,
                                OptionWords.NOT_PORTS,
                                OptionWords.CLIENT_PROGRAMS,
                                OptionWords.PRINTING_PROGRAMS,
                                OptionWords.DATABASE_CLIENTS.keySet(),
                                OptionWords.SERVICES.keySet())
                        .map(Set::size))
                .containsExactly(35, 4, 1, 2, 3, 6, 11, 6, 4, 4, 11, 6, 4, 9, 13, 11, 10, 26, 26, 7, 10, 20, 2, 8, 21);
    }
}
